"""The lines of the log, made from two views of a run."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from workbench.core.run import Event
from workbench.flow.events import (
    FlowFinished,
    FlowStarted,
    NodeFinished,
    NodeSkipped,
    NodeStarted,
)
from workbench.gui.results.log import lines_between
from workbench.runs.view import RunView

RUN = (FlowStarted(("mlp",)), NodeStarted("mlp", "MLP"), NodeFinished("mlp", 1.0, "ten models"))


@pytest.fixture
def widget(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def view_after(*events: Event) -> RunView:
    view = RunView()
    for event in events:
        view = view.after(event)
    return view


def test_that_a_node_that_did_not_start_is_told_by_its_name(widget: QWidget) -> None:
    begun = view_after(FlowStarted(("mlp",)))
    after = begun.after(NodeSkipped("mlp", "needs data"))
    lines = lines_between(begun, after, {"mlp": "MLP"}, widget)
    assert [line.text for line in lines] == ["MLP: not run · needs data"]


def test_that_a_result_that_an_edit_made_old_is_told_to_be_out_of_date(widget: QWidget) -> None:
    done = view_after(*RUN, FlowFinished(1.0))
    edited = done.with_node("mlp", replace(done.node("mlp"), state="stale"))
    for before in (done, view_after(*RUN[:2])):  # edited after the run, or while it was running
        lines = lines_between(before, edited, {}, widget)
        assert lines[0].text == "MLP: out of date"
