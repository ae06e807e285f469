import json
import os
import random
import sqlite3
import zlib
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.unit.runs.history.history_values import FLOW, add_run, begun, curve, ended, result
from workbench.core.errors import DataError, FlowError, ModelError
from workbench.runs.history import facts, packing, schema
from workbench.runs.history.columns import shown
from workbench.runs.history.errors import HistoryError
from workbench.runs.history.history import FILE, History


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "history", wait_s=0.2)


def change(history: History, *statements: str) -> None:
    """Do something to the file that we would never do."""
    history.close()
    with closing(sqlite3.connect(history.folder / FILE, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_that_a_run_comes_back_as_it_was_written_down(history: History) -> None:
    run = add_run(history)
    (row,) = history.rows()
    assert (row.run, row.state, row.seconds, row.flow_name) == (run, "finished", 1.25, "flow")
    assert (row.relation, row.n_rows, row.fingerprint) == ("pima", 768, "abcdef0123")
    assert (row.learner, row.test, row.seed, row.device) == ("knn", "cv:10", 1, "cpu")
    assert row.scores == {"accuracy": 0.75, "log_loss": 0.25}
    assert row.intervals == {"accuracy": (0.65, 0.85)}
    assert row.parameters == {"k": 5}
    assert row.versions == {"workbench": "0.1.0"}
    assert history.flow(run) == FLOW
    assert history.details(row.result)["confusion"] == [[3, 1], [0, 4]]


def test_that_curves_come_back_to_the_precision_of_float32(history: History) -> None:
    add_run(history)
    (row,) = history.rows()
    one, other = history.curves(row.result)
    expected = curve()
    np.testing.assert_array_equal(one.train_loss, expected.train_loss.astype("f4"))
    np.testing.assert_allclose(other.monitors["gap"], expected.monitors["gap"], rtol=1e-7)
    assert one.validation_loss is not None
    assert one.train_score is None
    assert (one.best_epoch, one.watched, one.loss_name) == (2, "held-out", "cross-entropy")


def test_that_a_run_that_has_not_ended_is_running_while_its_lock_is_held(tmp_path: Path) -> None:
    history, other = History(tmp_path), History(tmp_path)
    with history.held() as lock:
        history.begin(begun(lock=lock))
        assert [row.state for row in other.rows()] == ["running"]
    (row,) = other.rows()
    assert row.state == "interrupted"
    assert row.sentence


def test_that_equal_flows_are_kept_once(history: History) -> None:
    for name in ("one", "two"):
        add_run(history, name=name)
    with closing(sqlite3.connect(history.folder / FILE)) as connection:
        assert connection.execute("SELECT count(*) FROM flow").fetchone() == (1,)
    one, two = history.rows()
    assert one.flow == two.flow


def test_that_notes_and_tags_are_kept(history: History) -> None:
    run = add_run(history)
    history.set_note([run], "learning rate too high")
    history.set_tags([run], ["good", " final ", "good", ""])
    (row,) = history.rows()
    assert row.note == "learning rate too high"
    assert row.tags == ("good", "final")


def test_that_a_tag_without_end_is_refused(history: History) -> None:
    run = add_run(history)
    with pytest.raises(DataError, match="letters and no comma"):
        history.set_tags([run], ["x" * 100])


def test_that_a_hidden_run_can_be_brought_back_until_it_is_purged(history: History) -> None:
    first, second = add_run(history), add_run(history)
    history.hide([first])
    assert [row.run for row in history.rows()] == [second]
    history.bring_back([first])
    assert len(history.rows()) == 2
    history.hide([first])
    history.purge()
    history.bring_back([first])
    assert [row.run for row in history.rows()] == [second]


def test_that_the_number_of_a_deleted_run_is_not_used_again(history: History) -> None:
    run = add_run(history)
    history.purge([run])
    assert add_run(history) > run


def test_that_flows_that_no_run_needs_go_with_the_runs(history: History) -> None:
    run = add_run(history)
    history.purge([run])
    with pytest.raises(FlowError, match="no run"):
        history.flow(run)
    with closing(sqlite3.connect(history.folder / FILE)) as connection:
        assert connection.execute("SELECT count(*) FROM flow").fetchone() == (0,)


def test_that_clearing_leaves_a_run_that_is_on_its_way(history: History) -> None:
    add_run(history)
    with history.held() as lock:
        under_way = history.begin(begun(lock=lock))
        history.clear()
        assert [row.run for row in history.rows()] == [under_way]


def test_that_recording_can_be_switched_off_and_on(history: History) -> None:
    assert history.is_on
    history.switch(on=False)
    assert not History(history.folder).is_on
    history.switch(on=True)
    assert history.is_on


# -------------------------------------------------------------------- other versions


def test_that_an_older_file_is_migrated_and_a_copy_of_it_kept(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_run(history)
    history.close()
    added = "CREATE TABLE star (run INTEGER PRIMARY KEY) STRICT"
    monkeypatch.setattr(schema, "VERSION", 2)
    monkeypatch.setattr(schema, "TABLES", (*schema.TABLES, added))
    monkeypatch.setattr(schema, "MIGRATIONS", {1: (added,)})
    assert len(History(history.folder).rows()) == 1
    kept = history.folder / "runs.version-1.sqlite"
    with closing(sqlite3.connect(kept)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM run").fetchone() == (1,)


def test_that_a_migration_that_fails_leaves_the_file_as_it_was(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_run(history)
    history.close()
    with monkeypatch.context() as patch:
        patch.setattr(schema, "VERSION", 2)
        patch.setattr(schema, "MIGRATIONS", {1: ("DELETE FROM run", "NO SUCH STATEMENT")})
        with pytest.raises(HistoryError, match="damaged"):
            History(history.folder).rows()
    assert len(history.rows()) == 1


def test_that_a_newer_file_is_refused_and_not_touched(history: History) -> None:
    add_run(history)
    change(history, "PRAGMA user_version = 99", "PRAGMA wal_checkpoint(TRUNCATE)")
    before = (history.folder / FILE).read_bytes()
    with pytest.raises(HistoryError, match=r"newer version of Workbench \(of version 99"):
        history.rows()
    with pytest.raises(HistoryError, match="newer"):
        history.begin(begun())
    history.close()
    assert (history.folder / FILE).read_bytes() == before


# -------------------------------------------------------------------- damaged, foreign, malicious


def test_that_a_file_of_another_program_is_refused_by_name(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.execute("CREATE TABLE run (id INTEGER)")
    with pytest.raises(HistoryError, match="This is no history of runs") as raised:
        History(tmp_path).rows()
    assert raised.value.can_be_set_aside
    assert str(tmp_path / FILE) in str(raised.value)


def test_that_a_file_that_is_no_database_is_said_to_be_damaged(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\x80\x04cos\nsystem\n" * 1000)
    with pytest.raises(HistoryError, match="damaged"):
        History(tmp_path).rows()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON run BEGIN DELETE FROM run; END",
        "CREATE VIEW v AS SELECT * FROM run",
    ],
)
def test_that_a_file_in_which_something_could_run_is_refused(
    history: History, statement: str
) -> None:
    add_run(history)
    change(history, statement)
    with pytest.raises(HistoryError, match=r"it holds the (trigger|view)"):
        history.begin(begun())


def test_that_tables_of_another_shape_are_refused(history: History) -> None:
    add_run(history)
    change(history, "ALTER TABLE run ADD COLUMN more TEXT")
    with pytest.raises(HistoryError, match="its tables are others"):
        history.rows()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE sqlitexmore (a)",  # "_" stands for any letter where SQL compares by LIKE
        "CREATE INDEX sqlitexmore ON run (abs(id))",
        "INSERT INTO sqlite_master VALUES ('table', 'sqlite_more', 'sqlite_more', 0, "
        "'CREATE VIRTUAL TABLE sqlite_more USING fts3(x)')",
    ],
)
def test_that_no_table_hides_among_those_of_sqlite(history: History, statement: str) -> None:
    add_run(history)
    change(history, "PRAGMA writable_schema = ON", statement)
    with pytest.raises(HistoryError, match="its tables are others"):
        history.rows()


def test_that_statistics_of_sqlite_are_no_obstacle(history: History) -> None:
    add_run(history)
    change(history, "ANALYZE")
    assert len(history.rows()) == 1


def test_that_a_run_deleted_while_it_ran_leaves_neither_results_nor_models(
    history: History,
) -> None:
    run, other = history.begin(begun()), history.begin(begun())
    folder = history.folder / "models"
    folder.mkdir()
    names = [f"{letter * 32}.model" for letter in "ab"]
    for name in names:
        (folder / name).write_bytes(b"weights")
    mine, shared = (replace(result(), model=name) for name in names)
    history.end(other, ended(shared))
    history.purge([run])
    history.end(run, ended(mine, shared))
    assert [row.run for row in history.rows()] == [other]
    assert [path.name for path in folder.iterdir()] == [names[1]]
    query = "SELECT count(*) FROM result WHERE run NOT IN (SELECT id FROM run)"
    with closing(sqlite3.connect(history.folder / FILE)) as connection:
        assert connection.execute(query).fetchone() == (0,)


def test_that_runs_are_listed_while_another_program_writes(tmp_path: Path) -> None:
    history = History(tmp_path, wait_s=0)
    history.begin(begun(lock="gone.lock"))  # of a process that was killed: to be written down
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert [row.state for row in history.rows()] == ["running"]
        other.execute("ROLLBACK")
    assert [row.state for row in history.rows()] == ["interrupted"]
    history.close()


def test_that_whatever_a_file_says_is_json_again(history: History) -> None:
    add_run(history)
    strange = b'{"curves": "none", "scores": 5, "folds": [NaN, 1e999], "a": "\\ud800"}'
    with closing(sqlite3.connect(history.folder / FILE)) as connection, connection:
        connection.execute("UPDATE result SET details = ?", (zlib.compress(strange),))
        parameters = '{"k": ' + "9" * 400 + ', "\\udfff": NaN}'
        connection.execute("UPDATE result SET parameters = ?", (parameters,))
    (row,) = history.rows()
    told = facts.whole(history, row)
    assert json.loads(json.dumps(told, allow_nan=False).encode()) == told
    assert (told["scores"]["accuracy"], told["folds"], told["a"]) == (0.75, [None, None], "?")
    assert len(told["curves"]) == 2
    assert shown(row.parameters["k"]) == "9" * 400


def test_that_a_file_cut_short_or_scribbled_into_is_a_sentence_or_still_read(
    tmp_path: Path,
) -> None:
    whole = History(tmp_path / "whole")
    for _ in range(30):
        add_run(whole)
    whole.close()
    change(whole, "PRAGMA wal_checkpoint(TRUNCATE)")
    content = (whole.folder / FILE).read_bytes()
    chance = random.Random(1)  # noqa: S311  no secret
    for number in range(60):
        broken = bytearray(content[: chance.randrange(1, len(content))] if number % 2 else content)
        for _ in range(20):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / FILE).write_bytes(broken)
        history = History(folder)
        with suppress(HistoryError):  # anything else ends the test
            for row in history.rows()[:3]:
                history.curves(row.result)
                history.details(row.result)
        history.close()


def test_that_values_of_the_wrong_kind_are_not_believed(history: History) -> None:
    add_run(history)
    change(
        history,
        "UPDATE run SET state = 'exploded', tags = '{\"a\": 1}', started = 9e999, versions = '[['",
        'UPDATE result SET scores = \'{"accuracy": "high", "auc": [1e999], "f1": [0.5]}\'',
        "UPDATE result SET parameters = '" + "[" * 5000 + "'",
    )
    (row,) = history.rows()
    assert (row.state, row.tags, row.parameters, row.versions) == ("interrupted", (), {}, {})
    assert row.scores == {"f1": 0.5}


def test_that_what_unpacks_without_end_is_not_unpacked(history: History) -> None:
    add_run(history)
    bomb = zlib.compress(b"0" * (packing.MOST + 1))
    with closing(sqlite3.connect(history.folder / FILE)) as connection, connection:
        connection.execute("UPDATE result SET curve = ?, details = ?", (bomb, bomb))
        connection.execute("UPDATE flow SET text = ?", (bomb,))
    (row,) = history.rows()
    assert history.curves(row.result) == ()
    assert history.details(row.result) == {}
    with pytest.raises(FlowError, match="damaged"):
        history.flow(row.run)


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b'[{"arrays": [["train_loss", 9]]}]\n', b'[{"arrays": [["train_loss", -1]]}]\n',
     b'{"a": 1}\n', b"[1]\n", b'[{"arrays": []}]\n', b"[" * 3000 + b"\n",
     b'[{"arrays": [["train_loss", true]]}]\n\0\0\0\0'],
)  # fmt: skip
def test_that_curves_that_are_none_are_refused(content: bytes) -> None:
    with pytest.raises(packing.PackingError):
        packing.unpacked_curves(zlib.compress(content))


@pytest.mark.parametrize("name", ["../../secret.model", "a.model", "x" * 40, "/etc/passwd"])
def test_that_a_model_is_looked_for_nowhere_but_among_the_models(
    history: History, name: str
) -> None:
    with pytest.raises(ModelError):
        history.shelf.path(name)
    history.shelf.remove([name])


def test_that_removing_models_never_leaves_their_folder(history: History, tmp_path: Path) -> None:
    secret = tmp_path / "secret.model"
    secret.write_bytes(b"mine")
    history.purge([add_run(history, result())])
    history.shelf.remove([str(secret), "../../secret.model"])
    assert secret.exists()


def test_that_a_damaged_file_is_set_aside_and_a_new_one_begun(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"nonsense" * 100)
    history = History(tmp_path)
    with pytest.raises(HistoryError):
        history.rows()
    aside = history.set_aside()
    assert aside.read_bytes() == b"nonsense" * 100
    assert history.rows() == []
    assert add_run(history) == 1


def test_that_a_file_set_aside_by_another_process_is_not_written_into(tmp_path: Path) -> None:
    one, other = History(tmp_path), History(tmp_path)
    add_run(one)
    other.set_aside()
    add_run(one)
    assert len(other.rows()) == 1


def test_that_only_the_user_may_read_it(history: History) -> None:
    if os.name == "nt":
        pytest.skip("Windows has no such permissions")
    add_run(history)
    assert (history.folder / FILE).stat().st_mode & 0o077 == 0
    assert history.folder.stat().st_mode & 0o077 == 0


def test_that_half_a_letter_in_a_name_is_no_obstacle(history: History) -> None:
    run = history.begin(begun(name="caf\udce9", flow="{\udce9}"))
    history.end(run, ended())
    assert history.rows()[0].flow_name == "caf?"
    assert history.flow(run) == "{\udce9}"
