"""Lines of the history as values. What a damaged or foreign file holds is never believed."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from math import isfinite
from typing import Any

from workbench.evaluation.intervals import Interval
from workbench.runs.history.packing import PackingError, json_object, unpacked_json
from workbench.runs.history.records import STATES, Row, State

_COLUMNS = (
    "run.id, ifnull(result.id, 0), run.state, run.sentence, run.origin, run.name, run.file, "
    "run.flow, run.started, run.seconds, run.host, run.tags, run.note, "
    "ifnull(result.relation, run.relation), ifnull(result.fingerprint, run.fingerprint), "
    "ifnull(result.n_rows, run.n_rows), result.node, result.learner, result.name, result.test, "
    "result.seed, result.device, result.seconds, result.model, result.model_note, "
    "result.scores, result.parameters, result.curve IS NOT NULL, run.versions"
)
_QUERY = (
    f"SELECT {_COLUMNS} FROM run LEFT JOIN result ON result.run = run.id "  # noqa: S608
    "WHERE run.deleted IS NULL {where} ORDER BY run.id DESC, result.id"
)


def rows(connection: sqlite3.Connection, runs: Collection[int] | None) -> list[Row]:
    """A line for each learner of each run, or of some runs; the latest run first."""
    if runs is None:
        return _rows(connection.execute(_QUERY.format(where="")))
    found: list[Row] = []
    query = _QUERY.format(where="AND run.id = ?")
    for run in sorted(runs, reverse=True):
        found += _rows(connection.execute(query, (run,)))
    return found


def details(connection: sqlite3.Connection, result: int) -> dict[str, Any]:
    """What is packed away of a learner; nothing where it is damaged."""
    found = connection.execute("SELECT details FROM result WHERE id = ?", (result,)).fetchone()
    try:
        return {} if found is None or found[0] is None else unpacked_json(found[0])
    except PackingError:
        return {}


def _rows(found: Iterable[tuple[Any, ...]]) -> list[Row]:
    versions: dict[Any, Mapping[str, str]] = {}  # the same in most
    made = []
    for values in found:
        told = values[28]
        if told not in versions:
            versions[told] = {k: str(v) for k, v in _object(told).items()}
        made.append(_row(values, versions[told]))
    return made


def _row(v: tuple[Any, ...], versions: Mapping[str, str]) -> Row:
    scores, intervals = _scores(v[25])
    return Row(
        run=int(v[0]),
        result=int(v[1]),
        state=_state(v[2]),
        sentence=_text(v[3]),
        origin=_text(v[4]),
        flow_name=_text(v[5]),
        file=_text(v[6]),
        flow=_text(v[7]),
        started=_number(v[8]) or 0.0,
        seconds=_number(v[9]),
        host=_text(v[10]),
        tags=_tags(v[11]),
        note=_text(v[12]),
        relation=_text(v[13]),
        fingerprint=_text(v[14]),
        n_rows=_whole(v[15]),
        node=_text(v[16]),
        learner=_text(v[17]),
        name=_text(v[18]),
        test=_text(v[19]),
        seed=_whole(v[20]),
        device=_text(v[21]),
        learner_seconds=_number(v[22]),
        model=_text(v[23]),
        model_note=_text(v[24]),
        scores=scores,
        intervals=intervals,
        parameters=_object(v[26]),
        has_curve=bool(v[27]),
        versions=versions,
    )


def _scores(text: Any) -> tuple[dict[str, float], dict[str, Interval]]:
    """Scores and intervals: ``{"accuracy": [0.77, 0.74, 0.80], …}``."""
    scores: dict[str, float] = {}
    intervals: dict[str, Interval] = {}
    for name, numbers in _object(text).items():
        known = [_number(n) for n in numbers] if isinstance(numbers, list) else []
        value = known[0] if known else None
        if value is not None:
            scores[name] = value
        if len(known) == 3 and known[1] is not None and known[2] is not None:
            intervals[name] = (known[1], known[2])
    return scores, intervals


def _state(value: Any) -> State:
    return next((state for state in STATES if state == value), "interrupted")


def _tags(text: Any) -> tuple[str, ...]:
    if text == "[]":
        return ()
    try:
        value = json.loads(text) if isinstance(text, str) else []
    except (ValueError, RecursionError):
        return ()
    return tuple(str(tag) for tag in value) if isinstance(value, list) else ()


def _object(text: Any) -> dict[str, Any]:
    if not text:
        return {}
    try:
        return json_object(text)
    except PackingError:
        return {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _number(value: Any) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    try:
        return float(value) if is_number and isfinite(value) else None
    except OverflowError:
        return None


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
