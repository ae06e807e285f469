"""Flow files: what is written is read back; what is wrong gets a sentence."""

import contextlib
import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.core.component import Component
from workbench.core.errors import FlowError, WorkbenchError
from workbench.flow.file import dumps, load, loads, save
from workbench.flow.graph import Graph, Node, Note, Placeholder

Catalog = dict[str, type[Component]]


def test_that_a_flow_survives_a_file(graph: Graph, catalog: Catalog, tmp_path: Path) -> None:
    graph = graph.with_note(Note("n", "메모", 1, 2)).with_parameters("folds", {"k": 7})
    path = tmp_path / "f.flow"
    save(graph, path)
    assert load(path, catalog) == graph


def test_that_an_unknown_kind_is_kept_with_its_parameters(catalog: Catalog) -> None:
    graph = Graph().with_node(Node("som", Placeholder("som", 3, '{"width": 4}'), "Map"))
    assert loads(dumps(graph), catalog) == graph


def test_that_a_newer_version_of_a_node_is_kept_as_it_is(catalog: Catalog) -> None:
    record = json.loads(dumps(Graph().with_node(Node("folds", catalog["folds"]()))))
    record["nodes"][0]["version"] = 99
    node = loads(json.dumps(record), catalog).node("folds")
    assert isinstance(node.component, Placeholder)


def test_that_paths_below_the_flow_are_relative_in_the_file(
    catalog: Catalog, tmp_path: Path
) -> None:
    reader = catalog["numbers"].parse({"path": str(tmp_path / "data" / "x.csv")})
    path = tmp_path / "f.flow"
    save(Graph().with_node(Node("numbers", reader)), path)
    assert json.loads(path.read_text())["nodes"][0]["parameters"]["path"] == "data/x.csv"
    assert load(path, catalog).node("numbers").component == reader


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "f.flow:1:1: This is not JSON"),
        ("[]", "This is not a flow"),
        ('{"format": "workbench-flow", "version": 99}', "This flow has version 99"),
        ('{"format": "workbench-flow", "version": "1"}', "must be a whole number"),
        ('{"format": "workbench-flow", "version": 1, "nodes": 3}', "nodes"),
        (
            '{"format": "workbench-flow", "version": 1, "links": [{"from": "a.b", "to": "c.d"}]}',
            "has no node 'a'",
        ),
        (
            '{"format": "workbench-flow", "version": 1, "nodes": '
            '[{"id": "f", "kind": "folds", "parameters": {"k": 0}}]}',
            "'k' must be greater than or equal to 2",
        ),
        (
            '{"format": "workbench-flow", "version": 1, "nodes": '
            '[{"id": "f", "kind": "folds", "position": [1e999, 0]}]}',
            "position.0: Input should be a finite number",
        ),
        (
            '{"format": "workbench-flow", "version": 1, "nodes": '
            '[{"id": "f", "kind": "folds", "parameters": {"k": ' + "1" * 5000 + "}}]}",
            "holds a number that is too long",
        ),
        (
            '{"format": "workbench-flow", "version": 1, "nodes": '
            '[{"id": "f", "kind": "unknown", "parameters": {"k": [1e999]}}]}',
            "'f' has a parameter that is no finite number",
        ),
        (
            '{"format": "workbench-flow", "version": 1, "nodes": '
            '[{"id": "f", "kind": "unknown", "sweeps": {"k": [1, 1e999]}}]}',
            "'f' has a parameter that is no finite number",
        ),
    ],
)
def test_that_a_wrong_file_gives_a_sentence(
    text: str, sentence: str, catalog: Catalog, tmp_path: Path
) -> None:
    path = tmp_path / "f.flow"
    path.write_text(text)
    with pytest.raises(WorkbenchError) as caught:
        load(path, catalog)
    assert sentence in str(caught.value)


def test_that_a_cycle_in_a_file_gives_a_sentence(catalog: Catalog) -> None:
    nodes = [{"id": i, "kind": "failing"} for i in "ab"]
    links = [{"from": "a.data", "to": "b.data"}, {"from": "b.data", "to": "a.data"}]
    record = {"format": "workbench-flow", "version": 1, "nodes": nodes, "links": links}
    with pytest.raises(FlowError, match="cycle"):
        loads(json.dumps(record), catalog)


def test_that_a_missing_file_gives_a_sentence(catalog: Catalog, tmp_path: Path) -> None:
    with pytest.raises(FlowError, match="There is no such file"):
        load(tmp_path / "none.flow", catalog)


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cut=st.integers(0, 2000), change=st.characters())
def test_that_a_damaged_file_never_crashes(
    graph: Graph, catalog: Catalog, cut: int, change: str
) -> None:
    text = dumps(graph)
    for damaged in (text[: cut % len(text)], text[: cut % len(text)] + change + text[cut + 1 :]):
        sentence = ""
        with contextlib.suppress(WorkbenchError):
            sentence = dumps(loads(damaged, catalog))
        assert sentence == "" or loads(sentence, catalog)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_that_a_pipe_is_not_waited_for(catalog: Catalog, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.flow")
    with pytest.raises(WorkbenchError, match="a device or a pipe"):
        load(tmp_path / "pipe.flow", catalog)
