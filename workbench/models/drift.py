"""How new rows differ from those that a model was trained on, attribute by attribute.

The population stability index (PSI) compares shares in the training rows' tenths, or of labels;
0.1 and 0.25 are the usual marks. In few rows it is large by chance alone, so a mark counts only
where chance does not explain it by Pearson's χ² test of the same bins. The Kolmogorov–Smirnov
statistic is the largest distance of the two distribution functions, where that of the training rows
is known; its p is Stephens' approximation (1970).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from workbench.core.deferred import deferred
from workbench.core.errors import ModelError
from workbench.data.dataset import Column, Dataset, FloatArray
from workbench.data.schema import Attribute, Schema
from workbench.models.conform import conform, unseen_labels
from workbench.models.model import Model
from workbench.models.training_statistics import AttributeStatistics, measured

if TYPE_CHECKING:
    from scipy import special
else:
    special = deferred("scipy.special")

Verdict: TypeAlias = Literal["none", "some", "much", "not judged"]

FEWEST = 30  # rows by which drift can be judged
SOME, MUCH = 0.1, 0.25  # of the PSI
SURE = 0.01  # chance explains it with less than this probability
N_BINS = 10
_LEAST_SHARE = 1e-4  # in place of none: the logarithm of 0 is no number


@dataclass(frozen=True)
class AttributeDrift:
    """One attribute of new rows beside its training rows.

    Args:
        measure: what was looked at, as in ``AttributeStatistics``.
        low, high: the training rows' range; NaN for labels and where nothing was known.
        n_below, n_above: new values out of it.
        unseen: labels that no training row had, the most frequent first.
        n_unseen: how many new rows have one.
        n_missing: new rows without a value, unseen labels not counted.
        missed_before: training rows without one.
        psi: the population stability index; None where it is not judged.
        psi_p: how probable bins as different are by chance, by the χ² test.
        ks, ks_p: the Kolmogorov–Smirnov statistic; None for labels, and where it is not judged.
    """

    name: str
    measure: str
    low: float
    high: float
    n_below: int
    n_above: int
    unseen: tuple[str, ...]
    n_unseen: int
    n_missing: int
    missed_before: int
    psi: float | None
    psi_p: float | None
    ks: float | None
    ks_p: float | None

    @property
    def verdict(self) -> Verdict:
        """How much it drifts."""
        if self.psi is None or self.psi_p is None:
            return "not judged"
        if self.psi < SOME or self.psi_p >= SURE:
            return "none"
        return "some" if self.psi < MUCH else "much"

    @property
    def is_missing_anew(self) -> bool:
        """Whether values are missing where none were."""
        return self.n_missing > 0 and self.missed_before == 0

    @property
    def is_notable(self) -> bool:
        """Whether there is anything to be said of it."""
        is_odd = self.n_below + self.n_above + self.n_unseen > 0 or self.is_missing_anew
        return is_odd or self.verdict in {"some", "much"}


def drift_of(model: Model, rows: Dataset) -> tuple[AttributeDrift, ...] | None:
    """The features of new rows beside those that the model was trained on.

    Returns:
        In the schema's order, those that the rows have; None where the model does not know what
        its training rows were like.
    """
    if model.statistics is None:
        return None
    unseen = unseen_labels(rows, model.schema)
    found = []
    for attribute in model.schema.features:
        known = model.statistics.attribute(attribute.name)
        column = _column(rows, attribute)
        if known is not None and column is not None:
            n_missing = int(rows.missing(attribute.name).sum())
            labels = unseen.get(attribute.name, ())
            found.append(_drift(known, attribute, column, n_missing, labels))
    return tuple(found)


def _column(rows: Dataset, ours: Attribute) -> Column | None:
    """A feature's column as the model takes it; None where the model does without it.

    Arrays are taken as they are: sequences may be longer than those of the training rows.
    """
    if ours.name not in rows.schema:
        return None
    if rows.schema.attribute(ours.name).kind == ours.kind != "nominal":
        return rows.column(ours.name)
    try:
        return conform(rows, Schema((ours,))).columns[0]
    except ModelError:
        return None


def _drift(
    known: AttributeStatistics,
    attribute: Attribute,
    column: Column,
    n_missing: int,
    unseen: tuple[str, ...],
) -> AttributeDrift:
    _, numbers = measured(attribute, column)
    new = np.sort(numbers[np.isfinite(numbers)])
    n_unseen = len(numbers) - len(new) - n_missing if unseen else 0
    never = _never_seen(known, attribute, new)
    is_ordered = known.measure != "label" and known.n_known > 0
    low, high = (known.points[0], known.points[-1]) if is_ordered else (np.nan, np.nan)
    is_judged = len(new) + n_unseen >= FEWEST and known.n_known >= FEWEST
    psi = _psi(known, new, n_unseen) if is_judged else (None, None)
    ks = _ks(known, new) if is_judged and is_ordered else (None, None)
    return AttributeDrift(
        known.name, known.measure, float(low), float(high),
        n_below=int(np.sum(new < low)), n_above=int(np.sum(new > high)),
        unseen=(*unseen, *never), n_unseen=n_unseen + _n_of(new, never, attribute),
        n_missing=n_missing, missed_before=known.n_missing,
        psi=psi[0], psi_p=psi[1], ks=ks[0], ks_p=ks[1],
    )  # fmt: skip


def _never_seen(
    known: AttributeStatistics, attribute: Attribute, new: FloatArray
) -> tuple[str, ...]:
    """Labels that are declared and that no training row had."""
    if known.measure != "label" or not known.n_known:
        return ()
    codes = np.unique(new).astype(np.int64)
    return tuple(attribute.values[code] for code in codes.tolist() if not known.counts[code])


def _n_of(new: FloatArray, labels: tuple[str, ...], attribute: Attribute) -> int:
    codes = [attribute.values.index(label) for label in labels]
    return int(np.isin(new, codes).sum())


def psi_of(expected: FloatArray, actual: FloatArray) -> float:
    """The population stability index of two lists of shares, each adding up to 1."""
    before = np.maximum(expected, _LEAST_SHARE)
    after = np.maximum(actual, _LEAST_SHARE)
    return float(np.sum((after - before) * np.log(after / before)))


def bins_of(known: AttributeStatistics) -> FloatArray:
    """The upper ends of the training rows' tenths, without the last, which is open; ascending."""
    shares = np.arange(1, N_BINS) / N_BINS
    places = np.searchsorted(known.cumulative, shares - 1e-12)
    ends: FloatArray = np.unique(known.points[places])
    return np.asarray(ends[ends < known.points[-1]])  # a bin of its own would be empty


def _psi(known: AttributeStatistics, new: FloatArray, n_unseen: int) -> tuple[float, float]:
    """The PSI, and how probable bins as different are by chance."""
    if known.measure == "label":
        before = np.append(known.counts, 0).astype(np.float64)
        codes = new.astype(np.int64)
        after = np.append(np.bincount(codes, minlength=len(known.counts)), n_unseen).astype(float)
        kept = (before > 0) | (after > 0)
        before, after = before[kept], after[kept]
    else:
        ends = bins_of(known)
        before = _counts(known.points, ends, known.counts.astype(np.float64))
        after = _counts(new, ends, np.ones(len(new)))
    return psi_of(before / before.sum(), after / after.sum()), _chance(before, after)


def _chance(before: FloatArray, after: FloatArray) -> float:
    """The p of Pearson's χ² test that two lists of counts come of the same shares."""
    counts = np.stack([before, after])  # (2, bins)
    totals = counts.sum(axis=1, keepdims=True)
    expected = totals * counts.sum(axis=0) / counts.sum()
    statistic = float(np.sum((counts - expected) ** 2 / np.maximum(expected, 1e-12)))
    return float(special.chdtrc(max(len(before) - 1, 1), statistic))


def _counts(values: FloatArray, ends: FloatArray, weights: FloatArray) -> FloatArray:
    """How many values lie in each bin; one that is an end belongs to the bin below."""
    places = np.searchsorted(ends, values, side="left")
    return np.asarray(np.bincount(places, weights=weights, minlength=len(ends) + 1))


def _ks(known: AttributeStatistics, new: FloatArray) -> tuple[float, float]:
    """The KS statistic and its p.

    Where the training rows are known by quantiles only, the distribution functions are compared
    there; the statistic is then too small by at most one step between two of them.
    """
    after = np.searchsorted(new, known.points, side="right") / len(new)
    distances = np.abs(after - known.cumulative)
    # Just before each point; between two of them the training rows' function is flat if all its
    # steps are known, and in any case before the first.
    earlier = np.append(0.0, known.cumulative[:-1])
    just_before = np.abs(np.searchsorted(new, known.points, side="left") / len(new) - earlier)
    distance = float(max(distances.max(), just_before[: None if known.is_exact else 1].max()))
    n, m = known.n_known, len(new)
    root = np.sqrt(n * m / (n + m))
    return distance, float(special.kolmogorov((root + 0.12 + 0.11 / root) * distance))
