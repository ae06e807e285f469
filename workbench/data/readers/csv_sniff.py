"""What a CSV file does not say: its separator, and whether its first row holds names."""

from collections import Counter
from collections.abc import Sequence
from itertools import islice

from workbench.data.readers.csv_rows import Cell, is_missing
from workbench.data.readers.java_number import plain_number

# In this order: commas also stand in numbers ("1,5;2,5") and dates, the others hardly do.
SEPARATORS = ("\t", ";", "|", ",")
SAMPLE_ROWS = 200


def separator(text: str) -> str:
    """The sign that cuts the first lines of ``text`` most evenly; the comma if none does."""
    filled = (line for line in text.split("\n") if line.strip())
    lines = [_outside_quotes(line) for line in islice(filled, SAMPLE_ROWS)]
    if not lines:
        return ","
    best, best_share = ",", 0.0
    for sign in SEPARATORS:
        counts = Counter(line.count(sign) for line in lines)
        count, n_lines = max(counts.items(), key=lambda item: (item[1], item[0]))
        if count and n_lines / len(lines) > best_share:
            best, best_share = sign, n_lines / len(lines)
    return best


def has_header(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the first row holds names.

    It does if a column has a text on top of nothing but numbers; it does not if its own cells
    include a number otherwise; in a table of texts it does if none of its cells comes again
    below it.
    """
    first, below = rows[0], rows[1:]
    columns = list(zip(*(row for row in below if len(row) == len(first)), strict=True))
    if any(_tops_numbers(cell, column) for cell, column in zip(first, columns, strict=False)):
        return True
    if any(cell is None or plain_number(cell) is not None for cell in first):
        return False
    return not any(cell in column for cell, column in zip(first, columns, strict=False))


def _tops_numbers(cell: Cell, column: Sequence[Cell]) -> bool:
    if cell is None or is_missing(cell) or plain_number(cell) is not None:
        return False
    values = [value for value in column if value is not None]
    return bool(values) and all(plain_number(value) is not None for value in values)


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])
