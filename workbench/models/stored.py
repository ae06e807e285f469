"""Checks what comes back from a model file before a model is built of it."""

from collections.abc import Sequence
from math import prod

import numpy as np
from numpy.typing import NDArray

from workbench.core.errors import ModelError
from workbench.data.dataset import MISSING_CODE, Column, Dataset, FloatArray
from workbench.data.schema import Attribute, Schema
from workbench.data.state import State
from workbench.preprocess.transform import FittedTransform

MOST_CELLS = 2**25  # of one row: a picture of 3,300 × 3,300 pixels in colour
DTYPES = {"numeric": "float64", "nominal": "int32", "string": "object", "date": "datetime64[ms]"}


def stored_array(state: State, name: str, shape: tuple[int, ...]) -> NDArray[np.generic]:
    """The array ``name`` of a state.

    Raises:
        ModelError: it is missing or of another shape.
    """
    array = state.arrays.get(name)
    if array is None:
        raise ModelError(f"The model has no array '{name}'.")
    if array.shape != shape:
        raise ModelError(f"The model's array '{name}' has shape {array.shape}; it must be {shape}.")
    return array


def stored_floats(state: State, name: str, shape: tuple[int, ...]) -> FloatArray:
    """``stored_array`` as float64.

    Raises:
        ModelError: it is missing or of another shape.
    """
    return stored_array(state, name, shape).astype(np.float64)


def prepared_schema(schema: Schema, preparation: Sequence[FittedTransform]) -> Schema:
    """What rows of ``schema`` are like after their preparation."""
    rows = Dataset(schema, tuple(_no_values(a) for a in schema.attributes))
    for transform in preparation:
        rows = transform.apply(rows)
    return rows.schema


def a_sample(schema: Schema) -> Dataset:
    """One row of that schema: zeros, first labels, empty texts.

    Raises:
        ModelError: it would be larger than rows are.
    """
    cells = sum(prod(attribute.shape) for attribute in schema.attributes)
    if cells > MOST_CELLS:
        raise ModelError(
            f"The model's rows have arrays of {cells:,} numbers, more than there may be "
            f"({MOST_CELLS:,})."
        )
    return Dataset(schema, tuple(_one_value(a) for a in schema.attributes))


def _one_value(attribute: Attribute) -> Column:
    if attribute.kind == "array":
        return np.zeros((1, *attribute.shape))
    if attribute.kind == "string":
        return np.array([""], dtype=object)
    code = MISSING_CODE if attribute.kind == "nominal" and not attribute.values else 0
    return np.array([code]).astype(DTYPES[attribute.kind])


def _no_values(attribute: Attribute) -> Column:
    if attribute.kind == "array":
        return np.empty((0, *attribute.shape))
    return np.empty(0, DTYPES[attribute.kind])
