"""The range of a slider: which values it takes, and where each stands."""

import math
from dataclasses import dataclass, replace
from typing import Self

from workbench.flow.number_range import numbers_in

PER_DECADE = 20  # positions of a logarithmic slider
DIGITS = 2  # that a value on it keeps


@dataclass(frozen=True)
class Scale:
    """Values from ``low`` to ``high`` at positions 0, 1, 2 and so on.

    Args:
        step: between two positions; of no meaning on a logarithmic scale.
        has_zero: whether 0 stands below a logarithmic scale's lowest value.
    """

    low: float
    high: float
    step: float = 1.0
    is_log: bool = False
    has_zero: bool = False
    is_whole: bool = False

    @classmethod
    def of(cls, text: str, *, is_whole: bool) -> Self:
        """The scale that a parameter declares: "1..50", "0..0.9 step 0.05", "0, 1e-6..0.1 log".

        Raises:
            ValueError: it is none of these.
        """
        zero, comma, span = text.rpartition(",")
        ends, _, how = span.strip().partition(" ")
        low, high = sorted(numbers_in(f"{ends} even 2", is_whole=is_whole))
        made = cls(low, high, is_whole=is_whole, has_zero=bool(comma) and float(zero) == 0)
        if how.strip() == "log":
            if low <= 0:
                raise ValueError(f"'{text}' is not above 0")
            return replace(made, is_log=True)
        step = how.strip().removeprefix("step").strip()
        return replace(made, step=float(step) if step else 1.0)

    @property
    def last(self) -> int:
        """The highest position; the lowest is 0."""
        if not self.is_log:
            return max(1, round((self.high - self.low) / self.step))
        return self._first + max(1, round(math.log10(self.high / self.low) * PER_DECADE))

    @property
    def page(self) -> int:
        """How many positions the page keys move."""
        return PER_DECADE if self.is_log else max(1, self.last // 10)

    def position(self, value: float) -> int:
        """The position nearest to a value; the ends for what lies beyond them."""
        if self.is_log and not value >= self.low:
            return 0
        inside = min(max(self.low, value), self.high)  # also of what is no number at all
        if not self.is_log:
            return min(round((inside - self.low) / self.step), self.last)
        return self._first + round(math.log10(inside / self.low) * PER_DECADE)

    def value(self, position: int) -> float:
        """The value at a position, without the traces of binary fractions."""
        if not self.is_log:
            value = min(self.high, self.low + position * self.step)
            return round(value) if self.is_whole else float(f"{value:.10g}")
        if position < self._first:
            return 0.0
        if position == self.last:
            return self.high
        exact = self.low * 10 ** ((position - self._first) / PER_DECADE)
        value = float(f"{exact:.{DIGITS}g}")
        return round(value) if self.is_whole else value

    @property
    def _first(self) -> int:
        """The position of the lowest value but 0."""
        return int(self.has_zero)
