"""What a restricted Boltzmann machine looks like, in plain values, without torch."""

from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeAlias

Visible: TypeAlias = Literal["binary", "gaussian"]


@dataclass(frozen=True)
class RBMShape:
    """The shape of a restricted Boltzmann machine.

    Args:
        visible: "binary" units for numbers in [0, 1], "gaussian" ones of deviation 1 for
            standardised numbers.
        n_labels: of a softmax group of units beside the visible ones; 0 = there is none.
    """

    n_visible: int
    n_hidden: int
    n_labels: int = 0
    visible: Visible = "binary"

    def __post_init__(self) -> None:
        """Refuse a shape that cannot be."""
        if min(self.n_visible, self.n_hidden) < 1 or self.n_labels < 0:
            raise ValueError("units")
        if self.visible not in {"binary", "gaussian"}:
            raise ValueError(f"visible units '{self.visible}'")

    @property
    def n_inputs(self) -> int:
        """Visible units, those of the label included."""
        return self.n_visible + self.n_labels

    @property
    def n_weights(self) -> int:
        """The number of trained parameters."""
        return self.n_inputs * self.n_hidden + self.n_inputs + self.n_hidden

    def values(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> "RBMShape":
        """The inverse of ``values``.

        Raises:
            TypeError, KeyError, ValueError: they are not what ``values`` gives.
        """
        sizes = {name: int(values[name]) for name in ("n_visible", "n_hidden", "n_labels")}
        return cls(**sizes, visible=values["visible"])
