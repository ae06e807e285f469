"""What a multilayer perceptron looks like, in plain values: known without importing torch."""

from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, Literal, TypeAlias

Activation: TypeAlias = Literal["sigmoid", "tanh", "relu", "leaky_relu", "elu"]


@dataclass(frozen=True)
class Architecture:
    """The shape of a multilayer perceptron.

    Args:
        widths: of all layers, inputs and outputs included.
        dropout: share of the hidden values that are dropped in training.
    """

    widths: tuple[int, ...]
    activation: Activation = "relu"
    batch_norm: bool = False
    dropout: float = 0.0

    @property
    def n_weights(self) -> int:
        """The number of trained parameters."""
        pairs = pairwise(self.widths)
        linear = sum((n_in + 1) * n_out for n_in, n_out in pairs)
        # Batch norm has scale and shift, and takes the place of the bias before it.
        return linear + (sum(self.widths[1:-1]) if self.batch_norm else 0)

    def values(self) -> dict[str, Any]:
        """As JSON values."""
        return {**asdict(self), "widths": list(self.widths)}

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> "Architecture":
        """The inverse of ``values``.

        Raises:
            TypeError, KeyError, ValueError: they are not what ``values`` gives.
        """
        widths = tuple(int(width) for width in values["widths"])
        if len(widths) < 2 or min(widths) < 1:
            raise ValueError("widths")
        return cls(**{**values, "widths": widths})
