"""The columns of the table of runs: what each holds of a line, and how lines are put in order."""

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from workbench.runs.history.facts import when
from workbench.runs.history.records import Row

Value: TypeAlias = float | str | None

SCORE, PARAMETER = "score.", "parameter."
SCORES = (
    *("accuracy", "auc", "kappa", "f1", "precision", "recall", "mcc", "log_loss", "pr_auc"),
    *("rmse", "mae", "rae", "correlation", "false_positive_rate"),
)
GROUPS = ("data", "learner", "flow", "tag", "day")

_NUMBERS: dict[str, Callable[[Row], float | None]] = {
    "run": lambda row: float(row.run),
    "started": lambda row: row.started,
    "seconds": lambda row: row.seconds,
    "n_rows": lambda row: row.n_rows,
    "seed": lambda row: row.seed,
}
_TEXTS: dict[str, Callable[[Row], str]] = {
    "state": lambda row: row.state,
    "name": lambda row: row.name or row.flow_name,
    "data": lambda row: row.relation,
    "test": lambda row: row.test,
    "tags": lambda row: ", ".join(row.tags),
    "note": lambda row: row.note,
    "device": lambda row: row.device,
    "flow": lambda row: row.flow_name,
    "file": lambda row: row.file,
    "origin": lambda row: row.origin,
    "host": lambda row: row.host,
    "fingerprint": lambda row: row.fingerprint,
    "learner": lambda row: row.learner,
}
FIRST = ("run", "started", "state", "name", "data", "n_rows", "test")
LAST = ("seconds", "tags", "note", "seed", "device", "flow", "origin", "learner", "fingerprint",
        "file", "host")  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A column.

    Args:
        key: one of ``FIRST`` or ``LAST``, or ``score.NAME``, or ``parameter.NAME``.
    """

    key: str

    @property
    def name(self) -> str:
        """What it is of, without its family."""
        return self.key.removeprefix(SCORE).removeprefix(PARAMETER)

    @property
    def is_score(self) -> bool:
        """Whether it holds a score."""
        return self.key.startswith(SCORE)

    @property
    def is_parameter(self) -> bool:
        """Whether it holds a parameter of the learner."""
        return self.key.startswith(PARAMETER)

    @cached_property
    def value(self) -> Callable[[Row], Value]:
        """What it holds of a line; None for nothing."""
        name = self.name
        if self.is_score:
            return lambda row: row.scores.get(name)
        if self.is_parameter:
            return lambda row: shown(row.parameters.get(name))
        return _NUMBERS.get(name) or _TEXTS[name]

    @property
    def is_number(self) -> bool:
        """Whether it always holds numbers."""
        return self.is_score or self.key in _NUMBERS


def columns_of(rows: Iterable[Row]) -> tuple[Column, ...]:
    """Every column that has something to say of these lines; parameters that do not vary last."""
    scores: dict[str, None] = {}
    parameters: dict[str, Any] = {}  # the first value of each
    varying: set[str] = set()
    for row in rows:
        scores.update(dict.fromkeys(row.scores))
        for name, value in row.parameters.items():
            if parameters.setdefault(name, value) != value:
                varying.add(name)
    names = [*(n for n in SCORES if n in scores), *sorted(scores.keys() - set(SCORES))]
    in_order = sorted(parameters, key=lambda name: (name not in varying, name))
    keys = (
        *FIRST,
        *(f"{SCORE}{name}" for name in names),
        *LAST,
        *(f"{PARAMETER}{name}" for name in in_order),
    )
    return tuple(Column(key) for key in keys)


def shown(value: Any) -> Value:
    """A parameter as a table has it: a number, or text; nothing where there is none."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return float(value) if abs(value) <= sys.float_info.max else str(value)
    if isinstance(value, list):
        return shown(value[0]) if len(value) == 1 else ", ".join(map(_inner, value))
    return str(value)


def _inner(value: Any) -> str:
    told = shown(value)
    return f"{told:g}" if isinstance(told, float) else str(told)


def ordered(rows: Sequence[Row], column: Column, *, descending: bool) -> list[int]:
    """Places of the lines in the order of a column; those with nothing in it last."""
    values = [column.value(row) for row in rows]
    there = [i for i, value in enumerate(values) if value not in {None, ""}]
    missing = [i for i, value in enumerate(values) if value in {None, ""}]

    def key(i: int) -> tuple[bool, float, str]:
        value = values[i]
        if isinstance(value, str):
            return True, 0.0, value.casefold()
        return False, value or 0.0, ""

    there.sort(key=key, reverse=descending)
    return there + missing


def grouped(rows: Sequence[Row], places: Iterable[int], by: str) -> list[tuple[str, list[int]]]:
    """Places of lines, put into groups in the order in which these come up.

    Args:
        by: one of ``GROUPS``; a line with several tags is in several groups.

    Returns:
        The name of each group, empty for lines that belong nowhere, and its places.
    """
    found: dict[tuple[str, str], list[int]] = {}
    for place in places:
        for key in _groups_of(rows[place], by):
            found.setdefault(key, []).append(place)
    return [(name, members) for (name, _), members in found.items()]


def _groups_of(row: Row, by: str) -> list[tuple[str, str]]:
    """Names of a line's groups, with what tells groups of one name apart."""
    match by:
        case "data":
            return [(row.relation, row.fingerprint)]
        case "learner":
            # Copies of a swept learner have values in their names; a group is one kind.
            return [(row.name.partition(" (")[0] or row.learner, row.learner)]
        case "flow":
            return [(row.flow_name, row.flow)]
        case "tag":
            return [(tag, "") for tag in row.tags] or [("", "")]
        case _:
            return [(when(row.started).strftime("%Y-%m-%d"), "")]
