"""Excel workbooks with one sheet, through openpyxl."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from workbench.core.deferred import deferred
from workbench.core.errors import DataError
from workbench.core.files import written_atomically
from workbench.data.dataset import Column, Dataset
from workbench.data.extras import require
from workbench.data.row_values import json_column
from workbench.data.schema import Attribute
from workbench.data.writers.remedies import CANNOT_HOLD

if TYPE_CHECKING:
    import openpyxl
    from openpyxl.cell import cell as cells
else:
    openpyxl = deferred("openpyxl")
    cells = deferred("openpyxl.cell.cell")

MAX_ROWS, MAX_COLUMNS = 1_048_575, 16_384  # of a sheet of Excel 2007 and later, less the names
MAX_LETTERS = 32_767  # of one cell
FIRST_MOMENT = np.datetime64("1900-03-01")  # before it Excel's calendar is wrong


def write_excel(dataset: Dataset, path: Path) -> None:
    """Write ``dataset`` as a sheet with a row of names; missing values are empty cells.

    Raises:
        DataError: openpyxl is not installed, the data do not fit on a sheet, an attribute is an
            array or relational, or the file cannot be written.
    """
    require("openpyxl", "excel", "Excel files")
    if dataset.n_samples > MAX_ROWS or len(dataset.columns) > MAX_COLUMNS:
        raise DataError(
            f"A sheet of Excel holds {MAX_ROWS:,} rows and {MAX_COLUMNS:,} columns; "
            f"these are {dataset.n_samples:,} and {len(dataset.columns):,}."
        )
    pairs = zip(dataset.schema.attributes, dataset.columns, strict=True)
    columns = [_cells(attribute, column) for attribute, column in pairs]
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("data")
    sheet.append([_text(name) for name in dataset.schema.names])
    for row in zip(*columns, strict=True):
        sheet.append(row)
    with written_atomically(path) as beside, beside.open("wb") as file:
        book.save(file)


def _cells(attribute: Attribute, column: Column) -> list[Any]:
    if attribute.kind in {"array", "relational"}:
        kind = "an array" if attribute.kind == "array" else "relational"
        raise DataError(
            f"Attribute '{attribute.name}' is {kind}; a sheet of Excel cannot hold it.",
            remedy=CANNOT_HOLD[attribute.kind],
        )
    if attribute.kind == "date" and not np.any(column < FIRST_MOMENT):
        moments: list[Any] = column.tolist()
        return moments
    return [_text(v) if isinstance(v, str) else v for v in json_column(attribute, column)]


def _text(text: str) -> str:
    if len(text) > MAX_LETTERS:
        raise DataError(f"A text has {len(text):,} letters; a cell holds {MAX_LETTERS:,}.")
    if cells.ILLEGAL_CHARACTERS_RE.search(text):
        raise DataError(f"The text {text[:30]!r} has a control character; Excel allows none.")
    return text
