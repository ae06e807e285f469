"""Numbers named by their ends: ``1..9``, ``1..9 step 2``, ``0..1 even 5``, ``0.001..1 log 4``."""

import math
import re
from decimal import Decimal, InvalidOperation

MOST_VALUES = 200  # of one parameter: what is downstream runs once for each
_MOST_DIGITS = 40  # of one number
_RANGE = re.compile(
    r"(?P<first>[^.].*?|\.\d.*?)\s*\.\.\s*(?P<last>.+?)(?P<how>\s+[a-z]+\s.*)?", re.I
)
_WAYS = "write it as 1..9 step 2, 0..1 even 5 or 0.001..1 log 4"


def is_range(text: str) -> bool:
    """Whether a text is meant as a range."""
    return ".." in text


def numbers_in(text: str, *, is_whole: bool) -> list[int | float]:
    """The numbers of a range, both ends among them where the steps meet the last one.

    Args:
        is_whole: whether they must be whole; those of an even or logarithmic range are rounded
            then, and each comes once.

    Raises:
        ValueError: it is no range, or has too many numbers; in words that follow the name.
    """
    found = _RANGE.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"has no range '{text.strip()}'; {_WAYS}.")
    first, last = _number(found["first"]), _number(found["last"])
    how, _, amount = (found["how"] or "").strip().partition(" ")
    if not how:
        if not is_whole:
            raise ValueError(f"has a range '{text.strip()}' without its steps; {_WAYS}.")
        how, amount = "step", "1"
    match how.lower():
        case "step":
            numbers = _stepped(first, last, _number(amount))
        case "even":
            numbers = _even(first, last, _count(amount))
        case "log":
            numbers = _logarithmic(first, last, _count(amount))
        case _:
            raise ValueError(f"has no range with '{how}'; {_WAYS}.")
    if is_whole and how.lower() != "step":
        return list(dict.fromkeys(round(number) for number in numbers))
    return [_plain(number, is_whole=is_whole) for number in numbers]


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text.strip()) if len(text) <= _MOST_DIGITS else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not math.isfinite(float(number)):
        raise ValueError(f"has a range with '{text.strip()[:_MOST_DIGITS]}', which is no number.")
    return number


def _count(text: str) -> int:
    number = _number(text)
    if number != number.to_integral_value() or not 2 <= number <= MOST_VALUES:
        raise ValueError(
            f"has a range of {text.strip()} values; it must be a whole number "
            f"from 2 to {MOST_VALUES}."
        )
    return int(number)


def _stepped(first: Decimal, last: Decimal, step: Decimal) -> list[Decimal]:
    if step <= 0:
        raise ValueError(f"has a range with the step {step}; it must be more than 0.")
    n_steps = abs(last - first) / step
    if n_steps >= MOST_VALUES:
        raise ValueError(f"would take too many values; at most {MOST_VALUES} are run at once.")
    signed = step if last >= first else -step
    return [first + i * signed for i in range(int(n_steps) + 1)]


def _even(first: Decimal, last: Decimal, count: int) -> list[Decimal]:
    return [first + (last - first) * i / (count - 1) for i in range(count)]


def _logarithmic(first: Decimal, last: Decimal, count: int) -> list[Decimal]:
    if first <= 0 or last <= 0:
        raise ValueError("has a logarithmic range that is not above 0 at both ends.")
    start, width = math.log10(first), math.log10(last) - math.log10(first)
    inner = [Decimal(10 ** (start + width * i / (count - 1))) for i in range(1, count - 1)]
    return [first, *inner, last]


def _plain(number: Decimal, *, is_whole: bool) -> int | float:
    """Without the traces of binary fractions: 0.01, not 0.010000000000000002."""
    if is_whole and number == number.to_integral_value():
        return int(number)
    return float(f"{number:.12g}")
