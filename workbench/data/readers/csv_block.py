"""Clean CSV files through pandas' C reader; on any doubt, nothing at all.

The kinds of the columns are guessed from the first rows; the guess fails loudly if a column of
numbers meets a text further down, and then the rows are read one by one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from workbench.core.run import Progressed, Run
from workbench.data.dataset import Column
from workbench.data.readers.bare_cells import bare_cells, is_even
from workbench.data.readers.csv_kinds import TextColumn
from workbench.data.readers.csv_rows import MISSING, is_missing
from workbench.data.readers.table_block import TableFormat, table_block

if TYPE_CHECKING:
    import pandas as pd

BLOCK_BYTES = 1 << 22
# In quotes a marker of missing values is text, as are blanks at the end; pandas knows neither.
_DOUBTFUL = (b' "', b'\t"', *(f'"{marker}"'.encode() for marker in MISSING))


@dataclass(frozen=True)
class Shape:
    """What is known of a file before its rows are read.

    Args:
        start: the offset in bytes of the first row of values.
        is_numeric: for each column, as guessed.
    """

    separator: str
    start: int
    is_numeric: tuple[bool, ...]


def clean_columns(data: bytes, shape: Shape) -> Run[list[Column | TextColumn] | None]:
    """The columns of a UTF-8 file with LF line ends; None if the rows want a closer look."""
    if len(shape.is_numeric) < 2:
        return None
    blocks: list[list[Any]] = []
    start = shape.start
    while start < len(data):
        end = data.find(b"\n", start + BLOCK_BYTES) + 1 or len(data)
        frame = _frame(data[start:end], shape)
        if frame is None:
            return None
        blocks.append([frame.iloc[:, i] for i in range(len(shape.is_numeric))])
        start = end
        yield Progressed(start, len(data), "reading")
    columns: list[Column | TextColumn] = []
    for is_numeric, parts in zip(shape.is_numeric, zip(*blocks, strict=True), strict=True):
        columns.append(_numbers(parts) if is_numeric else _texts(parts))
        yield Progressed(start, len(data), "joining")
    return columns


def _frame(block: bytes, shape: Shape) -> "pd.DataFrame | None":
    separator = shape.separator.encode()
    doubtful = _DOUBTFUL if separator == b"\t" else (*_DOUBTFUL, b"\t")
    bare = None if any(sign in block for sign in doubtful) else bare_cells(block, b'"', separator)
    if bare is None:
        return None
    options = (("sep", shape.separator), ("skipinitialspace", True))
    frame = table_block(block, TableFormat(shape.is_numeric, MISSING, options))
    is_sound = frame is not None and is_even(bare, separator, len(frame.columns), len(frame))
    return frame if is_sound else None


def _numbers(parts: "Sequence[pd.Series[float]]") -> Column:
    return np.concatenate([part.to_numpy() for part in parts])


def _texts(parts: "Sequence[pd.Series[str]]") -> TextColumn:
    """Codes by order of appearance over all blocks."""
    positions: dict[str, int] = {}
    codes = []
    for part in parts:
        own = part.cat.codes.to_numpy()
        labels = [str(label).rstrip(" \t") for label in part.cat.categories]
        used, first = np.unique(own, return_index=True)
        lookup = np.full(len(labels) + 1, -1, dtype=np.int32)  # the last is for missing: −1
        for code in used[np.argsort(first)]:
            if code >= 0 and not is_missing(labels[code]):  # "NA " before a separator
                lookup[code] = positions.setdefault(labels[code], len(positions))
        codes.append(lookup[own])
    return TextColumn(tuple(positions), np.concatenate(codes))
