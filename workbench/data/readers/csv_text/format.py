"""How a CSV file is written: its separator, its quotes, its numbers, what stands for nothing."""

import re
from dataclasses import dataclass
from functools import cached_property

from workbench.data.readers.arff_text.java_number import plain_number

MISSING = ("", "?", "NA", "NaN", "nan", "null", "NULL")
BLANKS = " "  # as a separator: any number of blanks and tabs
_EXPONENT = r"(?:[eE][+-]?[0-9]+)?"


@dataclass(frozen=True)
class CsvFormat:
    """How a CSV file is written.

    Args:
        separator: one character; a blank stands for any number of blanks and tabs.
        quote: what encloses cells; empty: nothing does.
        second: what encloses a cell as well if it stands on both sides of it, as in WEKA; empty:
            nothing does.
        decimal: what begins the decimals of a number.
        thousands: what may stand between groups of three digits; empty: nothing.
        missing: the texts that stand for a missing value, unless they are in quotes.
    """

    separator: str = ","
    quote: str = '"'
    decimal: str = "."
    thousands: str = ""
    missing: tuple[str, ...] = MISSING
    second: str = ""

    def has_quote(self, text: str) -> bool:
        """Whether there is a sign in the text that may enclose a cell."""
        return any(sign in text for sign in (self.quote, self.second) if sign)

    def is_missing(self, text: str) -> bool:
        """Whether a text stands for a missing value."""
        return text in self._markers

    def number(self, text: str) -> float | None:
        """The number in ``text``; None if it is none."""
        if self.is_plain:
            return plain_number(text)
        text = text.strip(" \t")
        if self._grouped and self._grouped.fullmatch(text):
            text = text.replace(self.thousands, "")
        if self.decimal != "." and "." in text:
            return None
        return plain_number(text.replace(self.decimal, "."))

    @property
    def is_plain(self) -> bool:
        """Whether numbers are written as in this program."""
        return self.decimal == "." and not self.thousands

    @cached_property
    def _markers(self) -> frozenset[str]:
        return frozenset(self.missing)

    @cached_property
    def _grouped(self) -> re.Pattern[str] | None:
        return grouped(self.thousands, self.decimal) if self.thousands else None


def grouped(thousands: str, decimal: str) -> re.Pattern[str]:
    """Numbers such as 1,234,567.8: groups of three digits; group 1 is what follows the first."""
    mark, point = re.escape(thousands), re.escape(decimal)
    return re.compile(rf"[+-]?[1-9][0-9]{{0,2}}((?:{mark}[0-9]{{3}})+)({point}[0-9]*)?{_EXPONENT}")
