"""Splits made: folds, hold-out, a supplied test set, all rows, the training set itself.

Each function gives row numbers only; nothing is copied. With ``shuffling="weka"`` they are
WEKA's, to the row (Explorer, and ``Evaluation.crossValidateModel``).
"""

import math
from dataclasses import replace

import numpy as np

from workbench.core.errors import DataError, Where
from workbench.data.combine import concatenated
from workbench.data.dataset import Column, Dataset, IntArray
from workbench.data.shuffle import Shuffling, permutation
from workbench.data.split import Split, Splits


def k_fold(
    dataset: Dataset,
    k: int = 10,
    seed: int = 1,
    shuffling: Shuffling = "plain",
    *,
    stratified: bool = True,
) -> Splits:
    """Cross-validation: k splits, each sample tested once.

    Stratified folds hold each class in proportion: with "plain" the sizes of two folds differ by
    at most one, and so do their counts of each class. A numeric class is not stratified. Samples
    without a class take part, as a group of their own (as in WEKA). With "none" the folds are
    consecutive rows, never stratified.

    Raises:
        DataError: k is below 2 or above the number of samples; or all samples are of one class.
    """
    n = dataset.n_samples
    if k < 2:
        raise _bad("folds", f"Cross-validation needs at least 2 folds, not {k}.")
    if k > n:
        raise _bad("folds", f"{k} folds are more than there are samples ({n}).")
    check_classes(dataset)
    order = permutation(n, seed, shuffling)
    classes = _classes(dataset, stratified=stratified and shuffling != "none")
    if shuffling != "plain":
        tests = _weka_folds(order, classes, k)
        folds = tuple(_weka_fold(dataset, tests, i) for i in range(k))
        return Splits(folds, f"cv:{k}", seed)
    fold_of = np.empty(n, dtype=np.int64)
    fold_of[_grouped(order, classes)] = np.arange(n) % k  # dealt out like cards
    folds = tuple(
        Split(dataset, np.flatnonzero(fold_of != i), np.flatnonzero(fold_of == i), fold=i)
        for i in range(k)
    )
    return Splits(folds, f"cv:{k}", seed)


def repeated_k_fold(
    dataset: Dataset,
    k: int = 10,
    repeats: int = 10,
    seed: int = 1,
    shuffling: Shuffling = "plain",
    *,
    stratified: bool = True,
) -> Splits:
    """Cross-validation several times, each with the next seed, as in WEKA's Experimenter.

    Its run r shuffles with seed r: so do these with ``seed=1`` and "weka". Folds are counted
    through: those of the second repetition begin with k.

    Raises:
        DataError: as ``k_fold``; or rows in order ("none") are to be repeated.
    """
    if repeats == 1:
        return k_fold(dataset, k, seed, shuffling, stratified=stratified)
    if shuffling == "none":
        raise _bad("repeats", "Rows in order give the same folds each time: they are not repeated.")
    folds = tuple(
        replace(split, fold=k * repetition + split.fold, repetition=repetition)
        for repetition in range(repeats)
        for split in k_fold(dataset, k, seed + repetition, shuffling, stratified=stratified).folds
    )
    return Splits(folds, f"cv:{k}x{repeats}", seed)


def hold_out(
    dataset: Dataset,
    percent: float = 66.0,
    seed: int = 1,
    shuffling: Shuffling = "plain",
    *,
    stratified: bool = True,
) -> Splits:
    """One split: ``percent`` of the samples (rounded) train, the others test.

    WEKA's percentage split is never stratified: ``stratified`` counts for "plain" only. With
    "none" the first rows train, in their order.

    Raises:
        DataError: a part would be empty; or all samples are of one class.
    """
    n = dataset.n_samples
    n_train = math.floor(n * percent / 100 + 0.5)  # Java's Math.round
    if not 0 < n_train < n:
        side = "test" if n_train else "train"
        raise _bad("percent", f"With {percent:g} % of {n} samples, none is left to {side} on.")
    check_classes(dataset)
    test = f"split:{percent:g}"
    order = permutation(n, seed, shuffling)
    if shuffling != "plain":
        return Splits((Split(dataset, order[:n_train], order[n_train:]),), test, seed)
    grouped = _grouped(order, _classes(dataset, stratified=stratified))
    steps = np.arange(n + 1) * n_train // n
    is_train = np.empty(n, dtype=bool)
    is_train[grouped] = np.diff(steps) > 0  # n_train places, evenly spread over the classes
    split = Split(dataset, np.flatnonzero(is_train), np.flatnonzero(~is_train))
    return Splits((split,), test, seed)


def supplied(train: Dataset, test: Dataset, name: str = "") -> Splits:
    """One split: train on one data set, test on another.

    Args:
        name: of the test set, for reports: its file name; by default its relation.

    Raises:
        DataError: the test set does not fit the training set, or one of them is empty.
    """
    if not train.n_samples or not test.n_samples:
        side = "test" if train.n_samples else "training"
        raise DataError(f"The {side} set has no samples.")
    check_classes(train)
    both = concatenated(train, test)
    rows = np.arange(both.n_samples)
    split = Split(both, rows[: train.n_samples], rows[train.n_samples :])
    return Splits((split,), name or test.schema.relation or "supplied")


def all_rows(dataset: Dataset) -> Splits:
    """Train on every sample, test on none: for the final model.

    Raises:
        DataError: there is no sample.
    """
    rows = _every_row(dataset)
    return Splits((Split(dataset, rows, rows[:0]),), "all")


def training_set(dataset: Dataset) -> Splits:
    """Train on every sample and test on the same: how well the data can be fitted.

    Raises:
        DataError: there is no sample.
    """
    rows = _every_row(dataset)
    return Splits((Split(dataset, rows, rows),), "train")


def check_classes(dataset: Dataset) -> None:
    """See that there is something to tell apart, if the class is nominal.

    Raises:
        DataError: no sample has a class, or all have the same.
    """
    attribute = dataset.schema.class_attribute
    if attribute is None or attribute.kind != "nominal":
        return
    codes = np.unique(dataset.labels)
    codes = codes[codes >= 0]
    if len(codes) == 0:
        raise DataError(f"No sample has a value of the class '{attribute.name}'.")
    if len(codes) == 1:
        label = attribute.values[codes[0]]
        raise DataError(
            f"Every sample is of the class '{label}'; two classes at least are needed to learn.",
            remedy=f"Choose another class attribute than '{attribute.name}'.",
        )


def _every_row(dataset: Dataset) -> IntArray:
    if not dataset.n_samples:
        raise DataError("The data set has no samples.")
    return np.arange(dataset.n_samples)


def _classes(dataset: Dataset, *, stratified: bool) -> Column | None:
    """The class codes to stratify by; None if there is nothing to stratify."""
    attribute = dataset.schema.class_attribute
    is_nominal = attribute is not None and attribute.kind == "nominal"
    return dataset.labels if stratified and is_nominal else None


def _grouped(order: IntArray, classes: Column | None) -> IntArray:
    """The order, one class after the other."""
    return order if classes is None else order[np.argsort(classes[order], kind="stable")]


def _weka_folds(order: IntArray, classes: Column | None, k: int) -> list[IntArray]:
    """The test rows of each fold, in WEKA's order (``Instances.stratify``, ``testCV``)."""
    if classes is not None:
        order = np.array(_weka_grouped(order.tolist(), classes.tolist()), dtype=np.int64)
        order = np.concatenate([order[i::k] for i in range(k)])
    return np.array_split(order, k)  # the first n mod k parts are one longer


def _weka_grouped(order: list[int], classes: list[int]) -> list[int]:
    """The order grouped by class by swaps in place, as ``Instances.stratify`` does it.

    A missing class (−1) is equal to another missing class.
    """
    n = len(order)
    position = 1
    while position < n:
        wanted = classes[order[position - 1]]
        for j in range(position, n):
            if classes[order[j]] == wanted:
                order[position], order[j] = order[j], order[position]
                position += 1
        position += 1
    return order


def _weka_fold(dataset: Dataset, tests: list[IntArray], fold: int) -> Split:
    train = np.concatenate([rows for i, rows in enumerate(tests) if i != fold])
    return Split(dataset, train, tests[fold], fold=fold)


def _bad(parameter: str, message: str) -> DataError:
    return DataError(message, where=Where(parameter=parameter))
