"""What becomes of the store's file in any state: never an exception, at worst a miss."""

import contextlib
import os
import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.unit.flow.canonical import canonical
from tests.unit.flow.store_values import CATALOG, filled, found, numbers
from workbench.flow.store import database, store
from workbench.flow.store.store import Store

DAMAGED = "The file of stored results was damaged: a new one has been begun."


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "results.sqlite"


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


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_that_a_folder_to_be_read_only_is_told_once(file: Path) -> None:
    file.parent.mkdir()
    file.parent.chmod(0o555)
    made = Store(file, CATALOG)
    assert not made.put("key", 1)
    assert "key" not in made
    assert len(made.messages()) == 1
    made.close()


@pytest.mark.skipif(os.name != "posix", reason="permissions of another kind")
def test_that_results_are_for_the_user_alone(file: Path) -> None:
    filled(file, 1)
    assert file.stat().st_mode & 0o077 == 0


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


@pytest.mark.parametrize("seed", range(20))
def test_that_damage_to_what_was_written_last_costs_that_alone(file: Path, seed: int) -> None:
    values = filled(file, 2)
    opened = Store(file, CATALOG)
    values["last"] = numbers(50)
    opened.put("last", values["last"])
    crashed = file.parent.with_name("crashed")  # as it would lie there after a kill
    crashed.mkdir()
    for name in (file.name, f"{file.name}-wal"):
        shutil.copy(file.with_name(name), crashed / name)
    opened.close()
    journal = crashed / f"{file.name}-wal"
    chance = random.Random(seed)  # noqa: S311
    content = bytearray(journal.read_bytes())
    content[chance.randrange(len(content))] ^= 1 + chance.randrange(255)
    journal.write_bytes(content)
    again = Store(crashed / file.name, CATALOG)
    kept = found(again, values)
    assert set(kept) >= set(values) - {"last"}
    assert canonical(kept) == canonical({key: values[key] for key in kept})
    assert again.put("new", 1)
    assert again.messages() == ()
    again.close()


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
