"""The rows of an ARFF file, one by one: dense, sparse and weighted, every error named.

Where WEKA bends a row in silence we refuse it: it drops one surplus value and makes a new row of
further ones, takes a negative weight, and fills a sparse row's omitted texts with the first text
of the column.
"""

import math
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np

from workbench.core.errors import DataError, Where
from workbench.core.run import Noted, Progressed, Run
from workbench.data.dataset import MISSING_CODE, Column
from workbench.data.readers.arff_header import Header
from workbench.data.readers.arff_token import Token, tokens
from workbench.data.readers.java_number import java_number
from workbench.data.readers.reader import decoded
from workbench.data.schema import Attribute

MAX_ERRORS = 20
TICK_S = 0.08

_SPECIAL = re.compile(r"[\x00-\x20'\"{}%]")
_DTYPES: dict[str, np.dtype[Any]] = {
    "numeric": np.dtype(np.float64),
    "nominal": np.dtype(np.int32),
    "string": np.dtype(object),
    "date": np.dtype("datetime64[ms]"),
}
_MISSING: dict[str, Any] = {
    "numeric": math.nan,
    "nominal": MISSING_CODE,
    "string": None,
    "date": np.datetime64("NaT", "ms"),
}

Convert: TypeAlias = Callable[[str], Any]  # None: the text is no value of the attribute
Row: TypeAlias = list[Any]


@dataclass(frozen=True)
class Block:
    """The rows of a part of the body.

    Args:
        columns: one per attribute.
        weights: shape (n,); 1 where a row says nothing.
    """

    columns: tuple[Column, ...]
    weights: Column


@dataclass
class RowReader:
    """Reads the lines of the body; collects what is wrong, up to 20 errors."""

    header: Header
    errors: list[DataError] = field(default_factory=list)

    def __post_init__(self) -> None:
        attributes = self.header.schema.attributes
        self._attributes = attributes
        self._converts = [self._convert(i, a) for i, a in enumerate(attributes)]
        self._missing = [_MISSING[a.kind] for a in attributes]

    def read(self, block: bytes, first_line: int, offset: int, total: int) -> Run[Block]:
        """The rows of a block that begins in line ``first_line``, ``offset`` bytes into the file.

        Raises:
            DataError: a byte is not UTF-8, or 20 errors have come together.
        """
        rows: list[Row] = []
        weights: list[float] = []
        text = decoded(block, first_line=first_line)
        told, n_characters = time.monotonic(), 0
        for line, content in enumerate(text.split("\n"), start=first_line):
            n_characters += len(content) + 1
            if line % 256 == 0 and time.monotonic() - told > TICK_S:
                yield Progressed(offset + min(n_characters, len(block)), total, f"line {line}")
                told = time.monotonic()
            self._take(content, line, rows, weights)
        columns = zip(*rows, strict=True) if rows else [()] * len(self._attributes)
        arrays = tuple(
            np.array(column, dtype=_DTYPES[a.kind])
            for a, column in zip(self._attributes, columns, strict=True)
        )
        return Block(arrays, np.array(weights, dtype=np.float64))

    def notes(self) -> list[Noted]:
        """What was read otherwise than its author may have meant, once everything is read."""
        return []

    def _take(self, content: str, line: int, rows: list[Row], weights: list[float]) -> None:
        row = self._plain_row(content)
        weight = 1.0
        if row is None:
            try:
                row, weight = self._row(content, line)
            except DataError as error:
                self.errors.append(error)
                if len(self.errors) == MAX_ERRORS:
                    raise_first(self.errors)
                return
        if row:
            rows.append(row)
            weights.append(weight)

    def _plain_row(self, content: str) -> Row | None:
        """A row without blanks, quotes, braces and comments; None: it needs a closer look."""
        parts = content.split(",")
        if len(parts) != len(self._converts) or "" in parts or _SPECIAL.search(content):
            return None
        row = [
            missing if part == "?" else convert(part)
            for part, convert, missing in zip(parts, self._converts, self._missing, strict=True)
        ]
        return None if any(value is None for value in row) else row

    def _row(self, content: str, line: int) -> tuple[Row, float]:
        """The values and the weight of a line; no values if it is blank.

        Raises:
            DataError: the row is wrong; names line and column.
        """
        found = tokens(content, line)
        if not found:
            return [], 1.0
        is_sparse = found[0].is_sign("{")
        values, weight = _weighed(found, line, is_sparse=is_sparse)
        if is_sparse:
            return self._sparse(values, line), weight
        return self._dense(values, line, end=len(content) + 1), weight

    def _dense(self, values: Sequence[Token], line: int, end: int) -> Row:
        n, n_values = len(self._attributes), len(values)
        if n_values != n:
            column = values[n].column if n_values > n else end
            count = "1 value" if n_values == 1 else f"{n_values} values"
            missing = self._attributes[n_values].name if n_values < n else None
            raise DataError(
                f"{count}, but {n} {'attributes' if n > 1 else 'attribute'}"
                + (f": '{missing}' and what follows have none." if missing else "."),
                remedy=None if missing else "Values with blanks or commas want quotes.",
                where=Where(line=line, column=column),
            )
        return [self._value(i, token, line) for i, token in enumerate(values)]

    def _sparse(self, values: Sequence[Token], line: int) -> Row:
        row: Row = [0.0 if a.kind == "numeric" else None for a in self._attributes]
        previous = -1
        for index_token, value in zip(values[::2], values[1::2], strict=False):
            previous = self._index(index_token, previous, line)
            row[previous] = self._value(previous, value, line)
        if len(values) % 2:
            message = f"Index {values[-1].shown()} has no value."
            raise DataError(message, where=Where(line=line, column=values[-1].column))
        given = {int(token.text) for token in values[::2]}
        for i, attribute in enumerate(self._attributes):
            if i not in given:
                row[i] = self._omitted(attribute, row[i], line)
        return row

    def _index(self, token: Token, previous: int, line: int) -> int:
        n = len(self._attributes)
        where = Where(line=line, column=token.column)
        if not re.fullmatch("[0-9]+", token.text):
            raise DataError(
                f"{token.shown()} is no index of an attribute (0 to {n - 1}).", where=where
            )
        index = int(token.text)
        if index >= n:
            message = f"There is no attribute {index}; indexes go from 0 to {n - 1}."
            raise DataError(message, where=where)
        if index <= previous:
            raise DataError(
                f"Index {index} comes after {previous}; indexes must rise.", where=where
            )
        return index

    def _omitted(self, attribute: Attribute, value: Any, line: int) -> Any:
        """What a sparse row means by leaving an attribute out: 0, or the first label."""
        if attribute.kind == "numeric":
            return value
        if attribute.kind == "nominal" and attribute.values:
            return 0
        raise DataError(
            f"The sparse row leaves out '{attribute.name}', a {attribute.kind} attribute, "
            "for which there is no zero.",
            remedy="Give its value, or ?.",
            where=Where(line=line),
        )

    def _value(self, position: int, token: Token, line: int) -> Any:
        if token.is_sign("?"):
            return self._missing[position]
        where = Where(line=line, column=token.column)
        if token.text in {"{", "}"} and not token.is_quoted:
            raise DataError(f"{token.shown()} is out of place.", where=where)
        value = self._converts[position](token.text)
        if value is None:
            raise DataError(self._expected(position, token), where=where)
        return value

    def _expected(self, position: int, token: Token) -> str:
        attribute = self._attributes[position]
        if attribute.kind == "nominal":
            labels = ", ".join(attribute.values[:10]) + (
                ", …" if len(attribute.values) > 10 else ""
            )
            return f"{token.shown()} is no label of '{attribute.name}'; its labels are: {labels}."
        if attribute.kind == "date":
            pattern = self.header.date_formats[position].pattern
            return f"{token.shown()} is no date of '{attribute.name}', whose pattern is {pattern}."
        return f"{token.shown()} is no number; attribute '{attribute.name}' is numeric."

    def _convert(self, position: int, attribute: Attribute) -> Convert:
        if attribute.kind == "nominal":
            return {label: code for code, label in enumerate(attribute.values)}.get
        if attribute.kind == "date":
            return self.header.date_formats[position].parse
        return java_number if attribute.kind == "numeric" else str


def raise_first(errors: Sequence[DataError]) -> None:
    """Raise the first of some errors, carrying the others; do nothing if there is none."""
    if errors:
        first = errors[0]
        raise DataError(
            first.message, remedy=first.remedy, where=first.where, others=tuple(errors[1:])
        )


def _weighed(found: list[Token], line: int, *, is_sparse: bool) -> tuple[list[Token], float]:
    """The tokens of the values alone, and the weight: ``1,2,a,{0.5}`` or ``{1 2},{0.5}``."""
    opening = next((i for i, t in enumerate(found[1:], 1) if t.is_sign("{")), len(found))
    values, weight = found[:opening], found[opening:]
    if is_sparse:
        if not values[-1].is_sign("}"):
            where = Where(line=line, column=values[0].column)
            raise DataError("The sparse row does not end with } on this line.", where=where)
        values = values[1:-1]
    if not weight:
        return values, 1.0
    number = java_number(weight[1].text) if len(weight) == 3 and weight[2].is_sign("}") else None
    if number is None or not 0 <= number < math.inf:
        shown = " ".join(token.text for token in weight)
        raise DataError(
            f"'{shown}' is no weight; a weight is a number from 0 on, in braces.",
            where=Where(line=line, column=weight[0].column),
        )
    return values, number
