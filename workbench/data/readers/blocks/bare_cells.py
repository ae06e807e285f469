"""A look at the bytes of a table before they go through a fast reader that asks no questions."""

import re

import numpy as np

_QUOTED = {b"'": re.compile(rb"'[^'\n]*'"), b'"': re.compile(rb'"[^"\n]*"')}
_MARK = b"\x01"


def bare_cells(block: bytes, quote: bytes, separator: bytes = b",") -> bytes | None:
    """The block with each quoted cell taken out; None if a quote stands anywhere else.

    What is left shows whether blanks, comments or separators stand outside quotes.
    """
    if quote not in block:
        return block
    if _MARK in block:
        return None
    marked = _QUOTED[quote].sub(_MARK, block)
    n_marks = marked.count(_MARK)
    before = sum(marked.count(sign + _MARK) for sign in (separator, b"\n"))
    after = sum(marked.count(_MARK + sign) for sign in (separator, b"\n"))
    fits_before = before + marked.startswith(_MARK) == n_marks
    fits_after = after + marked.endswith(_MARK) == n_marks
    return (
        marked.replace(_MARK, b"") if fits_before and fits_after and quote not in marked else None
    )


def is_even(bare: bytes, separator: bytes, n_columns: int, n_rows: int) -> bool:
    """Whether each of the rows has as many cells as there are columns.

    pandas refuses a row that is longer than those before it, takes surplus cells of the first row
    for an index, and pads short rows. So if the first row fits, counting separators suffices;
    numpy counts several times faster than ``bytes.count`` where they are many.
    """
    begin = len(bare) - len(bare.lstrip(b"\n")) if bare.startswith(b"\n") else 0
    end = bare.find(b"\n", begin)
    if bare.count(separator, begin, end if end >= 0 else len(bare)) != n_columns - 1:
        return False
    signs = np.frombuffer(bare, dtype=np.uint8)
    return int(np.count_nonzero(signs == ord(separator))) == n_rows * (n_columns - 1)
