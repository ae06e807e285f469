"""A line that ends in dots where there is no room."""

from pytestqt.qtbot import QtBot

from workbench.gui.plots.elided import ElidedLabel

WORDS = "Average precision with its 95 % interval"


def test_that_a_line_without_room_ends_in_dots_and_is_whole_for_tip_and_reader(
    qtbot: QtBot,
) -> None:
    label = ElidedLabel("note")
    qtbot.addWidget(label)
    label.setText(WORDS)
    label.resize(80, 20)
    assert label.shown.endswith("…")
    assert label.text() == label.toolTip() == WORDS
    label.resize(800, 20)
    assert label.shown == WORDS


def test_that_a_line_gives_way_to_its_neighbours(qtbot: QtBot) -> None:
    label = ElidedLabel("note")
    qtbot.addWidget(label)
    label.setText(WORDS)
    label.resize(1, 20)
    assert label.width() == 1
