"""Search for a text in all cells, a block of rows at a time; knows nothing of the window."""

from dataclasses import dataclass, field

import numpy as np

from workbench.core.run import Progressed, Run
from workbench.data.dataset import BoolArray, Column, Dataset, IntArray, missing_mask
from workbench.data.schema import Attribute
from workbench.gui.cell_text import MISSING, cell_text, number_text

BLOCK = 2_000  # rows, some ten milliseconds
MAX_HITS = 100_000
_IN_NUMBERS = frozenset("0123456789.+-einf")


@dataclass(eq=False)
class Search:
    """The cells that contain a text, found so far, in the order in which rows are shown.

    Written by the search's thread at the end of ``blocks`` alone, read by the window.

    Args:
        rows: row numbers in the order of showing.
        text: matched anywhere in a cell, in letters of either case; "?" finds missing values too.
    """

    dataset: Dataset
    rows: IntArray
    text: str
    blocks: list[IntArray] = field(default_factory=list)
    is_cut: bool = False

    @property
    def hits(self) -> IntArray:
        """The hits as shown row × number of columns + column, ascending."""
        found = self.blocks[:]
        return np.concatenate(found) if found else np.empty(0, dtype=np.int64)

    def run(self) -> Run[None]:
        """Look through the rows; what is found is in ``hits`` at each event."""
        n_columns, n_hits = len(self.dataset.columns), 0
        needle = self.text.casefold()
        for start in range(0, len(self.rows), BLOCK):
            block = self.rows[start : start + BLOCK]
            found = np.zeros((len(block), n_columns), dtype=bool)
            pairs = zip(self.dataset.schema.attributes, self.dataset.columns, strict=True)
            for i, (attribute, column) in enumerate(pairs):
                found[:, i] = _contains(attribute, column[block], needle)
            keys = np.flatnonzero(found) + start * n_columns
            if len(keys):
                self.blocks.append(keys)
                n_hits += len(keys)
            yield Progressed(start + len(block), len(self.rows))
            if n_hits > MAX_HITS:
                self.is_cut = True
                return


def _contains(attribute: Attribute, cells: Column, needle: str) -> BoolArray:
    """Which cells of a block contain the needle."""
    if attribute.kind == "nominal":
        labels = [needle in label.casefold() for label in attribute.values]
        return np.array([*labels, needle == MISSING])[cells]  # the last for missing: −1
    if attribute.kind in {"array", "relational"}:
        return np.zeros(len(cells), dtype=bool)
    if needle == MISSING and attribute.kind != "string":
        return missing_mask(attribute, cells)
    if attribute.kind == "numeric":
        return _numbers_contain(cells, needle)
    texts = (cell_text(attribute, cells, i).casefold() for i in range(len(cells)))
    return np.fromiter((needle in text for text in texts), dtype=bool, count=len(cells))


def _numbers_contain(cells: Column, needle: str) -> BoolArray:
    found = np.zeros(len(cells), dtype=bool)
    if not _IN_NUMBERS.issuperset(needle):
        return found
    texts = [number_text(value) for value in cells.tolist()]
    # Most blocks of most columns hold no hit: one search instead of thousands.
    if needle not in "\n".join(texts):
        return found
    return np.array([needle in text for text in texts])
