"""A block of a table through pandas' C reader: numbers and categories, or nothing at all."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbench.core.deferred import deferred

if TYPE_CHECKING:
    import pandas as pd
else:
    pd = deferred("pandas")


@dataclass(frozen=True)
class TableFormat:
    """How the block is written.

    Args:
        is_numeric: for each column; the others hold texts.
        missing: the texts that stand for a missing value.
        options: further ones of ``pandas.read_csv``.
    """

    is_numeric: tuple[bool, ...]
    missing: Sequence[str]
    options: tuple[tuple[str, Any], ...] = ()


def table_block(block: bytes, form: TableFormat) -> "pd.DataFrame | None":
    """The block as a frame of float64 and category columns; None if pandas is not content.

    Numbers are those that ``float`` gives. pandas pads short rows in silence: the caller counts
    separators. It is safe on any thread.
    """
    kinds = ["float64" if numeric else "category" for numeric in form.is_numeric]
    frame = _read(block, form, kinds)
    if frame is None:
        return None
    # pandas makes numbers and truth values of categories that look like them: 01 and 1 would be
    # one label, so would True and TRUE. Such columns are read again as they stand.
    altered = [
        i
        for i, kind in enumerate(kinds)
        if kind == "category" and frame[i].cat.categories.dtype.kind in "iufb"
    ]
    if altered:
        frame = _read(block, form, ["str" if i in altered else k for i, k in enumerate(kinds)])
    return None if frame is None else frame.astype(dict.fromkeys(altered, "category"))


def _read(block: bytes, form: TableFormat, kinds: Sequence[str]) -> "pd.DataFrame | None":
    try:
        frame: pd.DataFrame = pd.read_csv(
            io.BytesIO(block),
            header=None,
            names=list(range(len(kinds))),
            dtype=dict(enumerate(kinds)),
            na_values=list(form.missing),
            keep_default_na=False,
            engine="c",
            **dict(form.options),
        )
    except (ValueError, OverflowError, pd.errors.ParserError):
        return None
    # A first row with surplus cells would make the first columns an index; any other is refused.
    return frame if isinstance(frame.index, pd.RangeIndex) else None
