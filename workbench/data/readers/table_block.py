"""A block of a table through pandas' C reader: numbers and categories, or nothing at all."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

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
    """The block as a frame of numbers and category columns; None if pandas is not content.

    Numbers are float64, or whole numbers that become those that ``float`` gives. pandas is silent
    about some rows of another length: the caller asks ``is_even``. It is safe on any thread.
    """
    # pandas is faster where it may find out itself that numbers are whole.
    kinds = {i: "category" for i, numeric in enumerate(form.is_numeric) if not numeric}
    frame = _read(block, form, kinds)
    if frame is None:
        return None
    if not _are_numbers(block, frame, form):
        kinds |= {i: "float64" for i, numeric in enumerate(form.is_numeric) if numeric}
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


def _are_numbers(block: bytes, frame: "pd.DataFrame", form: TableFormat) -> bool:
    """Whether pandas has found the numbers that were to be there."""
    found = [frame[i] for i, numeric in enumerate(form.is_numeric) if numeric]
    if not {column.dtype.kind for column in found} <= set("fiu"):
        return False
    has_zeros = any((column == 0).any() for column in found)
    return not (has_zeros and _has_negative_zero(block))


def _has_negative_zero(block: bytes) -> bool:
    """Whether there may be a whole number −0, whose sign would be lost."""
    if b"-" not in block:
        return False
    signs = np.frombuffer(block + b"\n\n", dtype=np.uint8)
    zeros = np.flatnonzero((signs[:-2] == ord("-")) & (signs[1:-1] == ord("0")))
    return bool(np.any(signs[zeros + 2] != ord(".")))


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
