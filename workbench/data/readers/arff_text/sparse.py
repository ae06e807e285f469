"""Sparse rows of an ARFF file: ``{index value, …}``, indexes from 0 and rising.

What a row leaves out is 0, as in WEKA: of a nominal attribute the first label, of a date the first
moment of 1970, which is told once for the file. WEKA fills a text or a bag that is left out with
the first one it happened to read; here the row is refused.
"""

import re
from collections.abc import Sequence
from typing import Any

from workbench.core.errors import DataError, Where
from workbench.data.readers.arff_text.token import Token
from workbench.data.schema import Attribute


class SparseRows:
    """What sparse rows under some attributes have in common."""

    def __init__(self, attributes: Sequence[Attribute]) -> None:
        self._attributes = attributes
        self._indexes = {str(i): i for i in range(len(attributes))}
        self._zeros = [0.0 if a.kind == "numeric" else 0 for a in attributes]
        self._needed = {i for i, a in enumerate(attributes) if not _has_zero(a)}
        # A trap that has been met is told, and need not be looked for again.
        self._unmet = {i for i, a in enumerate(attributes) if a.kind in {"nominal", "date"}}

    def quick_indexes(self, raws: Sequence[str]) -> list[int]:
        """The indexes of a row.

        Raises:
            ValueError: something is odd about them, or a text is left out.
        """
        indexes = [self._indexes.get(raw, -1) for raw in raws]
        if any(a >= b for a, b in zip([-1, *indexes], indexes, strict=False)):
            raise ValueError("no rising indexes")
        if self._needed and not self._needed.issubset(indexes):
            raise ValueError("a text is left out")
        return indexes

    def zeros(self) -> list[Any]:
        """A row in which nothing is given."""
        return self._zeros.copy()

    def newly_omitted(self, indexes: Sequence[int]) -> set[int]:
        """Which attributes a row leaves out as the first, where 0 may not have been meant."""
        found = self._unmet.difference(indexes)
        self._unmet -= found
        return found

    def indexes(self, tokens: Sequence[Token], line: int) -> list[int]:
        """The indexes of a row.

        Raises:
            DataError: one is none, or does not rise; names line and column.
        """
        found: list[int] = []
        for token in tokens:
            found.append(self._index(token, found[-1] if found else -1, line))
        return found

    def check_needed(self, indexes: Sequence[int], where: Where) -> None:
        """Do nothing if the row gives every attribute that has no zero.

        Raises:
            DataError: it does not; names the first.
        """
        for i in sorted(self._needed.difference(indexes)):
            attribute = self._attributes[i]
            raise DataError(
                f"The sparse row leaves out '{attribute.name}', a {attribute.kind} attribute, "
                "for which there is no zero.",
                remedy="Give its value, or ?.",
                where=where,
            )

    def _index(self, token: Token, previous: int, line: int) -> int:
        n = len(self._attributes)
        where = Where(line=line, column=token.column)
        if not re.fullmatch("[+]?[0-9]+", token.text):
            message = f"{token.shown()} is no index of an attribute (0 to {n - 1})."
            raise DataError(message, where=where)
        # Python counts no more than 4300 digits of a number.
        index = int(token.text.lstrip("+0")[:12] or "0")
        if index >= n:
            message = f"There is no attribute {token.text[:40]}; indexes go from 0 to {n - 1}."
            raise DataError(message, where=where)
        if index <= previous:
            message = f"Index {index} comes after {previous}; indexes must rise."
            raise DataError(message, where=where)
        return index


def _has_zero(attribute: Attribute) -> bool:
    is_labelled = attribute.kind == "nominal" and bool(attribute.values)
    return is_labelled or attribute.kind in {"numeric", "date"}
