"""Looks into networks while they train: gradients, weights, activations, layer by layer.

Once a second one batch is looked at more closely; its figures stay on the device until the next
event is due. So it costs less than a hundredth of the time, and the device is not waited for.
"""

import time

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from workbench.training.events import Diagnosed
from workbench.training.layer_place import LayerPlace
from workbench.training.trainee import Trainee

SECONDS = 1.0  # between two looks, at least
LIMIT = 0.95  # of the way to a limit, from where on an output counts as saturated
MOST_VALUES = 2**24  # parameters that are copied for the size of a step; larger networks go without
SHARE = 0.005  # of the time that looking may take; larger networks are looked at less often


class Diagnostics:
    """When to look, and what was seen.

    Args:
        folds: of all networks, those that have stopped included.
    """

    def __init__(self, folds: tuple[int, ...], device: torch.device) -> None:
        self._folds, self._device = folds, device
        self._since = time.monotonic()
        self._due = self._since
        self._n_rows = 0
        self._event: tuple[Look, NDArray[np.int64], NDArray[np.float64], int, float] | None = None

    def look_at(self, trainee: Trainee, n_networks: int, n_rows: int) -> "Look | None":
        """Begin to look at a batch, if it is time to.

        Args:
            n_networks: that the batch has rows of.
            n_rows: of all of them.
        """
        self._n_rows += n_rows
        if time.monotonic() < self._due:
            return None
        is_everybody = n_networks == len(trainee.body)
        return Look(trainee) if is_everybody and trainee.body.layers else None

    def looked(
        self, look: "Look", place: NDArray[np.int64], rates: NDArray[np.float64], epoch: int
    ) -> None:
        """Take note of what was seen.

        Args:
            place: of each network among all.
            rates: the learning rates of the step, shape (S,).
        """
        look.close()
        now = time.monotonic()
        speed = self._n_rows / max(now - self._since, 1e-9)
        self._event = look, place, rates, epoch, speed
        self._due = now + max(SECONDS, look.seconds / SHARE)
        self._since, self._n_rows = now, 0

    def taken(self) -> Diagnosed | None:
        """What was seen since the last time; waits for the device."""
        if self._event is None:
            return None
        (look, place, rates, epoch, speed), self._event = self._event, None
        figures = {
            name: self._spread_out(tensor.cpu().numpy(), place)
            for name, tensor in look.figures.items()
        }
        return Diagnosed(
            self._folds,
            epoch,
            tuple(layer.name for layer in look.layers),
            learning_rate=self._spread_out(rates, place),
            samples_per_second=speed,
            device_memory=memory_used(self._device),
            **figures,
        )

    def _spread_out(
        self, figures: NDArray[np.generic], place: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """Figures of all networks: NaN for those that have left."""
        everybody = np.full((len(self._folds), *figures.shape[1:]), np.nan)
        everybody[place] = figures
        everybody.flags.writeable = False
        return everybody


class Look:
    """One batch looked at: figures of shape (S, layers), on the device.

    Attributes:
        seconds: that it took beside the training itself.
    """

    def __init__(self, trainee: Trainee) -> None:
        self._trainee, self.layers = trainee, trainee.body.layers
        self.figures: dict[str, Tensor] = {}
        self._gradients: dict[int, Tensor] = {}
        self._outputs: dict[int, tuple[Tensor, Tensor]] = {}
        self._dead: dict[int, Tensor] = {}
        self._saturated: dict[int, Tensor] = {}
        self._before: Tensor | None = None
        self.seconds = 0.0
        trainee.body.watch(self.outputs)

    @torch.no_grad()
    def outputs(self, number: int, outputs: Tensor) -> None:
        """Take note of what a layer gives, of the batch's first piece if there are several."""
        if number in self._outputs:
            return
        began = time.perf_counter()
        # The figures only: the outputs themselves may be in the way of a batch that hardly fits.
        self._outputs[number] = _moments(outputs.flatten(1).float())
        if self.layers[number].is_rectifier:
            self._dead[number] = _dead(outputs)
        if self.layers[number].limit:
            self._saturated[number] = _saturated(outputs, self.layers[number])
        self.seconds += time.perf_counter() - began

    @torch.no_grad()
    def gradient(self, group: int, gradient: Tensor) -> None:
        """Take note of a group's gradient before it is clipped, shape (S, columns)."""
        began = time.perf_counter()
        if self._before is None and self._trainee.values.numel() <= MOST_VALUES:
            self._before = self._trainee.values.clone()
        columns = self._trainee.groups[group]
        start = columns.start or 0
        stop = start + gradient.shape[1]
        for i, layer in enumerate(self.layers):
            own = layer.columns
            if own is not None and start <= own.start and own.stop <= stop:
                part = gradient[:, own.start - start : own.stop - start]
                self._gradients[i] = torch.linalg.vector_norm(part, dim=1)
        self.seconds += time.perf_counter() - began

    @torch.no_grad()
    def close(self) -> None:
        """Work out the figures; the step is made."""
        self._trainee.body.watch(None)
        began = time.perf_counter()
        values = self._trainee.values
        weights = {
            i: _moments(values[:, layer.columns])
            for i, layer in enumerate(self.layers)
            if layer.columns is not None
        }
        outputs = self._outputs
        self.figures = {
            "gradient_norm": self._joined(self._gradients),
            "weight_mean": self._joined({i: both[0] for i, both in weights.items()}),
            "weight_std": self._joined({i: both[1] for i, both in weights.items()}),
            "activation_mean": self._joined({i: both[0] for i, both in outputs.items()}),
            "activation_std": self._joined({i: both[1] for i, both in outputs.items()}),
            "dead_share": self._joined(self._dead),
            "saturated_share": self._joined(self._saturated),
            "update_ratio": self._joined(self._updates()),
        }
        self.seconds += time.perf_counter() - began

    def _updates(self) -> dict[int, Tensor]:
        """How far the step went, as a share of how far the parameters are from 0, shape (S,)."""
        before, values = self._before, self._trainee.values
        if before is None:
            return {}
        return {
            i: _norm(values[:, layer.columns] - before[:, layer.columns])
            / _norm(before[:, layer.columns]).clamp(min=1e-12)
            for i, layer in enumerate(self.layers)
            if layer.columns is not None
        }

    def _joined(self, by_layer: dict[int, Tensor]) -> Tensor:
        """Figures of each layer, shape (S,) each, as (S, layers): NaN where there are none."""
        nothing = self._trainee.values.new_full((len(self._trainee.values),), torch.nan)
        return torch.stack([by_layer.get(i, nothing) for i in range(len(self.layers))], 1)


def _moments(numbers: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and standard deviation of each row, thirty times as fast as torch's ``var_mean``."""
    mean = numbers.mean(1)
    square = torch.linalg.vector_norm(numbers, dim=1).square() / numbers.shape[1]
    return mean, (square - mean.square()).clamp(min=0).sqrt()


def _norm(rows: Tensor) -> Tensor:
    """Of each row, shape (S,)."""
    norms: Tensor = torch.linalg.vector_norm(rows, dim=1)
    return norms


def _saturated(outputs: Tensor, layer: LayerPlace) -> Tensor:
    """The share of outputs (S, b, …) that are near one of the layer's limits, shape (S,)."""
    away = (outputs.flatten(1).float() - layer.middle).abs()
    return (away > LIMIT * layer.limit).float().mean(1)


def _dead(outputs: Tensor) -> Tensor:
    """The share of units that are 0 for all rows of the batch, shape (S,).

    Args:
        outputs: of a rectifier, none below 0; shape (S, b, units) or (S, b, channels, …), where a
            channel is a unit.
    """
    largest = outputs.flatten(3).amax(3) if outputs.dim() > 3 else outputs  # (S, b, units)
    return 1 - (largest.amax(1) > 0).float().mean(1)


def memory_used(device: torch.device) -> int | None:
    """Bytes that tensors take on a graphics card; None on the processor."""
    if device.type == "cuda":
        return torch.cuda.memory_allocated(device)
    if device.type == "mps":
        return torch.mps.current_allocated_memory()
    return None
