"""Restricted Boltzmann machines (Smolensky 1986; Hinton 2002; Hinton 2010, a practical guide).

    E(v, h) = −b·v − c·h − v·W·h        binary visible units
    E(v, h) = ½|v − b|² − c·h − v·W·h   Gaussian visible units of deviation 1

A softmax group of label units may stand beside the visible ones: their weights are the last rows
of W. Everything is worked out for S machines of one shape at once.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional
from typing_extensions import override

from workbench.models.networks.rbm_shape import RBMShape

START_DEVIATION = 0.01  # of the weights (Hinton 2010, section 8)


@dataclass(frozen=True, eq=False)
class Machines:
    """S machines of one shape.

    Args:
        weight: W, shape (S, n_inputs, n_hidden).
        visible_bias: b, shape (S, 1, n_inputs).
        hidden_bias: c, shape (S, 1, n_hidden).
    """

    shape: RBMShape
    weight: Tensor
    visible_bias: Tensor
    hidden_bias: Tensor

    @classmethod
    def of(cls, shape: RBMShape, values: Tensor) -> "Machines":
        """Machines whose parameters lie in ``values`` (S, P) and look into it."""
        n_weight, n_inputs = shape.n_inputs * shape.n_hidden, shape.n_inputs
        return cls(
            shape,
            values[:, :n_weight].unflatten(1, (n_inputs, shape.n_hidden)),
            values[:, None, n_weight : n_weight + n_inputs],
            values[:, None, n_weight + n_inputs :],
        )

    def with_labels(self, rows: Tensor, codes: Tensor) -> Tensor:
        """Rows (S, b, n_visible) with their labels' units behind them, (S, b, n_inputs)."""
        if not self.shape.n_labels:
            return rows
        return torch.cat([rows, one_hot(codes, self.shape.n_labels, rows.dtype)], -1)

    def hidden_input(self, visible: Tensor) -> Tensor:
        """C + v·W, shape (S, b, n_hidden)."""
        return torch.baddbmm(self.hidden_bias, visible, self.weight)

    def hidden(self, visible: Tensor) -> Tensor:
        """p(h = 1 | v), shape (S, b, n_hidden)."""
        return torch.sigmoid(self.hidden_input(visible))

    def visible_input(self, hidden: Tensor) -> Tensor:
        """B + h·Wᵀ, shape (S, b, n_inputs)."""
        return torch.baddbmm(self.visible_bias, hidden, self.weight.transpose(1, 2))

    def visible(self, hidden: Tensor) -> Tensor:
        """E(v | h): probabilities, or the means of Gaussian units; probabilities of the labels."""
        return self.expected(self.visible_input(hidden))

    def expected(self, inputs: Tensor) -> Tensor:
        """What visible units with these inputs are on average, shape (S, b, n_inputs)."""
        n = self.shape.n_visible
        rows, labels = inputs[..., :n], inputs[..., n:]
        if self.shape.visible == "binary":
            rows = torch.sigmoid(rows)
        return torch.cat([rows, torch.softmax(labels, -1)], -1) if labels.shape[-1] else rows

    def free_energy(self, visible: Tensor) -> Tensor:
        """F(v) with p(v) = exp(−F(v)) / Z, shape (S, b)."""
        told = functional.softplus(self.hidden_input(visible)).sum(-1)
        return self._visible_energy(visible) - told

    def label_scores(self, rows: Tensor) -> Tensor:
        """−F(x, y) of each label y, but for what they have in common, shape (S, b, n_labels).

        Their softmax is p(y | x).
        """
        n = self.shape.n_visible
        of_rows = torch.baddbmm(self.hidden_bias, rows, self.weight[:, :n])  # (S, b, h)
        inputs = of_rows[:, :, None] + self.weight[:, None, n:]  # (S, b, c, h)
        return functional.softplus(inputs).sum(-1) + self.visible_bias[..., n:]

    def pseudo_likelihood(self, visible: Tensor, units: Tensor) -> Tensor:
        """An estimate of log PL(v) of binary units, shape (S, b).

        N · log σ(F(v with unit i flipped) − F(v)), N the number of visible units.

        Args:
            visible: (S, b, n_inputs), all 0 or 1.
            units: i for each row, shape (S, b), below n_visible.
        """
        flips = one_hot(units, visible.shape[-1], visible.dtype)
        flipped = visible + flips * (1 - 2 * visible)
        gain = self.free_energy(flipped) - self.free_energy(visible)
        return self.shape.n_visible * functional.logsigmoid(gain)

    def _visible_energy(self, visible: Tensor) -> Tensor:
        if self.shape.visible == "binary":
            return -(visible * self.visible_bias).sum(-1)
        n = self.shape.n_visible
        bowl = (visible[..., :n] - self.visible_bias[..., :n]).square().sum(-1) / 2
        return bowl - (visible[..., n:] * self.visible_bias[..., n:]).sum(-1)


class RBM(nn.Module):
    """One machine as a module: visible units in, p(h = 1 | v) out.

    Its parameters are not set yet: torch's own initialisation would draw from the global generator.
    """

    def __init__(self, shape: RBMShape) -> None:
        super().__init__()
        self.shape = shape
        self.weight = nn.Parameter(torch.empty(shape.n_inputs, shape.n_hidden))
        self.visible_bias = nn.Parameter(torch.empty(shape.n_inputs))
        self.hidden_bias = nn.Parameter(torch.empty(shape.n_hidden))

    @property
    def machines(self) -> Machines:
        """The machine, of which there is one."""
        weight, visible_bias, hidden_bias = self.weight, self.visible_bias, self.hidden_bias
        return Machines(self.shape, weight[None], visible_bias[None, None], hidden_bias[None, None])

    @override
    def forward(self, visible: Tensor) -> Tensor:
        """p(h = 1 | v), shape (b, n_hidden), for visible units (b, n_inputs)."""
        return self.machines.hidden(visible[None])[0]


def initial_rbm(
    shape: RBMShape, rows: NDArray[np.float32], codes: NDArray[np.int64] | None, seed: int
) -> RBM:
    """A machine to be trained, the same for the same seed and rows (Hinton 2010, section 8).

    Weights from N(0, 0.01²); visible biases so that the machine without its hidden units gives
    each unit its mean in the training rows; hidden biases 0.

    Args:
        rows: training rows, shape (n, n_visible).
        codes: their labels, where there are label units.
    """
    machine = RBM(shape)
    bias: NDArray[np.float64] = rows.mean(0, dtype=np.float64)
    if shape.visible == "binary":
        bias = _log_odds(bias, len(rows))
    if shape.n_labels and codes is not None:
        counts = np.bincount(codes, minlength=shape.n_labels) + 1
        bias = np.concatenate([bias, np.log(counts / counts.sum())])
    with torch.no_grad():
        machine.weight.normal_(0.0, START_DEVIATION, generator=torch.Generator().manual_seed(seed))
        machine.visible_bias.copy_(torch.from_numpy(bias))
        machine.hidden_bias.zero_()
    return machine


def rbm_with(shape: RBMShape, arrays: dict[str, NDArray[Any]]) -> RBM:
    """A trained machine, in evaluation mode.

    Raises:
        RuntimeError: an array is missing or of the wrong shape.
    """
    machine = RBM(shape)
    # Copied, as torch does not take read-only arrays without a warning.
    machine.load_state_dict({n: torch.from_numpy(np.array(v)) for n, v in arrays.items()})
    return machine.eval()


def one_hot(codes: Tensor, n: int, dtype: torch.dtype) -> Tensor:
    """1 at the code, else 0, shape (…, n)."""
    zeros = torch.zeros(*codes.shape, n, dtype=dtype, device=codes.device)
    return zeros.scatter_(-1, codes[..., None], 1.0)


def _log_odds(means: NDArray[np.float64], n: int) -> NDArray[np.float64]:
    """log(p / (1 − p)), p kept away from 0 and 1 by half a row."""
    p = np.clip(means, 0.5 / (n + 1), 1 - 0.5 / (n + 1))
    return np.asarray(np.log(p / (1 - p)))
