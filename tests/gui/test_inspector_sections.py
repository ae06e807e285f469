"""The sections of a form, and where the keyboard is while the inspector changes."""

import pytest
from pytestqt.qtbot import QtBot

from workbench.core.component import Component
from workbench.flow.graph import Node
from workbench.gui.inspector import inspector as module
from workbench.gui.inspector.facts import facts_of
from workbench.gui.inspector.form import sections
from workbench.gui.inspector.inspector import Inspector
from workbench.nodes.catalog import catalog, component
from workbench.runs.view import NodeView


@pytest.mark.parametrize("key", sorted(catalog()))
def test_that_each_section_stands_once_with_all_its_parameters(key: str) -> None:
    fields = facts_of(catalog()[key])
    shown = sections(fields)
    assert len(dict(shown)) == len(shown)
    assert {f.name for _, group in shown for f in group} == {f.name for f in fields}


@pytest.mark.parametrize("key", ["mlp", "cnn", "rnn"])
def test_that_how_a_network_learns_comes_before_what_regularises_it(key: str) -> None:
    names = [name for name, _ in sections(facts_of(catalog()[key]))]
    assert names[0] == "Network"
    assert names.index("Optimisation") < names.index("Regularisation") < names.index("Run")


def test_that_the_keyboard_goes_to_no_parameter_when_training_further_is_not_offered(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    inspector = Inspector()
    qtbot.addWidget(inspector)
    monkeypatch.setattr(module, "can_train_further", lambda _, view: view.state == "done")
    node = Node("mlp", component("mlp", Component)())
    inspector.show_node(node, None, NodeView(state="done"))
    inspector.show()
    inspector.activateWindow()
    inspector.further_button.setFocus()
    qtbot.waitUntil(inspector.further_button.hasFocus)
    inspector.show_run(NodeView(state="running"))
    assert inspector.focusWidget() is inspector.area
