"""What a deep belief network looks like, in plain values, without torch."""

from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, Literal, TypeAlias

from workbench.models.networks.rbm_shape import RBMShape, Visible

Ending: TypeAlias = Literal["softmax", "labels"]


@dataclass(frozen=True)
class DBNShape:
    """The shape of a deep belief network.

    Args:
        hidden: widths of the hidden layers, from the rows to the top.
        ending: "softmax": a softmax layer on top of sigmoid layers, trained by back-propagation;
            "labels": label units beside the last hidden layer but one, in the top machine.
    """

    n_visible: int
    hidden: tuple[int, ...]
    n_labels: int
    visible: Visible = "binary"
    ending: Ending = "softmax"

    def __post_init__(self) -> None:
        """Refuse a shape that cannot be."""
        if not self.hidden or min(self.n_visible, *self.hidden, self.n_labels) < 1:
            raise ValueError("widths")
        if self.visible not in {"binary", "gaussian"} or self.ending not in {"softmax", "labels"}:
            raise ValueError(f"'{self.visible}', '{self.ending}'")

    @property
    def widths(self) -> tuple[int, ...]:
        """Of all layers but a softmax on top."""
        return (self.n_visible, *self.hidden)

    @property
    def machines(self) -> tuple[RBMShape, ...]:
        """The machines that are trained one upon the other, the lowest first.

        With label units in the top one, if that is the ending.
        """
        shapes = [
            RBMShape(n_in, n_out, visible=self.visible if level == 0 else "binary")
            for level, (n_in, n_out) in enumerate(pairwise(self.widths))
        ]
        if self.ending == "labels":
            top = shapes[-1]
            shapes[-1] = RBMShape(top.n_visible, top.n_hidden, self.n_labels, top.visible)
        return tuple(shapes)

    @property
    def n_weights(self) -> int:
        """Parameters: of the classifier, or of recognition, generation and the top machine."""
        if self.ending == "softmax":
            ends = (*self.widths, self.n_labels)
            return sum((n_in + 1) * n_out for n_in, n_out in pairwise(ends))
        directed = sum(2 * m.n_visible * m.n_hidden for m in self.machines[:-1])
        biases = sum(m.n_visible + m.n_hidden for m in self.machines[:-1])
        return directed + biases + self.machines[-1].n_weights

    def values(self) -> dict[str, Any]:
        """As JSON values."""
        return {**asdict(self), "hidden": list(self.hidden)}

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> "DBNShape":
        """The inverse of ``values``.

        Raises:
            TypeError, KeyError, ValueError: they are not what ``values`` gives.
        """
        hidden = tuple(int(width) for width in values["hidden"])
        n_visible, n_labels = int(values["n_visible"]), int(values["n_labels"])
        return cls(n_visible, hidden, n_labels, values["visible"], values["ending"])
