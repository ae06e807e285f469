"""Modules that torch does not have, beside its convolution, pooling and dense units."""

import torch
from torch import Tensor, nn
from torch.nn import functional
from typing_extensions import override

from workbench.training.stackable_modules import PerChannel, PerNetwork

Device = torch.device | str
Sides = tuple[int, int]


class MarginConvolution(nn.Conv2d):
    """A convolution with different margins on opposite sides, as "same" needs for even kernels."""

    margins: tuple[int, int, int, int] = (0, 0, 0, 0)  # left, right, top, bottom

    @override
    def forward(self, input: Tensor) -> Tensor:
        return super().forward(functional.pad(input, self.margins))


class MarginPooling(PerChannel, nn.Module):
    """A pooling with different margins on opposite sides.

    Args:
        fill: what stands in the margins: −∞ for the largest value, 0 for sums.
    """

    def __init__(self, pooling: nn.Module, margins: tuple[int, ...], fill: float) -> None:
        super().__init__()
        self.pooling, self.margins, self.fill = pooling, margins, fill

    @override
    def forward(self, inputs: Tensor) -> Tensor:
        pooled: Tensor = self.pooling(functional.pad(inputs, self.margins, value=self.fill))
        return pooled


class PartlyConnectedConvolution(PerNetwork, nn.Module):
    """A convolution whose maps see only some of the maps before them.

    Only kernels between connected maps exist: LeNet-5's C3 has 60 of 96.

    Attributes:
        weight: a kernel for each pair, shape (pairs, height, width).
        fans: values that a map sees, and places that a value reaches, on average.
    """

    place: Tensor

    def __init__(
        self,
        table: tuple[tuple[int, ...], ...],
        n_inputs: int,
        kernel: tuple[int, int],
        *,
        bias: bool = True,
        device: Device = "cpu",
    ) -> None:
        super().__init__()
        pairs = [(out, of) for out, maps in enumerate(table) for of in maps]
        self.shape = (len(table), n_inputs, *kernel)
        self.weight = nn.Parameter(torch.empty(len(pairs), *kernel, device=device))
        self.bias = nn.Parameter(torch.empty(len(table), device=device)) if bias else None
        place = torch.tensor([out * n_inputs + of for out, of in pairs], device=device)
        self.register_buffer("place", place, persistent=False)
        area = kernel[0] * kernel[1]
        self.fans = (len(pairs) * area // len(table), len(pairs) * area // n_inputs)

    def kernels(self) -> Tensor:
        """The kernels with zeros where there is no connection, shape (out, in, height, width)."""
        out, of, *sides = self.shape
        full = self.weight.new_zeros(out * of, *sides)
        return full.index_copy(0, self.place, self.weight).view(self.shape)

    @override
    def forward(self, inputs: Tensor) -> Tensor:
        return functional.conv2d(inputs, self.kernels(), self.bias)


class TrainableSubsampling(PerChannel, nn.Module):
    """The sum of each window times a coefficient, plus a bias, for each map (LeNet-5's S2)."""

    def __init__(self, channels: int, size: tuple[int, int], *, device: Device = "cpu") -> None:
        super().__init__()
        self.size = size
        self.weight = nn.Parameter(torch.empty(channels, device=device))
        self.bias = nn.Parameter(torch.empty(channels, device=device))

    def start(self) -> None:
        """Begin as the mean of each window."""
        with torch.no_grad():
            self.weight.fill_(1 / (self.size[0] * self.size[1]))
            self.bias.zero_()

    @override
    def forward(self, inputs: Tensor) -> Tensor:
        sums = functional.avg_pool2d(inputs, self.size) * (self.size[0] * self.size[1])
        return sums * self.weight.view(-1, 1, 1) + self.bias.view(-1, 1, 1)  # (n, c, h, w)


class ScaledTanh(PerChannel, nn.Module):
    """LeNet-5's squashing function, 1.7159 tanh(2a/3)."""

    @override
    def forward(self, inputs: Tensor) -> Tensor:
        return 1.7159 * torch.tanh(inputs * (2 / 3))


class L2Pool(PerChannel, nn.Module):
    """The root of the sum of squares of each window; its slope at 0 is finite."""

    def __init__(
        self,
        size: tuple[int, int],
        stride: tuple[int, int],
        padding: tuple[int, int],
        *,
        ceil: bool,
    ) -> None:
        super().__init__()
        self.sum = nn.AvgPool2d(size, stride, padding, ceil, divisor_override=1)

    @override
    def forward(self, inputs: Tensor) -> Tensor:
        sums: Tensor = self.sum(inputs.square())
        return (sums + 1e-12).sqrt()


class GlobalPool(PerChannel, nn.Module):
    """One number for each channel: (n, c, h, w) → (n, c)."""

    def __init__(self, *, takes_largest: bool) -> None:
        super().__init__()
        self.takes_largest = takes_largest

    @override
    def forward(self, inputs: Tensor) -> Tensor:
        return inputs.amax((2, 3)) if self.takes_largest else inputs.mean((2, 3))


class ZeroPadded(nn.Module):
    """Every stride-th value, and channels of zeros behind those there are (He et al. 2015, A)."""

    def __init__(self, channels: int, stride: int) -> None:
        super().__init__()
        self.channels, self.stride = channels, stride

    @override
    def forward(self, inputs: Tensor) -> Tensor:
        kept = inputs[:, :, :: self.stride, :: self.stride]
        return functional.pad(kept, (0, 0, 0, 0, 0, self.channels - inputs.shape[1]))


class Sum(nn.Module):
    """Adds inputs of one shape."""

    @override
    def forward(self, *inputs: Tensor) -> Tensor:
        total = inputs[0]
        for other in inputs[1:]:
            total = total + other
        return total


class Joined(nn.Module):
    """Puts the channels of its inputs behind one another."""

    @override
    def forward(self, *inputs: Tensor) -> Tensor:
        return torch.cat(inputs, 1)


class SteadyNorm(nn.modules.batchnorm._BatchNorm):  # noqa: SLF001 -- their one base
    """Batch norm that takes a single value a channel, which has no variance, too.

    It is then normalised by the running statistics, which stay as they are; so is everything
    where it is frozen.
    """

    is_frozen: bool = False

    @override
    def forward(self, input: Tensor) -> Tensor:
        if self.training and (self.is_frozen or input.numel() == input.shape[1]):
            return functional.batch_norm(
                input, self.running_mean, self.running_var, self.weight, self.bias, eps=self.eps
            )
        return super().forward(input)


class BatchNormOfRows(SteadyNorm, nn.BatchNorm1d):
    """Batch norm of (n, d)."""


class BatchNormOfMaps(SteadyNorm, nn.BatchNorm2d):
    """Batch norm of (n, c, h, w)."""
