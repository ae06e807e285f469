"""Where thumbnails lie: sections of rows, worked out by arithmetic for any number of pictures."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from workbench.data.dataset import IntArray

HEADING = 32  # the height of a section's heading
GAP = 4  # between thumbnails
MARGIN = 12


@dataclass(frozen=True, eq=False)
class Section:
    """Pictures under one heading.

    Args:
        rows: row numbers of the samples, in the order in which they lie.
        n_all: how many there are in all, where only the first are shown.
    """

    title: str
    rows: IntArray
    n_all: int


@dataclass(frozen=True, eq=False)
class Shelf:
    """The places of the thumbnails of some sections on a page of one width.

    Args:
        side: width and height of a thumbnail's place.
    """

    sections: tuple[Section, ...]
    side: int
    width: int

    @cached_property
    def n_columns(self) -> int:
        """How many thumbnails lie side by side."""
        return max(1, (self.width - 2 * MARGIN + GAP) // (self.side + GAP))

    @cached_property
    def tops(self) -> IntArray:
        """The y of each section's heading, and the height of all, shape (n_sections + 1,)."""
        heights = [HEADING + self._n_lines(s) * (self.side + GAP) + GAP for s in self.sections]
        return np.concatenate([[0], np.cumsum(heights, dtype=np.int64)]).astype(np.int64)

    @property
    def height(self) -> int:
        """The height of all."""
        return int(self.tops[-1])

    def _n_lines(self, section: Section) -> int:
        return -(-len(section.rows) // self.n_columns)

    def place(self, section: int, index: int) -> tuple[int, int]:
        """The left and the top of a thumbnail."""
        line, column = divmod(index, self.n_columns)
        step = self.side + GAP
        return MARGIN + column * step, int(self.tops[section]) + HEADING + line * step

    def seen(self, top: int, bottom: int) -> list[tuple[int, range]]:
        """The sections between two heights, each with its thumbnails there."""
        found, step = [], self.side + GAP
        first = max(int(np.searchsorted(self.tops, top, "right")) - 1, 0)
        for i in range(first, len(self.sections)):
            start = int(self.tops[i]) + HEADING
            if self.tops[i] >= bottom:
                break
            low = max(0, (top - start) // step) * self.n_columns
            high = max(0, -(-(bottom - start) // step)) * self.n_columns
            n = len(self.sections[i].rows)
            found.append((i, range(min(low, n), min(high, n))))
        return found

    def at(self, x: int, y: int) -> tuple[int, int] | None:
        """The section and the index of the thumbnail at a point, if there is one."""
        section = int(np.searchsorted(self.tops, y, "right")) - 1
        if not 0 <= section < len(self.sections):
            return None
        step = self.side + GAP
        line, below = divmod(y - int(self.tops[section]) - HEADING, step)
        column, beside = divmod(x - MARGIN, step)
        index = line * self.n_columns + column
        is_on = line >= 0 and 0 <= column < self.n_columns and max(below, beside) < self.side
        return (section, index) if is_on and index < len(self.sections[section].rows) else None

    def within(self, left: int, top: int, right: int, bottom: int) -> IntArray:
        """The row numbers of the samples whose thumbnails touch a rectangle."""
        step = self.side + GAP
        low = max(0, (left - MARGIN + GAP) // step)
        high = min(self.n_columns - 1, (right - MARGIN) // step)
        found = [np.empty(0, dtype=np.int64)]
        for i, seen in self.seen(top, bottom):
            indexes = np.arange(seen.start, seen.stop)
            columns = indexes % self.n_columns
            found.append(self.sections[i].rows[indexes[(columns >= low) & (columns <= high)]])
        return np.concatenate(found)

    def index_of(self, row: int) -> tuple[int, int] | None:
        """The section and the index of a sample, if it is shown."""
        for i, section in enumerate(self.sections):
            found = np.flatnonzero(section.rows == row)
            if len(found):
                return i, int(found[0])
        return None
