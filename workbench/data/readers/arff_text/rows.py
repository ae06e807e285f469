"""The rows of an ARFF file: dense, sparse and weighted, every error named.

Where WEKA bends a row in silence we refuse it: it drops one surplus value and makes a new row of
further ones, takes a negative weight, and fills a sparse row's omitted texts with the first text
of the column. A line in a common form is read by a few regular expressions; the tokenizer looks
at all others.
"""

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, TypeAlias

import numpy as np

from workbench.core.errors import DataError, Where
from workbench.core.run import Noted, Progressed, Run
from workbench.data.dataset import Column, Dataset
from workbench.data.readers.arff_text.header import Header
from workbench.data.readers.arff_text.hints import about_count
from workbench.data.readers.arff_text.sparse import SparseRows
from workbench.data.readers.arff_text.token import SEPARATORS, Token, cells, tokens, unquoted
from workbench.data.readers.arff_text.traps import Traps
from workbench.data.readers.arff_text.values import (
    column_of,
    convert_of,
    expected,
    in_bag,
    missing_value,
    quick_of,
)
from workbench.data.readers.arff_text.weights import (
    of_one_schema,
    weighed,
    weighted,
    without_weight,
)
from workbench.data.readers.blocks.row_errors import MAX_ERRORS, add_error, raise_first
from workbench.data.readers.reader import decoded

__all__ = ["MAX_ERRORS", "TICK_S", "Block", "RowReader", "raise_first"]

TICK_S = 0.08
CELLS_AT_ONCE = 1 << 18  # held as Python objects before they become columns

_LINE_END = re.compile(r"\r\n|\r|\n")
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
    """Reads the lines of the body, or of a bag inside it; collects up to 20 errors."""

    header: Header
    errors: list[DataError] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._attributes = attributes = self.header.schema.attributes
        formats = [self.header.date_formats.get(i) for i in range(len(attributes))]
        self._formats = formats
        self._nested = {i: RowReader(header) for i, header in self.header.nested.items()}
        self._converts = [convert_of(a, f) for a, f in zip(attributes, formats, strict=True)]
        self._quicks = [quick_of(a, c) for a, c in zip(attributes, self._converts, strict=True)]
        for i, nested in self._nested.items():
            self._quicks[i] = self._quick_bag(nested)
        self._missing = [missing_value(a) for a in attributes]
        self._sparse = SparseRows(attributes)
        self._traps = Traps()
        self._rows: list[Row] = []
        self._weights: list[float] = []
        self._parts: list[Block] = []
        self._line = 0  # of the file, also where a bag is read

    def read(self, block: bytes, first_line: int, offset: int, total: int) -> Run[Block]:
        """The rows of a block that begins in line ``first_line``, ``offset`` bytes into the file.

        Raises:
            DataError: a byte is not UTF-8, or 20 errors have come together.
        """
        text = decoded(block, first_line=first_line)
        told, n_characters = time.monotonic(), 0
        for line, content in enumerate(text.split("\n"), start=first_line):
            n_characters += len(content) + 1
            if line % 64 == 0 and time.monotonic() - told > TICK_S:
                yield Progressed(offset + min(n_characters, len(block)), total, f"line {line}")
                told = time.monotonic()
            self._line = line
            self._take(content, line)
        return self._finished()

    def notes(self) -> Iterator[Noted]:
        """What was read otherwise than its author may have meant, once everything is read."""
        inner = (nested.notes() for nested in self._nested.values())
        return chain(self._traps.notes(self._attributes), *inner)

    def bag(self, text: str, line: int) -> Dataset:
        """The data set that the text of a relational value holds; ``line`` is the file's.

        Raises:
            DataError: a row of it is wrong; lines and columns are those of the text.
        """
        self.errors, self._line = [], line
        for row, content in enumerate(_LINE_END.split(text), start=1):
            self._take(content, row)
        block = self._finished()
        raise_first(self.errors)
        return weighted(of_one_schema(Dataset(self.header.schema, block.columns)), block.weights)

    def _finished(self) -> Block:
        """All the rows that were taken, which begins anew."""
        if self._rows or not self._parts:
            self._flush()
        parts, self._parts = self._parts, []
        if len(parts) == 1:
            return parts[0]
        columns = zip(*(part.columns for part in parts), strict=True)
        weights = np.concatenate([part.weights for part in parts])
        return Block(tuple(np.concatenate(column) for column in columns), weights)

    def _flush(self) -> None:
        values = zip(*self._rows, strict=True) if self._rows else [()] * len(self._attributes)
        columns = tuple(map(column_of, self._attributes, values))
        self._parts.append(Block(columns, np.array(self._weights, dtype=np.float64)))
        self._rows, self._weights = [], []

    def _take(self, content: str, line: int) -> None:
        try:
            row, weight = self._quick_row(content)
        except ValueError:
            try:
                row, weight = self._row(content, line)
            except DataError as error:
                add_error(self.errors, error)
                if len(self.errors) == MAX_ERRORS:
                    raise_first(self.errors)
                return
        if row:
            self._rows.append(row)
            self._weights.append(weight)
            if len(self._rows) * len(row) >= CELLS_AT_ONCE:
                self._flush()

    def _quick_row(self, content: str) -> tuple[Row, float]:
        """The values and the weight of a line in a common form.

        Raises:
            ValueError: it is in another form, or wrong.
        """
        content, weight = content.strip(SEPARATORS), 1.0
        if content.endswith("}"):
            content, weight = without_weight(content)
        if content.startswith("{"):
            return self._quick_sparse(content), weight
        found = cells(content)
        if found is None or len(found) != len(self._quicks):
            raise ValueError(content)
        return [quick(raw) for quick, raw in zip(self._quicks, found, strict=True)], weight

    def _quick_sparse(self, content: str) -> Row:
        found = cells(content[1:-1]) if content.endswith("}") else None
        if found is None or len(found) % 2:
            raise ValueError(content)
        indexes = self._sparse.quick_indexes(found[::2])
        row = self._sparse.zeros()
        for index, raw in zip(indexes, found[1::2], strict=True):
            row[index] = self._quicks[index](raw)
        self._note_omitted(indexes)
        return row

    def _row(self, content: str, line: int) -> tuple[Row, float]:
        """The values and the weight of a line; no values if it is blank.

        Raises:
            DataError: the row is wrong; names line and column.
        """
        found = tokens(content, line)
        if not found:
            return [], 1.0
        is_sparse = found[0].is_sign("{")
        values, weight = weighed(found, line, is_sparse=is_sparse)
        if is_sparse:
            return self._sparse_row(values, line, found[0].column), weight
        return self._dense(values, line, content), weight

    def _dense(self, values: Sequence[Token], line: int, content: str) -> Row:
        if len(values) != len(self._attributes):
            raise about_count(values, self._attributes, line, content)
        return [self._value(i, token, line) for i, token in enumerate(values)]

    def _sparse_row(self, values: Sequence[Token], line: int, column: int) -> Row:
        indexes = self._sparse.indexes(values[::2], line)
        if len(values) % 2:
            message = f"Index {values[-1].shown()} has no value."
            raise DataError(message, where=Where(line=line, column=values[-1].column))
        row = self._sparse.zeros()
        for index, token in zip(indexes, values[1::2], strict=True):
            row[index] = self._value(index, token, line)
        self._sparse.check_needed(indexes, Where(line=line, column=column))
        self._note_omitted(indexes)
        return row

    def _note_omitted(self, indexes: Sequence[int]) -> None:
        for position in self._sparse.newly_omitted(indexes):
            self._traps.omitted[position] = self._line

    def _value(self, position: int, token: Token, line: int) -> Any:
        if token.is_sign("?"):
            return self._missing[position]
        where = Where(line=line, column=token.column)
        if token.is_sign("{") or token.is_sign("}"):
            raise DataError(f"{token.shown()} is out of place.", where=where)
        if position in self._nested:
            return self._bag_of(position, token, line)
        value = self._converts[position](token.text)
        if value is None:
            message = expected(self._attributes[position], self._formats[position], token)
            raise DataError(message, where=where)
        if isinstance(value, float) and value - value != 0:
            self._traps.odd_number(position, value, token.text, self._line)
        return value

    def _bag_of(self, position: int, token: Token, line: int) -> Dataset:
        try:
            return self._nested[position].bag(token.text, self._line)
        except DataError as error:
            starts = [0, *(match.end() for match in _LINE_END.finditer(token.text))]
            name = self._attributes[position].name
            raise in_bag(error, name, token, starts, line) from None

    def _quick_bag(self, nested: "RowReader") -> Any:
        def read(raw: str) -> Dataset | None:
            if raw == "?":
                return None
            try:
                return nested.bag(unquoted(raw), self._line)
            except DataError:
                raise ValueError(raw) from None  # told with its place by the slow way

        return read
