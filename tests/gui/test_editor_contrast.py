"""What is drawn on the canvas can be told from its ground, in both themes (WCAG 2, AA)."""

import pytest
from PySide6.QtGui import QBrush, QColor, QPen
from PySide6.QtWidgets import QApplication

from workbench.gui.contrast import contrast
from workbench.gui.editor.look import Look
from workbench.gui.theme import DARK, LIGHT, Theme

TEXT, LINES = 4.5, 3.0
STATES = ("stale", "queued", "running", "done", "warning", "failed")


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def look(request: pytest.FixtureRequest, qapp: QApplication) -> Look:
    theme: Theme = request.param
    return Look(theme)


def ratio(drawn: QPen | QBrush | QColor, ground: QBrush) -> float:
    colour = drawn if isinstance(drawn, QColor) else drawn.color()
    return contrast(colour, ground.color())


def test_that_words_can_be_read_where_they_stand(look: Look) -> None:
    assert ratio(look.text, look.panel) >= TEXT
    assert ratio(look.secondary, look.panel) >= TEXT
    assert ratio(look.failed_text, look.panel) >= TEXT
    assert ratio(look.secondary, look.canvas) >= TEXT  # ports' names
    assert ratio(look.text, look.note) >= TEXT
    assert ratio(look.note_link, look.note) >= TEXT
    assert ratio(look.text, look.frame_bar) >= TEXT


@pytest.mark.parametrize("ground", ["canvas", "frame", "note", "frame_bar"])
def test_that_links_can_be_followed_on_every_ground(look: Look, ground: str) -> None:
    for pen in (look.link, look.link_off, look.link_far, look.link_selected, look.link_drawn):
        assert ratio(pen, getattr(look, ground)) >= LINES
    assert ratio(look.link_refused, getattr(look, ground)) >= LINES


def test_that_ports_marks_and_borders_stand_out(look: Look) -> None:
    assert ratio(look.link, look.panel) >= LINES  # a port's ring
    assert ratio(look.accent, look.panel) >= LINES  # one that fits
    for state in STATES:
        assert ratio(QColor(look.state_colour(state)), look.panel) >= LINES
    for border in (look.selected_border, look.failed_border, look.focus_border, look.card_border):
        assert ratio(border, look.canvas) >= LINES
        assert ratio(border, look.panel) >= LINES
    assert ratio(look.hovered_border, look.canvas) >= LINES
    assert ratio(look.band_border, look.canvas) >= LINES


def test_that_categories_stand_out_from_nodes_and_canvas(look: Look) -> None:
    for category in look.theme.categories:
        colour = QColor(look.category(category))
        assert ratio(colour, look.panel) >= LINES
        assert ratio(colour, look.canvas) >= 2.7  # the stripe far away, which has a border


def test_that_the_edges_of_notes_and_frames_can_be_found(look: Look) -> None:
    assert ratio(look.frame_border, look.canvas) >= LINES
    assert ratio(look.note_border, look.canvas) >= LINES
