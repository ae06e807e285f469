"""Reading the rows of a CSV file by a plan: in blocks, the clean ones the fast way."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TypeAlias

from workbench.core.errors import DataError, Where
from workbench.core.run import Progressed, Run
from workbench.data.dataset import Column
from workbench.data.readers.arff_text.rows import TICK_S, raise_first
from workbench.data.readers.blocks.ahead import Ahead
from workbench.data.readers.blocks.line_blocks import BLOCK_BYTES, size_of
from workbench.data.readers.compression import opened
from workbench.data.readers.csv_text.block import CleanBlock, TextColumn, clean_block
from workbench.data.readers.csv_text.kinds import ColumnKind, Misfit, MisfitError
from workbench.data.readers.csv_text.plan import Plan, located
from workbench.data.readers.csv_text.rows import CsvRows, Row
from workbench.data.readers.csv_text.table import CsvTable
from workbench.data.readers.reader import decoded
from workbench.data.schema import Attribute

Named: TypeAlias = tuple[Attribute, Column]

SLICE_CELLS = 1 << 14  # cells between two looks at the clock
PREVIEW_BYTES = 1 << 18
SOON_BYTES = 1 << 25  # a text among numbers within the first 32 MB: begin again at once


class TornError(DataError):
    """A quoted cell holds a line end and the separator, and nobody said that quotes enclose."""

    def __init__(self) -> None:
        super().__init__("A quote is not closed in its cell.")


@dataclass
class CsvReading:
    """One file being read.

    Args:
        is_wary: whether quotes may be mere letters: then a cell that looks torn is refused.
    """

    plan: Plan
    is_wary: bool = False
    errors: list[DataError] = field(default_factory=list)
    _done: int = field(default=0, init=False)
    _size: int = field(default=0, init=False)
    _line: int = field(default=1, init=False)

    def columns(self) -> Run[list[Named]]:
        """Every attribute and its values.

        Raises:
            DataError: rows are of other lengths than the first, quotes are wrong, or cells are not
                of the kind that was asked for.
        """
        table = yield from self._table()
        try:
            named = yield from attributes_of(self.plan, table)
        except MisfitError as error:
            found = yield from self._placed(error.misfits)
            raise_first(found)
            raise
        return named

    def _table(self) -> Run[CsvTable]:
        plan, n_passes = self.plan, 0
        while True:
            n_passes += 1
            table = CsvTable(plan.form, plan.is_numeric)
            yield from self._fill(table, is_early=n_passes <= 3)
            if not table.is_broken:
                return table
            # Its cells were texts after all: only the file still has them.
            plan = replace(plan, is_numeric=table.is_numeric)

    def _fill(self, table: CsvTable, *, is_early: bool) -> Run[None]:
        self._done, self._line, self.errors = self.plan.start, self.plan.line, []

        def clean(block: bytes) -> CleanBlock | None:
            return clean_block(block, self.plan.form, table.is_numeric)

        file = self.plan.file
        with opened(file.path, file.shown) as stream:
            self._size = size_of(stream)
            yield self._progress()
            with Ahead(self.plan.body(stream, BLOCK_BYTES), clean) as ahead:
                for block, found in ahead:
                    if found is None:
                        yield from self._slowly(block, table, ahead)
                    else:
                        self._done += len(block)
                        self._line += found.n_lines
                        table.add(found, self._share)
                    yield self._progress()
                    if table.is_broken and is_early and self._done < SOON_BYTES:
                        return
        raise_first(self.errors)
        if not table.n_rows:
            table.add_rows([], 0.0)

    def _slowly(
        self, block: bytes, table: CsvTable, ahead: "Ahead[CleanBlock | None]"
    ) -> Run[None]:
        text = decoded(block, first_line=self._line)
        rows = CsvRows(
            text, self.plan.form, self._line, ahead.is_last, len(self.plan.names), self.errors
        )
        before, told = self._done, time.monotonic()
        for part, position in self._slices(rows):
            self._done = before + len(block) * position // max(1, len(text))
            table.add_rows(part, self._share)
            if time.monotonic() - told > TICK_S:
                yield self._progress()
                told = time.monotonic()
        if rows.has_torn and self.is_wary:
            raise TornError
        rest = text[rows.rest :].encode()
        if rest:
            ahead.put_before(rest)
        self._done = before + len(block) - len(rest)
        self._line += text.count("\n", 0, rows.rest)

    def _slices(self, rows: CsvRows) -> Iterator[tuple[list[Row], int]]:
        """Some rows at a time, and where the last of them begins."""
        size = max(1, SLICE_CELLS // len(self.plan.names))
        part: list[Row] = []
        position = 0
        for _, position, row in rows:
            part.append(row)
            if len(part) == size:
                yield part, position
                part = []
        yield part, position

    def _placed(self, misfits: Sequence[Misfit]) -> Run[list[DataError]]:
        """The misfits with line and column."""
        columns = {misfit.row: misfit for misfit in misfits}
        plan, found = self.plan, []
        with opened(plan.file.path, plan.file.shown) as stream:
            rows = located(
                plan.body(stream, BLOCK_BYTES), plan.form, line=plan.line, n_cells=len(plan.names)
            )
            for number, row in enumerate(rows):
                if number % 4096 == 0:
                    yield Progressed(0, 0, f"line {row.line}")
                misfit = columns.pop(number, None)
                if misfit is not None:
                    where = Where(line=row.line, column=row.column_of(misfit.column))
                    found.append(DataError(misfit.message, where=where))
                if not columns:
                    break
        return found

    @property
    def _share(self) -> float:
        return min(1.0, self._done / self._size) if self._size else 0.0

    def _progress(self) -> Progressed:
        done = min(self._done, self._size) if self._size else self._done
        return Progressed(done, self._size, f"line {self._line}")


def first_rows(plan: Plan, n_rows: int) -> Run[list[Named]]:
    """The attributes and values of the first rows alone, read from the first blocks.

    Raises:
        DataError: a cell is not of the kind that was asked for, or these rows are wrong.
    """
    table = CsvTable(plan.form, plan.is_numeric)
    errors: list[DataError] = []
    with opened(plan.file.path, plan.file.shown) as stream:
        found = located(
            plan.body(stream, PREVIEW_BYTES),
            plan.form,
            line=plan.line,
            n_cells=len(plan.names),
            errors=errors,
        )
        rows = [row.cells for row in islice(found, n_rows)]
    raise_first(errors)
    table.add_rows(rows, 0.0)
    if table.is_broken:
        table = CsvTable(plan.form, table.is_numeric)
        table.add_rows(rows, 0.0)
    return (yield from attributes_of(plan, table))


def attributes_of(plan: Plan, table: CsvTable) -> Run[list[Named]]:
    """The attributes that the columns of a table are, and their values; empties the table.

    Raises:
        MisfitError: a cell is not of the kind that was asked for.
    """
    named: list[Named] = []
    for i, (name, column) in enumerate(zip(plan.names, table.finished(), strict=True)):
        if isinstance(column, TextColumn):
            kind = ColumnKind(
                name,
                i,
                plan.wanted[i],
                plan.form,
                has_points=plan.has_points,
                guesses_thousands=plan.guesses_thousands,
            )
            named.append((yield from kind.attribute(column)))
        else:
            named.append((Attribute(name, "numeric"), column))
    return named
