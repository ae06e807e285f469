"""Merge columns: the attributes of another file beside these (WEKA: Instances merge; SQL: join)."""

from pathlib import Path
from typing import ClassVar

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.errors import DataError, Where
from workbench.data.dataset import MISSING_CODE, Column, Dataset, IntArray
from workbench.data.schema import Attribute
from workbench.preprocess.cells import texts_of
from workbench.preprocess.columns import with_attribute
from workbench.preprocess.second_file import SecondFile


class MergeColumns(SecondFile):
    """Add the attributes of another file: row by row, or where a key is the same in both.

    With a key, each row takes the values of the one row of the other file that has its key; where
    there is none they are missing.
    """

    key: ClassVar[str] = "merge_columns"
    title: ClassVar[str] = "Merge columns"
    icon: ClassVar[str] = "mdi6.table-column-plus-after"
    weka: ClassVar[tuple[str, ...]] = ("weka.knowledgeflow.steps.Join",)
    aliases: ClassVar[tuple[str, ...]] = ("merge", "join", "lookup", "merge files")

    on: str = Field(
        default="",
        description="The attribute that is the key in both files; empty: row by row.",
        json_schema_extra={"editor": "attribute", "empty": "row by row"},
    )

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        if not self.path.strip():
            return dataset
        other = self._read()
        try:
            return self._merged(dataset, other)
        except DataError as error:
            raise error.at(file=self.path) from None

    @override
    def status(self) -> str:
        name = Path(self.path).name
        return f"{name} on {self.on}" if self.on and name else name

    def _merged(self, dataset: Dataset, other: Dataset) -> Dataset:
        rows = _rows_by_key(dataset, other, self.on) if self.on else _rows_in_order(dataset, other)
        merged = dataset
        for attribute, column in zip(other.schema.attributes, other.columns, strict=True):
            if attribute.name == self.on:
                continue
            if attribute.name in dataset.schema:
                raise DataError(
                    f"Both files have an attribute '{attribute.name}'.",
                    remedy="Rename or remove one of the two first.",
                )
            merged = with_attribute(merged, attribute, _taken(attribute, column, rows))
        return merged


def _rows_in_order(dataset: Dataset, other: Dataset) -> IntArray:
    if dataset.n_samples != other.n_samples:
        raise DataError(
            "To be merged row by row, both must have as many rows; "
            f"the file holds {other.n_samples} and the data {dataset.n_samples}.",
            remedy="Name a key that both have.",
            where=Where(parameter="on"),
        )
    return np.arange(other.n_samples)


def _rows_by_key(dataset: Dataset, other: Dataset, name: str) -> IntArray:
    """For each of our rows the other file's row of the same key, or −1."""
    ours = texts_of(dataset.schema.attribute(name), dataset.column(name)).tolist()
    theirs = texts_of(other.schema.attribute(name), other.column(name)).tolist()
    rows: dict[str | None, int] = {}
    for row, key in enumerate(theirs):
        if rows.setdefault(key, row) != row and key is not None:
            raise DataError(
                f"The key '{key}' stands in rows {rows[key] + 1} and {row + 1} of the file; "
                "it must be unique there."
            )
    rows[None] = -1  # a missing key is that of no row
    return np.array([rows.get(key, -1) for key in ours], dtype=np.int64)


def _taken(attribute: Attribute, column: Column, rows: IntArray) -> Column:
    """The column's values in these rows; missing for row −1."""
    is_absent = rows < 0
    if not is_absent.any():
        return np.asarray(column[rows])
    if column.dtype.kind in "ub":
        raise DataError(
            f"Some rows have no key in the file, and pictures ('{attribute.name}') "
            "cannot be missing."
        )
    taken = np.empty((len(rows), *column.shape[1:]), dtype=column.dtype)
    taken[~is_absent] = column[rows[~is_absent]]
    taken[is_absent] = _gap(attribute, column)
    return taken


def _gap(attribute: Attribute, column: Column) -> float | int | np.datetime64 | None:
    if column.dtype == object:
        return None
    if attribute.kind == "date":
        return np.datetime64("NaT", "ms")
    return np.nan if column.dtype.kind == "f" else MISSING_CODE
