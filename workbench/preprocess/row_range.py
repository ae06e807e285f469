"""Rows by number, written as WEKA's RemoveRange does: ``1-100,205,300-last``."""

import re

import numpy as np

from workbench.core.errors import ParameterError, Where
from workbench.data.dataset import BoolArray, IntArray

_PIECE = re.compile(r"(first|last|\d{1,15})(?:\s*-\s*(first|last|\d{1,15}))?", re.IGNORECASE)


def rows_text(sample_ids: IntArray) -> str:
    """Rows as ``row_mask`` reads them: ascending, 1-based, as few ranges as can be.

    Args:
        sample_ids: 0-based, in any order; of the rows in a mask, ``dataset.sample_ids[mask]``.
    """
    numbers = np.unique(sample_ids) + 1
    if not len(numbers):
        return ""
    breaks = np.flatnonzero(np.diff(numbers) > 1)
    firsts = numbers[np.concatenate([[0], breaks + 1])].tolist()
    lasts = numbers[np.concatenate([breaks, [len(numbers) - 1]])].tolist()
    return ",".join(
        str(first) if first == last else f"{first}-{last}"
        for first, last in zip(firsts, lasts, strict=True)
    )


def row_mask(text: str, sample_ids: IntArray) -> BoolArray:
    """Which of the samples are named in ``text``, shape (n,).

    Row numbers are sample ids + 1: the rows of the file the samples come from. A number may be
    that of a row that was removed before; one beyond the last row is an error.

    Raises:
        ParameterError: a piece is no row or range, or is beyond the last row.
    """
    last = int(sample_ids.max()) + 1 if len(sample_ids) else 0
    bounds = [_bounds(piece.strip(), last) for piece in text.split(",") if piece.strip()]
    if not bounds or not len(sample_ids):
        return np.zeros(len(sample_ids), dtype=bool)
    # Steps up at each range's first row and down after its last: inside where the sum is not 0.
    steps = np.zeros(last + 2, dtype=np.int64)
    first_rows, last_rows = np.array(bounds, dtype=np.int64).T
    np.add.at(steps, first_rows, 1)
    np.add.at(steps, last_rows + 1, -1)
    return np.asarray(np.cumsum(steps)[sample_ids + 1] > 0)


def _bounds(piece: str, last: int) -> tuple[int, int]:
    match = _PIECE.fullmatch(piece)
    if match is None:
        raise _bad(f"'{piece}' is no row and no range of rows; write them as 1-100,205,300-last.")
    low = _number(match[1], last)
    high = low if match[2] is None else _number(match[2], last)
    if low < 1:
        raise _bad("There is no row 0; rows count from 1.")
    if high < low:
        raise _bad(f"The range '{piece}' is upside down.")
    if high > last and last:
        raise _bad(f"There is no row {high}; the last row is {last}.")
    return low, high


def _number(text: str, last: int) -> int:
    if text.isdigit():
        return int(text)
    return 1 if text.lower() == "first" else max(last, 1)


def _bad(message: str) -> ParameterError:
    return ParameterError(message, where=Where(parameter="rows"))
