"""Mixed precision: what a network computes in, and the scale that keeps small gradients alive.

Weights, their steps and losses stay float32; only the passes through the network are shorter
(Micikevicius et al. 2018).
"""

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from workbench.core.errors import DeviceError, Where

PrecisionName: TypeAlias = Literal["auto", "float32", "bf16", "fp16"]

FIRST_SCALE, LARGEST_SCALE = 2.0**16, 2.0**24
GROWS_AFTER = 2000  # steps without an overflow, as torch.amp.GradScaler has it
BF16_SINCE = (8, 0)  # CUDA compute capability: tensor cores that multiply bf16


def short_type(name: PrecisionName, device: torch.device) -> torch.dtype | None:
    """The type that passes are computed in; None = float32.

    ``auto`` is bf16 where the device gains from it, CUDA since compute capability 8.0.

    Raises:
        DeviceError: the device cannot compute in it.
    """
    if name == "float32" or (name == "auto" and not _gains(device)):
        return None
    if name == "fp16" and device.type == "cpu":
        raise DeviceError(
            "The processor does not gain from fp16, which is made for graphics cards.",
            remedy="Choose 'auto', 'float32' or 'bf16'.",
            where=Where(parameter="precision"),
        )
    return torch.float16 if name == "fp16" else torch.bfloat16


def _gains(device: torch.device) -> bool:
    return device.type == "cuda" and torch.cuda.get_device_capability(device) >= BF16_SINCE


class Precision:
    """The precision of one training of S networks."""

    def __init__(self, name: PrecisionName, device: torch.device, n_networks: int) -> None:
        self._device_type, self._type = device.type, short_type(name, device)
        self._scales = Scales(n_networks) if self._type == torch.float16 else None

    @property
    def is_mixed(self) -> bool:
        """Whether passes are computed in another type than float32."""
        return self._type is not None

    def passes(self) -> torch.autocast:
        """The context in which the network computes."""
        return torch.autocast(self._device_type, self._type, enabled=self.is_mixed)

    @property
    def scales(self) -> "Scales | None":
        """The scales of the losses; only fp16 has any."""
        return self._scales


class Scales:
    """What each network's loss is multiplied by, so that its gradient does not fade away in fp16.

    A gradient that is not finite means a scale that was too large: the step is left out and the
    scale halved. After a while without that it is doubled. Looking at it waits for the device.
    """

    def __init__(self, n_networks: int) -> None:
        self._scales = np.full(n_networks, FIRST_SCALE)
        self._waited = np.zeros(n_networks, np.int64)

    @property
    def scales(self) -> NDArray[np.float64]:
        """The scales now, shape (S,)."""
        return self._scales

    def up(self, pushes: Tensor) -> Tensor:
        """Gradients with respect to outputs, scaled; shape (A, b, …)."""
        return pushes * self._column(len(pushes), pushes.dim()).to(pushes.device)

    @torch.no_grad()
    def down(self, gradient: Tensor) -> NDArray[np.bool_]:
        """Take the scale out of the gradient (A, P) again, and learn from it.

        Returns:
            Which networks may make the step, shape (A,).
        """
        n = len(gradient)
        gradient.div_(self._column(n, 2).to(gradient.device))
        is_finite: NDArray[np.bool_] = gradient.isfinite().all(1).cpu().numpy()
        waited, scales = self._waited[:n], self._scales[:n]
        waited += 1
        waited[~is_finite] = 0
        scales[~is_finite] = np.maximum(scales[~is_finite] / 2, 1.0)
        grows = waited >= GROWS_AFTER
        scales[grows] = np.minimum(scales[grows] * 2, LARGEST_SCALE)
        waited[grows] = 0
        return is_finite

    def keep(self, rows: NDArray[np.int64]) -> None:
        """Go on with these networks only."""
        self._scales, self._waited = self._scales[rows], self._waited[rows]

    def state(self) -> dict[str, NDArray[Any]]:
        """What is remembered, as arrays of its own."""
        return {"scales": self._scales.copy(), "waited": self._waited.copy()}

    def load(self, state: Mapping[str, NDArray[Any]]) -> None:
        """The inverse of ``state``."""
        self._scales, self._waited = np.array(state["scales"]), np.array(state["waited"])

    def _column(self, n: int, n_axes: int) -> Tensor:
        return torch.from_numpy(self._scales[:n].astype(np.float32)).reshape(
            n, *(1,) * (n_axes - 1)
        )
