"""How the rows of a legend lie: one below the other, in columns where that is too high."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF

_BETWEEN = 16.0  # pixels between columns
_STEP = 16  # widths are rounded up to it, so that a digit more does not make the box breathe


@dataclass(frozen=True)
class Columns:
    """Where each row that is seen lies.

    Args:
        places: column and line of each row that is seen.
        widths: of the columns.
        row_height: of each row.
        has_rest: whether a line is left for how many rows there are besides.
    """

    places: tuple[tuple[int, int], ...] = ()
    widths: tuple[float, ...] = ()
    row_height: float = 1.0
    has_rest: bool = False

    @property
    def n_shown(self) -> int:
        """How many rows are seen."""
        return len(self.places)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of all."""
        n_lines = max((line for _, line in self.places), default=-1) + 1 + int(self.has_rest)
        between = _BETWEEN * max(0, len(self.widths) - 1)
        return sum(self.widths) + between, n_lines * self.row_height

    def rectangle(self, number: int) -> QRectF:
        """Where a row lies, of those that are seen."""
        column, line = self.places[number]
        return QRectF(
            self._left(column), line * self.row_height, self.widths[column], self.row_height
        )

    def place_of(self, x: float, y: float) -> int | None:
        """Which row, of those that are seen, is at a place."""
        return next((n for n in range(self.n_shown) if self.rectangle(n).contains(x, y)), None)

    def _left(self, column: int) -> float:
        return sum(self.widths[:column]) + _BETWEEN * column


def in_columns(
    widths: Sequence[float],
    headings: Sequence[bool],
    row_height: float,
    room: tuple[float, float],
) -> Columns:
    """The rows in as few columns as the height needs and the width allows.

    Args:
        widths: of the rows.
        headings: which rows belong to those that follow; none ends a column.
        room: the most width and height.
    """
    width, height = room
    n_lines = max(1, int(min(height / row_height, len(widths) or 1)))
    most = max(1, -(-len(widths) // n_lines))
    tried = (  # one more than needed, where headings leave lines empty
        _measured(_filled(headings, n_lines, n_columns), widths, row_height, width)
        for n_columns in range(most + 1, 0, -1)
    )
    columns = next(one for one in tried if len(one.widths) == 1 or one.size[0] <= width)
    if columns.n_shown == len(widths):
        return columns
    return _scrolled(widths, headings, row_height, width, n_lines)


def _scrolled(
    widths: Sequence[float],
    headings: Sequence[bool],
    row_height: float,
    width: float,
    n_lines: int,
) -> Columns:
    """As many rows as there is room for, in columns that any row fits into."""
    widest = max(widths) + _STEP
    n_columns = max(1, int((width + _BETWEEN) // (widest + _BETWEEN)))
    has_rest = n_lines > 1  # else there is no line for how many more there are
    places = _filled(headings, n_lines - has_rest, n_columns)
    found = tuple(min(_rounded(max(widths)), width) for _ in range(n_columns))
    return Columns(tuple(places), found, row_height, has_rest)


def _filled(headings: Sequence[bool], n_lines: int, n_columns: int) -> list[tuple[int, int]]:
    places: list[tuple[int, int]] = []
    column = line = 0
    for number, is_heading in enumerate(headings):
        begins_group = is_heading and number + 1 < len(headings) and not headings[number + 1]
        if line >= n_lines or (begins_group and line == n_lines - 1 > 0):
            column, line = column + 1, 0
        if column >= n_columns:
            break
        places.append((column, line))
        line += 1
    return places


def _measured(
    places: Sequence[tuple[int, int]],
    widths: Sequence[float],
    row_height: float,
    most: float,
) -> Columns:
    """The columns, each as wide as its widest row."""
    n_columns = max((column for column, _ in places), default=0) + 1
    found = [0.0] * n_columns
    for number, (column, _) in enumerate(places):
        found[column] = max(found[column], widths[number])
    rounded = [_rounded(width) for width in found]
    if n_columns == 1:
        rounded = [min(rounded[0], most)]
    return Columns(tuple(places), tuple(rounded), row_height)


def _rounded(width: float) -> float:
    return float(_STEP * -(-width // _STEP))
