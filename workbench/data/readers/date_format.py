"""Dates in the patterns of Java's SimpleDateFormat, which ARFF declares them in.

A date is read as it stands, without a time zone. Unlike Java the whole text must fit, and a
four-letter year wants four digits: ``21-3-4`` is refused, not read as the year 21.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

import numpy as np

from workbench.core.errors import DataError

ISO = "yyyy-MM-dd'T'HH:mm:ss"

_PIECE = re.compile(r"'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+", re.DOTALL)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DIGITS = {"M": 2, "d": 2, "H": 2, "h": 2, "m": 2, "s": 2, "S": 3}


@dataclass(frozen=True)
class DateFormat:
    """A pattern such as ``yyyy-MM-dd HH:mm``.

    Raises:
        DataError: the pattern uses a letter that is not known.
    """

    pattern: str = ISO

    def __post_init__(self) -> None:
        _ = self._expression

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        pieces = list(_PIECE.finditer(self.pattern))
        letters = [piece[2] for piece in pieces] + [None]
        parts = [
            _part(piece, is_followed_by_digits=letters[i + 1] in {"y", *_DIGITS})
            for i, piece in enumerate(pieces)
        ]
        try:
            return re.compile("".join(parts))
        except re.error:
            raise DataError(f"The date pattern '{self.pattern}' names a part twice.") from None

    def parse(self, text: str) -> np.datetime64 | None:
        """The date in ``text`` as datetime64[ms]; None if it is none."""
        match = self._expression.fullmatch(text.strip())
        if match is None:
            return None
        try:
            moment = _moment(match.groupdict())
        except ValueError:  # 30 February
            return None
        return np.datetime64(moment.replace(tzinfo=None), "ms")


def _part(piece: re.Match[str], *, is_followed_by_digits: bool) -> str:
    letter, text = piece[2], piece[0]
    if letter is None:
        literal = text if piece[1] is None else piece[1].replace("''", "'") or "'"
        return re.escape(literal)
    if letter == "y":
        return "(?P<y>[0-9]{2})" if len(text) == 2 else "(?P<y>[0-9]{4})"
    if letter == "M" and len(text) > 2:
        return "(?P<name>[A-Za-z]{3,9})"
    if letter in _DIGITS:
        width = len(text) if is_followed_by_digits else f"1,{max(len(text), _DIGITS[letter])}"
        return f"(?P<{letter}>[0-9]{{{width}}})"
    if letter == "E":
        return "[A-Za-z]+"
    if letter == "a":
        return "(?P<a>[AaPp][Mm])"
    raise DataError(f"The date pattern letter '{letter}' is not supported.")


def _moment(parts: dict[str, str | None]) -> datetime:
    def number(letter: str, default: int = 0) -> int:
        return int(parts.get(letter) or default)

    year = number("y", 1970)
    if len(parts.get("y") or "") == 2:
        year += 1900 if year >= 69 else 2000  # as POSIX
    name = (parts.get("name") or "")[:3].lower()
    month = _MONTHS.index(name) + 1 if name else number("M", 1)
    hour = number("H")
    if parts.get("h"):
        hour = number("h") % 12 + (12 if (parts.get("a") or "").lower() == "pm" else 0)
    milliseconds = number("S")
    clock = (hour, number("m"), number("s"), milliseconds * 1000)
    return datetime(year, month, number("d", 1), *clock, tzinfo=UTC)
