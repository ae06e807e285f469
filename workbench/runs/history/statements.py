"""The statements on the file of the history; each in whatever transaction its caller is in."""

import hashlib
import json
import os
import platform
import sqlite3
from collections.abc import Collection, Iterable
from typing import Any

from workbench.runs.history.packing import packed_curves, packed_json, packed_text, plain
from workbench.runs.history.records import Begun, Ended, ResultRecord

_RUN = (
    "INSERT INTO run (state, sentence, origin, name, file, flow, started, host, pid, lock, "
    "versions, relation, fingerprint, tags, note) "
    "VALUES ('running', '', ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', '[]', '')"
)
_END = (
    "UPDATE run SET state = ?, sentence = ?, seconds = ?, lock = '', relation = ?, "
    "fingerprint = ?, n_rows = ? WHERE id = ?"
)
_RESULT = (
    "INSERT INTO result (run, node, learner, name, relation, fingerprint, n_rows, test, seed, "
    "device, seconds, model, model_note, scores, parameters, details, curve) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_AT_ONCE = 500  # numbers in one statement


def one(connection: sqlite3.Connection, query: str, *values: object) -> Any:
    """The first value of the first row; None if there is none."""
    found = connection.execute(query, values).fetchone()
    return None if found is None else found[0]


def insert_run(connection: sqlite3.Connection, begun: Begun) -> int:
    """Write down a run that has begun; gives its number."""
    name = flow_hash(begun.flow)
    values = (name, packed_text(begun.flow))
    connection.execute("INSERT OR IGNORE INTO flow VALUES (?, ?)", values)
    cursor = connection.execute(
        _RUN,
        (
            begun.origin,
            _whole(begun.name),
            _whole(begun.file),
            name,
            begun.started,
            platform.node(),
            os.getpid(),
            begun.lock,
            _json(begun.versions),
        ),
    )
    return int(cursor.lastrowid or 0)


def end_run(connection: sqlite3.Connection, run: int, ended: Ended) -> list[str]:
    """Write down how a run ended, with what came of each learner.

    Nothing is written of a run that was deleted meanwhile; gives its models that nothing needs.
    """
    data = ended.data
    values = (_whole(data.relation), data.fingerprint, data.n_rows, run)
    cursor = connection.execute(_END, (ended.state, _whole(ended.sentence), ended.seconds, *values))
    if not cursor.rowcount:
        return _unneeded(connection, {one.model for one in ended.results if one.model})
    connection.executemany(_RESULT, [_values(run, result) for result in ended.results])
    return []


def _values(run: int, result: ResultRecord) -> tuple[object, ...]:
    data = result.data
    scores = {
        name: [value, *(result.intervals.get(name) or ())] for name, value in result.scores.items()
    }
    return (
        run,
        result.node,
        result.learner,
        _whole(result.name),
        _whole(data.relation),
        data.fingerprint,
        data.n_rows,
        result.test,
        result.seed,
        result.device,
        result.seconds,
        _whole(result.model),
        result.model_note,
        _json(scores),
        _json(result.parameters),
        packed_json(plain(result.details)) if result.details else None,
        packed_curves(result.curves),
    )


def running(connection: sqlite3.Connection, host: str) -> list[tuple[int, str]]:
    """The runs of a machine that have not ended, with the names of their locks."""
    query = "SELECT id, lock FROM run WHERE state = 'running' AND host = ?"
    return [(int(run), str(lock)) for run, lock in connection.execute(query, (host,))]


def interrupt(connection: sqlite3.Connection, runs: Iterable[int], sentence: str) -> None:
    """Write down that runs were killed."""
    query = (
        "UPDATE run SET state = 'interrupted', sentence = ?, lock = '' "
        "WHERE id = ? AND state = 'running'"
    )
    connection.executemany(query, [(sentence, run) for run in runs])


def set_column(
    connection: sqlite3.Connection, column: str, value: object, runs: Collection[int]
) -> None:
    """Give some runs another value in one of their columns."""
    query = f"UPDATE run SET {column} = ? WHERE id = ?"  # noqa: S608  no foreign text
    connection.executemany(query, [(value, run) for run in runs])


def ended_runs(connection: sqlite3.Connection) -> list[int]:
    """The runs that are not on their way."""
    return [
        int(run) for (run,) in connection.execute("SELECT id FROM run WHERE state <> 'running'")
    ]


def delete_runs(connection: sqlite3.Connection, runs: Collection[int] | None) -> list[str]:
    """Delete runs, or all hidden ones; gives the models that nothing needs any more."""
    if runs is None:
        hidden = connection.execute("SELECT id FROM run WHERE deleted IS NOT NULL")
        runs = [int(run) for (run,) in hidden]
    models: set[str] = set()
    wanted = list(runs)
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(part))
        found = connection.execute(f"SELECT model FROM result WHERE run IN ({marks})", part)  # noqa: S608
        models |= {str(model) for (model,) in found if model}
        connection.execute(f"DELETE FROM result WHERE run IN ({marks})", part)  # noqa: S608
        connection.execute(f"DELETE FROM run WHERE id IN ({marks})", part)  # noqa: S608
    connection.execute("DELETE FROM flow WHERE hash NOT IN (SELECT flow FROM run)")
    return _unneeded(connection, models)


def _unneeded(connection: sqlite3.Connection, models: Collection[str]) -> list[str]:
    query = "SELECT 1 FROM result WHERE model = ? LIMIT 1"
    return [model for model in sorted(models) if one(connection, query, model) is None]


def flow_hash(text: str) -> str:
    """What a flow's text is found by."""
    return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=16).hexdigest()


def _json(value: object) -> str:
    return _whole(json.dumps(plain(value), ensure_ascii=False, allow_nan=False))


def _whole(text: str) -> str:
    """The text without halves of letters, which names of files may hold and UTF-8 cannot."""
    return text.encode(errors="replace").decode()
