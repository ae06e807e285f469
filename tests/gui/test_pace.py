"""What grows is drawn at once, then at a pace; its last state always."""

import time

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from workbench.gui.plots.inside.pace import Pace


def test_that_what_is_asked_for_meanwhile_is_drawn_once_after_the_rest(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([0.0, 0.002, 1.0, 1.0])  # the first drawing takes two milliseconds
    monkeypatch.setattr(time, "thread_time", lambda: next(clock))
    drawn: list[int] = []
    state, parent = [1], QObject()
    paced = Pace(lambda: drawn.append(state[0]), parent)
    paced.ask()
    assert drawn == [1]
    for state[0] in (2, 3, 4):
        paced.ask()
    assert drawn == [1]
    qtbot.waitUntil(lambda: drawn == [1, 4])
    qtbot.waitUntil(lambda: not paced.is_resting)
    assert drawn == [1, 4]


def test_that_the_rest_is_as_long_as_the_share_of_time_asks_for(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([5.0, 6.0])
    monkeypatch.setattr(time, "thread_time", lambda: next(clock))
    parent = QObject()
    paced = Pace(lambda: None, parent)
    paced.ask()
    qtbot.waitUntil(paced._resting.isActive)
    assert paced._resting.interval() == 49_000
    drawn: list[int] = []
    paced._draw = lambda: drawn.append(1)
    paced.draw_at_once()
    assert drawn == [1]
    assert not paced.is_resting
