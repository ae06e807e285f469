"""How many samples each label has, alone and by a second attribute; which tokens are frequent."""

from dataclasses import dataclass

import numpy as np

from workbench.core.run import Progressed, Run
from workbench.data.dataset import BoolArray, Column, Dataset, IntArray

_TOKENS_AT_ONCE = 1 << 20  # some hundredths of a second


@dataclass(frozen=True, eq=False)
class Counts:
    """Samples per label and group.

    Args:
        labels: one per bar; the last is "" and stands for missing values, if there are any.
        groups: one per colour; the last may be "" in the same way.
        counts: shape (n_labels, n_groups).
        total: what 100 % is: all samples, or all tokens.
    """

    labels: tuple[str, ...]
    groups: tuple[str, ...]
    counts: IntArray
    total: int


def label_counts(dataset: Dataset, name: str, by: str = "") -> Counts:
    """How many samples have each label of ``name``, by the labels of ``by``.

    Raises:
        DataError: there is no such attribute.
    """
    labels, codes = _coded(dataset, name)
    groups, others = _coded(dataset, by) if by else (("",), np.zeros(dataset.n_samples, np.int64))
    flat = np.bincount(codes * len(groups) + others, minlength=len(labels) * len(groups))
    counts = flat.reshape(len(labels), len(groups))
    return Counts(labels, groups, counts, dataset.n_samples)


def frequent_tokens(
    dataset: Dataset, name: str, most: int = 30, selected: BoolArray | None = None
) -> Run[tuple[Counts, IntArray | None]]:
    """The most frequent tokens of an array attribute of tokens, by the classes.

    Counts every occurrence, so that one sample may count more than once.

    Args:
        selected: which samples are selected, shape (n,).

    Returns:
        The counts of all samples, and those of the selected ones, shape (n_labels, n_groups).
    """
    values = dataset.schema.attribute(name).values
    tokens = dataset.column(name)  # (n, length)
    target = dataset.schema.class_attribute
    is_split = target is not None and target.kind == "nominal"
    groups, codes = _coded(dataset, target.name) if target and is_split else (("",), None)
    counts = np.zeros((2, len(values), len(groups)), dtype=np.int64)
    size = max(1, _TOKENS_AT_ONCE // max(1, int(np.prod(tokens.shape[1:]))))
    for start in range(0, len(tokens), size):
        rows = slice(start, start + size)
        own = None if codes is None else codes[rows]
        part = tokens[rows]
        counts[0] += _token_counts(part, own, counts.shape[1:])
        if selected is not None and (chosen := selected[rows]).any():
            chosen_codes = None if own is None else own[chosen]
            counts[1] += _token_counts(part[chosen], chosen_codes, counts.shape[1:])
        yield Progressed(min(start + size, len(tokens)), len(tokens), name)
    order = np.argsort(-counts[0].sum(axis=1), kind="stable")[:most]
    labels = tuple(values[i] for i in order.tolist())
    found = Counts(labels, groups, counts[0][order], int(counts[0].sum()))
    return found, None if selected is None else counts[1][order]


def _token_counts(tokens: Column, codes: IntArray | None, shape: tuple[int, ...]) -> IntArray:
    n_values, n_groups = shape
    filled = tokens >= 0
    flat = tokens[filled].astype(np.int64) * n_groups
    if codes is not None:
        flat += np.repeat(codes, filled.reshape(len(tokens), -1).sum(axis=1))
    return np.bincount(flat, minlength=n_values * n_groups).reshape(shape)


def _coded(dataset: Dataset, name: str) -> tuple[tuple[str, ...], IntArray]:
    """Labels and codes from 0; missing values have the last, empty label if there are any."""
    labels, codes = dataset.schema.attribute(name).values, dataset.column(name).astype(np.int64)
    missing = codes < 0
    if missing.any():
        return (*labels, ""), np.where(missing, len(labels), codes)
    return labels, codes
