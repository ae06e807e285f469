"""Dates in the patterns of Java's SimpleDateFormat, which ARFF declares them in.

A date is read as it stands; one that names its zone becomes UTC. Unlike Java the whole text must
fit, and a four-letter year wants four digits: ``21-3-4`` is refused, not read as the year 21. As in
Java a date with a year of two digits lies between 80 years ago and 20 years ahead. The calendar is
the Gregorian one throughout, where Java changes to the Julian before 15 October 1582.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

import numpy as np

from workbench.core.errors import DataError

ISO = "yyyy-MM-dd'T'HH:mm:ss"

_PIECE = re.compile(r"'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+", re.DOTALL)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DIGITS = {"D": 3, "M": 2, "d": 2, "H": 2, "k": 2, "h": 2, "K": 2, "m": 2, "s": 2, "S": 3}
_CLOCKS = {"H": (0, 24), "k": (1, 24), "h": (1, 12), "K": (0, 12)}  # lowest and number of hours
_ZONE_HOURS = {
    "GMT": 0, "UTC": 0, "UT": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6,
    "PST": -8, "PDT": -7, "CET": 1, "CEST": 2, "JST": 9, "KST": 9,
}  # fmt: skip
_GENERAL_ZONE = "[+-][0-9]{4}|(?:GMT|UTC)[+-][0-9]{1,2}:[0-9]{2}|" + "|".join(_ZONE_HOURS)
_ZONES = {
    "X": "Z|[+-][0-9]{2}",
    "XX": "Z|[+-][0-9]{4}",
    "XXX": "Z|[+-][0-9]{2}:[0-9]{2}",
}
_BLANKS = "[ \\t]*"  # as in Java before every part
_EPOCH = date(1970, 1, 1).toordinal()


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
        if sum(len(piece[0]) for piece in pieces) < len(self.pattern):
            raise DataError(f"The date pattern {self.pattern} has a quote that is not closed.")
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
        milliseconds = self.milliseconds(text)
        return None if milliseconds is None else np.datetime64(milliseconds, "ms")

    def milliseconds(self, text: str) -> int | None:
        """The date in ``text`` in milliseconds since 1970; None if it is none."""
        match = self._expression.fullmatch(text.strip())
        if match is None or not match[0]:
            return None
        try:
            return _milliseconds(match.groupdict())
        except ValueError:  # 30 February
            return None


def _part(piece: re.Match[str], *, is_followed_by_digits: bool) -> str:
    if piece[2] is None:
        literal = piece[0] if piece[1] is None else piece[1].replace("''", "'") or "'"
        return re.escape(literal)
    letter, text = piece[2].replace("L", "M"), piece[0]
    if letter == "y":
        return _BLANKS + _year(len(text), is_followed_by_digits=is_followed_by_digits)
    if letter in _DIGITS and not (letter == "M" and len(text) > 2):
        width = len(text) if is_followed_by_digits else f"1,{max(len(text), _DIGITS[letter])}"
        return f"{_BLANKS}(?P<{letter}>[0-9]{{{width}}})"
    return _BLANKS + _word(letter, text)


def _word(letter: str, text: str) -> str:
    """The expression of a part that is no number.

    Raises:
        DataError: no part has this letter.
    """
    words = {
        "M": f"(?P<name>{_names(_MONTHS)})",
        "E": f"(?P<E>{_names(_WEEKDAYS)})",
        "a": "(?P<a>[AaPp][Mm])",
        "G": "(?P<G>(?i:AD))",
    }
    if letter in "zZ" or text in _ZONES:
        return f"(?P<zone>{_ZONES.get(text, _GENERAL_ZONE)})"
    if letter not in words:
        raise DataError(
            f"The date pattern letter '{letter}' is not supported.",
            remedy="Y is the year of a week; the year is y." if letter == "Y" else None,
        )
    return words[letter]


def _year(n_letters: int, *, is_followed_by_digits: bool) -> str:
    if n_letters > 2:
        return "(?P<y>[0-9]{4})"
    return "(?P<y>[0-9]{2})" if is_followed_by_digits else "(?P<y>[0-9]{4}|[0-9]{2})"


def _names(names: tuple[str, ...]) -> str:
    """A name in full or its first three letters, in any case."""
    return "(?i:" + "|".join(f"{name[:3]}(?:{name[3:]})?" for name in names) + ")"


def _milliseconds(parts: dict[str, str | None]) -> int:
    """The moment of the parts of a date.

    Raises:
        ValueError: there is no such day or time, or it is another day of the week.
    """

    def number(letter: str, default: int = 0) -> int:
        return int(parts.get(letter) or default)

    day = _day(parts, number("y", 1970), _month(parts) or number("M", 1), number("d", 1))
    weekday = (parts.get("E") or "").lower()
    if weekday and not _WEEKDAYS[day.weekday()].startswith(weekday):
        raise ValueError("another day of the week")
    hour, minute, second = _hour(parts), number("m"), number("s")
    if minute > 59 or second > 59 or number("S") > 999:
        raise ValueError("no time of a day")
    minutes = ((day.toordinal() - _EPOCH) * 24 + hour) * 60 + minute - _zone(parts)
    return (minutes * 60 + second) * 1000 + number("S")


def _day(parts: dict[str, str | None], year: int, month: int, day: int) -> date:
    """The day, of which a year of two digits and a day of the year are told otherwise.

    Raises:
        ValueError: there is no such day.
    """
    if len(parts.get("y") or "") == 2:
        first = _years_ago(80)
        year += first.year // 100 * 100
        year += 100 * ((year, month, day) < (first.year, first.month, first.day))
    if parts.get("D") and not (parts.get("M") or parts.get("name") or parts.get("d")):
        found = date(year, 1, 1) + timedelta(days=int(parts["D"] or 0) - 1)
        if found.year != year:
            raise ValueError("no such day of the year")
        return found
    return date(year, month, day)


def _years_ago(n: int) -> date:
    today = datetime.now(tz=UTC).date()
    return date(today.year - n, today.month, min(today.day, 28))


def _zone(parts: dict[str, str | None]) -> int:
    """How many minutes the zone is ahead of UTC."""
    text = parts.get("zone") or ""
    match = re.search(r"([+-])([0-9]{1,2}?):?([0-9]{2})?$", text)
    if match is None:
        return _ZONE_HOURS.get(text, 0) * 60
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    return -minutes if match[1] == "-" else minutes


def _month(parts: dict[str, str | None]) -> int:
    """The month that is named; 0 if none is."""
    name = (parts.get("name") or "").lower()
    return next((i for i, month in enumerate(_MONTHS, 1) if name and month.startswith(name)), 0)


def _hour(parts: dict[str, str | None]) -> int:
    """The hour of the day.

    Raises:
        ValueError: the clock has no such hour.
    """
    letter = next((letter for letter in _CLOCKS if parts.get(letter)), None)
    if letter is None:
        return 0
    lowest, n_hours = _CLOCKS[letter]
    hour = int(parts[letter] or 0)
    if not lowest <= hour < lowest + n_hours:
        raise ValueError("no such hour")
    is_afternoon = n_hours == 12 and (parts.get("a") or "").lower() == "pm"
    return hour % n_hours + 12 * is_afternoon
