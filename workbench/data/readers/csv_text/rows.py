"""The rows of a CSV file, one by one (RFC 4180), every error named by line and column.

A quote encloses a cell only where the cell begins with it; inside, ``""`` stands for a quote, and
line ends are text. A second sign may enclose cells too, where it stands on both sides of one.
Blanks around a cell that is not quoted do not count. Unquoted markers of missing values become
None; in quotes they are text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from workbench.core.errors import DataError, Where
from workbench.data.readers.arff_text.rows import MAX_ERRORS, raise_first
from workbench.data.readers.csv_text.format import BLANKS, MISSING, CsvFormat

Cell: TypeAlias = str | None
Row: TypeAlias = list[Cell]

MAX_CELL = 1 << 24  # characters; whatever is longer is a quote that was never closed


def is_missing(text: str) -> bool:
    """Whether a text stands for a missing value, where nothing else has been told."""
    return text in MISSING


@dataclass
class CsvRows:
    """Cuts a text of whole lines into rows of cells.

    Args:
        line: the number of the first line in its file.
        is_end: whether the file ends with this text; otherwise a quote that is open at the end
            may be closed in what follows.

    Attributes:
        n_cells: how many cells a row must have; 0: as many as the first has.
        rest: where the row begins that does not end in this text.
        after: the position behind the row that was given last, and its line number.
        errors: of rows of another length, or with wrong quotes; these rows are left out.
        has_torn: whether a quoted cell held both a line end and the separator.
    """

    text: str
    form: CsvFormat
    line: int = 1
    is_end: bool = True
    n_cells: int = 0
    errors: list[DataError] = field(default_factory=list)
    has_torn: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.after = 0, self.line
        self.rest = len(self.text)
        quote = re.escape(self.form.quote)
        quoted = rf"[ ]*{quote}((?:[^{quote}]++|{quote}{quote})*+){quote}" if quote else r"(?!)"
        self._quoted = re.compile(quoted)
        mark, end = re.escape(self.form.second), re.escape(self.form.separator)
        second = rf"[ ]*{mark}((?:[^{mark}\n]|{mark}{mark})*){mark}(?=[ ]*(?:{end}|\n|\Z))"
        self._second = re.compile(second if mark else r"(?!)")
        self._after = re.compile(r"[ \t]*" if self.form.separator == BLANKS else r"[ ]*")

    def __iter__(self) -> Iterator[tuple[int, int, Row]]:
        """The line number, the position in the text and the cells of each row that is not blank.

        Raises:
            DataError: 20 errors have come together.
        """
        for line, position, row in self._all():
            self.n_cells = self.n_cells or len(row)
            if len(row) == self.n_cells:
                yield line, position, row
            else:
                self._note(self._ragged(line, position, len(row)))

    def _all(self) -> Iterator[tuple[int, int, Row]]:
        position, line = 0, self.line
        while position < len(self.text):
            end = self._end_of_line(position)
            content = self.text[position:end]
            row: Row | None
            if not self.form.has_quote(content):
                row = None if self._is_blank(content) else self._bare_row(content)
            else:
                row, end = self._quoted_row(position, line)
                if end < 0:
                    self.rest = position
                    return
            self.after = end + 1, line + 1 + self.text.count("\n", position, end)
            if row is not None:
                yield line, position, row
            position, line = self.after

    def _is_blank(self, content: str) -> bool:
        is_cut = self.form.separator != BLANKS and self.form.separator in content
        return not content or (content.isspace() and not is_cut)

    def _bare_row(self, content: str) -> Row:
        if self.form.separator == BLANKS:
            return [None if self.form.is_missing(part) else part for part in content.split()]
        return [self._cell(part) for part in content.split(self.form.separator)]

    def _quoted_row(self, position: int, line: int) -> tuple[Row | None, int]:
        """The cells of a row with quotes, and where its line ends.

        No cells if a quote is wrong, and no end (−1) if the row does not end in this text.
        """
        start, row, text = position, Row(), self.text
        while True:
            match, sign = self._quoted.match(text, position), self.form.quote
            if not match:
                match, sign = self._second.match(text, position), self.form.second
            if match:
                row.append(self._unquoted(match[1], sign))
                position = self._after.match(text, match.end()).end()  # type: ignore[union-attr]
                if position >= len(text) and not self.is_end:
                    return None, -1
            else:
                stop = self._end_of_cell(position)
                content = text[position:stop]
                if self.form.quote and content.lstrip(" ").startswith(self.form.quote):
                    return self._open_quote(start, position, line)
                row.append(self._cell(content))
                position = self._after.match(text, stop).end()  # type: ignore[union-attr]
            if position >= len(text) or text[position] == "\n":
                return row, position
            if text[position] != self.form.separator and self.form.separator != BLANKS:
                message = "Text follows a closing quote; a quote inside quotes is written twice."
                line += text.count("\n", start, position)
                self._note(_wrong(message, line, self._column(position)))
                return None, self._end_of_line(position)
            position += self.form.separator != BLANKS

    def _open_quote(self, start: int, position: int, line: int) -> tuple[None, int]:
        if not self.is_end and len(self.text) - start < MAX_CELL:
            return None, -1
        line += self.text.count("\n", start, position)
        self._note(_wrong("The quote is not closed.", line, self._column(position)))
        return None, self._end_of_line(position)

    def _unquoted(self, text: str, sign: str) -> str:
        if "\n" in text and self.form.separator in text:
            self.has_torn = True
        return text.replace(2 * sign, sign)

    def _cell(self, text: str) -> Cell:
        text = text.strip(" \t")
        return None if self.form.is_missing(text) else text

    def _end_of_cell(self, position: int) -> int:
        end = self._end_of_line(position)
        if self.form.separator == BLANKS:
            blank = re.compile(r"[ \t\n]").search(self.text, position)
            return min(end, blank.start()) if blank else end
        stop = self.text.find(self.form.separator, position, end)
        return end if stop < 0 else stop

    def _end_of_line(self, position: int) -> int:
        end = self.text.find("\n", position)
        return len(self.text) if end < 0 else end

    def _column(self, position: int) -> int:
        return position - self.text.rfind("\n", 0, position)

    def _ragged(self, line: int, position: int, n_cells: int) -> DataError:
        end, n = self._end_of_line(position), self.n_cells
        values = "1 value" if n_cells == 1 else f"{n_cells} values"
        column = end - position + 1
        if n_cells > n:
            column = self.column_of(position, n)
        elif self.form.has_quote(self.text[position:end]):
            column = 1
        remedy = "A value that holds the separator wants quotes." if n_cells > n else None
        return _wrong(f"{values}, but the first row has {n}.", line, column, remedy)

    def column_of(self, position: int, cell: int) -> int:
        """Where the cell of that index begins in the row at ``position``, counted from 1.

        With quotes the place is not worth finding: the row's beginning is given.
        """
        content = self.text[position : self._end_of_line(position)]
        if self.form.has_quote(content):
            return 1
        if self.form.separator == BLANKS:
            return [match.start() for match in re.finditer(r"\S+", content)][cell] + 1
        parts = content.split(self.form.separator)
        return len(self.form.separator.join(parts[:cell])) + 1 + (cell > 0)

    def _note(self, error: DataError) -> None:
        self.errors.append(error)
        if len(self.errors) == MAX_ERRORS:
            raise_first(self.errors)


def _wrong(message: str, line: int, column: int, remedy: str | None = None) -> DataError:
    return DataError(message, remedy=remedy, where=Where(line=line, column=column))
