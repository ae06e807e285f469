"""Clipping gradients, so that one wild batch does not throw a network far off.

Nothing here waits for the device: the factor is worked out and applied where the gradient is.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

_TINY = 1e-6  # as torch.nn.utils.clip_grad_norm_ has it


@dataclass(frozen=True)
class Clipping:
    """Limits on the gradient of each network; 0 = none.

    Args:
        norm: the largest Euclidean norm (Pascanu, Mikolov and Bengio 2013); a longer gradient keeps
            its direction.
        value: the largest size of each component, cut before the norm is taken.
    """

    norm: float = 0.0
    value: float = 0.0

    @property
    def clips(self) -> bool:
        """Whether it does anything."""
        return self.norm > 0 or self.value > 0

    @torch.no_grad()
    def __call__(self, gradient: Tensor) -> Tensor:
        """The gradient of A networks, clipped in place, shape (A, P)."""
        if self.value > 0:
            gradient.clamp_(-self.value, self.value)
        if self.norm > 0:
            norms = torch.linalg.vector_norm(gradient, dim=1, keepdim=True)  # (A, 1)
            gradient.mul_((self.norm / (norms + _TINY)).clamp_(max=1.0))
        return gradient
