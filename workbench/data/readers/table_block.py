"""A block of a table through pandas' C reader: numbers and categories, or nothing at all."""

import io
import warnings
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

    pandas pads short rows in silence: the caller counts separators.
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
    with warnings.catch_warnings():
        warnings.simplefilter("error", pd.errors.ParserWarning)  # surplus values are only warned of
        try:
            return pd.read_csv(  # type: ignore[no-any-return]  # options are data
                io.BytesIO(block),
                header=None,
                names=list(range(len(kinds))),
                index_col=False,
                dtype=dict(enumerate(kinds)),
                na_values=list(form.missing),
                keep_default_na=False,
                engine="c",
                **dict(form.options),
            )
        except (ValueError, OverflowError, pd.errors.ParserError, pd.errors.ParserWarning):
            return None
