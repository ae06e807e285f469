"""Lines of the history as CSV."""

import csv
import io
from collections.abc import Sequence

from workbench.runs.history.columns import Column, columns_of
from workbench.runs.history.facts import when
from workbench.runs.history.records import Row


def to_csv(rows: Sequence[Row]) -> str:
    """Every column of these lines, the ends of each score's interval behind it."""
    columns = columns_of(rows)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([name for column in columns for name in _names(column)])
    for row in rows:
        writer.writerow([cell for column in columns for cell in _cells(row, column)])
    return text.getvalue()


def _names(column: Column) -> list[str]:
    name = column.key.removeprefix("score.")
    return [name, f"{name}_low", f"{name}_high"] if column.is_score else [name]


def _cells(row: Row, column: Column) -> list[object]:
    if column.is_score:
        low, high = row.intervals.get(column.name) or ("", "")
        return [row.scores.get(column.name, ""), low, high]
    if column.key == "started":
        return [when(row.started).isoformat(timespec="seconds")]
    value = column.value(row)
    is_whole = isinstance(value, float) and value.is_integer() and abs(value) < 1e15
    return ["" if value is None else int(value) if is_whole and value is not None else value]
