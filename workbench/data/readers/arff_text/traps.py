"""What WEKA reads in silence although its author may have meant something else: told once."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from workbench.core.run import Noted
from workbench.data.schema import Attribute

MAX_NAMES = 10


@dataclass
class Traps:
    """The first line in which each was met, by the position of the attribute."""

    omitted: dict[int, int] = field(default_factory=dict)
    not_numbers: dict[int, int] = field(default_factory=dict)
    too_large: dict[int, int] = field(default_factory=dict)

    def odd_number(self, position: int, value: float, text: str, line: int) -> None:
        """Remember a number that is not finite, if that may not have been meant."""
        if math.isnan(value):
            self.not_numbers.setdefault(position, line)
        elif "Infinity" not in text:
            self.too_large.setdefault(position, line)

    def notes(self, attributes: Sequence[Attribute]) -> Iterator[Noted]:
        """One warning for each kind of trap."""
        if self.omitted:
            names = _names(attributes, [i for i in self.omitted if attributes[i].kind == "nominal"])
            dates = _names(attributes, [i for i in self.omitted if attributes[i].kind == "date"])
            line = min(self.omitted.values())
            meant = [f"the first label of {names}"] if names else []
            meant += [f"1 January 1970 for {dates}"] if dates else []
            yield Noted(
                f"Sparse rows leave attributes out, first in line {line}: as in WEKA that means "
                f"{' and '.join(meant)}, not a missing value.",
                is_warning=True,
            )
        if self.not_numbers:
            names = _names(attributes, list(self.not_numbers))
            line = min(self.not_numbers.values())
            yield Noted(
                f"NaN stands for a number of {names}, first in line {line}; as in WEKA it is read "
                "as a missing value.",
                is_warning=True,
            )
        if self.too_large:
            names = _names(attributes, list(self.too_large))
            line = min(self.too_large.values())
            yield Noted(
                f"Numbers of {names} are too large, first in line {line}; as in WEKA they are read "
                "as infinite.",
                is_warning=True,
            )


def _names(attributes: Sequence[Attribute], positions: Sequence[int]) -> str:
    names = [f"'{attributes[i].name}'" for i in positions[:MAX_NAMES]]
    return ", ".join(names) + (", …" if len(positions) > MAX_NAMES else "")
