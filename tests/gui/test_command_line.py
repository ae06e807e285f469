"""What is typed in a terminal to do what a node does; the terminal understands it."""

import shlex
from pathlib import Path

import pytest

from workbench.cli.changes import with_settings, with_sweeps
from workbench.cli.options import settings_of
from workbench.flow.exposure import shown
from workbench.flow.graph import Graph, Link, Node
from workbench.flow.group import Group, node_at, with_group, with_parameters_at, with_sweep_at
from workbench.flow.grouping import grouped
from workbench.gui.command_line import command_line
from workbench.nodes.catalog import catalog


@pytest.fixture
def graph() -> Graph:
    made = Graph()
    for key, values in (("csv", {"path": "a.csv"}), ("cross_validation", {}), ("knn", {"k": 7})):
        made = made.with_node(Node(key, catalog()[key].parse(values)))
    made = made.with_link(Link("csv", "data", "cross_validation", "data"))
    return made.with_link(Link("cross_validation", "splits", "knn", "splits"))


def told(plain: Graph, line: str) -> Graph:
    """A flow after the options of a ``run`` command."""
    words = shlex.split(line)
    assert words[:3] == ["workbench", "run", "a.flow"]
    options = list(zip(words[3::2], words[4::2], strict=True))
    settings = settings_of([value for option, value in options if option == "--set"])
    changed = with_settings(plain, settings)
    return with_sweeps(changed, [value for option, value in options if option == "--sweep"])


def test_that_several_values_are_run_with_the_flow(graph: Graph) -> None:
    swept = graph.with_sweep("knn", "k", (1, 3, 5, 9))
    line = command_line(swept, "knn", Path("a.flow"))
    assert line == "workbench run a.flow --sweep 'knn.k=1, 3, 5, 9'"
    assert told(graph, line) == swept
    folds = graph.with_sweep("cross_validation", "folds", (5, 10))
    assert command_line(folds, "knn", Path("a.flow")).startswith("workbench run a.flow --set")


def test_that_a_node_in_a_group_is_named_by_its_path(graph: Graph) -> None:
    in_group, group_id = grouped(graph, ["cross_validation", "knn"])
    path = f"{group_id}/knn"
    changed = with_parameters_at(in_group, path, {"scale": "min-max"})
    changed = with_sweep_at(changed, f"{group_id}/cross_validation", "folds", (2, 3))
    line = command_line(changed, path, Path("a.flow"))
    assert node_at(told(in_group, line), path) == node_at(changed, path)


def test_that_a_group_is_told_by_the_parameters_it_shows(graph: Graph) -> None:
    in_group, group_id = grouped(graph, ["cross_validation", "knn"])
    line = command_line(in_group, group_id, Path("a.flow"))
    assert line == f"workbench run a.flow --set {group_id}.k=7"
    swept = with_sweep_at(in_group, group_id, "k", (1, 2))
    line = command_line(swept, group_id, Path("a.flow"))
    assert line == f"workbench run a.flow --sweep '{group_id}.k=1, 2'"
    assert told(in_group, line) == swept


def test_that_a_groups_parameter_of_an_inner_group_is_told_too(graph: Graph) -> None:
    inner, inner_id = grouped(graph, ["knn"])
    outer, outer_id = grouped(inner, [inner_id, "cross_validation"])
    component = outer.node(outer_id).component
    assert isinstance(component, Group)
    named = with_group(outer, outer_id, shown(component, "parameters", inner_id, "k", "n"))
    assert command_line(named, outer_id, None) == f"workbench run FILE.flow --set {outer_id}.n=7"


def test_that_a_reader_tells_how_it_reads(graph: Graph) -> None:
    changed = graph.with_parameters("csv", {"delimiter": ";", "nominal": ["a"], "header": "no"})
    assert command_line(changed, "csv", None) == (
        "workbench info a.csv --nominal a --read 'delimiter=;' --read header=no"
    )
    assert "--read header=no --test cv:10" in command_line(changed, "knn", None)
    empty = graph.with_parameters("csv", {"path": ""})
    assert command_line(empty, "csv", None) == "workbench info FILE"
