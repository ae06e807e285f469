"""A data set that was kept in an .npz archive (``data/writers/numpy_file.py``), checked."""

import json

import numpy as np
from pydantic import ValidationError

from workbench.core.errors import DataError
from workbench.core.run import Progressed, Run
from workbench.data.dataset import MISSING_CODE, Column, Dataset
from workbench.data.readers.tables.numpy_archive import Arrays
from workbench.data.schema import Attribute, Schema
from workbench.data.schema_facts import SchemaFacts

SCHEMA = "workbench_schema"  # the array that holds the schema
_TYPES = {"numeric": ("float64",), "nominal": ("int32",), "date": ("datetime64[ms]",)}
_ARRAY_TYPES = ("uint8", "float64", "float32", "int32")


def data_set_of(arrays: Arrays) -> Run[Dataset]:
    """The data set in an archive of our own.

    Raises:
        DataError: an array is missing, or is not what the schema says.
    """
    schema = _schema(arrays[SCHEMA])
    columns: list[Column] = []
    for i, attribute in enumerate(schema.attributes):
        if attribute.kind == "string":
            columns.append(_texts(arrays, i, attribute))
        else:
            columns.append(_checked(attribute, arrays.get(column_name(i))))
        yield Progressed(i + 1, len(schema.attributes), attribute.name)
    if len({len(column) for column in columns}) > 1:
        raise DataError("The columns in the file have different lengths.")
    return Dataset(schema, tuple(columns))


def column_name(position: int) -> str:
    """The name of a column's array."""
    return f"column_{position}"


def _schema(data: Column) -> Schema:
    try:
        facts = SchemaFacts.model_validate(json.loads(data.tobytes().decode()))
    except (ValueError, ValidationError, RecursionError) as error:
        raise DataError("The schema in the file is damaged.") from error
    return facts.schema_of_rows()


def _checked(attribute: Attribute, column: Column) -> Column:
    types = _TYPES.get(attribute.kind, _ARRAY_TYPES)
    shape = attribute.shape if attribute.kind == "array" else ()
    if str(column.dtype) not in types or column.ndim == 0 or column.shape[1:] != shape:
        raise DataError(
            f"The column of '{attribute.name}' is not what the schema in the file says "
            f"({column.dtype}, shape {column.shape})."
        )
    if column.dtype == np.int32 and len(column) and column.size:
        is_coded = column.min() >= MISSING_CODE and column.max() < len(attribute.values)
        if not is_coded:
            raise DataError(f"A value of '{attribute.name}' is none of its labels.")
    return column


def _texts(arrays: Arrays, position: int, attribute: Attribute) -> Column:
    name = column_name(position)
    data, ends = arrays.get(f"{name}_text"), arrays.get(f"{name}_ends")
    is_missing = arrays.get(f"{name}_missing")
    starts = np.concatenate([np.zeros(1, np.int64), ends.reshape(-1)[:-1]])[: len(ends.reshape(-1))]
    is_sound = (
        data.dtype == np.uint8 and ends.dtype == np.int64 and is_missing.dtype == bool
        and ends.shape == is_missing.shape and ends.ndim == 1
        and bool(np.all(ends >= starts)) and (not len(ends) or ends[-1] == data.size)
    )  # fmt: skip
    if not is_sound:
        raise DataError(f"The texts of '{attribute.name}' in the file are damaged.")
    whole = data.tobytes()
    texts = np.empty(len(ends), dtype=object)
    for i, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        texts[i] = None if is_missing[i] else _text(whole[start:end], attribute)
    return texts


def _text(data: bytes, attribute: Attribute) -> str:
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        raise DataError(f"The texts of '{attribute.name}' in the file are damaged.") from error
