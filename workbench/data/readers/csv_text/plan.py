"""How a CSV file is to be read: what was said, and what its first rows tell."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from workbench.core.errors import DataError, Where
from workbench.core.run import Event, Noted
from workbench.data.readers.arff_text.rows import raise_first
from workbench.data.readers.blocks.line_blocks import BLOCK_BYTES, line_blocks
from workbench.data.readers.compression import opened
from workbench.data.readers.csv_text.format import CsvFormat
from workbench.data.readers.csv_text.kinds import Wanted
from workbench.data.readers.csv_text.rows import Cell, CsvRows, Row
from workbench.data.readers.csv_text.sniff import SAMPLE_ROWS, has_points, numeric_columns
from workbench.data.readers.reader import decoded

HEAD_BYTES = 1 << 18
MAX_COLUMNS = 1_000_000  # whatever is longer was never meant as a row


@dataclass(frozen=True)
class CsvFile:
    """A file and how its bytes are letters.

    Args:
        n_passed: how many lines before the table are passed over.
        sign: the separator that such a line says (``sep=;``); else empty.
    """

    path: Path
    shown: str
    encoding: str
    n_passed: int = 0
    sign: str = ""

    def blocks(self, stream: BinaryIO, size: int = BLOCK_BYTES) -> Iterator[bytes]:
        """The blocks of the file; lines that are passed over are blank, so that places hold."""
        n_left = self.n_passed
        for block in line_blocks(stream, self.encoding, size):
            *passed, rest = block.split(b"\n", n_left) if n_left else [block]
            n_left -= len(passed)
            yield b"\n" * len(passed) + rest


@dataclass(frozen=True)
class Plan:
    """How a file is to be read.

    Args:
        start: the offset, in bytes of UTF-8, of the first row of values.
        line: the number of that row's line.
        wanted: the kind of each column, or ``auto``.
        is_numeric: for each column whether to begin with numbers.
        has_points: whether numbers of the first rows have points for decimals.
        guesses_thousands: whether to look for signs between groups of three digits.
    """

    file: CsvFile
    form: CsvFormat
    names: tuple[str, ...]
    start: int
    line: int
    wanted: tuple[Wanted, ...]
    is_numeric: tuple[bool, ...]
    has_points: bool
    guesses_thousands: bool = True

    def body(self, stream: BinaryIO, size: int) -> Iterator[bytes]:
        """The blocks of the file from the first row of values on."""
        start = self.start
        for block in self.file.blocks(stream, size):
            if start < len(block):
                yield block[start:]
            start = max(0, start - len(block))


@dataclass(frozen=True)
class Located:
    """A row and where it stands.

    Args:
        rows: of the text that it is part of.
        offset: where that text begins in the file, in bytes of UTF-8.
        position: where the row begins in that text.
    """

    rows: CsvRows
    offset: int
    line: int
    position: int
    cells: Row

    def column_of(self, cell: int) -> int:
        """Where a cell begins in its line, counted from 1."""
        return self.rows.column_of(self.position, cell)


@dataclass(frozen=True)
class Sample:
    """The first rows of a file.

    Args:
        second: where the second row begins, in bytes of UTF-8.
        is_torn: whether a row is wrong, or a quoted cell holds line end and separator.
    """

    rows: tuple[Row, ...]
    second: int
    second_line: int
    is_torn: bool


def head_of(file: CsvFile) -> str:
    """The first lines of a file.

    Raises:
        DataError: the file cannot be read, is empty, or is not text in its encoding.
    """
    with opened(file.path, file.shown) as stream:
        head = next(file.blocks(stream, HEAD_BYTES), b"")
        if not head or head.isspace():
            stream.seek(0)
            head = b"".join(file.blocks(stream))  # blanks are no file either
    if not head or head.isspace():
        raise DataError("The file is empty.")
    if head.count(b"\0") > len(head) // 10:
        raise DataError(
            "The file is full of zero bytes, so it is no text in this encoding.",
            remedy="Is it UTF-16? Then choose that encoding.",
            where=Where(line=1 + head.count(b"\n", 0, head.index(b"\0")), column=1),
        )
    return decoded(head)


def check_width(head: str, sign: str) -> None:
    """Do nothing if the first row can be one.

    Raises:
        DataError: it has millions of cells; so long a line would fill the memory with them.
    """
    n_cells = head.lstrip("\n").partition("\n")[0].count(sign) + 1 if sign else 1
    if n_cells > MAX_COLUMNS:
        message = f"The first row has {n_cells:,} values, more than {MAX_COLUMNS:,}."
        raise DataError(message, where=Where(line=1 + len(head) - len(head.lstrip("\n")), column=1))


def sample_of(file: CsvFile, form: CsvFormat) -> Sample:
    """The first rows of a file; the first must be sound, the others are looked at later.

    Raises:
        DataError: the file has no rows, or the first one is wrong.
    """
    errors: list[DataError] = []
    with opened(file.path, file.shown) as stream:
        rows = located(file.blocks(stream, HEAD_BYTES), form, errors=errors)
        first = next(rows, None)
        if first is None:
            raise_first(errors)
            raise DataError("The file has no rows.")
        end, line = first.rows.after
        before = first.rows.text[:end]
        others = []
        with suppress(DataError):  # is met again, and told, when the file is read
            others = list(islice(rows, SAMPLE_ROWS - 1))
    is_torn = bool(errors) or any(row.rows.has_torn for row in (first, *others))
    cells = tuple(row.cells for row in (first, *others))
    return Sample(cells, first.offset + len(before.encode()), line, is_torn)


def located(
    blocks: Iterator[bytes],
    form: CsvFormat,
    *,
    line: int = 1,
    n_cells: int = 0,
    errors: list[DataError] | None = None,
) -> Iterator[Located]:
    """The rows of a file one by one, also those that reach from one block into the next."""
    block, rest, offset = next(blocks, None), "", 0
    while block is not None:
        following = next(blocks, None)
        text = rest + decoded(block, first_line=line)
        seen = [] if errors is None else errors
        rows = CsvRows(text, form, line, following is None, n_cells, seen)
        for row_line, position, cells in rows:
            yield Located(rows, offset, row_line, position, cells)
        n_cells = rows.n_cells
        rest = text[rows.rest :]
        offset += len(text[: rows.rest].encode())
        line += text.count("\n", 0, rows.rest)
        block = following


def plan_of(
    file: CsvFile, form: CsvFormat, sample: Sample, wanted: dict[str, Wanted], *, is_named: bool
) -> tuple[Plan, list[Event]]:
    """How to read the file, and what there is to say about the names of its columns.

    Args:
        wanted: the kind of the columns that were given one, by name.

    Raises:
        DataError: there is no column of a name.
    """
    first = sample.rows[0]
    names, notes = _names(first, is_named=is_named)
    for name, kind in wanted.items():
        if name not in names:
            parameter = {"string": "text", "date": "dates"}.get(kind, kind)
            raise DataError(_unknown(name, kind, names), where=Where(parameter=parameter))
    kinds: tuple[Wanted, ...] = tuple(wanted.get(name, "auto") for name in names)
    values = sample.rows[is_named:]
    guessed = numeric_columns(values, len(names), form)
    plan = Plan(
        file,
        form,
        tuple(names),
        sample.second if is_named else 0,
        sample.second_line if is_named else 1,
        kinds,
        tuple(
            kind == "numeric" or (kind == "auto" and numeric)
            for kind, numeric in zip(kinds, guessed, strict=True)
        ),
        has_points(values),
    )
    return plan, notes


def _unknown(name: str, kind: str, names: Sequence[str]) -> str:
    known = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
    return f"There is no attribute '{name}' to read as {kind}; there are: {known}."


def _names(first: Sequence[Cell], *, is_named: bool) -> tuple[list[str], list[Event]]:
    """A name for each column, no two alike, and what had to be changed."""
    if not is_named:
        return [f"att{i + 1}" for i in range(len(first))], []
    taken = {name for name, count in Counter(first).items() if name is not None and count == 1}
    names: dict[str, None] = {}
    numbers: dict[str, int] = {}  # the last one that was given to a name
    notes: list[Event] = []
    for i, cell in enumerate(first):
        wanted = cell or f"att{i + 1}"
        name = wanted
        while name in names or (name in taken and name != cell):
            numbers[wanted] = numbers.get(wanted, 1) + 1
            name = f"{wanted}_{numbers[wanted]}"
        if name != cell:
            said = f"Two columns are called '{cell}'" if cell else f"Column {i + 1} has no name"
            notes.append(Noted(f"{said}; it is called '{name}' here."))
        names[name] = None
    return list(names), notes
