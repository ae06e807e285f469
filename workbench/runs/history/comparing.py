"""Several runs beside one another: what they have in common, and in what they differ."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from workbench.runs.history.columns import SCORES, shown
from workbench.runs.history.listing import LOSSES
from workbench.runs.history.records import Row


@dataclass(frozen=True)
class Line:
    """One fact about each of the runs.

    Args:
        part: "run", "parameter", "score" or "version".
        values: None where a run has none.
        differs: whether not all are the same.
        best: the place of the best score, if there is one.
    """

    part: str
    name: str
    values: tuple[float | str | None, ...]
    differs: bool
    best: int | None = None


@dataclass(frozen=True)
class Comparison:
    """Runs beside one another, a column for each.

    Args:
        labels: of the columns.
    """

    labels: tuple[str, ...]
    lines: tuple[Line, ...]


_FACTS: dict[str, Callable[[Row], Any]] = {
    "learner": lambda row: row.learner,
    "data": lambda row: row.relation,
    "fingerprint": lambda row: row.fingerprint,
    "n_rows": lambda row: row.n_rows,
    "test": lambda row: row.test,
    "seed": lambda row: row.seed,
    "device": lambda row: row.device,
    "flow": lambda row: row.flow_name,
    "flow_version": lambda row: row.flow[:8],
    "state": lambda row: row.state,
    "seconds": lambda row: None if row.seconds is None else round(row.seconds, 2),
}


def compared(rows: Sequence[Row]) -> Comparison:
    """What is known of some lines, side by side."""
    if not rows:
        return Comparison((), ())
    scores = {name for row in rows for name in row.scores}
    parameters = dict.fromkeys(name for row in rows for name in row.parameters)
    versions = dict.fromkeys(name for row in rows for name in row.versions)
    lines = [
        *(_score(rows, name) for name in SCORES if name in scores),
        *(_line("parameter", n, [shown(r.parameters.get(n)) for r in rows]) for n in parameters),
        *(_line("run", n, [shown(told(r)) or None for r in rows]) for n, told in _FACTS.items()),
        *(_line("version", n, [row.versions.get(n) for row in rows]) for n in versions),
    ]
    return Comparison(tuple(row.label for row in rows), tuple(lines))


def _line(part: str, name: str, values: Sequence[float | str | None]) -> Line:
    return Line(part, name, tuple(values), len(set(values)) > 1)


def _score(rows: Sequence[Row], name: str) -> Line:
    line = _line("score", name, [row.scores.get(name) for row in rows])
    known = [(v, i) for i, v in enumerate(line.values) if isinstance(v, float)]
    if len(known) < 2 or not line.differs:
        return line
    best = min(known) if name in LOSSES else max(known, key=lambda pair: (pair[0], -pair[1]))
    return Line(line.part, line.name, line.values, line.differs, best[1])
