"""Runs as a data set: parameters that vary are its attributes, a score is its class."""

import math
from collections.abc import Sequence

import numpy as np

from workbench.data.dataset import Column, Dataset, FloatArray
from workbench.data.schema import Attribute, Schema
from workbench.runs.history.columns import shown
from workbench.runs.history.records import Row

RELATION = "runs"
_MOST_LABELS = 60
_MANY_TIMES = 50  # the least, from which on logarithms are looked at


def run_dataset(rows: Sequence[Row], score: str) -> Dataset:
    """The lines that have the score: what varies among learner, data and parameters; the score.

    The ids of its samples are the places of the lines in ``rows``.
    """
    places = [i for i, row in enumerate(rows) if score in row.scores]
    chosen = [rows[i] for i in places]
    names = dict.fromkeys(name for row in chosen for name in row.parameters)
    told: dict[str, list[float | str | None]] = {
        "learner": [row.name or row.learner for row in chosen],
        "data": [row.relation for row in chosen],
    }
    told |= {name: [shown(row.parameters.get(name)) for row in chosen] for name in names}
    found = [_attribute(name, values) for name, values in told.items() if len(set(values)) > 1]
    kept = [pair for pair in found if pair is not None]
    taken = {attribute.name for attribute, _ in kept}
    name = score if score not in taken else f"{score} (score)"
    target = Attribute(name, "numeric", role="class")
    scores = np.array([row.scores[score] for row in chosen], dtype=np.float64)
    schema = Schema((*(a for a, _ in kept), target), RELATION)
    return Dataset(schema, (*(c for _, c in kept), scores), np.array(places, dtype=np.int64))


def scores_of(rows: Sequence[Row]) -> tuple[str, ...]:
    """The scores that at least one line has."""
    return tuple(dict.fromkeys(name for row in rows for name in row.scores))


def _attribute(name: str, values: Sequence[float | str | None]) -> tuple[Attribute, Column] | None:
    """The attribute of a parameter; None for one with too many different texts."""
    known = [value for value in values if value is not None]
    if not any(isinstance(value, str) for value in known):
        numbers = [math.nan if v is None else float(v) for v in values]
        return _scaled(name, np.array(numbers, dtype=np.float64))
    labels = tuple(sorted({_label(value) for value in known}))
    if len(labels) > _MOST_LABELS:
        return None
    places = {label: i for i, label in enumerate(labels)}
    codes = [-1 if value is None else places[_label(value)] for value in values]
    return Attribute(name, "nominal", labels), np.array(codes, dtype=np.int32)


def _scaled(name: str, numbers: FloatArray) -> tuple[Attribute, Column]:
    """Numbers as they are, or their logarithms where they were tried in powers of ten."""
    known = numbers[~np.isnan(numbers)]
    if known.min() > 0 and known.max() >= _MANY_TIMES * known.min():
        return Attribute(f"{name} (log₁₀)", "numeric"), np.log10(numbers)
    return Attribute(name, "numeric"), numbers


def _label(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:g}"
