"""Names of classes beside a confusion matrix where there is little room."""

import pytest
from PySide6.QtGui import QFont, QFontMetricsF
from pytestqt.qtbot import QtBot

from workbench.gui.plots.confusion_painting import short

NAMES = ("tested_negative", "tested_positive")
SHARED = len("tested_")


@pytest.fixture
def measure(qtbot: QtBot) -> QFontMetricsF:
    return QFontMetricsF(QFont())


def test_that_a_name_is_whole_where_there_is_room(measure: QFontMetricsF) -> None:
    assert short(measure, NAMES[0], SHARED, 1000.0) == NAMES[0]


def test_that_what_names_share_goes_first(measure: QFontMetricsF) -> None:
    room = measure.horizontalAdvance("…negative") + 1
    assert short(measure, NAMES[0], SHARED, room) == "…negative"


@pytest.mark.parametrize("n_letters", [1, 3, 5])
def test_that_names_are_told_apart_in_the_least_room(
    measure: QFontMetricsF, n_letters: int
) -> None:
    room = max(measure.horizontalAdvance(one[SHARED:][:n_letters]) for one in NAMES) + 1
    shown = [short(measure, name, SHARED, room) for name in NAMES]
    assert [one[0] for one in shown] == ["n", "p"]
    assert all(measure.horizontalAdvance(one) <= room for one in shown)
