"""One cell as a text, and a text as a cell."""

from functools import cache

import numpy as np

from workbench.data.readers.arff_text.date_format import DateFormat
from workbench.data.readers.arff_text.java_number import plain_number

EPOCH = np.datetime64("1970-01-01T00:00:00.000", "ms")

# What ISO 8601 allows of a date, and a blank in the place of its "T".
_ISO = ("", "'T'HH:mm", "'T'HH:mm:ss", "'T'HH:mm:ss.SSS", " HH:mm", " HH:mm:ss", " HH:mm:ss.SSS")


def number_text(number: float) -> str:
    """A number as a label: whole ones without a point, others as short as tells them apart."""
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return repr(number)


def date_text(date: np.datetime64) -> str:
    """A date in ISO 8601, without a clock at midnight and without a fraction where it is 0."""
    text = str(np.datetime_as_string(date, unit="ms"))
    return text.removesuffix(".000").removesuffix("T00:00:00")


def as_number(text: str) -> float | None:
    """The number in ``text``; None if it is none."""
    return plain_number(text)


def as_date(text: str, pattern: str = "") -> np.datetime64 | None:
    """The date in ``text``: by a pattern as Java's SimpleDateFormat, or else ISO 8601."""
    found = (form.parse(text) for form in _date_formats(pattern))
    return next((date for date in found if date is not None), None)


@cache
def _date_formats(pattern: str) -> tuple[DateFormat, ...]:
    if pattern:
        return (DateFormat(pattern),)
    return tuple(DateFormat(f"yyyy-MM-dd{clock}") for clock in _ISO)
