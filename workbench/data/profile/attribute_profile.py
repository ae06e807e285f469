"""Attributes in figures: what WEKA's Explorer shows of each, and what helps to judge it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from workbench.core.run import Progressed, Run
from workbench.data.dataset import Column, Dataset, FloatArray, IntArray, missing_mask
from workbench.data.profile.content import Content, content
from workbench.data.profile.hints import Hint, hints
from workbench.data.profile.histogram import Histogram, histogram
from workbench.data.schema import Attribute
from workbench.data.summary import Numbers

SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)
WHISKER = 1.5  # Tukey's: farther from the quartiles than so many times their distance
STRIPES = 64
PIECE = 20_000  # values between two events
N_FREQUENT = 50


@dataclass(frozen=True, eq=False)
class Spread:
    """How numbers lie.

    Args:
        numbers: least, greatest, mean and sample standard deviation.
        quantiles: at ``SHARES``, shape (5,).
        n_low, n_high: values more than 1.5 quartile distances below or above the quartiles.
    """

    numbers: Numbers
    quantiles: FloatArray
    n_low: int
    n_high: int


@dataclass(frozen=True, eq=False)
class AttributeProfile:
    """One attribute in figures.

    Args:
        missing, distinct, unique: as WEKA counts them: samples without a value, different values,
            values that occur once.
        frequent: the most frequent values of a text attribute with their counts.
        stripes: the share of missing values in each of up to 64 equal stretches of the rows.
        content: what is in texts, pictures, series, tokens and bags; None for the others.
    """

    attribute: Attribute
    n_samples: int
    missing: int
    distinct: int
    unique: int
    spread: Spread | None = None
    histogram: Histogram | None = None
    frequent: tuple[tuple[str, int], ...] = ()
    stripes: FloatArray | None = None
    hints: tuple[Hint, ...] = ()
    content: Content | None = None


@dataclass(frozen=True, eq=False)
class Profile:
    """A data set's attributes in figures; fewer than it has while they are being computed."""

    dataset: Dataset
    attributes: tuple[AttributeProfile, ...]


@dataclass(frozen=True)
class Profiled(Progressed):
    """Further attributes are known.

    Args:
        profile: all that is known so far.
    """

    profile: Profile | None = None


def profiled(dataset: Dataset, known: Profile | None = None) -> Run[Profile]:
    """The figures of every attribute, one after the other.

    Args:
        known: of another state of the data: columns that are the same are not counted again.
    """
    found: list[AttributeProfile] = []
    old = {} if known is None else _unchanged(dataset, known)
    total = len(dataset.schema.attributes)
    for attribute in dataset.schema.attributes:
        profile = old.get(attribute.name)
        if profile is None:
            profile = yield from _profile(dataset, attribute)
            yield Profiled(
                len(found) + 1, total, attribute.name, Profile(dataset, (*found, profile))
            )
        found.append(profile)
    return Profile(dataset, tuple(found))


def classes_of(dataset: Dataset) -> tuple[Column | None, int]:
    """The class codes to colour by and how many classes there are; None and 0 for none."""
    target = dataset.schema.class_attribute
    if target is None or target.kind != "nominal":
        return None, 0
    return dataset.column(target.name), len(target.values)


def _unchanged(dataset: Dataset, known: Profile) -> dict[str, AttributeProfile]:
    """What is known of columns that the data set shares with an earlier one, class included."""
    if classes_of(dataset)[0] is not classes_of(known.dataset)[0]:
        return {}
    schema, before = dataset.schema, known.dataset
    return {
        one.attribute.name: one
        for one in known.attributes
        if one.attribute.name in schema
        and schema.attribute(one.attribute.name) == one.attribute
        and dataset.column(one.attribute.name) is before.column(one.attribute.name)
    }


def _profile(dataset: Dataset, attribute: Attribute) -> Run[AttributeProfile]:
    column = dataset.column(attribute.name)
    is_missing = missing_mask(attribute, column)
    n_missing = int(np.count_nonzero(is_missing))
    present = column[~is_missing] if n_missing else column
    yield Progressed(0, 0, attribute.name)
    is_numeric = attribute.kind == "numeric"
    values: FloatArray | None = None
    frequent: tuple[tuple[str, int], ...] = ()
    if attribute.kind == "nominal":
        counts = np.bincount(present, minlength=len(attribute.values))
    elif attribute.kind in {"numeric", "date"}:
        values, counts = np.unique(present, return_counts=True)
    else:
        tally = yield from _tally(attribute, present)
        counts = np.fromiter(tally.values(), dtype=np.int64, count=len(tally))
        frequent = tuple(tally.most_common(N_FREQUENT)) if attribute.kind == "string" else ()
    inside = yield from content(attribute, column, is_missing, classes_of(dataset))
    yield Progressed(0, 0, attribute.name)
    numbers = values if is_numeric else None
    return AttributeProfile(
        attribute,
        dataset.n_samples,
        n_missing,
        int(np.count_nonzero(counts)),
        int(np.count_nonzero(counts == 1)),
        _spread(present) if is_numeric and len(present) else None,
        histogram(attribute, column, *classes_of(dataset)),
        frequent,
        _stripes(is_missing) if n_missing else None,
        hints(attribute, dataset.n_samples, n_missing, numbers, counts),
        inside,
    )


def _tally(attribute: Attribute, present: Column) -> Run[Counter[str]]:
    """How often each text, picture, series or bag occurs, in pieces."""
    tally: Counter[str] = Counter()
    for start in range(0, len(present), PIECE):
        tally.update(_keys(attribute, present[start : start + PIECE]))
        yield Progressed(start, len(present), attribute.name)
    return tally


def _keys(attribute: Attribute, column: Column) -> Iterable[str]:
    if attribute.kind == "string":
        return [str(value) for value in column]
    if attribute.kind == "relational":
        return [value.fingerprint for value in column]
    return [str(hash(row.tobytes())) for row in column]


def _spread(present: FloatArray) -> Spread:
    quantiles = np.quantile(present, SHARES) if np.all(np.isfinite(present)) else _without(present)
    reach = WHISKER * (quantiles[3] - quantiles[1])
    low, high = quantiles[1] - reach, quantiles[3] + reach
    # Infinite values have no mean or deviation; those of enormous ones are infinite.
    with np.errstate(invalid="ignore", over="ignore"):
        sd = float(present.std(ddof=1)) if len(present) > 1 else np.nan
        mean = float(present.mean())
    return Spread(
        Numbers(float(present.min()), float(present.max()), mean, sd),
        quantiles,
        int(np.count_nonzero(present < low)),
        int(np.count_nonzero(present > high)),
    )


def _without(present: FloatArray) -> FloatArray:
    """Quantiles where some values are infinite: of those that are not."""
    finite = present[np.isfinite(present)]
    return np.asarray(np.quantile(finite, SHARES)) if len(finite) else np.full(len(SHARES), np.nan)


def _stripes(is_missing: Column) -> FloatArray:
    n_stripes = min(STRIPES, len(is_missing))
    starts = np.linspace(0, len(is_missing), n_stripes, endpoint=False).astype(np.int64)
    sums = np.add.reduceat(is_missing.astype(np.int64), starts)
    widths: IntArray = np.diff(np.append(starts, len(is_missing)))
    return np.asarray(sums / widths)
