"""Groups in the palette: saved, offered, added as copies."""

import zlib
from pathlib import Path

import pytest

from workbench.core.component import Component
from workbench.core.errors import FlowError
from workbench.flow.graph import Graph
from workbench.flow.grouping import grouped
from workbench.flow.own import node_of, save, saved

Catalog = dict[str, type[Component]]


def test_that_a_saved_group_is_offered_with_its_ports_and_added_as_it_was(
    graph: Graph, catalog: Catalog, tmp_path: Path
) -> None:
    made, group_id = grouped(graph, {"folds", "count"}, "Zähle & teile")
    save(tmp_path / "palette", made.node(group_id))
    kinds, errors = saved(tmp_path / "palette", catalog)
    assert not errors
    (kind,) = kinds.values()
    assert kind.title == "Zähle & teile"
    assert [port.name for port in kind.ports.inputs] == ["data"]
    assert node_of(kind, "g", 0, 0).component == made.node(group_id).component


def test_that_saving_again_replaces(graph: Graph, catalog: Catalog, tmp_path: Path) -> None:
    for nodes in ({"folds"}, {"folds", "count"}):
        made, group_id = grouped(graph, nodes, "same")
        save(tmp_path, made.node(group_id))
    (kind,) = saved(tmp_path, catalog)[0].values()
    assert len(kind.group.graph.nodes) == 2


def test_that_a_name_without_letters_has_the_same_file_at_every_start(
    graph: Graph, tmp_path: Path
) -> None:
    made, group_id = grouped(graph, {"folds"}, "→ ?")
    number = zlib.crc32("→ ?".encode())
    assert save(tmp_path, made.node(group_id)).name == f"group-{number:08x}.flow"


def test_that_only_a_group_can_be_saved(graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(FlowError, match="is no group"):
        save(tmp_path, graph.node("folds"))


def test_that_a_damaged_file_is_told_and_the_others_are_offered(
    graph: Graph, catalog: Catalog, tmp_path: Path
) -> None:
    made, group_id = grouped(graph, {"folds"}, "good")
    save(tmp_path, made.node(group_id))
    (tmp_path / "bad.flow").write_text("{")
    kinds, (error,) = saved(tmp_path, catalog)
    assert list(kinds) == ["own:good"]
    assert "bad.flow" in str(error)
