"""Sequences of two data sets brought to one length and one vocabulary."""

from dataclasses import replace

import numpy as np

from workbench.core.errors import DataError
from workbench.data.dataset import MISSING_CODE, Column, Dataset
from workbench.data.schema import Attribute
from workbench.data.text.vocabulary import UNKNOWN


def with_like_sequences(train: Dataset, test: Dataset) -> tuple[Dataset, Dataset]:
    """Both data sets, the sequences of each array attribute that they share made alike.

    The shorter ones are filled up at their end; the test set's tokens get the training set's
    numbers. Pictures, and series of other channels, are left as they are.

    Raises:
        DataError: the test set has a token that the training set does not know, and the training
            set has no ``<unknown>`` for it.
    """
    for attribute in train.schema.attributes:
        if attribute.kind != "array" or attribute.name not in test.schema:
            continue
        other = test.schema.attribute(attribute.name)
        if not _are_sequences(attribute, train) or not _are_sequences(other, test):
            continue
        if attribute.shape[1:] != other.shape[1:]:
            continue
        length = max(attribute.shape[0], other.shape[0])
        train = _with(train, attribute, attribute, _filled(train.column(attribute.name), length))
        codes = _recoded(attribute, other, test.column(attribute.name))
        test = _with(test, other, attribute, _filled(codes, length))
    return train, test


def _are_sequences(attribute: Attribute, dataset: Dataset) -> bool:
    return attribute.kind == "array" and dataset.column(attribute.name).dtype.kind in "fi"


def _filled(column: Column, length: int) -> Column:
    n = length - column.shape[1]
    if n == 0:
        return column
    filling = np.nan if column.dtype.kind == "f" else MISSING_CODE
    end = np.full((len(column), n, *column.shape[2:]), filling, dtype=column.dtype)
    return np.concatenate([column, end], axis=1)


def _recoded(attribute: Attribute, other: Attribute, column: Column) -> Column:
    if other.values == attribute.values or column.dtype.kind == "f":
        return column
    codes = {token: code for code, token in enumerate(attribute.values)}
    unknown = codes.get(UNKNOWN, MISSING_CODE)
    lookup = np.array([*(codes.get(t, unknown) for t in other.values), MISSING_CODE], np.int32)
    if unknown == MISSING_CODE:
        used = np.unique(column[column >= 0])
        strange = used[lookup[used] == MISSING_CODE]
        if len(strange):
            raise DataError(
                f"Attribute '{attribute.name}' has the token {other.values[strange[0]]!r} in the "
                "test set, which the training set does not know."
            )
    return np.asarray(lookup[column])  # the last is for filling: −1


def _with(dataset: Dataset, old: Attribute, new: Attribute, column: Column) -> Dataset:
    """The data set with ``old`` as ``column``, in the vocabulary of ``new``."""
    position = dataset.schema.index(old.name)
    attributes, columns = list(dataset.schema.attributes), list(dataset.columns)
    attributes[position] = replace(old, shape=column.shape[1:], values=new.values)
    columns[position] = column
    return dataset.with_columns(attributes, columns)
