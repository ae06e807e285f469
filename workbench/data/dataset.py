"""A data set: immutable columns under a schema. Samples are rows; nothing is ever written into one.

How a column is held, by the kind of its attribute:

==========  ============================  =============
kind        array, shape (n,)             missing
==========  ============================  =============
numeric     float64                       NaN
nominal     int32, index into values      -1
string      object (str)                  None
date        datetime64[ms]                NaT
array       as below, (n, *shape)         as below
relational  object (Dataset, of nested)   None
==========  ============================  =============

An array attribute holds uint8 pictures (0 … 255; none is ever missing), float series (NaN is a gap,
and what fills a shorter series up at its end) or int32 tokens (indexes into ``values``; −1 fills
a shorter sequence up). A sample of it is missing if nothing but filling is there. ``is_filled``
is the mask that a recurrent network needs.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from workbench.core.errors import DataError
from workbench.data.schema import Attribute, Schema

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]
Column: TypeAlias = NDArray[Any]

MISSING_CODE = -1


@dataclass(frozen=True, eq=False)
class Dataset:
    """Columns of equal length under a schema.

    Args:
        columns: one array per attribute, as the module says; made read-only here.
        sample_ids: the row each sample had in the file it came from, shape (n,); follows the
            sample through every selection. By default 0 … n − 1.
    """

    schema: Schema
    columns: tuple[Column, ...]
    sample_ids: IntArray = field(default=None)  # type: ignore[arg-type]

    def __post_init__(self) -> None:
        if len(self.columns) != len(self.schema.attributes):
            raise ValueError("one column per attribute")
        lengths = {len(column) for column in self.columns}
        if len(lengths) > 1:
            raise ValueError(f"columns of different lengths: {sorted(lengths)}")
        if self.sample_ids is None:
            object.__setattr__(self, "sample_ids", np.arange(max(lengths, default=0)))
        for column in (*self.columns, self.sample_ids):
            column.flags.writeable = False

    @property
    def n_samples(self) -> int:
        """How many rows there are."""
        return len(self.sample_ids)

    def column(self, name: str) -> Column:
        """The column of the attribute ``name``.

        Raises:
            DataError: there is none of that name.
        """
        return self.columns[self.schema.index(name)]

    def missing(self, name: str) -> BoolArray:
        """Which samples have no value for ``name``, shape (n,)."""
        return missing_mask(self.schema.attribute(name), self.column(name))

    @property
    def labels(self) -> Column:
        """The class column: int32 codes (−1 missing) or float64 targets (NaN missing).

        Raises:
            DataError: there is no class attribute.
        """
        return self.column(self.schema.target.name)

    @cached_property
    def feature_matrix(self) -> FloatArray:
        """The numeric features side by side, shape (n, d), read-only; missing is NaN.

        Raises:
            DataError: a feature is not numeric.
        """
        for attribute in self.schema.features:
            if attribute.kind != "numeric":
                raise DataError(
                    f"Attribute '{attribute.name}' is {attribute.kind}; numbers are needed here.",
                    remedy="Turn 'prepare' on in the learner, or put a one-hot before it.",
                )
        columns = [self.column(a.name) for a in self.schema.features]
        matrix = np.column_stack(columns) if columns else np.empty((self.n_samples, 0))
        matrix.flags.writeable = False
        return matrix

    def take(self, rows: NDArray[np.integer[Any]] | BoolArray | slice) -> "Dataset":
        """The samples ``rows`` in that order."""
        return Dataset(
            self.schema, tuple(column[rows] for column in self.columns), self.sample_ids[rows]
        )

    def with_class(self, name: str | None) -> "Dataset":
        """The same samples with another class attribute.

        Raises:
            DataError: there is no attribute of that name.
        """
        return replace(self, schema=self.schema.with_class(name))

    def with_columns(self, attributes: Sequence[Attribute], columns: Sequence[Column]) -> "Dataset":
        """The same samples under other attributes, of the same relation."""
        schema = Schema(tuple(attributes), self.schema.relation)
        return Dataset(schema, tuple(columns), self.sample_ids)

    def equals(self, other: "Dataset") -> bool:
        """Whether schema, values and missing cells are the same."""
        return self.schema == other.schema and all(
            _equal_columns(a, b) for a, b in zip(self.columns, other.columns, strict=True)
        )

    @cached_property
    def fingerprint(self) -> str:
        """A hash of schema and values (BLAKE2, 32 hex digits): equal data, equal fingerprint."""
        digest = hashlib.blake2b(repr(self.schema).encode(), digest_size=16)
        for column in self.columns:
            if column.dtype == object:
                parts = [v.fingerprint if isinstance(v, Dataset) else v for v in column.tolist()]
                digest.update(repr(parts).encode())
            else:
                digest.update(np.ascontiguousarray(column).view(np.uint8).data)
        return digest.hexdigest()


def missing_mask(attribute: Attribute, column: Column) -> BoolArray:
    """Which cells of a column are missing, shape (n,)."""
    if attribute.kind == "nominal":
        return np.asarray(column == MISSING_CODE)
    if attribute.kind in {"string", "relational"}:
        return np.fromiter((v is None for v in column), dtype=bool, count=len(column))
    if attribute.kind == "array":
        return _is_empty(column)
    return np.asarray(np.isnat(column) if attribute.kind == "date" else np.isnan(column))


def is_filled(column: Column) -> BoolArray:
    """Which places of an array column hold a value and no filling, shape as the column's."""
    if column.dtype.kind == "f":
        return np.asarray(~np.isnan(column))
    return np.ones(column.shape, dtype=bool) if column.dtype.kind in "ub" else column >= 0


def _is_empty(column: Column) -> BoolArray:
    if column.dtype.kind in "ub" or not column.size:
        return np.zeros(len(column), dtype=bool)
    return np.asarray(~np.any(is_filled(column), axis=tuple(range(1, column.ndim))))


def _equal_columns(a: Column, b: Column) -> bool:
    if a.shape != b.shape:
        return False
    if a.dtype == object and any(isinstance(value, Dataset) for value in a):
        return all(_equal_bags(x, y) for x, y in zip(a, b, strict=True))
    if a.dtype == object or a.dtype.kind in "iub":
        return bool(np.all(a == b))
    return bool(np.array_equal(a, b, equal_nan=True))


def _equal_bags(a: object, b: object) -> bool:
    if isinstance(a, Dataset) and isinstance(b, Dataset):
        return a.equals(b)
    return a is None and b is None
