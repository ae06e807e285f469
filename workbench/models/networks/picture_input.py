"""A network's first module: pictures as they lie in memory become the numbers it computes with."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional
from typing_extensions import override

from workbench.models.networks.layers.layer import Shape
from workbench.models.networks.scaling import WIDEST, Scaling


class PictureInput(nn.Module):
    """Gives (n, c, h, w) as floats, scaled, of the size that the network takes.

    It takes whole numbers from 0 to 255 as (n, h, w) or (n, h, w, c); or floats, which are on
    their scale already, as (n, c, h, w), as (n, h, w), or in rows (n, c·h·w). So data stay one
    byte a value in memory, and the network takes what is in the data set.

    Args:
        source: channels, height and width of what arrives.
        shape: channels, height and width of what is given.
    """

    factor: Tensor
    shift: Tensor

    def __init__(self, source: Shape, shape: Shape, scaling: Scaling) -> None:
        super().__init__()
        if source[0] != shape[0] and 1 not in {source[0], shape[0]}:
            raise ValueError(f"{source[0]} channels cannot become {shape[0]}")
        self.source, self.shape = source, shape
        self.margins = _margins(source[1:], shape[1:], scaling)
        std = torch.tensor(_for_each(scaling.std, shape[0])).view(-1, 1, 1)  # (c, 1, 1)
        mean = torch.tensor(_for_each(scaling.mean, shape[0])).view(-1, 1, 1)
        self.register_buffer("factor", 1 / std, persistent=False)
        self.register_buffer("shift", -mean / std, persistent=False)

    @override
    def forward(self, inputs: Tensor) -> Tensor:
        factor = self.factor if inputs.is_floating_point() else self.factor / 255
        pictures = self._sized(self._pictures(inputs).to(self.factor.dtype))
        return torch.addcmul(self.shift, pictures, factor)  # (n, c, h, w)

    def _pictures(self, inputs: Tensor) -> Tensor:
        """As (n, c, h, w), of the source's channels and size."""
        if inputs.ndim == 2:
            return inputs.view(-1, *self.source)
        if inputs.ndim == 3:
            return inputs.unsqueeze(1)
        return inputs if inputs.is_floating_point() else inputs.permute(0, 3, 1, 2)

    def _sized(self, pictures: Tensor) -> Tensor:
        if self.source[0] > self.shape[0]:
            pictures = pictures.mean(1, keepdim=True)
        elif self.source[0] < self.shape[0]:
            pictures = pictures.expand(-1, self.shape[0], -1, -1)
        if self.source[1:] == self.shape[1:]:
            return pictures
        if self.margins is not None:
            return functional.pad(pictures, self.margins)
        is_smaller = self.shape[1] < self.source[1] or self.shape[2] < self.source[2]
        return functional.interpolate(
            pictures, self.shape[1:], mode="bilinear", antialias=is_smaller
        )


def _margins(
    source: Sequence[int], sides: Sequence[int], scaling: Scaling
) -> tuple[int, int, int, int] | None:
    """Background left, right, above and below; None where pictures are resized."""
    down, across = sides[0] - source[0], sides[1] - source[1]
    if scaling.fit != "pad" or not (0 <= down <= WIDEST and 0 <= across <= WIDEST):
        return None
    if max(down, across) >= min(source):
        return None
    return across // 2, across - across // 2, down // 2, down - down // 2


def _for_each(numbers: Sequence[float], n_channels: int) -> list[float]:
    """One number for each channel; their mean where there are not as many."""
    if len(numbers) == n_channels:
        return list(numbers)
    return [sum(numbers) / len(numbers)] * n_channels
