"""Two data sets made one: a test set appended to its training set."""

import contextlib

import numpy as np

from workbench.core.errors import DataError
from workbench.data.dataset import MISSING_CODE, Column, Dataset, missing_mask
from workbench.data.schema import Attribute
from workbench.data.sequence_match import with_like_sequences


def concatenated(train: Dataset, test: Dataset) -> Dataset:
    """The training samples, then the test samples, under the training set's schema.

    Attributes are matched by name, so their order may differ, and attributes of the test set
    alone are left out; where only the training set has sample weights, each test sample weighs 1.
    Labels are matched by their text: a nominal attribute may declare them in another order, and a
    CSV file may hold labels that are numbers as numbers. Sequences of other lengths are filled
    up, and tokens matched by their text. The test samples' ids go on where those of the training
    samples end.

    Raises:
        DataError: the test set lacks an attribute, has one of another kind, or has a sample with
            a label that the training set does not declare.
    """
    train, test = with_like_sequences(train, test)
    columns = tuple(
        np.concatenate([column, _fitted(attribute, test)])
        for attribute, column in zip(train.schema.attributes, train.columns, strict=True)
    )
    first = int(train.sample_ids.max()) + 1 if train.n_samples else 0
    return Dataset(
        train.schema, columns, np.concatenate([train.sample_ids, test.sample_ids + first])
    )


def _fitted(attribute: Attribute, test: Dataset) -> Column:
    """The test set's column of this name, as the training set holds it."""
    name = attribute.name
    if name not in test.schema and attribute.role == "weight":
        return np.ones(test.n_samples)
    if name not in test.schema:
        raise DataError(f"The test set has no attribute '{name}'.")
    other, column = test.schema.attribute(name), test.column(name)
    if attribute.kind == "nominal" and other.kind == "nominal":
        return _recoded(attribute, other, column)
    if (attribute.kind, other.kind) == ("nominal", "numeric"):
        return _labelled(attribute, column)
    if (other.kind, other.shape) == (attribute.kind, attribute.shape):
        return column
    if missing_mask(other, column).all():  # a CSV file does not tell the kind of an empty column
        return _all_missing(attribute, len(column))
    raise DataError(
        f"Attribute '{name}' is {attribute.kind} in the training set "
        f"and {other.kind} in the test set."
    )


def number_codes(attribute: Attribute) -> dict[float, int]:
    """The code of each label that is a number, by that number: a CSV file reads 0 and 1 so."""
    codes: dict[float, int] = {}
    for code, label in enumerate(attribute.values):
        with contextlib.suppress(ValueError):
            codes.setdefault(float(label), code)
    return codes


def _labelled(attribute: Attribute, numbers: Column) -> Column:
    codes = number_codes(attribute)
    for number in np.unique(numbers[~np.isnan(numbers)]).tolist():
        if number not in codes:
            raise DataError(
                f"Attribute '{attribute.name}' is {number:g} somewhere in the test set, which is "
                "no label of it in the training set."
            )
    return np.array([codes.get(number, MISSING_CODE) for number in numbers.tolist()], np.int32)


def _recoded(attribute: Attribute, other: Attribute, column: Column) -> Column:
    if other.values == attribute.values:
        return column
    positions = {label: code for code, label in enumerate(attribute.values)}
    codes = [positions.get(label, MISSING_CODE) for label in other.values]
    for code in np.unique(column[column >= 0]):
        if codes[code] == MISSING_CODE:
            raise DataError(
                f"Attribute '{attribute.name}' has the label '{other.values[code]}' in the test "
                "set, which the training set does not know."
            )
    recoded = np.array([*codes, MISSING_CODE], dtype=np.int32)  # the last is for missing: −1
    return np.asarray(recoded[column])


def _all_missing(attribute: Attribute, n: int) -> Column:
    if attribute.kind == "nominal":
        return np.full(n, MISSING_CODE, dtype=np.int32)
    if attribute.kind in {"string", "relational"}:
        return np.full(n, None, dtype=object)
    if attribute.kind == "date":
        return np.full(n, np.datetime64("NaT", "ms"))
    return np.full((n, *attribute.shape), np.nan)
