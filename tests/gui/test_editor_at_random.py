"""The canvas follows graphs that are edited at random: what is drawn is what there is."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, run_state_machine_as_test
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from tests.unit.flow.edit_machine import EditMachine
from workbench.gui.editor.scene import FlowScene
from workbench.gui.theme import DARK, LIGHT


class CanvasMachine(EditMachine):
    """Shows the level that is open after each edit."""

    def __init__(self) -> None:
        super().__init__()
        self.scene = FlowScene(LIGHT)

    @invariant()
    def the_canvas_shows_the_graph(self) -> None:
        graph, scene = self.graph, self.scene
        scene.show_graph(graph)
        assert scene.graph is graph
        assert scene.nodes.keys() == graph.nodes.keys()
        assert scene.notes.keys() == {note.id for note in graph.notes}
        assert scene.frames.keys() == {frame.id for frame in graph.frames}
        assert sorted(map(str, (item.link for item in scene.links.values()))) == sorted(
            map(str, graph.links)
        )
        for node_id, item in scene.nodes.items():
            node = graph.nodes[node_id]
            assert item.node == node
            assert (item.x(), item.y()) == (node.x, node.y)

    @override
    def teardown(self) -> None:
        self.scene.set_theme(DARK)
        self.scene.deleteLater()


@pytest.mark.timeout(240)
def test_that_the_canvas_follows_any_edit(qapp: QApplication) -> None:
    assert qapp is not None
    run_state_machine_as_test(
        CanvasMachine,
        settings=settings(
            max_examples=10,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
