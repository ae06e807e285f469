"""Where a flow's files go with ``--out``."""

from pathlib import Path

import pytest

from workbench.core.errors import DataError
from workbench.flow.graph import Graph, Node
from workbench.nodes.save_predictions import SavePredictions
from workbench.runs.output import saving_into


def _saving_to(path: str) -> Graph:
    return Graph().with_node(Node("save", SavePredictions(path=path)))


def _path(graph: Graph) -> Path:
    component = graph.node("save").component
    assert isinstance(component, SavePredictions)
    return Path(component.path)


@pytest.mark.parametrize("is_absolute", [False, True])
def test_that_what_is_saved_below_the_flow_goes_below_out_into_folders_that_are_made(
    tmp_path: Path, *, is_absolute: bool
) -> None:
    flow, out = tmp_path / "flow", tmp_path / "out"
    path = str(flow / "deep" / "p.csv") if is_absolute else "deep/p.csv"
    assert _path(saving_into(_saving_to(path), flow, out)) == out / "deep" / "p.csv"
    assert (out / "deep").is_dir()


def test_that_what_is_saved_elsewhere_and_what_has_no_name_stay(tmp_path: Path) -> None:
    for path in (str(tmp_path / "elsewhere" / "p.csv"), ""):
        graph = _saving_to(path)
        assert saving_into(graph, tmp_path / "flow", tmp_path / "out") == graph


def test_that_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(DataError, match=r"out: This folder cannot be made"):
        saving_into(_saving_to("p.csv"), tmp_path, tmp_path / "out")
