"""How much each attribute tells of the class: the measures behind a ranking of attributes.

Entropy measures and chi squared are WEKA's InfoGainAttributeEval, GainRatioAttributeEval and
ChiSquaredAttributeEval: numbers are cut by Fayyad and Irani with the better encoding, and samples
whose value is missing are shared out over the values in proportion.
"""

from typing import Literal, TypeAlias

import numpy as np

from workbench.core.errors import DataError
from workbench.data.dataset import MISSING_CODE, Column, Dataset, FloatArray
from workbench.data.schema import Attribute
from workbench.preprocess.cut_points import entropy, interval_codes
from workbench.preprocess.discretise import supervised_cuts

Measure: TypeAlias = Literal["information gain", "gain ratio", "chi squared", "correlation", "F"]


def ranking(dataset: Dataset, method: Measure) -> tuple[tuple[str, float], ...]:
    """Features with their scores, the best first; equal ones in the order of the data.

    Only samples with a class count. A feature that a measure does not apply to (texts, arrays;
    labels for F with a nominal class) is not ranked. Information gain is in bits.

    Raises:
        DataError: there is no class; or it is not nominal, as entropy and chi squared need it.
    """
    target = dataset.schema.target
    is_entropy = method in {"information gain", "gain ratio", "chi squared"}
    if target.kind not in ({"nominal"} if is_entropy else {"nominal", "numeric"}):
        must = "nominal" if is_entropy else "nominal or numeric"
        raise DataError(
            f"The class '{target.name}' is {target.kind}; for {method} it must be {must}."
        )
    known = dataset.take(~dataset.missing(target.name))
    scores = [(a.name, _score(known, a, method)) for a in known.schema.features]
    ranked = [(name, score) for name, score in scores if score is not None]
    return tuple(sorted(ranked, key=lambda pair: -pair[1]))


def _score(dataset: Dataset, attribute: Attribute, method: Measure) -> float | None:
    if attribute.kind not in {"numeric", "nominal"}:
        return None
    if method == "correlation":
        return _correlation(dataset, attribute)
    if method == "F":
        return _variance_ratio(dataset, attribute)
    table = _table(dataset, attribute)
    return _chi_squared(table) if method == "chi squared" else _gain(table, method)


def _gain(table: FloatArray, method: Measure) -> float:
    """By how much knowing the value lowers the entropy of the class; never below 0."""
    total = table.sum()
    if not total:
        return 0.0
    rows = table.sum(axis=1)
    gain = float(entropy(table.sum(axis=0)) - (rows * entropy(table)).sum() / total)
    information = float(entropy(rows)) if method == "gain ratio" else 1.0
    return max(gain, 0.0) / information if information > 1e-12 else 0.0


def _table(dataset: Dataset, attribute: Attribute) -> FloatArray:
    """Samples by value of the attribute and class, shape (v, c); missing ones shared out."""
    codes, n_values = _codes(dataset, attribute)
    n_classes = len(dataset.schema.target.values)
    table = np.zeros((n_values + 1, n_classes))
    np.add.at(table, (codes, dataset.labels), 1)  # code −1, missing, is the last row
    counts, missing = table[:-1], table[-1]
    if total := counts.sum():
        counts = counts + np.outer(counts.sum(axis=1) / total, missing)
    return counts


def _codes(dataset: Dataset, attribute: Attribute) -> tuple[Column, int]:
    column = dataset.column(attribute.name)
    if attribute.kind == "nominal":
        return column, len(attribute.values)
    cuts = supervised_cuts(dataset, attribute.name, better_encoding=True)
    codes = np.where(np.isnan(column), MISSING_CODE, interval_codes(column, cuts))
    return codes.astype(np.int32), len(cuts) + 1


def _chi_squared(table: FloatArray) -> float:
    """Pearson's statistic over the values and classes that occur."""
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    if min(table.shape) < 2:
        return 0.0
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    return float(((table - expected) ** 2 / expected).sum())


def _correlation(dataset: Dataset, attribute: Attribute) -> float:
    """The size of Pearson's coefficient; over indicators of labels, the mean by their share."""
    kept = dataset.take(_usable(dataset, attribute))
    ours, our_shares = _indicators(attribute, kept.column(attribute.name))
    theirs, their_shares = _indicators(kept.schema.target, kept.labels)
    if len(kept.labels) < 2:
        return 0.0
    sizes = np.abs(_coefficients(ours, theirs))  # (u, v)
    return float(our_shares @ sizes @ their_shares)


def _usable(dataset: Dataset, attribute: Attribute) -> Column:
    """The samples that have a value, and no infinite one."""
    usable = ~dataset.missing(attribute.name)
    for side in (attribute, dataset.schema.target):
        if side.kind == "numeric":
            usable &= np.isfinite(dataset.column(side.name))
    return usable


def _indicators(attribute: Attribute, column: Column) -> tuple[FloatArray, FloatArray]:
    """Numbers as they are, shape (n, 1), or 0/1 for each label, with the label's share."""
    if attribute.kind == "numeric":
        return column[:, None], np.ones(1)
    indicators = (column[:, None] == np.arange(len(attribute.values))).astype(np.float64)
    return indicators, indicators.mean(axis=0) if len(column) else indicators.sum(axis=0)


def _coefficients(a: FloatArray, b: FloatArray) -> FloatArray:
    """Pearson's coefficient of each column of ``a`` with each of ``b``; 0 for constants."""
    a, b = _unit(a), _unit(b)
    return np.asarray(a.T @ b)


def _unit(columns: FloatArray) -> FloatArray:
    """Each column with mean 0 and length 1; a constant one is 0 throughout."""
    largest = np.abs(columns).max(axis=0)
    scaled = columns / np.where(largest > 0, largest, 1)
    centred = scaled - scaled.mean(axis=0)
    lengths = np.sqrt((centred**2).sum(axis=0))
    is_constant = (scaled == scaled[:1]).all(axis=0) | (lengths == 0)
    return np.where(is_constant, 0.0, centred / np.where(is_constant, 1, lengths))


def _variance_ratio(dataset: Dataset, attribute: Attribute) -> float | None:
    """F: of a regression line, or of one analysis of variance; as sklearn's f_* functions."""
    target = dataset.schema.target
    if attribute.kind == target.kind == "nominal":
        return None
    kept = dataset.take(_usable(dataset, attribute))
    column = kept.column(attribute.name)
    if attribute.kind == target.kind:
        if kept.n_samples < 3:
            return 0.0
        share = float(_coefficients(column[:, None], kept.labels[:, None])[0, 0]) ** 2
        return _ratio(share, 1 - share, 1, kept.n_samples - 2)
    numbers, groups = (
        (column, kept.labels) if attribute.kind == "numeric" else (kept.labels, column)
    )
    return _analysis_of_variance(numbers, groups)


def _analysis_of_variance(numbers: FloatArray, groups: Column) -> float:
    if not len(numbers):
        return 0.0
    _, codes, counts = np.unique(groups, return_inverse=True, return_counts=True)
    if len(counts) < 2 or len(numbers) <= len(counts):
        return 0.0
    unit = _unit(numbers[:, None])[:, 0]  # F does not depend on shift and scale
    means = np.bincount(codes, unit) / counts
    between = float((counts * means**2).sum())
    within = float(((unit - means[codes]) ** 2).sum())
    return _ratio(between, within, len(counts) - 1, len(numbers) - len(counts))


def _ratio(explained: float, rest: float, above: int, below: int) -> float:
    if explained <= 0:
        return 0.0
    return (explained / above) / (rest / below) if rest > 0 else float("inf")
