"""Cells as texts and texts as cells, for the steps that change what a column is or holds."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from workbench.core.errors import DataError
from workbench.data.cell import date_text, number_text
from workbench.data.dataset import MISSING_CODE, Column, IntArray
from workbench.data.schema import Attribute


def texts_of(attribute: Attribute, column: Column) -> Column:
    """A numeric, nominal, string or date column as texts, object (n,); missing is None.

    Raises:
        DataError: it holds arrays or data sets.
    """
    if attribute.kind == "string":
        return column
    if attribute.kind == "nominal":
        lookup = np.array([*attribute.values, None], dtype=object)  # the last is for missing: −1
        return np.asarray(lookup[column])
    if attribute.kind == "numeric":
        return _objects([None if math.isnan(v) else number_text(v) for v in column.tolist()])
    if attribute.kind == "date":
        return _objects([None if np.isnat(v) else date_text(v) for v in column])
    raise no_text(attribute)


def parsed(texts: Column, parse: Callable[[str], Any], missing: Any, refusal: "Refusal") -> Column:
    """Each text by ``parse``, as an array of ``missing``'s type; blank texts are missing.

    Raises:
        DataError: the refusal of the first text that ``parse`` gives None for.
    """
    known: dict[str | None, Any] = {None: missing}
    values = []
    for row, text in enumerate(texts.tolist()):
        if text not in known:
            value = missing if not text.strip() or text.strip() == "?" else parse(text)
            if value is None:
                raise refusal(row, text)
            known[text] = value
        values.append(known[text])
    return np.array(values, dtype=np.asarray(missing).dtype)


class Refusal:
    """The sentence on a cell that cannot become what is asked for.

    Args:
        what: what it is not, such as "number".
    """

    def __init__(self, attribute: Attribute, sample_ids: IntArray, what: str) -> None:
        self._attribute = attribute
        self._sample_ids = sample_ids
        self._what = what

    def __call__(self, row: int, text: str) -> DataError:
        """The error about the cell in row number ``row`` of the column."""
        shown = text if len(text) <= 60 else f"{text[:59]}…"
        return DataError(
            f"Row {self._sample_ids[row] + 1} of '{self._attribute.name}' is '{shown}', "
            f"which is no {self._what}.",
            remedy="Replace or edit that value first.",
        )


def no_text(attribute: Attribute) -> DataError:
    """The refusal of an attribute whose cells are no single values."""
    return DataError(
        f"Attribute '{attribute.name}' is {attribute.kind}; "
        "it must be numeric, nominal, string or date."
    )


def labelled(texts: Column) -> tuple[tuple[str, ...], Column]:
    """Texts as labels in order of appearance and codes into them; None is missing."""
    codes: dict[str, int] = {}
    coded = [MISSING_CODE if t is None else codes.setdefault(t, len(codes)) for t in texts.tolist()]
    return tuple(codes), np.array(coded, dtype=np.int32)


def _objects(values: list[Any]) -> Column:
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column
