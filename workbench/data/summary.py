"""A data set in figures: what a person wants to know of each attribute before anything else."""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from workbench.data.dataset import Column, Dataset, is_filled, missing_mask
from workbench.data.row_values import date_texts
from workbench.data.schema import Attribute


@dataclass(frozen=True)
class Numbers:
    """The figures of a numeric attribute over the values that are there; NaN if there are none.

    Args:
        sd: the sample standard deviation (n − 1), as WEKA's; NaN for one value.
    """

    minimum: float
    maximum: float
    mean: float
    sd: float


@dataclass(frozen=True)
class AttributeSummary:
    """One attribute in figures.

    Args:
        missing: how many samples have no value.
        distinct: how many different values there are.
        unique: how many values come exactly once.
        numbers: of a numeric attribute; None otherwise.
        counts: of a nominal attribute, samples per label in declared order; empty otherwise.
        facts: what else there is to say of a kind, as JSON values: the longest of the texts,
            the first and last of the dates, the values of arrays, the sizes of bags.
    """

    attribute: Attribute
    missing: int
    distinct: int
    unique: int
    numbers: Numbers | None = None
    counts: tuple[int, ...] = ()
    facts: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Summary:
    """A data set in figures."""

    relation: str
    n_samples: int
    attributes: tuple[AttributeSummary, ...]


def summarise(dataset: Dataset) -> Summary:
    """The figures that WEKA's Explorer shows of each attribute (weka.core.AttributeStats)."""
    return Summary(
        dataset.schema.relation,
        dataset.n_samples,
        tuple(
            _summary(attribute, column)
            for attribute, column in zip(dataset.schema.attributes, dataset.columns, strict=True)
        ),
    )


def summary_json(dataset: Dataset) -> dict[str, Any]:
    """What ``info --json`` prints: relation, instances, and for each attribute what it is."""
    return {
        "relation": dataset.schema.relation,
        "instances": dataset.n_samples,
        "attributes": [_as_json(summary) for summary in summarise(dataset).attributes],
    }


def _as_json(summary: AttributeSummary) -> dict[str, Any]:
    attribute = summary.attribute
    return {
        "name": attribute.name,
        "kind": attribute.kind,
        **({"values": list(attribute.values)} if attribute.kind == "nominal" else {}),
        "missing": summary.missing,
        "distinct": summary.distinct,
        "role": attribute.role,
        **({"counts": list(summary.counts)} if attribute.kind == "nominal" else {}),
        **(_figures(summary.numbers) if summary.numbers else {}),
        **dict(summary.facts),
    }


def _figures(numbers: Numbers) -> dict[str, float | None]:
    """The figures under their names; what is no finite number is null."""
    named = {"min": numbers.minimum, "max": numbers.maximum, "mean": numbers.mean, "sd": numbers.sd}
    return {name: float(v) if np.isfinite(v) else None for name, v in named.items()}


def _summary(attribute: Attribute, column: Column) -> AttributeSummary:
    is_missing = missing_mask(attribute, column)
    present = column[~is_missing]
    counts = _counts(attribute, present)
    return AttributeSummary(
        attribute,
        int(np.count_nonzero(is_missing)),
        int(np.count_nonzero(counts)),
        int(np.count_nonzero(counts == 1)),
        _numbers(present) if attribute.kind == "numeric" else None,
        tuple(counts.tolist()) if attribute.kind == "nominal" else (),
        tuple(_facts(attribute, present).items()),
    )


def _counts(attribute: Attribute, present: Column) -> Column:
    """How often each value comes; of a nominal attribute each label, in declared order."""
    if attribute.kind == "nominal":
        return np.bincount(present, minlength=len(attribute.values))
    if attribute.kind in {"numeric", "date"}:
        return np.unique(present, return_counts=True)[1]
    values: Iterable[Hashable] = present
    if attribute.kind == "array":  # hashes: sorting thousands of pictures takes seconds
        values = (hash(sample.tobytes()) for sample in present)
    elif attribute.kind == "relational":
        values = (bag.fingerprint for bag in present)
    return np.array([*Counter(values).values()], dtype=np.int64)


def _facts(attribute: Attribute, present: Column) -> dict[str, Any]:
    if attribute.kind == "array":
        return {"shape": list(attribute.shape), **_array_facts(attribute, present)}
    if not len(present):
        return {}
    if attribute.kind == "string":
        return {"longest": max(map(len, present))}
    if attribute.kind == "date":
        first, last = date_texts(np.array([present.min(), present.max()]))
        return {"min": first, "max": last}
    if attribute.kind == "relational":
        sizes = [bag.n_samples for bag in present]
        return {"smallest": min(sizes), "largest": max(sizes), "mean_size": float(np.mean(sizes))}
    return {}


def _array_facts(attribute: Attribute, present: Column) -> dict[str, Any]:
    """Lengths of what is filled up at its end, and the figures of numbers."""
    facts: dict[str, Any] = {"type": str(present.dtype)}
    if not present.size:
        return facts
    if present.dtype.kind != "u":
        lengths = _lengths(present)
        facts |= {"shortest": int(lengths.min()), "longest": int(lengths.max())}
    if attribute.values:
        return {**facts, "vocabulary": len(attribute.values)}
    with np.errstate(invalid="ignore", over="ignore"):
        values = present if present.dtype.kind == "u" else present[is_filled(present)]
        figures = {"min": values.min(), "max": values.max(), "mean": values.mean()}
    return facts | {n: float(v) if np.isfinite(v) else None for n, v in figures.items()}


def _lengths(present: Column) -> Column:
    """For each series or sequence the place after its last value, shape (n,)."""
    n, length = present.shape[:2]
    filled = np.asarray(is_filled(present).reshape(n, length, -1).any(axis=2))  # (n, length)
    return np.asarray(length - np.argmax(filled[:, ::-1], axis=1))


def _numbers(values: Column) -> Numbers:
    if not len(values):
        return Numbers(np.nan, np.nan, np.nan, np.nan)
    # Infinite values have no mean or deviation; those of enormous ones are infinite.
    with np.errstate(invalid="ignore", over="ignore"):
        sd = float(values.std(ddof=1)) if len(values) > 1 else np.nan
        return Numbers(float(values.min()), float(values.max()), float(values.mean()), sd)
