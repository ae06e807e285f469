"""The cache: memory in front, a store behind; and what a node's result depends on."""

import os
import shutil
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.unit.flow.store_values import numbers
from workbench.core.component import Component
from workbench.core.run import finish
from workbench.data.folds import k_fold
from workbench.data.readers.csv import CsvReader
from workbench.flow.cache import Cache, result_key
from workbench.flow.events import NodeFinished
from workbench.flow.execute import execute
from workbench.flow.graph import Graph
from workbench.flow.store.store import Store
from workbench.flow.store.writer import Writer
from workbench.flow.weight import weights
from workbench.models.knn import KNN
from workbench.nodes.load_model import LoadModel
from workbench.preprocess.append_rows import AppendRows
from workbench.preprocess.shuffle import Shuffle

Catalog = dict[str, type[Component]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "results.sqlite"


def test_that_a_result_is_found_until_it_is_forgotten() -> None:
    cache = Cache()
    cache.put("none", None)
    assert "none" in cache
    assert cache.get("none") is None
    cache.remove("none")
    with pytest.raises(KeyError):
        cache.get("none")


def test_that_memory_is_limited_by_what_arrays_weigh() -> None:
    cache = Cache(limit=1_000_000)
    for seed in range(5):
        cache.put(f"{seed}", numbers(seed))
        cache.get("0")
    assert cache.weight <= 1_000_000
    assert "0" in cache
    assert "1" not in cache
    assert "4" in cache


def test_that_an_array_of_several_results_weighs_once() -> None:
    cache, dataset = Cache(), numbers(0, 100_000)
    cache.put("data", dataset)
    before = cache.weight
    cache.put("class", dataset.with_class("x"))
    assert cache.weight - before < 10_000
    cache.remove("data")
    assert cache.weight > 800_000
    cache.remove("class")
    assert cache.weight == 0


def test_that_the_newest_result_stays_however_large_it_is() -> None:
    cache = Cache(limit=1000)
    cache.put("small", 1)
    cache.put("large", numbers(0))
    assert "large" in cache
    assert "small" not in cache


def test_that_texts_and_bags_weigh_something_too() -> None:
    texts = np.array(["text"] * 1000, dtype=object)
    bags = np.empty(10, dtype=object)
    bags[:] = [numbers(seed, 1000) for seed in range(10)]
    assert sum(weights(texts).values()) > 50_000
    assert sum(weights(bags).values()) > 80_000


def test_that_results_come_back_from_the_store(file: Path) -> None:
    cache = Cache(store=Store(file, {}))
    cache.put("folds", k_fold(numbers(0, 50), 2))
    assert cache.flush()
    cache.close()
    again = Cache(store=Store(file, {}))
    assert "folds" in again
    assert again.get("folds").dataset.equals(numbers(0, 50))
    assert again.get("folds") is again.get("folds")
    again.close()


def test_that_what_memory_drops_is_found_in_the_store(file: Path) -> None:
    cache = Cache(limit=1000, store=Store(file, {}))
    cache.put("first", numbers(0))
    cache.put("second", numbers(1))
    assert cache.flush()
    assert cache.get("first").equals(numbers(0))
    cache.close()


def test_that_clearing_empties_the_disk_as_well(file: Path) -> None:
    cache = Cache(store=Store(file, {}))
    for seed in range(5):
        cache.put(f"{seed}", numbers(seed))
    cache.flush()
    assert cache.size > 500_000
    cache.put("waits", numbers(9))
    cache.clear()
    assert "0" not in cache
    assert "waits" not in cache
    assert cache.weight == 0
    cache.flush()
    assert cache.size < 300_000
    cache.put("after", 1)
    cache.close()
    again = Cache(store=Store(file, {}))
    assert "after" in again
    assert "0" not in again
    again.close()


def test_that_a_removed_result_does_not_come_back_from_the_store(file: Path) -> None:
    cache = Cache(store=Store(file, {}))
    cache.put("key", 1)
    cache.flush()
    cache.remove("key")
    assert "key" not in cache
    cache.close()


def test_that_writing_goes_on_behind_the_caller(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = threading.Event()
    put = Store.put

    def waiting(store: Store, *arguments: Any) -> bool:
        assert goes_on.wait(60)
        return put(store, *arguments)

    monkeypatch.setattr(Store, "put", waiting)
    cache = Cache(store=Store(file, {}))
    cache.put("key", 1)
    assert not cache.flush(0)
    assert cache.get("key") == 1
    goes_on.set()
    assert cache.flush()
    assert all(thread.name != "results" for thread in threading.enumerate())
    cache.close()


def test_that_what_is_put_while_a_thread_ends_is_waited_for(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended, goes_on, may_write = threading.Event(), threading.Event(), threading.Event()
    may_write.set()
    write_next, put = Writer._write_next, Store.put

    def ending_late(writer: Writer) -> bool:
        has_more = write_next(writer)
        if not has_more and not ended.is_set():
            ended.set()
            assert goes_on.wait(60)
        return has_more

    def waiting(store: Store, *arguments: Any) -> bool:
        assert may_write.wait(60)
        return put(store, *arguments)

    monkeypatch.setattr(Writer, "_write_next", ending_late)
    monkeypatch.setattr(Store, "put", waiting)
    cache = Cache(store=Store(file, {}))
    cache.put("first", 1)
    assert ended.wait(60)
    (ending,) = (thread for thread in threading.enumerate() if thread.name == "results")
    may_write.clear()
    cache.put("second", 2)
    goes_on.set()
    ending.join()
    assert not cache.flush(0)
    may_write.set()
    assert cache.flush()
    assert "second" in Store(file, {})
    cache.close()


def test_that_closing_does_not_wait_for_ever(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    goes_on = threading.Event()
    monkeypatch.setattr(Store, "put", lambda *_: goes_on.wait(60))
    cache = Cache(store=Store(file, {}))
    cache.put("first", 1)
    cache.put("second", 2)
    cache.close(0)
    goes_on.set()
    assert cache.flush()
    cache.close()


def test_that_a_store_without_use_leaves_the_memory(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    cache = Cache(store=Store(tmp_path / "file" / "results.sqlite", {}))
    cache.put("key", 1)
    cache.flush()
    assert cache.get("key") == 1
    assert cache.size == 0
    assert len(cache.messages()) == 1
    cache.clear()
    cache.close()
    assert cache.messages() == ()


def test_that_a_flow_takes_its_results_from_an_earlier_process(
    graph: Graph, catalog: Catalog, file: Path
) -> None:
    _ran(graph, catalog, file)
    events = _ran(graph, catalog, file)
    assert [e.is_remembered for e in events] == [True] * 3
    changed = _ran(graph.with_parameters("folds", {"k": 4}), catalog, file)
    assert [e.node for e in changed if not e.is_remembered] == ["folds"]
    assert catalog["numbers"].asked == [20]  # type: ignore[attr-defined]


def _ran(graph: Graph, catalog: Catalog, file: Path) -> list[NodeFinished]:
    cache = Cache(store=Store(file, catalog))
    finished: list[NodeFinished] = []

    def note(event: object) -> None:
        if isinstance(event, NodeFinished):
            finished.append(event)

    finish(execute(graph, cache), note)
    cache.close(60)
    return finished


def test_that_a_file_that_changes_while_it_is_read_is_not_remembered(
    graph: Graph, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind: Any = catalog["numbers"]
    monkeypatch.setattr(kind, "fingerprint", lambda _: str(len(kind.asked)))
    cache = Cache()
    finish(execute(graph, cache))
    finish(execute(graph, cache))
    assert kind.asked == [20, 20]


def reader_key(path: Path, **parameters: str) -> str:
    reader = CsvReader.parse({"path": str(path), **parameters})
    return result_key(reader, "CSV", [])


def test_that_a_moved_or_touched_file_has_the_same_results(tmp_path: Path) -> None:
    path, folder = tmp_path / "t.csv", tmp_path / "folder"
    path.write_text("a,b\n1,2\n")
    first = reader_key(path)
    os.utime(path, (1, 1))
    assert reader_key(path) == first
    folder.mkdir()
    shutil.move(path, folder / "t.csv")
    assert reader_key(folder / "t.csv") == first


def test_that_other_content_names_and_parameters_have_other_results(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,2\n")
    first = reader_key(path)
    assert reader_key(path, class_attribute="a") != first
    (tmp_path / "u.csv").write_text("a,b\n1,2\n")  # the relation is called by it
    assert reader_key(tmp_path / "u.csv") != first
    state = path.stat()
    path.write_text("a,b\n1,3\n")
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert reader_key(path) != first


def test_that_a_second_file_counts_by_what_it_holds(tmp_path: Path) -> None:
    one, other = tmp_path / "t.csv", tmp_path / "folder" / "t.csv"
    other.parent.mkdir()
    one.write_text("a\n1\n")
    other.write_text("a\n1\n")
    key = result_key(AppendRows(path=str(one)), "", [])
    assert result_key(AppendRows(path=str(other)), "", []) == key
    other.write_text("a\n2\n")
    assert result_key(AppendRows(path=str(other)), "", []) != key
    assert result_key(AppendRows(), "", []) != key


def test_that_a_model_file_counts_by_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "a.model"
    missing = result_key(LoadModel(path=str(path)), "", [])
    path.write_bytes(b"one")
    one = result_key(LoadModel(path=str(path)), "", [])
    path.write_bytes(b"two")
    assert len({missing, one, result_key(LoadModel(path=str(path)), "", [])}) == 3


def test_that_a_name_counts_for_learners_only() -> None:
    assert result_key(KNN(), "a", []) != result_key(KNN(), "b", [])
    assert result_key(Shuffle(), "a", []) == result_key(Shuffle(), "b", [])


def test_that_links_to_other_results_give_another_result(catalog: Catalog) -> None:
    component = catalog["count"]()
    keys = [result_key(component, "", inputs) for inputs in ([], [("data", "x")], [("data", "y")])]
    assert len(set(keys)) == 3
