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

WIDE = 1000


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

    pandas is silent about some rows of another length: the caller asks ``is_even``. It is safe on
    any thread.
    """
    n_columns = len(form.is_numeric)
    if n_columns > WIDE and len(block) < n_columns * WIDE:
        return None  # some rows of very many columns, each of which costs pandas its time
    # Said for each column: left to itself, pandas makes whole numbers of −0 and loses the sign.
    kinds = {i: "float64" if numeric else "category" for i, numeric in enumerate(form.is_numeric)}
    frame = _read(block, form, kinds)
    if frame is None:
        return None
    # pandas makes numbers and truth values of categories that look like them: 01 and 1 would be
    # one label, so would True and TRUE. Such columns are read again as they stand.
    altered = [
        i
        for i, kind in kinds.items()
        if kind == "category" and not _are_texts(frame[i].cat.categories)
    ]
    if altered:
        frame = _read(block, form, kinds | dict.fromkeys(altered, "str"))
    return None if frame is None else frame.astype(dict.fromkeys(altered, "category"))


def _are_texts(labels: "pd.Index[Any]") -> bool:
    return not len(labels) or isinstance(labels.dtype, pd.StringDtype)


def _read(block: bytes, form: TableFormat, kinds: dict[int, str]) -> "pd.DataFrame | None":
    try:
        frame: pd.DataFrame = pd.read_csv(
            io.BytesIO(block),
            header=None,
            names=list(range(len(form.is_numeric))),
            dtype=kinds,
            na_values=list(form.missing),
            keep_default_na=False,
            engine="c",
            low_memory=False,  # the whole block at once: no columns of two kinds
            **dict(form.options),
        )
    except (ValueError, OverflowError, pd.errors.ParserError):
        return None
    return frame
