"""The store on disk: what it keeps, what it drops, and what becomes of a file in any state."""

import contextlib
import random
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.contracts.rows import mixed
from tests.unit.flow.canonical import canonical
from workbench.core.component import Component
from workbench.data.dataset import Dataset
from workbench.data.folds import k_fold
from workbench.data.schema import Attribute, Schema
from workbench.flow.store import database, store
from workbench.flow.store.store import Store

CATALOG: dict[str, type[Component]] = {}
DAMAGED = "The file of stored results was damaged: a new one has been begun."


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "results.sqlite"


def numbers(seed: int, n: int = 20_000) -> Dataset:
    column = np.random.default_rng(seed).normal(size=n)
    return Dataset(Schema((Attribute("x", "numeric"),), f"numbers {seed}"), (column,))


def filled(file: Path, n: int = 6) -> dict[str, Any]:
    """Some results, put into a store that is closed then."""
    values: dict[str, Any] = {"splits": k_fold(mixed(), 3), "text": ["a", None, 1.5]}
    values |= {f"numbers {seed}": numbers(seed) for seed in range(n)}
    made = Store(file, CATALOG)
    assert all(made.put(key, value) for key, value in values.items())
    made.close()
    return values


def found(opened: Store, keys: Any) -> dict[str, Any]:
    """What can be read."""
    values: dict[str, Any] = {}
    for key in keys:
        with contextlib.suppress(KeyError):
            values[key] = opened.get(key)
    return values


def test_that_results_are_found_when_the_file_is_opened_again(file: Path) -> None:
    values = filled(file)
    again = Store(file, CATALOG)
    assert all(key in again for key in values)
    assert canonical(found(again, values)) == canonical(values)
    assert again.messages() == ()
    again.close()


def test_that_nothing_is_made_before_it_is_used(file: Path) -> None:
    Store(file, CATALOG).close()
    assert not file.parent.exists()


def test_that_what_is_not_there_is_a_key_error(file: Path) -> None:
    made = Store(file, CATALOG)
    assert "none" not in made
    with pytest.raises(KeyError):
        made.get("none")
    made.close()


def test_that_a_result_put_twice_is_the_last_one(file: Path) -> None:
    made = Store(file, CATALOG)
    made.put("key", 1)
    made.put("key", 2)
    assert made.get("key") == 2
    made.close()


def test_that_a_value_without_a_form_is_not_kept(file: Path) -> None:
    made = Store(file, CATALOG)
    assert not made.put("key", object())
    assert "key" not in made
    made.close()


def test_that_what_two_results_share_is_stored_once(file: Path) -> None:
    made = Store(file, CATALOG)
    dataset = numbers(0, 100_000)
    made.put("data", dataset)
    before = made.size
    made.put("folds", k_fold(dataset, 2))
    assert made.size - before < 2.5 * dataset.n_samples * 8  # the row numbers, not the column
    made.remove("data")
    assert canonical(made.get("folds").dataset) == canonical(dataset)
    made.close()


def test_that_a_removed_result_is_gone_and_the_others_are_not(file: Path) -> None:
    values = filled(file)
    again = Store(file, CATALOG)
    again.remove("numbers 0")
    assert "numbers 0" not in again
    del values["numbers 0"]
    assert canonical(found(again, values)) == canonical(values)
    again.close()


def test_that_clearing_forgets_everything_and_gives_the_room_back(file: Path) -> None:
    values = filled(file, n=40)
    before = file.stat().st_size
    again = Store(file, CATALOG)
    again.clear()
    assert found(again, values) == {}
    again.close()
    assert file.stat().st_size < before / 10


def test_that_the_least_recently_used_go_first_when_the_limit_is_reached(file: Path) -> None:
    made = Store(file, CATALOG, limit=1_500_000)
    for seed in range(5):
        made.put(f"{seed}", numbers(seed))
    made.get("0")
    for seed in range(5, 9):
        made.put(f"{seed}", numbers(seed))
    assert made.size <= 1_500_000
    assert "0" in made
    assert "8" in made
    assert "1" not in made
    made.close()
    assert file.stat().st_size <= 1_800_000


def test_that_results_of_another_program_are_not_found_and_go_first(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Store(file, CATALOG, limit=2_000_000)
    made.put("old", numbers(0, 60_000))
    monkeypatch.setattr(store, "edition_of", lambda _kinds: "another")
    other = Store(file, CATALOG, limit=2_000_000)
    assert "old" not in other
    other.put("young", numbers(1))
    made.get("old")  # used last
    made.put("further", 1)
    for seed in range(2, 9):
        other.put(f"{seed}", numbers(seed))
    assert "old" not in made
    assert "young" in other
    other.close()
    made.close()


def test_that_too_large_a_result_is_not_kept(file: Path) -> None:
    made = Store(file, CATALOG, largest=100_000)
    assert not made.put("large", numbers(0))
    assert made.put("small", numbers(0, 1000))
    made.close()


def test_that_what_is_computed_sooner_than_loaded_is_not_kept(file: Path) -> None:
    made = Store(file, CATALOG)
    assert not made.put("quick", numbers(0, 10**6), seconds=1e-4)
    assert made.put("slow", numbers(0, 10**6), seconds=1.0)
    assert made.put("little", numbers(0, 1000), seconds=1e-6)
    assert made.put("shared", {"again": numbers(0, 10**6)}, seconds=1e-6)
    made.close()


def test_that_an_empty_file_is_a_new_one(file: Path) -> None:
    file.parent.mkdir()
    file.touch()
    assert set(filled(file, 1)) == set(found(Store(file, CATALOG), ("splits", "text", "numbers 0")))


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\0" + bytes(80)])
def test_that_a_file_of_something_else_is_set_aside(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    values = filled(file, 2)
    assert set(found(Store(file, CATALOG), values)) == set(values)
    assert file.with_name("results.sqlite.damaged").read_bytes() == content


def test_that_another_database_is_set_aside_and_told_once(file: Path) -> None:
    file.parent.mkdir()
    with contextlib.closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE letters (subject TEXT)")
        other.commit()
    made = Store(file, CATALOG)
    assert "key" not in made
    assert made.put("key", 1)
    assert made.get("key") == 1
    assert made.messages() == (DAMAGED,)
    assert made.messages() == ()
    made.close()


def test_that_a_newer_programs_file_is_left_alone(file: Path) -> None:
    filled(file)
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as newer:
        newer.execute(f"PRAGMA user_version = {database.SCHEMA_VERSION + 1}")
    before = file.read_bytes()
    made = Store(file, CATALOG)
    assert "text" not in made
    assert not made.put("key", 1)
    made.clear()
    assert "newer version of the program" in made.messages()[0]
    made.close()
    assert file.read_bytes() == before


def test_that_a_folder_in_the_way_is_told_once_and_nothing_raised(file: Path) -> None:
    file.mkdir(parents=True)
    made = Store(file, CATALOG)
    assert not made.put("key", 1)
    assert "key" not in made
    assert made.size == 0
    (message,) = made.messages()
    assert message.startswith("Results are kept until the program ends only")
    made.close()


def test_that_a_folder_nobody_may_write_to_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "no folder").write_text("a file")
    made = Store(tmp_path / "no folder" / "results.sqlite", CATALOG)
    assert not made.put("key", 1)
    assert len(made.messages()) == 1
    made.close()


def test_that_a_full_disk_ends_writing_but_not_reading(file: Path) -> None:
    values = filled(file)
    made = Store(file, CATALOG)
    with made._writer.reading() as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + 1}")
    assert not made.put("large", numbers(100, 200_000))
    assert made.messages() == ("The disk is full: results are no longer kept on it.",)
    assert canonical(found(made, values)) == canonical(values)
    assert not made.put("small", 1)
    made.close()


def test_that_the_last_room_on_the_disk_is_left(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Store(file, CATALOG)
    usage = shutil.disk_usage(file.parent.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=store.SPARE))
    assert not made.put("key", 1)
    assert made.messages() == ("The disk is nearly full: results are no longer kept on it.",)
    made.close()


def test_that_a_lock_of_another_process_costs_a_result_and_no_more(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "WAIT_S", 0.01)
    values = filled(file)
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        made = Store(file, CATALOG)
        assert not made.put("key", 1)
        assert canonical(found(made, values)) == canonical(values)
        other.execute("ROLLBACK")
        assert made.put("key", 1)
        assert made.messages() == ()
        made.close()


@pytest.mark.parametrize("seed", range(60))
def test_that_damaged_bytes_cost_results_and_nothing_else(file: Path, seed: int) -> None:
    values = filled(file, 4)
    chance = random.Random(seed)  # noqa: S311
    content = bytearray(file.read_bytes())
    for _ in range(chance.choice([1, 10, 1000])):
        place = chance.randrange(100 if chance.random() < 0.2 else len(content))
        content[place] = chance.randrange(256)
    if chance.random() < 0.2:
        del content[chance.randrange(len(content)) :]
    file.write_bytes(content)
    opened = Store(file, CATALOG, limit=600_000)
    kept = found(opened, values)
    assert canonical(kept) == canonical({key: values[key] for key in kept})
    for number in range(6):
        opened.put(f"new {number}", numbers(100 + number))
    opened.remove("text")
    opened.clear()
    opened.put("last", 1)
    assert len(found(opened, ["last"])) == 1 or opened.messages()
    assert isinstance(opened.size, int)
    opened.close()


def test_that_a_file_taken_away_while_it_is_open_raises_nothing(file: Path) -> None:
    values = filled(file)
    made = Store(file, CATALOG)
    made.get("text")
    shutil.rmtree(file.parent)
    found(made, values)
    made.put("key", 1)
    made.clear()
    made.close()
    again = Store(file, CATALOG)
    assert again.put("key", 2)
    again.close()


_OTHER = """
import sys
from pathlib import Path
from workbench.flow.store import store
from workbench.flow.store.store import Store
store.edition_of = lambda _kinds: "one"
made = Store(Path(sys.argv[1]), {})
for number in range(60):
    made.put(f"{sys.argv[2]} {number}", ["x" * 3000, number])
print(sum(f"{sys.argv[2]} {number}" in made for number in range(60)), *made.messages())
made.close()
"""


def test_that_processes_write_to_one_file_at_once(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "edition_of", lambda _kinds: "one")
    commands = [[sys.executable, "-c", _OTHER, str(file), str(number)] for number in range(3)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for command in commands]
    assert [one.communicate()[0].split() for one in running] == [["60"]] * 3
    made = Store(file, CATALOG)
    assert all(made.get(f"{p} {n}")[1] == n for p in range(3) for n in range(60))
    made.close()
