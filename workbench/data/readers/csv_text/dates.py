"""Dates in a CSV file: the one way in which all the texts of a column can be dates."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np

from workbench.core.run import Progressed, Run
from workbench.data.dataset import Column

_CLOCK = (
    r"(?:[T ](?P<H>[0-9]{1,2}):(?P<M>[0-9]{2})(?::(?P<S>[0-9]{2})(?:[.,](?P<f>[0-9]{1,9}))?)?Z?)?"
)
_DATES = {
    "year-month-day": r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})(?:-(?P<d>[0-9]{2})" + _CLOCK + ")?",
    "year/month/day": r"(?P<y>[0-9]{4})/(?P<m>[0-9]{1,2})/(?P<d>[0-9]{1,2})" + _CLOCK,
    "day.month.year": r"(?P<d>[0-9]{1,2})\.(?P<m>[0-9]{1,2})\.(?P<y>[0-9]{4})" + _CLOCK,
    "day/month/year": r"(?P<d>[0-9]{1,2})/(?P<m>[0-9]{1,2})/(?P<y>[0-9]{4})" + _CLOCK,
    "month/day/year": r"(?P<m>[0-9]{1,2})/(?P<d>[0-9]{1,2})/(?P<y>[0-9]{4})" + _CLOCK,
}
_PATTERNS = {order: re.compile(pattern) for order, pattern in _DATES.items()}
_STEP = 2048  # texts between two events: some hundredths of a second


def date_orders(texts: Sequence[str]) -> Run[list[str]]:
    """The orders, such as day/month/year, in which each of the texts is a date."""
    fitting = [order for order in _PATTERNS if all(_date(text, order) for text in texts[:3])]
    for start in range(0, len(texts) if fitting else 0, _STEP):
        part = texts[start : start + _STEP]
        fitting = [order for order in fitting if all(_date(text, order) for text in part)]
        yield Progressed(start, len(texts), "dates")
        if not fitting:
            break
    return fitting


def dates(texts: Sequence[str], order: str) -> Run[Column]:
    """The texts as datetime64[ms], NaT where one is no date in that order."""
    found = np.full(len(texts), np.datetime64("NaT"), dtype="datetime64[ms]")
    for i, text in enumerate(texts):
        moment = _date(text, order)
        if moment is not None:
            found[i] = moment
        if i % _STEP == 0:
            yield Progressed(i, len(texts), "dates")
    return found


def likeliest_order(texts: Sequence[str]) -> str:
    """The order in which most of the texts are dates; year-month-day if none are."""
    return max(_PATTERNS, key=lambda order: sum(_date(t, order) is not None for t in texts))


def _date(text: str, order: str) -> np.datetime64 | None:
    match = _PATTERNS[order].fullmatch(text)
    if match is None:
        return None
    part = match.groupdict(default="0")
    millisecond = int(part["f"][:3].ljust(3, "0")) * 1000
    clock = (int(part["H"]), int(part["M"]), int(part["S"]), millisecond)
    try:
        day = int(part["d"]) if match["d"] is not None else 1
        moment = datetime(int(part["y"]), int(part["m"]), day, *clock, tzinfo=UTC)
    except ValueError:  # 30 February
        return None
    return np.datetime64(moment.replace(tzinfo=None), "ms")
