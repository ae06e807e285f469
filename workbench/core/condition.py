"""Parameters that matter only while others have certain values, as their component declares it.

A component says so in its class, the conditions of a base class hold as well::

    only_if = {
        "initial_std": {"initialisation": when("normal")},
        "dropout": {"hidden": unless(())},
    }
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from typing_extensions import override


@dataclass(frozen=True)
class Condition:
    """What another parameter must be.

    Args:
        values: one of them; or none of them; or, of a list, those that it must hold.
    """

    how: Literal["is", "is not", "holds"]
    values: tuple[Any, ...]

    def is_met_by(self, value: Any) -> bool:
        """Whether a parameter's value is as it must be."""
        if self.how == "holds":
            return all(each in value for each in self.values)
        return (value in self.values) == (self.how == "is")

    @override
    def __str__(self) -> str:
        """Give words that follow the parameter's name: "is normal or none"."""
        return f"{self.how} {' or '.join(map(_word, self.values))}"


Conditions: TypeAlias = Mapping[str, Condition]  # of one parameter, by the names of others


def when(*values: Any) -> Condition:
    """The other parameter has one of these values."""
    return Condition("is", values)


def unless(*values: Any) -> Condition:
    """The other parameter has none of these values."""
    return Condition("is not", values)


def holding(*values: Any) -> Condition:
    """The other parameter is a list, and these are in it."""
    return Condition("holds", values)


IS_ON = Condition("is", (True,))


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if value is None:
        return "none"
    return "empty" if value in ("", ()) else str(value)
