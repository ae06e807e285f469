"""What the window says of what comes out of a group."""

from pytestqt.qtbot import QtBot

from workbench.gui.main_window import MainWindow


def test_that_a_group_tells_what_leaves_it_and_not_what_it_begins_with(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.begin(None)
    flow = window.flow
    flow.inspector.changed.emit("mlp", {"epochs": 1}, None)
    before = set(window.document.graph.nodes)
    flow.editor.select("folds", "mlp", "evaluate")
    flow.editor.actions_by_name["group"].trigger()
    (group,) = set(window.document.graph.nodes) - before
    with qtbot.waitSignal(window.runner.finished, timeout=60_000):
        flow.run_all()
    ports = [port.name for port in window.document.graph.node(group).operation.outputs]
    values = {port: flow.runs.value(group, port) for port in ports}
    assert values["evaluation"] is flow.runs.value(f"{group}/evaluate")
    assert values["fits"] is flow.runs.value(f"{group}/mlp")
    assert flow.runs.value(group) is values[ports[0]]
