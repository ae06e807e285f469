"""Lines of the history as values. What a damaged or foreign file holds is never believed."""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping
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
    """The lines; column by column, as ten thousand lines are a quarter of a million values."""
    columns = [list(column) for column in zip(*found, strict=True)]
    if not columns:
        return []
    readers = (*_READERS, _all_scores, _all_objects, _whether, _all_versions)
    read = [reader(column) for reader, column in zip(readers, columns, strict=True)]
    scores = read[_SCORES]
    read[_SCORES : _SCORES + 1] = [[one for one, _ in scores], [ends for _, ends in scores]]
    return [Row(*values) for values in zip(*read, strict=True)]


def _texts(values: list[Any]) -> list[str]:
    return values if set(map(type, values)) == {str} else [_text(value) for value in values]


def _numbers(values: list[Any]) -> list[float | None]:
    return [_number(value) for value in values]


def _moments(values: list[Any]) -> list[float]:
    return [_number(value) or 0.0 for value in values]


def _wholes(values: list[Any]) -> list[int | None]:
    return [_whole(value) for value in values]


def _ids(values: list[Any]) -> list[int]:
    return [_whole(value) or 0 for value in values]


def _states(values: list[Any]) -> list[State]:
    return [_state(value) for value in values]


def _all_tags(values: list[Any]) -> list[tuple[str, ...]]:
    return [() if value == "[]" else _tags(value) for value in values]


def _whether(values: list[Any]) -> list[bool]:
    return [bool(value) for value in values]


def _all_objects(texts: list[Any]) -> list[dict[str, Any]]:
    """Objects in JSON, parsed in one go where all are whole, which is twice as fast."""
    known = [text for text in texts if isinstance(text, str) and text]
    try:
        parsed = json.loads(f"[{','.join(known)}]")
    except (ValueError, RecursionError):
        parsed = []
    if len(parsed) != len(known) or not all(isinstance(one, dict) for one in parsed):
        return [_object(text) for text in texts]
    following = iter(parsed)
    return [next(following) if isinstance(text, str) and text else {} for text in texts]


def _all_versions(texts: list[Any]) -> list[Mapping[str, str]]:
    known = {text: {k: str(v) for k, v in _object(text).items()} for text in set(texts)}
    return [known[text] for text in texts]


def _all_scores(texts: list[Any]) -> list[tuple[dict[str, float], dict[str, Interval]]]:
    return [_scores(told) for told in _all_objects(texts)]


# In the order of ``_COLUMNS``, up to the scores.
_READERS: tuple[Callable[[list[Any]], list[Any]], ...] = (
    *(_ids, _ids, _states, _texts, _texts, _texts, _texts),
    *(_texts, _moments, _numbers, _texts, _all_tags, _texts),
    *(_texts, _texts, _wholes, _texts, _texts, _texts, _texts),
    *(_wholes, _texts, _numbers, _texts, _texts),
)
_SCORES = len(_READERS)


def _scores(told: Mapping[str, Any]) -> tuple[dict[str, float], dict[str, Interval]]:
    """Scores and intervals: ``{"accuracy": [0.77, 0.74, 0.80], …}``."""
    scores: dict[str, float] = {}
    intervals: dict[str, Interval] = {}
    for name, numbers in told.items():
        if not isinstance(numbers, list) or not numbers:
            continue
        value = _number(numbers[0])
        if value is None:
            continue
        scores[name] = value
        if len(numbers) == 3:
            low, high = _number(numbers[1]), _number(numbers[2])
            if low is not None and high is not None:
                intervals[name] = (low, high)
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
    if type(value) is float and isfinite(value):
        return value
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    try:
        return float(value) if is_number and isfinite(value) else None
    except OverflowError:
        return None


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
