"""Few, round places on an axis, and their words."""

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from workbench.data.profile.axis_values import AxisValues
from workbench.gui.plots.data.viewport import Range

Tick: TypeAlias = tuple[float, str]
Unit: TypeAlias = Literal["Y", "M", "D", "h", "m", "s", "ms"]

_DATE_STEPS: tuple[tuple[Unit, int, float], ...] = (
    *(("ms", n, float(n)) for n in (1, 10, 100)),
    *(("s", n, n * 1e3) for n in (1, 5, 15, 30)),
    *(("m", n, n * 6e4) for n in (1, 5, 15, 30)),
    *(("h", n, n * 3.6e6) for n in (1, 3, 6, 12)),
    *(("D", n, n * 8.64e7) for n in (1, 2, 7, 14)),
    *(("M", n, n * 2.63e9) for n in (1, 3, 6)),
    *(("Y", n, n * 3.156e10) for n in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)),
)  # fmt: skip


@dataclass(frozen=True)
class Axis:
    """What an axis is called and how its ticks read.

    Args:
        labels: of a nominal axis, at 0, 1, 2, …
        is_date: the numbers are milliseconds since 1970.
    """

    title: str = ""
    labels: tuple[str, ...] = ()
    is_date: bool = False

    @staticmethod
    def of(values: AxisValues) -> "Axis":
        """The axis of an attribute."""
        attribute = values.attribute
        labels = attribute.values if attribute.kind == "nominal" else ()
        return Axis(attribute.name, labels, attribute.kind == "date")

    def ticks(self, bounds: Range, most: int) -> list[Tick]:
        """At most about ``most`` ticks between two values."""
        if self.labels:
            return _label_ticks(self.labels, bounds, most)
        return date_ticks(bounds, most) if self.is_date else numeric_ticks(bounds, most)

    def told(self, value: float) -> str:
        """A value in words, for reading at the cursor."""
        if self.labels:
            code = round(value)
            return self.labels[code] if 0 <= code < len(self.labels) else "?"
        if self.is_date:
            text = str(np.datetime64(round(value), "ms"))
            return text.removesuffix(".000").removesuffix("T00:00:00").replace("T", " ")
        return f"{value:.6g}"


def numeric_ticks(bounds: Range, most: int) -> list[Tick]:
    """Ticks at multiples of 1, 2 or 5 times a power of ten."""
    low, high = bounds
    step = _round_step((high - low) / max(most, 1))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    places = [i * step for i in range(first, min(last, first + 200) + 1)]
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    largest = max(abs(low), abs(high))
    if largest >= 1e7 or (step < 1e-5 and largest < 1e-2):
        significant = max(1, math.ceil(math.log10(largest / step)) + 1)
        return [(p, f"{p:.{min(significant, 12)}g}") for p in places]
    return [(p, f"{0.0 if abs(p) < step / 2 else p:.{min(digits, 12)}f}") for p in places]


def date_ticks(bounds: Range, most: int) -> list[Tick]:
    """Ticks at whole years, months, days, hours, …; milliseconds since 1970."""
    wanted = (bounds[1] - bounds[0]) / max(most, 1)
    unit, n, _ = next((s for s in _DATE_STEPS if s[2] >= wanted), _DATE_STEPS[-1])
    low = np.datetime64(math.ceil(bounds[0]), "ms")
    high = np.datetime64(math.floor(bounds[1]), "ms")
    first = int(low.astype(f"datetime64[{unit}]").astype(np.int64))
    last = int(high.astype(f"datetime64[{unit}]").astype(np.int64))
    steps = np.arange(math.ceil(first / n) * n, last + 1, n).astype(f"datetime64[{unit}]")
    places = steps.astype("datetime64[ms]")
    shown = [(p, s) for p, s in zip(places, steps, strict=True) if low <= p <= high]
    return [(float(p.astype(np.int64)), str(s).replace("T", " ")) for p, s in shown]


def _label_ticks(labels: tuple[str, ...], bounds: Range, most: int) -> list[Tick]:
    first = max(0, math.ceil(bounds[0]))
    last = min(len(labels) - 1, math.floor(bounds[1]))
    each = max(1, -(-(last - first + 1) // max(most, 1)))
    return [(float(i), labels[i]) for i in range(first, last + 1, each)]


def _round_step(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    return next(m * power for m in (1, 2, 5, 10) if m * power >= least * (1 - 1e-9))
