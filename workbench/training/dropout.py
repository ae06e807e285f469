"""Dropout that draws from a stream of its own (Srivastava et al. 2014)."""

from typing import Any

import torch
from torch import Tensor, nn
from typing_extensions import override


class Dropout(nn.Dropout):
    """Inverted dropout: what is kept is divided by the share kept, so testing needs no change.

    Attributes:
        generator: what the masks are drawn from, on the device of the inputs; who trains the
            network sets it. It is no part of a copy: two networks never share a stream unasked.
    """

    generator: torch.Generator | None

    def __init__(self, p: float = 0.5) -> None:
        super().__init__(p)
        self.generator = None

    @override
    def forward(self, input: Tensor) -> Tensor:
        if not self.training or self.p == 0:
            return input
        if self.p == 1:
            return input * 0
        if self.generator is None:
            raise RuntimeError("Dropout is asked to drop, but has no generator to draw from.")
        kept = 1 - self.p
        mask = torch.empty_like(input).bernoulli_(kept, generator=self.generator)
        return input * mask.div_(kept)

    @override
    def __getstate__(self) -> dict[str, Any]:
        """Leave the stream out of copies; torch cannot copy one."""
        return {**self.__dict__, "generator": None}
