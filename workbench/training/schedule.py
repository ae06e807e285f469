"""Learning-rate schedules: the factor on the learning rate at each step of each network.

Networks of one stack may have different numbers of steps (a fold with one row fewer may have
one batch fewer), so steps and factors are arrays of shape (S,).
"""

from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Schedule: TypeAlias = Literal["constant", "step", "cosine", "one-cycle", "plateau", "warm-up"]
Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

STEP_DROP = 0.1
WARM_UP_SHARE = 0.1
ONE_CYCLE_SHARE, ONE_CYCLE_START, ONE_CYCLE_END = 0.3, 1 / 25, 1 / 250_000


def factors(schedule: Schedule, step: Ints, n_steps: Ints) -> Floats:
    """The factor on the learning rate before each network's ``step`` (0-based), shape (S,).

    * ``constant`` and ``plateau`` (which ``Plateau`` lowers after epochs): 1;
    * ``step``: a tenth after each third of the training;
    * ``cosine``: from 1 to 0 (Loshchilov and Hutter 2017, one period);
    * ``one-cycle``: up from 1/25 in the first 30 % of the steps, then down to nearly 0
      (Smith and Topin 2018; torch's OneCycleLR with its defaults);
    * ``warm-up``: up from 0 during the first tenth of the steps, then 1.
    """
    return _FACTORS[schedule](step.astype(np.float64), n_steps.astype(np.float64))


def _constant(step: Floats, n_steps: Floats) -> Floats:
    return np.ones_like(step)


def _step(step: Floats, n_steps: Floats) -> Floats:
    return np.power(STEP_DROP, np.floor(3 * step / n_steps))


def _cosine(step: Floats, n_steps: Floats) -> Floats:
    return (1 + np.cos(np.pi * step / n_steps)) / 2


def _one_cycle(step: Floats, n_steps: Floats) -> Floats:
    top, end = ONE_CYCLE_SHARE * n_steps - 1, n_steps - 1
    rising = _eased(ONE_CYCLE_START, 1.0, step / np.maximum(top, 1e-9))
    falling = _eased(1.0, ONE_CYCLE_END, (step - top) / np.maximum(end - top, 1e-9))
    return np.where(step <= top, rising, falling)


def _eased(start: float, end: float, share: Floats) -> Floats:
    """From ``start`` to ``end`` along half a cosine."""
    return end + (start - end) * (1 + np.cos(np.pi * np.clip(share, 0, 1))) / 2


def _warm_up(step: Floats, n_steps: Floats) -> Floats:
    return np.minimum(1.0, (step + 1) / np.maximum(1.0, np.ceil(WARM_UP_SHARE * n_steps)))


_FACTORS: dict[Schedule, Callable[[Floats, Floats], Floats]] = {
    "constant": _constant,
    "plateau": _constant,
    "step": _step,
    "cosine": _cosine,
    "one-cycle": _one_cycle,
    "warm-up": _warm_up,
}


class Plateau:
    """A tenth of the learning rate when a network's loss has not fallen for some epochs.

    As torch's ReduceLROnPlateau with its defaults: relative threshold 10⁻⁴, patience 10.
    """

    def __init__(self, n_networks: int, patience: int = 10) -> None:
        self._patience = patience
        self._best = np.full(n_networks, np.inf)
        self._waited = np.zeros(n_networks, np.int64)
        self.factor: Floats = np.ones(n_networks)

    def after_epoch(self, loss: Floats) -> None:
        """Take note of an epoch's loss, shape (S,)."""
        better = loss < self._best * (1 - 1e-4)
        self._best = np.where(better, loss, self._best)
        self._waited = np.where(better, 0, self._waited + 1)
        tired = self._waited > self._patience
        self.factor = np.where(tired, self.factor * 0.1, self.factor)
        self._waited[tired] = 0

    def state(self) -> dict[str, NDArray[np.generic]]:
        """What is remembered, as arrays of its own."""
        return {"best": self._best.copy(), "waited": self._waited.copy(), "factor": self.factor}

    def load(self, state: Mapping[str, NDArray[Any]]) -> None:
        """The inverse of ``state``."""
        self._best, self._waited = np.array(state["best"]), np.array(state["waited"])
        self.factor = np.array(state["factor"])

    def keep(self, rows: Ints) -> None:
        """Go on with these networks only."""
        self._best, self._waited = self._best[rows], self._waited[rows]
        self.factor = self.factor[rows]
