"""What the overview and the summary draw of pictures, series, texts, tokens and bags."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from workbench.core.run import finish
from workbench.data.dataset import Column, Dataset
from workbench.data.profile.attribute_profile import AttributeProfile, profiled
from workbench.data.schema import Attribute, Schema
from workbench.gui.explorer.content_picture import ContentPicture, content_words, paint_content
from workbench.gui.explorer.counts_table import CountsTable
from workbench.gui.theme import LIGHT

RANDOM = np.random.default_rng(3)
TEXTS = np.array([f"word {n} word" * n for n in range(1, 9)], dtype=object)
CASES: tuple[tuple[str, Attribute, Column], ...] = (
    ("mean of 4 × 5 pixels", Attribute("p", "array", shape=(5, 4)),
     RANDOM.integers(0, 255, (8, 5, 4)).astype(np.uint8)),
    ("mean of 2 channels, 9 steps", Attribute("s", "array", shape=(9, 2)),
     RANDOM.normal(size=(8, 9, 2))),
    ("mean ± deviation, 9 steps", Attribute("s", "array", shape=(9, 1)),
     RANDOM.normal(size=(8, 9, 1))),
    ("3 tokens", Attribute("k", "array", ("a", " "), shape=(3,)),
     RANDOM.integers(0, 2, (8, 3)).astype(np.int32)),
    ("11 – 88 characters", Attribute("t", "string"), TEXTS),
)  # fmt: skip


def profile_of(attribute: Attribute, column: Column) -> AttributeProfile:
    return finish(profiled(Dataset(Schema((attribute,)), (column,)))).attributes[0]


@pytest.mark.parametrize(("words", "attribute", "column"), CASES, ids=[c[0] for c in CASES])
def test_that_each_kind_of_content_is_drawn_and_captioned(
    qtbot: QtBot, words: str, attribute: Attribute, column: Column
) -> None:
    one = profile_of(attribute, column)
    image = QImage(200, 160, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    painter = QPainter(image)
    paint_content(painter, QRectF(0, 0, 200, 160), one, LIGHT)
    painter.end()

    assert one.content is not None
    assert content_words(attribute, one.content) == words
    drawn = {image.pixel(x, y) for x in range(200) for y in range(135)}
    assert len(drawn) > 1


def test_that_words_are_told_for_texts_that_are_all_different(qtbot: QtBot) -> None:
    table = CountsTable()
    qtbot.addWidget(table)

    table.show_counts(profile_of(Attribute("t", "string"), TEXTS))
    assert table.headerItem().text(0) == "Word"
    assert table.isColumnHidden(2)

    repeated = np.array(["red", "red", "red", "blue"], dtype=object)
    table.show_counts(profile_of(Attribute("t", "string"), repeated))
    first = table.topLevelItem(0)
    assert first is not None
    assert [first.text(column) for column in range(3)] == ["red", "3", "75 %"]


def test_that_numbers_have_no_content_to_show(qtbot: QtBot) -> None:
    picture = ContentPicture(LIGHT)
    qtbot.addWidget(picture)

    picture.show_content(profile_of(Attribute("x", "numeric"), np.arange(8.0)))

    assert picture.isHidden()
