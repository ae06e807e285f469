"""Layers drawn as a graph on the flow's own canvas: entered, edited, undone, left."""

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from workbench.gui.editor.port_end import PortEnd
from workbench.gui.main_window import MainWindow
from workbench.models.cnn import CNN
from workbench.models.networks.wiring import wired

SMALL = "conv 6 3x3 same; relu; globalavg; dense classes"


@pytest.fixture
def layers(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """A flow with a network, whose layers are on show."""
    window.flow.add_component("cnn", {"preset": "custom", "layers": SMALL})
    window.flow.editor.select("cnn")
    window.flow.editor.actions_by_name["open_group"].trigger()
    qtbot.waitUntil(lambda: bool(window.flow.layers.view.nodes), timeout=60_000)
    return window


def cnn(window: MainWindow) -> CNN:
    component = window.document.graph.node("cnn").component
    assert isinstance(component, CNN)
    return component


def takes(window: MainWindow) -> dict[str, tuple[str, ...]]:
    return {step.name: step.inputs for step in wired(cnn(window).layers.layers)}


def link(window: MainWindow, source: str, target: str) -> None:
    ends = PortEnd(source, "out", is_output=True), PortEnd(target, "in", is_output=False)
    window.flow.editor.commands.link(*ends)


def test_that_layers_open_like_a_group(layers: MainWindow) -> None:
    flow = layers.flow
    assert flow.level.path == "cnn"
    names = ["input", "conv1", "relu1", "globalavg1", "dense1", "output"]
    assert list(flow.editor.graph.nodes) == names
    assert flow.breadcrumb.isVisibleTo(flow)
    assert flow.editor.scene.nodes["conv1"].view.text == "6×28×28 · 6 3×3 same"
    flow.leave_group()
    assert flow.level.path == ""
    assert flow.editor.selection() == ("cnn",)


def test_that_palette_and_search_offer_layers_and_then_nodes_again(layers: MainWindow) -> None:
    commands = layers.flow.editor.commands
    assert "conv" in commands.catalog
    assert "mlp" not in commands.catalog
    tree = layers.flow.palette_panel.tree
    assert tree.topLevelItem(0).text(0) == "Convolution"  # type: ignore[union-attr]
    assert not layers.flow.editor.actions_by_name["group"].isEnabled()
    layers.flow.leave_group()
    assert "mlp" in commands.catalog
    assert tree.topLevelItem(0).text(0) == "Data"  # type: ignore[union-attr]
    assert layers.flow.editor.actions_by_name["group"].isEnabled()


def test_that_a_layer_dropped_on_a_link_is_put_into_it(layers: MainWindow) -> None:
    graph = layers.flow.level.graph
    into = next(k for k in graph.links if k.target == "relu1")
    node = graph.node("relu1")
    layers.flow.editor.commands.add("batchnorm", QPointF(node.x, node.y + 8), into)
    assert takes(layers)["batchnorm"] == ("conv1",)
    assert takes(layers)["relu1"] == ("batchnorm",)
    assert layers.flow.editor.selection() == ("batchnorm",)
    layers.document.undo()
    assert cnn(layers).layers.text == SMALL
    assert "batchnorm" not in layers.flow.editor.graph.nodes


def test_that_a_branch_is_drawn_link_by_link(layers: MainWindow) -> None:
    flow = layers.flow
    flow.editor.select("relu1")
    flow.editor.add_component("conv")
    assert "takes nothing yet" in flow.layers.problems["conv"]
    link(layers, "relu1", "conv")
    flow.editor.add_component("concat")
    link(layers, "relu1", "concat")
    link(layers, "conv", "concat")
    link(layers, "concat", "globalavg1")
    assert takes(layers)["concat"] == ("relu1", "conv")
    assert takes(layers)["globalavg1"] == ("concat",)
    assert "conv" not in flow.layers.problems
    assert "concat" in flow.layers.problems  # 28×28 beside 26×26
    flow.inspector.changed.emit("conv", {"padding": "same"}, None)
    assert not flow.layers.problems
    assert cnn(layers).preset == "custom"


def test_that_a_layer_is_edited_in_the_inspector(layers: MainWindow) -> None:
    flow = layers.flow
    flow.editor.select("conv1")
    assert flow.inspector.form is not None
    assert flow.inspector.form.names[0] == "channels"
    assert flow.inspector.copy_button.isHidden()
    flow.inspector.form.row("channels").editor.edited.emit("12", False)
    assert cnn(layers).layers.layers[0].model_dump()["channels"] == 12
    assert flow.editor.scene.nodes["conv1"].view.text.startswith("12×28×28")


def test_that_where_layers_lie_is_remembered_but_no_edit(layers: MainWindow) -> None:
    flow, before = layers.flow, layers.document.graph
    flow.editor.commands.move({"conv1": (808.0, 640.0)}, None)
    assert layers.document.graph is before
    node = flow.level.graph.node("conv1")
    assert (node.x, node.y) == (808.0, 640.0)
    flow.leave_group()
    flow.level.enter_layers("cnn")
    node = flow.editor.graph.node("conv1")
    assert (node.x, node.y) == (808.0, 640.0)


def test_that_what_the_network_needs_cannot_be_deleted(layers: MainWindow) -> None:
    layers.flow.editor.select("input", "output")
    layers.flow.editor.commands.delete()
    assert {"input", "output"} <= layers.flow.editor.graph.nodes.keys()
    assert cnn(layers).layers.text == SMALL


def test_that_an_edit_of_a_presets_layers_makes_them_ones_own(layers: MainWindow) -> None:
    flow = layers.flow
    flow.inspecting.change_parameters("cnn", {"preset": "lenet5-modern"}, None)
    assert "flatten1" in flow.editor.graph.nodes
    flow.editor.select("relu1")
    flow.editor.commands.delete()
    assert cnn(layers).preset == "custom"
    assert "relu1" not in cnn(layers).design.names
    layers.document.undo()
    assert cnn(layers).preset == "lenet5-modern"


def test_that_a_renamed_layer_is_followed_by_who_takes_it(layers: MainWindow) -> None:
    layers.flow.editor.commands.rename("relu1", "first")
    assert takes(layers)["globalavg1"] == ("first",)
    assert "first" in layers.flow.editor.graph.nodes


def test_that_undoing_the_network_leads_out_of_its_layers(layers: MainWindow) -> None:
    layers.document.undo()  # its parameters
    layers.document.undo()
    assert "cnn" not in layers.document.graph.nodes
    assert layers.flow.level.path == ""
    assert "mlp" in layers.flow.editor.commands.catalog


def test_that_with_nothing_selected_the_network_itself_is_inspected(layers: MainWindow) -> None:
    layers.flow.editor.select()
    QApplication.processEvents()
    form = layers.flow.inspector.form
    assert form is not None
    assert "epochs" in form.names
    layers.flow.inspector.changed.emit("cnn", {"epochs": 3}, None)
    assert cnn(layers).epochs == 3
    layers.flow.inspector.renamed.emit("cnn", "Mine")
    assert layers.document.graph.node("cnn").name == "Mine"
    assert layers.flow.selected == ("cnn",)


def test_that_a_layer_copied_is_pasted_with_its_links(layers: MainWindow) -> None:
    flow = layers.flow
    flow.editor.select("conv1", "relu1")
    flow.editor.commands.copy()
    flow.editor.commands.paste(None)
    new = flow.editor.selection()
    assert len(new) == 2
    link(layers, "input", new[0])
    assert takes(layers)[new[1]] == (new[0],)


def test_that_what_a_layer_gives_is_told_where_the_mouse_rests(layers: MainWindow) -> None:
    flowing = layers.flow.editor.hovering.value_of("conv1", "out")
    assert flowing.facts[0] == "6×28×28"
    assert flowing.facts[1] == "54 weights, 6 biases, 42,336 multiply–adds a row"


def test_that_opening_a_layer_leads_to_its_parameters(layers: MainWindow, qtbot: QtBot) -> None:
    layers.shell.activateWindow()
    layers.flow.editor.select("conv1")
    layers.flow.editor.opened.emit("conv1")
    form = layers.flow.inspector.form
    assert form is not None
    qtbot.waitUntil(form.row("channels").editor.inner.hasFocus, timeout=20_000)


def test_that_a_layer_has_one_value_of_each_parameter(layers: MainWindow) -> None:
    layers.flow.editor.select("conv1")
    form = layers.flow.inspector.form
    assert form is not None
    assert not form.row("dilation").field.is_sweepable


def test_that_layers_are_laid_out_anew_until_they_are_edited_there(layers: MainWindow) -> None:
    flow = layers.flow
    flow.inspecting.change_parameters("cnn", {"layers": f"{SMALL.replace('relu', 'tanh')}"}, None)
    first = flow.level.graph.node("tanh1")
    flow.editor.commands.move({"tanh1": (first.x, first.y + 240.0)}, None)
    flow.inspecting.change_parameters("cnn", {"layers": f"relu; {cnn(layers).layers.text}"}, None)
    kept = flow.level.graph.node("tanh1")
    assert (kept.x, kept.y) == (first.x, first.y + 240.0)


def test_that_nodes_of_the_flow_are_no_layers(layers: MainWindow, qtbot: QtBot) -> None:
    flow = layers.flow
    flow.leave_group()
    flow.add_component("knn")
    flow.editor.commands.copy()
    flow.level.enter_layers("cnn")
    before = layers.document.graph
    with qtbot.waitSignal(flow.level.refused):
        flow.editor.commands.paste(None)
    assert layers.document.graph is before
    assert "knn" not in flow.editor.graph.nodes
    assert flow.add_component("arff") in layers.document.graph.nodes
    assert flow.level.path == ""


def test_that_all_layers_can_be_copied_ends_and_all(layers: MainWindow) -> None:
    commands = layers.flow.editor.commands
    layers.flow.editor.select(*layers.flow.editor.graph.nodes)
    commands.copy()
    commands.paste(None)
    assert len(cnn(layers).layers.layers) == 8
    assert next(iter(layers.flow.editor.graph.nodes)) == "input"


def test_that_a_link_dropped_on_the_canvas_offers_what_takes_it(layers: MainWindow) -> None:
    flow = layers.flow
    end = PortEnd("relu1", "out", is_output=True)
    flow.editor.searching.open_for(end, QPointF(900.0, 400.0))
    box = flow.editor.search_box
    offered = box.keys()
    assert "concat" in offered
    flow.editor.commands.add_linked("concat", QPointF(900.0, 400.0), end)
    box.close()
    concat = next(layer for layer in cnn(layers).layers.layers if layer.kind == "concatenate")
    assert concat.inputs == ("relu1",)
