"""A small table of every kind of cell, for tests of the explorer's table."""

import numpy as np

from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema

NAN = float("nan")
BAG = Dataset(Schema((Attribute("x", "numeric"),)), (np.array([1.0, 2.0]),))


def column_of(values: list[object]) -> np.ndarray:
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def people() -> Dataset:
    schema = Schema(
        (
            Attribute("age", "numeric"),
            Attribute("note", "string"),
            Attribute("bag", "relational", nested=BAG.schema),
            Attribute("sick", "nominal", ("no", "yes"), "class"),
        ),
        "people",
    )
    columns = (
        np.array([30.0, NAN, 20.0, 30.0]),
        column_of(["first", None, "a\tb", "last\nline"]),
        column_of([BAG, None, BAG, BAG]),
        np.array([0, 1, -1, 1], dtype=np.int32),
    )
    return Dataset(schema, columns, np.array([10, 11, 12, 13]))
