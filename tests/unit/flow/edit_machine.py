"""A machine that edits graphs at random, as hands would, and holds what must hold of every graph.

Two tests drive it: the graph by itself, and with a canvas that follows it.
"""

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from workbench.core.errors import FlowError, ParameterError, WorkbenchError
from workbench.flow.expand import expanded
from workbench.flow.file import dumps, loads
from workbench.flow.graph import Frame, Graph, Link, Node, Note, Placeholder
from workbench.flow.group import Group, graph_at, with_graph_at, with_parameters_at
from workbench.flow.grouping import grouped, ungrouped
from workbench.flow.history import History
from workbench.flow.layout import layered
from workbench.gui.editor import edits
from workbench.nodes.catalog import catalog

KEYS = (
    "arff", "csv", "cross_validation", "hold_out", "supplied_test_set", "standardise", "pca",
    "set_class", "knn", "mlp", "logistic", "evaluate", "roc", "score_table", "predict",
    "load_model", "save_model",
)  # fmt: skip
NUMBERS = st.one_of(st.integers(-3, 40), st.floats(-2, 2), st.text(max_size=4), st.none())
PLACES = st.integers(-2000, 2000).map(float)


class EditMachine(RuleBasedStateMachine):
    """A history of graphs; every rule is an edit, allowed or refused with a sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.history = History(Graph())
        self.level = ""

    # ------------------------------------------------------------------ helpers of the rules

    @property
    def whole(self) -> Graph:
        return self.history.present

    @property
    def graph(self) -> Graph:
        """The graph of the level that is open."""
        return graph_at(self.whole, self.level)

    def take(self, graph: Graph, merge: str | None = None) -> None:
        self.took(with_graph_at(self.whole, self.level, graph), merge)

    def took(self, whole: Graph, merge: str | None = None) -> None:
        self.history = self.history.edited(whole, "edit", merge)
        self.settle_level()

    def settle_level(self) -> None:
        try:
            graph_at(self.whole, self.level)
        except FlowError:
            self.level = ""

    def some_node(self, data: st.DataObject) -> Node:
        return self.graph.nodes[data.draw(st.sampled_from(sorted(self.graph.nodes)))]

    def some_ids(self, data: st.DataObject) -> set[str]:
        names = [*self.graph.nodes, *(n.id for n in self.graph.notes)]
        names += [f.id for f in self.graph.frames]
        return data.draw(st.sets(st.sampled_from(sorted(names)), min_size=1))

    def has_nodes(self) -> bool:
        return bool(self.graph.nodes)

    # ------------------------------------------------------------------ rules

    @initialize(keys=st.lists(st.sampled_from(KEYS), min_size=2, max_size=6))
    def begin(self, keys: list[str]) -> None:
        for key in keys:
            self.add(key, 0.0, 0.0)

    @rule(key=st.sampled_from(KEYS), x=PLACES, y=PLACES)
    def add(self, key: str, x: float, y: float) -> None:
        self.take(edits.added(self.graph, catalog()[key], x, y)[0])

    @rule(x=PLACES, text=st.text(max_size=8))
    def annotate(self, x: float, text: str) -> None:
        graph = self.graph
        graph = graph.with_note(Note(graph.free_id("note"), text, x))
        self.take(graph.with_frame(Frame(graph.free_id("frame"), text, x)))

    @rule(key=st.text("ab_", min_size=1, max_size=4), value=NUMBERS)
    def add_unknown(self, key: str, value: Any) -> None:
        values = dumps(Graph()) if value is None else f'{{"a": {value!r}}}'.replace("'", '"')
        kept = values if value is not None and not isinstance(value, str) else "{}"
        self.take(self.graph.with_node(Node(self.graph.free_id("odd"), Placeholder(key, 1, kept))))

    @precondition(has_nodes)
    @rule(data=st.data())
    def link(self, data: st.DataObject) -> None:
        """Prefer what fits; try what does not as well."""
        one, other = self.some_node(data), self.some_node(data)
        outs = [p.name for p in one.operation.outputs] or ["data"]
        ins = [p.name for p in other.operation.inputs] or ["data"]
        link = Link(
            one.id, data.draw(st.sampled_from(outs)), other.id, data.draw(st.sampled_from(ins))
        )
        refusal = self.graph.refusal(link)
        if refusal is None:
            self.take(self.graph.with_link(link))
        else:
            with pytest.raises(FlowError, match=re.escape(refusal)):
                self.graph.with_link(link)

    @precondition(lambda self: self.graph.links)
    @rule(data=st.data(), removes=st.booleans())
    def change_link(self, data: st.DataObject, *, removes: bool) -> None:
        link = data.draw(st.sampled_from(self.graph.links))
        changed = self.graph.without_link(link) if removes else edits.switched(self.graph, [link])
        self.take(changed)

    @precondition(has_nodes)
    @rule(data=st.data(), value=NUMBERS, merges=st.booleans())
    def set(self, data: st.DataObject, value: Any, *, merges: bool) -> None:
        node = self.some_node(data)
        names = getattr(type(node.component), "model_fields", {"x": None})
        name = data.draw(st.sampled_from(sorted(names) or ["x"]))
        try:
            changed = with_parameters_at(self.graph, node.id, {name: value})
        except (FlowError, ParameterError):
            return
        self.take(changed, f"{node.id}.{name}" if merges else None)

    @precondition(has_nodes)
    @rule(data=st.data(), values=st.lists(st.integers(1, 5), max_size=3))
    def sweep(self, data: st.DataObject, values: list[int]) -> None:
        node = self.some_node(data)
        name = data.draw(st.sampled_from(["k", "folds", "epochs", "components", "nothing"]))
        try:
            self.take(self.graph.with_sweep(node.id, name, values))
        except (FlowError, ParameterError):
            return

    @precondition(has_nodes)
    @rule(data=st.data(), x=PLACES, y=PLACES, title=st.text(max_size=6))
    def move_and_rename(self, data: st.DataObject, x: float, y: float, title: str) -> None:
        node = self.some_node(data)
        self.take(self.graph.moved({node.id: (x, y)}).renamed(node.id, title))

    @precondition(has_nodes)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        self.take(self.graph.without(self.some_ids(data)))

    @precondition(has_nodes)
    @rule(data=st.data())
    def duplicate(self, data: st.DataObject) -> None:
        piece = edits.part(self.graph, self.some_ids(data))
        graph, new = edits.pasted(self.graph, piece, (24.0, 24.0))
        assert len(set(new)) == len(new)
        self.take(graph)

    @precondition(has_nodes)
    @rule(data=st.data(), enters=st.booleans())
    def group(self, data: st.DataObject, *, enters: bool) -> None:
        try:
            graph, group_id = grouped(self.graph, self.some_ids(data), "G")
        except FlowError:
            return
        self.take(graph)
        if enters:
            self.level = f"{self.level}/{group_id}".strip("/")

    @rule()
    def leave(self) -> None:
        self.level = self.level.rpartition("/")[0]

    @precondition(has_nodes)
    @rule(data=st.data())
    def ungroup(self, data: st.DataObject) -> None:
        node = self.some_node(data)
        if isinstance(node.component, Group):
            before = self.graph
            self.take(ungrouped(before, node.id)[0])
            assert len(self.graph.nodes) == len(before.nodes) - 1 + len(node.component.graph.nodes)

    @precondition(has_nodes)
    @rule()
    def tidy(self) -> None:
        self.take(self.graph.moved(layered(self.graph)))

    @rule(times=st.integers(1, 4))
    def undo_and_redo(self, times: int) -> None:
        before = self.history
        undone = 0
        for _ in range(times):
            undone += bool(self.history.past)
            self.history = self.history.undo()
        for _ in range(undone):
            self.history = self.history.redo()
        assert self.history.present == before.present

    @rule()
    def undo(self) -> None:
        self.history = self.history.undo()
        self.settle_level()

    @rule()
    def redo(self) -> None:
        self.history = self.history.redo()
        self.settle_level()

    @rule()
    def save_and_load(self) -> None:
        text = dumps(self.whole)
        back = loads(text, catalog())
        assert back == self.whole
        assert dumps(back) == text
        self.history = replace(self.history, present=back)

    # ------------------------------------------------------------------ what always holds

    @invariant()
    def every_graph_is_sound(self) -> None:
        sound(self.whole)

    @invariant()
    def what_would_run_is_sound(self) -> None:
        try:
            expansion = expanded(self.whole)
        except WorkbenchError:  # too many copies
            return
        sound(expansion.graph)
        assert not any(isinstance(n.component, Group) for n in expansion.graph.nodes.values())


def sound(graph: Graph) -> None:
    """Hold that links end at ports that fit, nothing depends on itself, and ids are unique."""
    assert sorted(graph.order) == sorted(graph.nodes)
    assert hash(graph) == hash(replace(graph))
    ids = [*graph.nodes, *(n.id for n in graph.notes), *(f.id for f in graph.frames)]
    assert len(set(ids)) == len(ids)
    taken = set()
    for link in graph.links:
        assert graph.without_link(link).refusal(link) is None
        port = graph.node(link.target).input(link.target_port)
        end = (link.target, link.target_port)
        assert port is None or port.takes_many or end not in taken
        taken.add(end)
    for node in graph.nodes.values():
        if isinstance(node.component, Group):
            assert node.component.unknown() is None
            sound(node.component.graph)
