"""The rows of a CSV file, one by one (RFC 4180), every error named by line and column.

A quote encloses a cell only where the cell begins with it; inside, ``""`` stands for a quote, and
line ends are text. Blanks around a cell that is not quoted do not count. Unquoted markers of
missing values become None; in quotes they are text.
"""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from workbench.core.errors import DataError, Where
from workbench.core.run import Progressed, Run
from workbench.data.readers.arff_rows import MAX_ERRORS, TICK_S, raise_first

Cell: TypeAlias = str | None
Row: TypeAlias = list[Cell]

MISSING = ("", "?", "NA", "NaN", "nan", "null", "NULL")
_MISSING = frozenset(MISSING)
_QUOTED = re.compile(r'[ ]*"((?:[^"]|"")*)"[ ]*')


def is_missing(text: str) -> bool:
    """Whether a text stands for a missing value."""
    return text in _MISSING


@dataclass
class CsvRows:
    """Cuts a text into rows of cells."""

    text: str
    separator: str
    errors: list[DataError] = field(default_factory=list)

    def read(self, total: int) -> Run[list[Row]]:
        """Every row, all as long as the first; ``total`` is the file's size for the events.

        Raises:
            DataError: rows are of other lengths than the first, or quotes are wrong.
        """
        rows: list[Row] = []
        told = time.monotonic()
        for line, position, row in self:
            if rows and len(row) != len(rows[0]):
                self._note(self._ragged(line, position, len(row), len(rows[0])))
                continue
            rows.append(row)
            if len(rows) % 256 == 0 and time.monotonic() - told > TICK_S:
                share = position / len(self.text)
                yield Progressed(share * total, total, f"line {line}")
                told = time.monotonic()
        raise_first(self.errors)
        return rows

    def __iter__(self) -> Iterator[tuple[int, int, Row]]:
        """The line number, the position in the text and the cells of each row that is not blank."""
        position, line = 0, 1
        while position < len(self.text):
            end = self.text.find("\n", position)
            end = len(self.text) if end < 0 else end
            content = self.text[position:end]
            row: Row | None
            if '"' not in content:
                row = [_cell(part) for part in content.split(self.separator)]
                is_blank = not content or content.isspace()
            else:
                row, end = self._quoted_row(position, line)
                is_blank = False
            if not is_blank and row is not None:
                yield line, position, row
            line += 1 + self.text.count("\n", position, end)
            position = end + 1

    def _quoted_row(self, position: int, line: int) -> tuple[Row | None, int]:
        """The cells of a row with quotes, and where its line ends; None if a quote is wrong."""
        start, row, text = position, Row(), self.text
        while True:
            match = _QUOTED.match(text, position)
            if match:
                row.append(match[1].replace('""', '"'))
                position = match.end()
            else:
                stop = self._end_of_cell(position)
                content = text[position:stop]
                if content.lstrip(" ").startswith('"'):
                    self._note(_wrong("The quote is not closed.", line, position - start + 1))
                    return None, self._end_of_line(position)
                row.append(_cell(content))
                position = stop
            if position >= len(text) or text[position] == "\n":
                return row, position
            if text[position] != self.separator:
                message = "Text follows a closing quote; a quote inside quotes is written twice."
                self._note(_wrong(message, line, self._column(position)))
                return None, self._end_of_line(position)
            position += 1

    def _end_of_cell(self, position: int) -> int:
        stop = self.text.find(self.separator, position)
        end = self._end_of_line(position)
        return end if stop < 0 else min(stop, end)

    def _end_of_line(self, position: int) -> int:
        end = self.text.find("\n", position)
        return len(self.text) if end < 0 else end

    def _column(self, position: int) -> int:
        return position - self.text.rfind("\n", 0, position)

    def _ragged(self, line: int, position: int, n_cells: int, n: int) -> DataError:
        end = self._end_of_line(position)
        parts = self.text[position:end].split(self.separator)
        # With quotes the place of the first surplus cell is not worth finding: the row's start is.
        is_plain = '"' not in self.text[position:end]
        column = len(self.separator.join(parts[:n])) + 2 if n_cells > n else end - position + 1
        values = "1 value" if n_cells == 1 else f"{n_cells} values"
        return _wrong(f"{values}, but the first row has {n}.", line, column if is_plain else 1)

    def _note(self, error: DataError) -> None:
        self.errors.append(error)
        if len(self.errors) == MAX_ERRORS:
            raise_first(self.errors)


def _cell(text: str) -> Cell:
    text = text.strip(" \t")
    return None if text in _MISSING else text


def _wrong(message: str, line: int, column: int) -> DataError:
    return DataError(message, where=Where(line=line, column=column))
