"""A block of cells from the clipboard, as edits of single cells; knows nothing of the window."""

import csv
import io

from workbench.core.errors import DataError
from workbench.data.dataset import IntArray
from workbench.data.schema import Attribute
from workbench.gui.explorer.table.cell_editors import checked
from workbench.preprocess.edit_cells import Edit

MAX_CELLS = 100_000


def block_of(text: str) -> list[list[str]]:
    """The cells of a text with tabs, as spreadsheets and tables copy them."""
    return list(csv.reader(io.StringIO(text.rstrip("\r\n"), newline=""), delimiter="\t"))


def pasted_edits(text: str, sample_ids: IntArray, attributes: list[Attribute]) -> tuple[Edit, ...]:
    """The edits that put a block in, its upper left cell first; what stands out is left out.

    Args:
        sample_ids: of the rows from the upper left cell downwards, as they are shown.
        attributes: from the upper left cell to the right, as they are shown.

    Raises:
        DataError: a cell cannot be a value of its attribute, or the block is too large.
    """
    block = block_of(text)
    if sum(map(len, block)) > MAX_CELLS:
        raise DataError(f"The block has more than {MAX_CELLS:,} cells; paste a smaller one.")
    edits: list[Edit] = []
    for sample_id, cells in zip(sample_ids.tolist(), block, strict=False):
        for attribute, cell in zip(attributes, cells, strict=False):
            is_valid, value = checked(attribute, cell)
            if not is_valid:
                raise DataError(
                    f"'{cell[:60]}' cannot be a value of '{attribute.name}', which is "
                    f"{attribute.kind}: row {sample_id + 1}. Nothing was pasted."
                )
            edits.append((sample_id, attribute.name, value))
    return tuple(edits)
