"""What a training shows of each layer, in a row of words: the latest figures, over all folds."""

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.training.events import Diagnosed

GIGABYTE = 1e9


@dataclass(frozen=True)
class LayerFigures:
    """One layer; figures are means over the networks that are still trained, NaN for none.

    Args:
        trend: the gradient's norm now as a multiple of what it was first; NaN if not known.
    """

    name: str
    gradient_norm: float
    weight_mean: float
    weight_std: float
    activation_mean: float
    activation_std: float
    dead_share: float
    trend: float = math.nan

    @property
    def is_telling(self) -> bool:
        """Whether there is more to it than what it gives: parameters, or units that may die."""
        figures = (self.gradient_norm, self.weight_mean, self.dead_share)
        return any(map(math.isfinite, figures))


@dataclass(frozen=True)
class TrainingFigures:
    """All layers, and what is the same for all of them."""

    epoch: int
    layers: tuple[LayerFigures, ...]
    learning_rate: float
    samples_per_second: float
    device_memory: int | None


def latest(diagnosed: Sequence[Diagnosed]) -> TrainingFigures | None:
    """The last figures of a training; None before there are any."""
    if not diagnosed:
        return None
    last, first = diagnosed[-1], diagnosed[0]
    names = (
        "gradient_norm",
        *("weight_mean", "weight_std", "activation_mean", "activation_std", "dead_share"),
    )
    means = [_mean(getattr(last, name)) for name in names]
    before = _mean(first.gradient_norm) if first.layers == last.layers else means[0] * math.nan
    with np.errstate(divide="ignore", invalid="ignore"):
        trends = means[0] / before
    rows = zip(map(_short, last.layers), *(m.tolist() for m in means), trends.tolist(), strict=True)
    rates = last.learning_rate[np.isfinite(last.learning_rate)]
    return TrainingFigures(
        last.epoch,
        tuple(LayerFigures(*row) for row in rows),
        float(rates.mean()) if len(rates) else math.nan,
        last.samples_per_second,
        last.device_memory,
    )


def _short(name: str) -> str:
    """The layer's own name, "conv1" of "conv1 Conv2d", where it has one that is no number."""
    own, _, _ = name.partition(" ")
    return name if own.replace(".", "").isdigit() else own


def _mean(figures: NDArray[np.float64]) -> NDArray[np.float64]:
    """Over the networks, shape (layers,)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a layer that has no such figure
        mean: NDArray[np.float64] = np.nanmean(figures, axis=0)
    return mean
