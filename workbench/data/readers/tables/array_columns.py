"""Arrays as columns of a data set: pictures, series, numbers or labels, by shape and type."""

from typing import TypeAlias

import numpy as np

from workbench.core.errors import DataError
from workbench.data.dataset import MISSING_CODE, Column
from workbench.data.schema import Attribute

NamedColumn: TypeAlias = tuple[Attribute, Column]

MAX_COLUMNS = 100_000
MAX_GAPLESS = 1000


def features_of(name: str, array: Column) -> list[NamedColumn]:
    """The attributes that an array of samples along its first axis is.

    (n,) is one column; (n, d) numeric ones called ``name1`` …; (n, h, w) and (n, h, w, 3) of whole
    numbers 0 … 255 are pictures; any other (n, length, channels) is a series.

    Raises:
        DataError: there are no samples along an axis, or nothing that a data set can hold.
    """
    with np.errstate(invalid="ignore"):  # signalling NaNs in damaged files
        return _features_of(name, array)


def labels_of(name: str, array: Column) -> NamedColumn:
    """The attribute that an array of labels is: nominal, or numeric for numbers with a point.

    Whole numbers from 0 on get a label for each number up to the largest, so that two parts of
    the same set have the same labels.

    Raises:
        DataError: the array has not one label for each sample.
    """
    array = array.reshape(-1) if array.ndim == 2 and array.shape[1] == 1 else array
    if array.ndim != 1:
        raise DataError(f"The labels '{name}' have {array.ndim} dimensions; they must have one.")
    if array.dtype.kind in "iu":
        return _whole_labels(name, array)
    return _single(name, array)


def as_pictures(array: Column) -> Column | None:
    """The array as uint8 pictures, shape (n, h, w) or (n, h, w, 3); None if it is something else.

    Numbers with a point are pictures only with three axes per sample.
    """
    if array.ndim == 4 and array.shape[-1] == 1:
        array = array[..., 0]
    is_shaped = array.ndim == 3 or (array.ndim == 4 and array.shape[-1] == 3)
    if not is_shaped or (array.dtype.kind == "f" and array.ndim == 3):
        return None
    if array.dtype == np.uint8:
        return array
    with np.errstate(invalid="ignore"):
        is_byte = np.all((array >= 0) & (array <= 255) & (array == np.round(array)))
    return array.astype(np.uint8) if is_byte else None


def _features_of(name: str, array: Column) -> list[NamedColumn]:
    if array.ndim == 0:
        raise DataError(f"'{name}' is a single value; an array of samples is needed.")
    if array.ndim == 1:
        return [_single(name, array)]
    if array.ndim == 2:
        return _numeric_columns(name, array)
    return [_block(name, array)]


def _block(name: str, array: Column) -> NamedColumn:
    if array.dtype.kind not in "biuf":
        raise DataError(f"'{name}' holds neither numbers nor labels ({array.dtype}).")
    pictures = as_pictures(array + np.uint8(0) if array.dtype.kind == "b" else array)
    if pictures is not None:
        return Attribute(name, "array", shape=pictures.shape[1:]), pictures
    if array.ndim != 3:
        shape = ", ".join(map(str, array.shape[1:]))
        raise DataError(
            f"A sample of '{name}' has the shape ({shape}); pictures have (height, width) or "
            "(height, width, 3) and whole values 0 to 255, series have (length, channels)."
        )
    return Attribute(name, "array", shape=array.shape[1:]), array.astype(np.float64)


def _numeric_columns(name: str, array: Column) -> list[NamedColumn]:
    if array.dtype.kind not in "biuf":
        raise DataError(f"'{name}' must hold numbers; it holds {array.dtype}.")
    if array.shape[1] > MAX_COLUMNS:
        raise DataError(f"'{name}' has {array.shape[1]:,} columns; {MAX_COLUMNS:,} are the most.")
    return [
        (Attribute(f"{name}{i + 1}", "numeric"), array[:, i].astype(np.float64))
        for i in range(array.shape[1])
    ]


def _single(name: str, array: Column) -> NamedColumn:
    if array.dtype.kind == "b":
        return Attribute(name, "nominal", ("false", "true")), array.astype(np.int32)
    if array.dtype.kind in "iuf":
        return Attribute(name, "numeric"), array.astype(np.float64)
    if array.dtype.kind == "M":
        return Attribute(name, "date"), array.astype("datetime64[ms]")
    if array.dtype.kind in "SU":
        texts = np.char.decode(array, "utf-8", "replace") if array.dtype.kind == "S" else array
        labels, codes = np.unique(texts, return_inverse=True)
        return Attribute(name, "nominal", tuple(labels.tolist())), codes.astype(np.int32)
    raise DataError(f"'{name}' holds values of the type {array.dtype}, which no attribute can be.")


def _whole_labels(name: str, array: Column) -> NamedColumn:
    if len(array) and array.min() >= 0 and array.max() < MAX_GAPLESS:
        values = tuple(map(str, range(int(array.max()) + 1)))
        return Attribute(name, "nominal", values), array.astype(np.int32)
    numbers, codes = np.unique(array, return_inverse=True)
    codes = codes.astype(np.int32) if len(numbers) else np.full(len(array), MISSING_CODE, np.int32)
    return Attribute(name, "nominal", tuple(map(str, numbers.tolist()))), codes
