"""How many samples each label has, alone and by a second attribute; which tokens are frequent."""

from dataclasses import dataclass

import numpy as np

from workbench.data.dataset import Dataset, IntArray


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


def frequent_tokens(dataset: Dataset, name: str, most: int = 30) -> Counts:
    """The most frequent tokens of an array attribute of tokens, by the classes.

    Counts every occurrence, so that one sample may count more than once.
    """
    values = dataset.schema.attribute(name).values
    tokens = dataset.column(name)  # (n, length)
    target = dataset.schema.class_attribute
    is_split = target is not None and target.kind == "nominal"
    groups, codes = _coded(dataset, target.name) if target and is_split else (("",), None)
    filled = tokens >= 0
    found = tokens[filled].astype(np.int64)
    whose = np.zeros(len(found), np.int64)
    if codes is not None:
        whose = np.repeat(codes, filled.reshape(len(tokens), -1).sum(axis=1))
    flat = np.bincount(found * len(groups) + whose, minlength=len(values) * len(groups))
    counts = flat.reshape(len(values), len(groups))
    order = np.argsort(-counts.sum(axis=1), kind="stable")[:most]
    return Counts(tuple(values[i] for i in order.tolist()), groups, counts[order], len(found))


def _coded(dataset: Dataset, name: str) -> tuple[tuple[str, ...], IntArray]:
    """Labels and codes from 0; missing values have the last, empty label if there are any."""
    labels, codes = dataset.schema.attribute(name).values, dataset.column(name).astype(np.int64)
    missing = codes < 0
    if missing.any():
        return (*labels, ""), np.where(missing, len(labels), codes)
    return labels, codes
