"""Edit cells: single values put right by hand (WEKA: the viewer's Edit grid)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, TypeAlias

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.errors import DataError
from workbench.data.cell import as_date, as_number
from workbench.data.dataset import MISSING_CODE, Column, Dataset, IntArray
from workbench.data.schema import Attribute
from workbench.preprocess.cells import no_text
from workbench.preprocess.transform import DatasetTransform

Edit: TypeAlias = tuple[int, str, str | None]
Cell: TypeAlias = float | int | str | np.datetime64 | None


class EditCells(DatasetTransform):
    """Put single cells right by hand, as the table of the Data page does.

    A label that a nominal attribute does not have yet is added to its labels.
    """

    key: ClassVar[str] = "edit_cells"
    title: ClassVar[str] = "Edit cells"
    icon: ClassVar[str] = "mdi6.table-edit"
    aliases: ClassVar[tuple[str, ...]] = ("edit", "viewer", "correct values")

    edits: tuple[Edit, ...] = Field(
        default=(),
        description="For each edit the row (a sample id, from 0), the attribute's name and the "
        "new value as a text, or null for missing; the later of two counts.",
        json_schema_extra={"advanced": True},
    )

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        attributes, columns = list(dataset.schema.attributes), list(dataset.columns)
        order = np.argsort(dataset.sample_ids, kind="stable")
        by_name: dict[str, list[Edit]] = {}
        for edit in self.edits:
            by_name.setdefault(edit[1], []).append(edit)
        for name, edits in by_name.items():
            position = dataset.schema.index(name)
            rows = [_rows(dataset.sample_ids, order, edit) for edit in edits]
            changed = _edited(attributes[position], columns[position], edits, rows)
            attributes[position], columns[position] = changed
        return dataset.with_columns(attributes, columns)

    @override
    def status(self) -> str:
        n = len(self.edits)
        return f"{n} cell{'s' * (n != 1)}" if n else ""


def _rows(sample_ids: IntArray, order: IntArray, edit: Edit) -> IntArray:
    """Where the sample is: once, or more often after a resample."""
    low = np.searchsorted(sample_ids, edit[0], "left", sorter=order)
    high = np.searchsorted(sample_ids, edit[0], "right", sorter=order)
    if low == high:
        raise DataError(f"There is no row {edit[0] + 1} in which to edit '{edit[1]}'.")
    return order[low:high]


def _edited(
    attribute: Attribute, column: Column, edits: Sequence[Edit], rows: Sequence[IntArray]
) -> tuple[Attribute, Column]:
    if attribute.kind in {"array", "relational"}:
        raise no_text(attribute)
    changed = column.copy()
    for (row, _, text), places in zip(edits, rows, strict=True):
        if attribute.kind == "nominal" and text is not None and text not in attribute.values:
            attribute = replace(attribute, values=(*attribute.values, text))
        changed[places] = _value(attribute, text, row)
    return attribute, changed


def _value(attribute: Attribute, text: str | None, row: int) -> Cell:
    """What the column holds for ``text``."""
    if attribute.kind == "string":
        return text
    if attribute.kind == "nominal":
        return MISSING_CODE if text is None else attribute.values.index(text)
    value: Cell
    if attribute.kind == "numeric":
        value = np.nan if text is None else as_number(text)
    else:
        value = np.datetime64("NaT", "ms") if text is None else as_date(text)
    if value is None:
        what = "number" if attribute.kind == "numeric" else "date, such as 2024-12-31"
        raise DataError(
            f"'{text}' is no {what}; row {row + 1} of '{attribute.name}' cannot become that."
        )
    return value
