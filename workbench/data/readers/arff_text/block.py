"""Clean parts of an ARFF body through pandas' C reader; on any doubt, nothing at all.

A few hundredths of the tokenizer's time. Only what both would read alike is taken: quotes of one
kind around whole cells and no escapes, outside them no braces, comments or blanks, the right
number of commas, numeric and nominal attributes, numbers that are finite, declared labels.
"""

from typing import TYPE_CHECKING

import numpy as np

from workbench.data.dataset import Column
from workbench.data.readers.arff_text.header import Header
from workbench.data.readers.arff_text.rows import Block
from workbench.data.readers.blocks.bare_cells import bare_cells, is_even
from workbench.data.readers.blocks.table_block import TableFormat, table_block
from workbench.data.schema import Attribute

if TYPE_CHECKING:
    import pandas as pd

_DOUBTFUL = (b"'", b'"', b"{", b"}", b"%", b"\t", b" ", b"\x00")
_COMMA_BLANK = b", "


def may_be_clean(header: Header) -> bool:
    """Whether blocks under this header can go through the fast reader at all."""
    attributes = header.schema.attributes
    # A label with a question mark would spoil the count of missing cells below; two attributes
    # at least, as pandas drops or misreads blank lines of a single column.
    return len(attributes) > 1 and all(
        a.kind == "numeric" or (a.kind == "nominal" and "?" not in "".join(a.values))
        for a in attributes
    )


def clean_block(block: bytes, header: Header) -> Block | None:
    """The rows of a block of whole lines; None if the tokenizer should look at it."""
    # A label with ", " in it is then no longer one that is declared, and the block is refused.
    if b" " in block:  # looking for one sign is much faster than for two
        block = block.replace(_COMMA_BLANK, b",")
    quote = b'"' if b'"' in block else b"'"
    bare = None if b"\\" in block else bare_cells(block, quote)
    if bare is None or any(sign in bare for sign in _DOUBTFUL):
        return None
    frame = table_block(block, _format(header, quote))
    if frame is None or not is_even(bare, b",", len(frame.columns), len(frame)):
        return None
    columns = [
        _numbers(frame.iloc[:, i]) if a.kind == "numeric" else _codes(frame.iloc[:, i], a)
        for i, a in enumerate(header.schema.attributes)
    ]
    sound = tuple(column for column in columns if column is not None)
    n_marks = bare.count(b"?") if b"?" in bare else 0  # counting takes longer than looking
    if len(sound) < len(columns) or n_marks != _n_missing(sound):
        return None
    return Block(sound, np.ones(len(frame)))


def _format(header: Header, quote: bytes) -> TableFormat:
    is_numeric = tuple(a.kind == "numeric" for a in header.schema.attributes)
    return TableFormat(is_numeric, ["?"], (("quotechar", quote.decode()), ("doublequote", False)))


def _numbers(cells: "pd.Series[float]") -> Column | None:
    numbers = cells.to_numpy()
    # pandas takes spellings of infinity that Java does not.
    return None if np.isinf(numbers).any() else numbers


def _codes(cells: "pd.Series[str]", attribute: Attribute) -> Column | None:
    """The declared codes of the labels; None if one is not declared."""
    positions = {label: code for code, label in enumerate(attribute.values)}
    found = [positions.get(str(label), -1) for label in cells.cat.categories]
    if -1 in found:
        return None
    codes = np.array([*found, -1], dtype=np.int32)  # the last stands for missing: code −1
    return np.asarray(codes[cells.cat.codes.to_numpy()])


def _n_missing(columns: tuple[Column, ...]) -> int:
    return sum(
        int(np.count_nonzero(np.isnan(c) if c.dtype == np.float64 else c == -1)) for c in columns
    )
