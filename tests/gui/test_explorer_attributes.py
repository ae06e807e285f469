"""The explorer's attribute list and summary: sorting, filtering, choosing, and asking for steps."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, QPointF, QSize, Qt
from PySide6.QtWidgets import QInputDialog, QMenu
from pytestqt.qtbot import QtBot

from workbench.core.errors import DataError
from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.profile.attribute_profile import Profile, profiled
from workbench.data.readers.open import read, reader_for
from workbench.gui.explorer.attribute_list import AttributeList
from workbench.gui.explorer.attribute_model import DISTINCT, NAME, percent
from workbench.gui.explorer.bars import coarse
from workbench.gui.explorer.histogram_widget import HistogramWidget
from workbench.gui.explorer.overview import CARD, card_size, key_words
from workbench.gui.explorer.remedies import remedies
from workbench.gui.explorer.summary_figures import short
from workbench.gui.explorer.summary_panel import SummaryPanel
from workbench.gui.theme import LIGHT
from workbench.nodes.catalog import catalog


@pytest.fixture
def pima(resources: Any) -> Dataset:
    return read(resources / "data" / "diabetes.arff")


@pytest.fixture
def profile(pima: Dataset) -> Profile:
    return finish(profiled(pima))


@pytest.fixture
def shown(qtbot: QtBot, profile: Profile) -> AttributeList:
    made = AttributeList(catalog(), LIGHT)
    qtbot.addWidget(made)
    made.show_schema(profile.dataset.schema)
    made.show_profile(profile)
    made.show()
    return made


def rows(shown: AttributeList) -> list[str]:
    return [str(shown.filter.index(r, NAME).data()) for r in range(shown.filter.rowCount())]


def select(shown: AttributeList, *names: str) -> None:
    flag = QItemSelectionModel.SelectionFlag
    shown.table.clearSelection()
    for name in names:
        index = shown.filter.index(rows(shown).index(name), NAME)
        shown.table.selectionModel().select(index, flag.Select | flag.Rows)


def steps(shown: AttributeList) -> list[tuple[str, dict[str, Any]]]:
    wanted: list[tuple[str, dict[str, Any]]] = []
    shown.step_wanted.connect(lambda key, values, _label: wanted.append((key, values)))
    return wanted


def entry(menu: QMenu, name: str) -> Any:
    for action in menu.actions():
        if action.objectName() == name:
            return action
        inner = action.menu()
        found = entry(inner, name) if isinstance(inner, QMenu) else None
        if found is not None:
            return found
    return None


def test_that_the_list_keeps_the_datas_order_until_it_is_sorted(shown: AttributeList) -> None:
    assert rows(shown)[:3] == ["preg", "plas", "pres"]
    shown.table.sortByColumn(NAME, Qt.SortOrder.AscendingOrder)
    assert rows(shown)[:3] == ["age", "class", "insu"]
    shown.table.sortByColumn(DISTINCT, Qt.SortOrder.DescendingOrder)
    assert rows(shown)[0] == "pedi"
    shown.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    assert rows(shown)[:3] == ["preg", "plas", "pres"]


def test_that_text_expressions_and_kinds_filter_the_list(shown: AttributeList) -> None:
    shown.query.setText("p")
    assert rows(shown) == ["preg", "plas", "pres", "pedi"]
    shown.expression.setChecked(True)
    shown.query.setText("^p.*s$")
    assert rows(shown) == ["plas", "pres"]
    shown.query.setText("(")
    assert shown.fault.isVisible()
    shown.query.clear()
    shown.kinds.setCurrentIndex(shown.kinds.findData("nominal"))
    shown.kinds.activated.emit(0)
    assert rows(shown) == ["class"]


def test_that_several_attributes_are_removed_kept_and_retold_at_once(shown: AttributeList) -> None:
    wanted = steps(shown)
    select(shown, "plas", "age")
    assert shown.count.text() == "2 of 9 selected"
    shown.buttons["remove"].click()
    shown.buttons["keep"].click()
    assert not shown.buttons["set_class"].isEnabled()
    menu = shown.menu()
    for name in ("menu_role_meta", "menu_kind_nominal", "menu_zero_as_missing"):
        entry(menu, name).trigger()
    both = ["plas", "age"]
    assert wanted == [
        ("select_attributes", {"attributes": both, "action": "remove"}),
        ("select_attributes", {"attributes": both, "action": "keep"}),
        ("set_role", {"attributes": both, "role": "meta"}),
        ("change_kind", {"attributes": both, "kind": "nominal"}),
        ("zero_as_missing", {"attributes": both}),
    ]
    for key, values in wanted:
        catalog()[key].parse(values)


def test_that_one_attribute_is_renamed_and_made_the_class(
    shown: AttributeList, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = steps(shown)
    select(shown, "plas")
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args, **_more: ("glucose", True))
    entry(shown.menu(), "menu_rename").trigger()
    shown.buttons["set_class"].click()
    assert wanted == [
        ("rename_attribute", {"attribute": "plas", "name": "glucose"}),
        ("set_class", {"attribute": "plas"}),
    ]


def test_that_what_was_chosen_stays_chosen_among_other_attributes(
    shown: AttributeList, pima: Dataset
) -> None:
    shown.choose("mass")
    fewer = pima.with_columns(pima.schema.attributes[2:], pima.columns[2:])
    shown.show_schema(fewer.schema)
    assert shown.current == "mass"
    assert shown.selected == ("mass",)
    shown.choose("nothing")
    assert shown.current == "mass"


def test_that_the_summary_counts_again_with_other_bars(
    qtbot: QtBot, pima: Dataset, profile: Profile
) -> None:
    panel = SummaryPanel(catalog(), LIGHT)
    qtbot.addWidget(panel)
    panel.show()
    one = next(p for p in profile.attributes if p.attribute.name == "mass")
    panel.show_attribute(pima, one, profile)
    panel.bins.setValue(4)
    shown = panel.picture._histogram
    assert shown is not None
    assert shown.counts.sum(axis=0).tolist() == [500, 268, 0]
    assert len(shown.counts) == 4
    nominal = next(p for p in profile.attributes if p.attribute.name == "class")
    panel.show_attribute(pima, nominal, profile)
    item = panel.counts.topLevelItem(0)
    assert item is not None
    assert [item.text(i) for i in range(3)] == ["tested_negative", "500", "65 %"]
    assert panel.bins.isHidden() or not panel.bins.isVisible()


def test_that_a_bar_says_its_range_and_its_classes(qtbot: QtBot, profile: Profile) -> None:
    picture = HistogramWidget(LIGHT)
    qtbot.addWidget(picture)
    picture.resize(400, 160)
    picture.show_histogram(profile.attributes[0].histogram, ("no", "yes"))
    assert picture.words_at(QPointF(6, 80)) == "0: 111\nno: 73\nyes: 38"
    assert picture.words_at(QPointF(-5, 80)) == ""
    picture.grab()
    picture.show_histogram(None, ())
    assert picture.words_at(QPointF(6, 80)) == ""
    picture.grab()


def test_that_shares_and_numbers_read_well() -> None:
    assert [percent(0, 10), percent(1, 768), percent(384, 768)] == ["0 %", "< 1 %", "50 %"]
    assert [short(v) for v in (0.5, 12345.678, 1e9, np.nan, 2e-7)] == [
        "0.5", "12,345.678", "1e+09", "–", "2e-07",
    ]  # fmt: skip


def test_that_neighbours_are_added_up_where_there_is_little_room() -> None:
    counts = np.arange(10).reshape(5, 2)
    assert coarse(counts, 2).tolist() == [[6, 9], [14, 16]]
    assert coarse(counts, 9) is counts


def test_that_the_key_names_classes_as_plain_text(pima: Dataset) -> None:
    words = key_words(pima.schema, LIGHT)
    assert "tested_negative" in words
    assert key_words(pima.with_class("preg").schema, LIGHT) == ""


def test_that_odd_options_are_taken_back_where_reading_failed() -> None:
    usual = reader_for("resource:data/iris.csv")
    assert remedies(DataError("No."), usual) == ()
    (remedy,) = remedies(DataError("No."), usual.with_parameters({"class_attribute": "x"}))
    assert remedy.reader == usual


def test_that_cards_grow_with_the_room_and_never_below_what_can_be_read() -> None:
    small, large = QSize(520, 560), QSize(1800, 1200)
    assert card_size(small, 100).height() == CARD.height()
    assert card_size(large, 9).width() > 300
    for room in (small, large, QSize(100, 100), QSize(0, 0)):
        for n in (0, 1, 9, 500):
            size = card_size(room, n)
            assert size.width() <= max(CARD.width(), room.width())
