"""A data set in figures: what a person wants to know of each attribute before anything else."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from workbench.data.dataset import Column, Dataset, missing_mask
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
    """

    attribute: Attribute
    missing: int
    distinct: int
    unique: int
    numbers: Numbers | None = None
    counts: tuple[int, ...] = ()


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
    values = {"values": list(attribute.values)} if attribute.kind == "nominal" else {}
    return {
        "name": attribute.name,
        "kind": attribute.kind,
        **values,
        "missing": summary.missing,
        "distinct": summary.distinct,
        "role": attribute.role,
    }


def _summary(attribute: Attribute, column: Column) -> AttributeSummary:
    is_missing = missing_mask(attribute, column)
    present = column[~is_missing]
    n_missing = int(np.count_nonzero(is_missing))
    if attribute.kind == "nominal":
        counts = np.bincount(present, minlength=len(attribute.values))
    else:
        axis = 0 if attribute.kind == "array" else None
        counts = np.unique(present, return_counts=True, axis=axis)[1]
    return AttributeSummary(
        attribute,
        n_missing,
        int(np.count_nonzero(counts)),
        int(np.count_nonzero(counts == 1)),
        _numbers(present) if attribute.kind == "numeric" else None,
        tuple(counts.tolist()) if attribute.kind == "nominal" else (),
    )


def _numbers(values: Column) -> Numbers:
    if not len(values):
        return Numbers(np.nan, np.nan, np.nan, np.nan)
    # Infinite values have no mean or deviation; those of enormous ones are infinite.
    with np.errstate(invalid="ignore", over="ignore"):
        sd = float(values.std(ddof=1)) if len(values) > 1 else np.nan
        return Numbers(float(values.min()), float(values.max()), float(values.mean()), sd)
