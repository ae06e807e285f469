"""What a recurrent network looks like, in plain values: known without importing torch."""

from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeAlias

Cell: TypeAlias = Literal["elman", "lstm", "gru"]

# Gates of a cell: each has weights from the input, weights from the state before, and a bias.
GATES: dict[Cell, int] = {"elman": 1, "lstm": 4, "gru": 3}


@dataclass(frozen=True)
class Recurrence:
    """The shape of a recurrent network.

    Args:
        n_tokens: how many different tokens a sequence is made of; 0 if it is made of numbers.
        n_channels: how many numbers a step has; 0 for tokens.
        n_outputs: classes, tokens to come next, or 1 for a number.
        hidden: values of the state of a layer (in each direction).
        embedding: numbers that a token becomes; 0 for one-hot.
        dropout: share of the values between layers that are dropped in training.
        every_step: whether each step is answered, or the whole sequence once.
        truncation: after how many steps the gradient of the state is cut; 0 = never.
        bias: whether units have biases; without, an Elman network is U, W and V alone.
    """

    n_tokens: int
    n_channels: int
    n_outputs: int
    cell: Cell = "elman"
    hidden: int = 32
    layers: int = 1
    bidirectional: bool = False
    embedding: int = 0
    dropout: float = 0.0
    every_step: bool = False
    truncation: int = 0
    bias: bool = True

    @property
    def n_inputs(self) -> int:
        """How many numbers enter the first layer at each step."""
        return self.embedding or self.n_tokens if self.n_tokens else self.n_channels

    @property
    def n_directions(self) -> int:
        """Ways in which a layer reads."""
        return 2 if self.bidirectional else 1

    @property
    def n_state(self) -> int:
        """How many numbers leave a layer at each step."""
        return self.hidden * self.n_directions

    def layer_weights(self, layer: int) -> int:
        """The trained parameters of a layer: gates · (H(D + H) + H), twice if bidirectional."""
        n_in, h = (self.n_state if layer else self.n_inputs), self.hidden
        return self.n_directions * GATES[self.cell] * (h * (n_in + h) + (h if self.bias else 0))

    @property
    def n_weights(self) -> int:
        """The number of trained parameters."""
        embedded = self.n_tokens * self.embedding
        recurrent = sum(self.layer_weights(layer) for layer in range(self.layers))
        return embedded + recurrent + (self.n_state + int(self.bias)) * self.n_outputs

    def values(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> "Recurrence":
        """The inverse of ``values``.

        Raises:
            TypeError, ValueError: they are not what ``values`` gives.
        """
        shape = cls(**values)
        positive = (shape.n_outputs, shape.hidden, shape.layers, shape.n_inputs)
        if min(positive) < 1 or shape.cell not in GATES:
            raise ValueError("a width, or the kind of cell")
        return shape
