"""What the search offers first."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.editor_desk import Desk, Key, lay, pima
from workbench.flow.graph import Graph, Link
from workbench.gui.editor.usage import Usage, most_used
from workbench.nodes.catalog import catalog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def desk(qtbot: QtBot) -> Callable[[Graph], Desk]:
    return partial(lay, qtbot)


def test_that_a_link_dropped_on_empty_canvas_offers_the_most_used_of_what_fits(
    desk: Any, tmp_path: Path
) -> None:
    usage = Usage(tmp_path / "usage.json")
    for key in ("majority", "majority", "logistic", "evaluate", "evaluate", "evaluate"):
        usage.count(key)
    d = desk(pima())
    d.editor.set_usage(usage)
    d.drag((416, 28), (520, 180))
    offered = d.editor.search_box.keys()
    assert offered[:2] == ["majority", "knn"]
    assert "logistic" in offered[:5]
    assert "evaluate" not in offered
    d.key(Key.Key_Return)
    assert Link("cross_validation", "splits", "majority", "splits") in d.graph.links


def test_that_counts_last_from_one_session_to_the_next(desk: Any, tmp_path: Path) -> None:
    path = tmp_path / "folder" / "usage.json"
    d = desk(Graph())
    d.editor.set_usage(Usage(path))
    d.type("roc")
    d.key(Key.Key_Return)
    assert Usage(path).counts(Graph()) == {"roc": 1}


def test_that_nothing_used_yet_offers_the_usual() -> None:
    kinds = catalog().values()
    assert most_used(kinds, {})[0].key == "cross_validation"
    assert [k.key for k in most_used(kinds, {"pca": 1, "mlp": 4})][:2] == ["mlp", "pca"]
    assert len(most_used(kinds, {})) == 5


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"knn": "many"}', '{"knn": -3}', "\x00", '{"knn": true}']
)
def test_that_a_damaged_file_costs_only_its_counts(tmp_path: Path, text: str) -> None:
    path = tmp_path / "usage.json"
    path.write_text(text)
    usage = Usage(path)
    assert usage.counts(Graph()).get("knn", 0) in {0, 1}
    usage.count("mlp")
    assert json.loads(path.read_text())["mlp"] == 1


def test_that_a_file_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    usage = Usage(tmp_path / "file" / "usage.json")
    usage.count("knn")
    assert usage.counts(Graph())["knn"] == 1


def test_that_two_windows_count_into_one_file(tmp_path: Path) -> None:
    one, other = Usage(tmp_path / "u.json"), Usage(tmp_path / "u.json")
    one.count("knn")
    other.count("knn")
    assert Usage(tmp_path / "u.json").counts(Graph())["knn"] == 2


def test_that_a_search_in_words_has_no_such_list(desk: Any) -> None:
    d = desk(Graph())
    d.type("cross")
    keys = d.editor.search_box.keys()
    assert len(keys) == len(set(keys))
