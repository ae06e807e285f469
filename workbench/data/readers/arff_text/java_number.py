"""Numbers as Java writes them (``Double.valueOf``), which is what ARFF files hold."""

import math
import re

_HEX = r"0[xX](?:[0-9a-fA-F]+\.?[0-9a-fA-F]*|\.[0-9a-fA-F]+)[pP][+-]?[0-9]+"
_DECIMAL = r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_JAVA = re.compile(rf"([+-]?)(?:(NaN)|(Infinity)|({_HEX})[fFdD]?|({_DECIMAL})[fFdD]?)")
_PLAIN = re.compile(rf"[+-]?(?:{_DECIMAL}|[iI]nf(?:inity)?)")
_BLANKS = "".join(map(chr, range(33)))  # what Java's trim takes off


def java_number(text: str) -> float | None:
    """The number in ``text``: 1e3, .5, 5., +7, 1d, 0x1p4, NaN, Infinity; None if it is none."""
    match = _JAVA.fullmatch(text.strip(_BLANKS))
    if match is None:
        return None
    sign, nan, infinity, hexadecimal, decimal = match.groups()
    if nan:
        return math.nan
    size = math.inf if infinity else _from_hex(hexadecimal) if hexadecimal else float(decimal)
    return -size if sign == "-" else size


def plain_number(text: str) -> float | None:
    """The decimal number in ``text``; None if it is none.

    Java's suffixes and hexadecimal forms do not count: "1d" in a CSV file is a text.
    """
    text = text.strip(_BLANKS)
    return float(text) if _PLAIN.fullmatch(text) else None


def _from_hex(text: str) -> float:
    try:
        return float.fromhex(text)
    except OverflowError:
        return math.inf
