"""An inspector with a convolutional network, for tests of its layers."""

from dataclasses import dataclass, field
from typing import Any

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from workbench.data.schema import Schema
from workbench.flow.graph import Node
from workbench.gui.inspector.inspector import Inspector
from workbench.gui.inspector.layer_bench import LayerBench
from workbench.gui.inspector.layers_editor import LayersEditor
from workbench.models.cnn import CNN
from workbench.runs.layer_rows import LayerRow
from workbench.runs.view import NodeView

SMALL = "conv 6 5x5; relu; maxpool 2; flatten; dense classes"


@dataclass
class Desk:
    """The inspector, and what it asked for; each is done at once, as the window would."""

    inspector: Inspector
    schema: Schema | None
    asked: list[tuple[dict[str, Any], str | None]] = field(default_factory=list)

    def take(self, _node: str, values: dict[str, Any], merge: str | None) -> None:
        self.asked.append((values, merge))
        self.show(self.learner.with_parameters(values))

    def show(self, learner: CNN) -> None:
        self.learner = learner
        self.inspector.show_node(Node("cnn", learner), self.schema, NodeView())

    @property
    def editor(self) -> LayersEditor:
        assert self.inspector.form is not None
        editor = self.inspector.form.row("layers").editor
        assert isinstance(editor, LayersEditor)
        return editor

    @property
    def bench(self) -> LayerBench:
        return self.editor.panel.bench

    @property
    def rows(self) -> tuple[LayerRow, ...]:
        return self.editor.panel.model.rows

    @property
    def text(self) -> str:
        return self.learner.layers.text


def lay(qtbot: QtBot, learner: CNN | None = None, schema: Schema | None = None) -> Desk:
    """An inspector that shows a network, its table made."""
    inspector = Inspector()
    qtbot.addWidget(inspector)
    inspector.resize(340, 800)
    desk = Desk(inspector, schema)
    inspector.changed.connect(desk.take)
    inspector.show()
    desk.show(learner or CNN.parse({"preset": "custom", "layers": SMALL}))
    qtbot.waitUntil(lambda: desk.editor.panel.table is not None, timeout=60_000)
    QApplication.processEvents()
    return desk
