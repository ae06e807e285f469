"""Clean blocks of a CSV file through pandas' C reader; on any doubt, nothing at all."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from workbench.data.dataset import MISSING_CODE, Column
from workbench.data.readers.blocks.bare_cells import bare_cells, is_even
from workbench.data.readers.blocks.table_block import TableFormat, table_block
from workbench.data.readers.csv_text.format import BLANKS, CsvFormat

if TYPE_CHECKING:
    import pandas as pd

_BLANK_SIGNS = (b" ", b"\t")


@dataclass(frozen=True)
class TextColumn:
    """A column of texts as codes into its labels, in order of appearance; −1 is missing."""

    labels: tuple[str, ...]
    codes: Column


@dataclass(frozen=True)
class CleanBlock:
    """What has become of a block.

    Args:
        columns: one per column: numbers, or texts.
        n_lines: how many lines the block has.
    """

    columns: tuple[Column | TextColumn, ...]
    n_lines: int


def clean_block(block: bytes, form: CsvFormat, is_numeric: tuple[bool, ...]) -> CleanBlock | None:
    """The rows of a block of whole lines; None if they want a closer look.

    It is safe on any thread.
    """
    if form.second and form.second.encode() in block:
        if form.quote.encode() in block:
            return None
        form = replace(form, quote=form.second)
    separator, quote = form.separator.encode(), form.quote.encode()
    # pandas drops or misreads blank lines of a single column.
    if len(is_numeric) < 2 or len(separator) > 1 or form.separator == BLANKS or form.thousands:
        return None
    if b"\x00" in block or _has_doubtful_quotes(block, form):
        return None
    bare = bare_cells(block, quote, separator) if quote else block
    if bare is None or (separator != b"\t" and b"\t" in bare):
        return None
    frame = table_block(block, _table_format(form, is_numeric, has_blanks=b" " in bare))
    if frame is None or not is_even(bare, separator, len(frame.columns), len(frame)):
        return None
    return _found(frame, form, is_numeric, block)


def _found(
    frame: "pd.DataFrame", form: CsvFormat, is_numeric: tuple[bool, ...], block: bytes
) -> CleanBlock | None:
    columns: list[Column | TextColumn] = []
    for i, numeric in enumerate(is_numeric):
        column = _numbers(frame[i]) if numeric else _texts(frame[i], form)
        if column is None:
            return None
        columns.append(column)
    signs = np.frombuffer(block, dtype=np.uint8)
    return CleanBlock(tuple(columns), int(np.count_nonzero(signs == ord("\n"))))


def _numbers(cells: "pd.Series[float]") -> Column | None:
    numbers = cells.to_numpy()
    # pandas takes spellings of infinity that we do not.
    return None if np.isinf(numbers).any() else numbers


def _has_doubtful_quotes(block: bytes, form: CsvFormat) -> bool:
    """In quotes a marker of missing values is text, as are blanks; pandas knows neither."""
    quote = form.quote.encode()
    if not quote or quote not in block:
        return False
    markers = (quote + marker.encode() + quote for marker in form.missing)
    blanks = (pair for sign in _BLANK_SIGNS for pair in (sign + quote, quote + sign))
    allowed = form.separator.encode()
    return any(sign in block for sign in (*(b for b in blanks if allowed not in b), *markers))


def _table_format(
    form: CsvFormat, is_numeric: tuple[bool, ...], *, has_blanks: bool
) -> TableFormat:
    options: list[tuple[str, object]] = [("sep", form.separator), ("decimal", form.decimal)]
    options += [("quotechar", form.quote)] if form.quote else [("quoting", 3)]
    if has_blanks:  # costs a quarter of the time
        options.append(("skipinitialspace", True))
    return TableFormat(is_numeric, form.missing, tuple(options))


def _texts(cells: "pd.Series[str]", form: CsvFormat) -> TextColumn:
    """Codes by order of appearance."""
    own = cells.cat.codes.to_numpy()
    labels = [str(label).rstrip(" \t") for label in cells.cat.categories]
    used, first = np.unique(own, return_index=True)
    positions: dict[str, int] = {}
    lookup = np.full(len(labels) + 1, MISSING_CODE, dtype=np.int32)  # the last is for missing
    for code in used[np.argsort(first)]:
        if code >= 0 and not form.is_missing(labels[code]):  # "NA " before a separator
            lookup[code] = positions.setdefault(labels[code], len(positions))
    return TextColumn(tuple(positions), lookup[own])
