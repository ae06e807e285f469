"""Looks at networks of two inputs while they train: what they give over the plane of these."""

import time

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from workbench.training.batch import Pass
from workbench.training.events import PlaneSeen
from workbench.training.job import Job
from workbench.training.supervised import SupervisedTrainee, as_tuple
from workbench.training.trainee import Body, Trainee

GRID = 40  # places along each side
SECONDS = 0.3  # between two looks, at least
SHARE = 0.01  # of the time that looking may take
EDGE = 0.08  # beyond the outermost rows, as a share of their range
MOST_POINTS, MOST_UNITS = 300, 64


class Planes:
    """When to look at the first network, if it has two inputs, and what was seen."""

    def __init__(self, job: Job) -> None:
        inputs, targets = job.train.inputs, job.train.targets
        has_two = inputs.ndim == 2 and inputs.shape[1] == 2 and inputs.dtype.kind == "f"
        self._is_wanted = has_two and targets.ndim == 1 and len(inputs) > 0
        self._job = job
        self._due = time.monotonic()
        if self._is_wanted:
            self._prepare(inputs, targets)

    def _prepare(self, inputs: NDArray[np.generic], targets: NDArray[np.generic]) -> None:
        chosen = np.linspace(0, len(inputs) - 1, min(len(inputs), MOST_POINTS)).astype(np.int64)
        self._points = inputs[chosen].astype(np.float64)
        self._targets = targets[chosen].astype(np.float64)
        self._is_classification = targets.dtype.kind == "i"
        self._x, self._y = (_places(inputs[:, axis].astype(np.float64)) for axis in (0, 1))
        across, up = np.meshgrid(self._x, self._y)
        places = np.column_stack([across.ravel(), up.ravel()])
        for told in (self._points, self._targets, self._x, self._y):
            told.flags.writeable = False  # each event holds the same
        self._inputs = torch.from_numpy(np.vstack([places, self._points]).astype(np.float32))

    def seen(self, trainee: Trainee, epoch: int) -> PlaneSeen | None:
        """What the first network gives now, if it is time to look.

        Args:
            epoch: epochs done.
        """
        is_plain = isinstance(trainee, SupervisedTrainee)
        if not self._is_wanted or not is_plain or time.monotonic() < self._due:
            return None
        began = time.monotonic()
        event = self._looked(trainee.body.first(1), epoch)
        now = time.monotonic()
        self._due = now + max(SECONDS, (now - began) / SHARE)
        return event

    @torch.no_grad()
    def _looked(self, body: Body, epoch: int) -> PlaneSeen:
        given: dict[int, Tensor] = {}
        body.watch(given.__setitem__)
        try:
            outputs = as_tuple(body(self._inputs.to(body.values.device)[None], Pass()))[0][
                0
            ].double()
        finally:
            body.watch(None)
        if self._is_classification:
            outputs = torch.softmax(outputs, 1)
        n = GRID * GRID
        told = outputs[n:].argmax(1) if self._is_classification else outputs[n:, 0]
        return PlaneSeen(
            self._job.fold,
            max(1, epoch),
            self._x,
            self._y,
            _fixed(outputs[:n].reshape(GRID, GRID, -1)),
            tuple(self._units(body, given)),
            self._points,
            self._targets,
            _fixed(told.double()),
        )

    @staticmethod
    def _units(body: Body, given: dict[int, Tensor]) -> list[tuple[str, NDArray[np.float64]]]:
        """Of each layer that follows one with parameters, and has none, its units' pictures."""
        n, found, number = GRID * GRID, [], 0
        for place, layer in enumerate(body.layers):
            number += layer.columns is not None
            is_active = layer.columns is None and (layer.is_rectifier or layer.limit)
            if is_active and place in given and given[place].ndim == 3:
                values = given[place][0, :n, :MOST_UNITS].double().T  # (units, n)
                kind = layer.name.rpartition(" ")[2]
                pictures = _fixed(values.reshape(-1, GRID, GRID))
                found.append((f"Layer {max(1, number)} · {kind}", pictures))
        return found


def _places(values: NDArray[np.float64]) -> NDArray[np.float64]:
    low, high = float(values.min()), float(values.max())
    if low == high:
        low, high = low - 0.5, high + 0.5
    room = EDGE * (high - low)
    return np.linspace(low - room, high + room, GRID)


def _fixed(tensor: Tensor) -> NDArray[np.float64]:
    """Its numbers, read-only."""
    array: NDArray[np.float64] = np.array(tensor.cpu().numpy())
    array.flags.writeable = False
    return array
