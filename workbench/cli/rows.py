"""Rows of a data set: as JSON, a list to a line, or as a table for people."""

import json
from typing import Any

from workbench.data.dataset import Dataset
from workbench.data.row_values import json_column, json_rows
from workbench.data.schema import Attribute

MAX_WIDTH = 40


def rows_as_json(dataset: Dataset) -> str:
    """A list of lists, one inner list to a line."""
    rows = [json.dumps(row, ensure_ascii=False, allow_nan=False) for row in json_rows(dataset)]
    return "[\n" + ",\n".join(rows) + "\n]\n" if rows else "[]\n"


def rows_as_text(dataset: Dataset) -> str:
    """A table with the number that each row had in its file; missing is "?"."""
    columns = [["row", *map(str, dataset.sample_ids.tolist())]]
    for attribute, column in zip(dataset.schema.attributes, dataset.columns, strict=True):
        cells = (_cell(attribute, value) for value in json_column(attribute, column))
        columns.append([_short(attribute.name), *cells])
    numeric = [True, *(a.kind == "numeric" for a in dataset.schema.attributes)]
    widths = [max(map(len, column)) for column in columns]
    lines = []
    for row in zip(*columns, strict=True):
        cells = (
            cell.rjust(width) if is_number else cell.ljust(width)
            for cell, width, is_number in zip(row, widths, numeric, strict=True)
        )
        lines.append("  ".join(cells).rstrip() + "\n")
    return "".join(lines)


def _cell(attribute: Attribute, value: Any) -> str:
    if value is None:
        return "?"
    if attribute.kind == "array":
        return " × ".join(map(str, attribute.shape))
    if attribute.kind == "relational":
        return f"{len(value)} rows"
    return _short(str(value))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MAX_WIDTH else line[: MAX_WIDTH - 1] + "…"
