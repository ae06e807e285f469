"""The store on disk: what it keeps, what it drops, and who may write to it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.flow.canonical import canonical
from tests.unit.flow.store_values import CATALOG, filled, found, numbers
from workbench.data.folds import k_fold
from workbench.flow.store import store
from workbench.flow.store.store import Store


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "results.sqlite"


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
