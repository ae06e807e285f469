"""The functions of the expression language. Each looks at one row at a time and learns nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, TypeAlias

import numpy as np

from workbench.core.errors import DataError
from workbench.data.dataset import Column, FloatArray
from workbench.data.expressions.value import (
    Value,
    ValueKind,
    alike,
    as_dates,
    mapped,
    number,
    relabelled,
    truth,
)

Work: TypeAlias = Callable[..., Value]

KIND_WORDS: dict[ValueKind, str] = {
    "number": "a number",
    "text": "a text",
    "date": "a date",
    "truth": "a condition",
    "missing": "missing",
}


@dataclass(frozen=True)
class Function:
    """A function of the language.

    Args:
        takes: the kind of each argument; None takes any.
        n_optional: how many of the last arguments may be left out.
        takes_more: whether further arguments of the last kind may follow.
        shown: how it is written, for help and completion.
    """

    work: Work
    takes: tuple[ValueKind | None, ...]
    shown: str
    n_optional: int = 0
    takes_more: bool = False

    def refusal(self, n: int) -> str | None:
        """What is wrong with a call that has n arguments."""
        least, most = len(self.takes) - self.n_optional, len(self.takes)
        if n >= least and (self.takes_more or n <= most):
            return None
        return f"It is written {self.shown}, not with {n} argument{'s' * (n != 1)}."

    def call(self, arguments: Sequence[Value]) -> Value:
        """The function's value.

        Raises:
            DataError: an argument is of another kind than the function takes.
        """
        kinds = (*self.takes, *[self.takes[-1] if self.takes else None] * len(arguments))
        taken = [_taken(v, kind, self.shown) for v, kind in zip(arguments, kinds, strict=False)]
        return self.work(*taken)


def as_kind(value: Value, kind: ValueKind) -> Value | None:
    """A value as one of a kind (a truth as 0 or 1, a constant as a date); None if it is none."""
    if value.kind == kind:
        return value
    if kind == "number" and value.kind in {"truth", "missing"}:
        return number(value.array)
    if kind == "date":
        return as_dates(value)
    if kind == "text" and value.kind == "missing":
        return Value("text", np.array(-1, dtype=np.int32), ("",))
    return None


def _taken(value: Value, kind: ValueKind | None, shown: str) -> Value:
    taken = value if kind is None else as_kind(value, kind)
    if taken is None:
        raise DataError(
            f"{shown} takes {KIND_WORDS[kind or 'number']} where {KIND_WORDS[value.kind]} stands."
        )
    return taken


def chosen(condition: Value, a: Value, b: Value) -> Value:
    """``a`` where the condition holds, ``b`` elsewhere.

    Raises:
        DataError: the two are of kinds that make no column together.
    """
    pair = alike(a, b)
    if pair is None:
        raise DataError(
            f"Both results of an if must be of one kind, not {KIND_WORDS[a.kind]} "
            f"and {KIND_WORDS[b.kind]}."
        )
    first, second = pair
    array = np.where(condition.array, first.array, second.array)
    kind: ValueKind = "truth" if a.kind == b.kind == "truth" else first.kind
    return Value(kind, array.astype(bool) if kind == "truth" else array, first.labels)


def _numbers(work: Callable[[Column], Any]) -> Work:
    return lambda value: number(work(value.array))


def _each(work: np.ufunc) -> Work:
    """A function of two numbers over any number of them; missing if one is."""
    return lambda *values: number(reduce(work, [value.array for value in values]))


def _mean(*values: Value) -> Value:
    return number(reduce(np.add, [value.array for value in values]) / len(values))


def _round(value: Value, digits: Value | None = None) -> Value:
    """Half to even, as Python and numpy round."""
    if digits is None:
        return number(np.rint(value.array))
    scale = 10.0 ** np.rint(digits.array)
    return number(np.rint(value.array * scale) / scale)


def _length(value: Value) -> Value:
    return number(mapped(value, lambda label: float(len(label)), np.nan))


def _contains(value: Value, part: Value) -> Value:
    if part.array.shape:
        raise DataError("contains(text, part) takes one text in quotes as its part.")
    wanted = part.labels[0] if part.array >= 0 else None
    return truth(mapped(value, lambda label: wanted is not None and wanted in label, missing=False))


def _calendar(work: Callable[[Column], Any]) -> Work:
    """A whole number of a date; missing where the date is."""

    def of(value: Value) -> Value:
        known = np.where(np.isnat(value.array), np.datetime64(0, "ms"), value.array)
        return number(np.where(np.isnat(value.array), np.nan, work(known)))

    return of


def calendar_year(dates: Column) -> FloatArray:
    """The year of each date."""
    return dates.astype("datetime64[Y]").astype(np.float64) + 1970


def calendar_month(dates: Column) -> FloatArray:
    """The month of each date, 1 to 12."""
    return (dates.astype("datetime64[M]").astype(np.int64) % 12 + 1).astype(np.float64)


def calendar_day(dates: Column) -> FloatArray:
    """The day in the month of each date, from 1."""
    return _elapsed(dates, "M", "D") + 1


def calendar_weekday(dates: Column) -> FloatArray:
    """The day in the week of each date: Monday 1 to Sunday 7 (ISO 8601)."""
    days = dates.astype("datetime64[D]").astype(np.int64)
    return ((days + 3) % 7 + 1).astype(np.float64)  # 1970 began on a Thursday


def calendar_hour(dates: Column) -> FloatArray:
    """The hour in the day of each date, 0 to 23."""
    return _elapsed(dates, "D", "h")


def calendar_minute(dates: Column) -> FloatArray:
    """The minute in the hour of each date, 0 to 59."""
    return _elapsed(dates, "h", "m")


def _elapsed(dates: Column, since: str, unit: str) -> FloatArray:
    """How many units of time went by since the month, day or hour began."""
    passed = dates.astype(f"datetime64[{unit}]") - dates.astype(f"datetime64[{since}]")
    return np.asarray(passed.astype(np.float64))


FUNCTIONS: dict[str, Function] = {
    "abs": Function(_numbers(np.abs), ("number",), "abs(x)"),
    "sqrt": Function(_numbers(np.sqrt), ("number",), "sqrt(x)"),
    "exp": Function(_numbers(np.exp), ("number",), "exp(x)"),
    "log": Function(_numbers(np.log), ("number",), "log(x)"),
    "log10": Function(_numbers(np.log10), ("number",), "log10(x)"),
    "sin": Function(_numbers(np.sin), ("number",), "sin(x)"),
    "cos": Function(_numbers(np.cos), ("number",), "cos(x)"),
    "tan": Function(_numbers(np.tan), ("number",), "tan(x)"),
    "floor": Function(_numbers(np.floor), ("number",), "floor(x)"),
    "ceil": Function(_numbers(np.ceil), ("number",), "ceil(x)"),
    "round": Function(_round, ("number", "number"), "round(x, digits)", n_optional=1),
    "min": Function(_each(np.minimum), ("number", "number"), "min(x, y, …)", takes_more=True),
    "max": Function(_each(np.maximum), ("number", "number"), "max(x, y, …)", takes_more=True),
    "mean": Function(_mean, ("number", "number"), "mean(x, y, …)", takes_more=True),
    "if": Function(chosen, ("truth", None, None), "if(condition, a, b)"),
    "is_missing": Function(lambda value: truth(value.is_missing), (None,), "is_missing(x)"),
    "length": Function(_length, ("text",), "length(text)"),
    "lower": Function(lambda value: relabelled(value, str.lower), ("text",), "lower(text)"),
    "upper": Function(lambda value: relabelled(value, str.upper), ("text",), "upper(text)"),
    "contains": Function(_contains, ("text", "text"), "contains(text, part)"),
    "year": Function(_calendar(calendar_year), ("date",), "year(date)"),
    "month": Function(_calendar(calendar_month), ("date",), "month(date)"),
    "day": Function(_calendar(calendar_day), ("date",), "day(date)"),
    "weekday": Function(_calendar(calendar_weekday), ("date",), "weekday(date)"),
    "hour": Function(_calendar(calendar_hour), ("date",), "hour(date)"),
    "minute": Function(_calendar(calendar_minute), ("date",), "minute(date)"),
}
ROW = "row"  # row() needs the data set itself
