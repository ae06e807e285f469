"""What happens while networks train."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

import numpy as np
from numpy.typing import NDArray

from workbench.core.run import Event, Noted


@dataclass(frozen=True, eq=False)
class EpochEnded(Event):
    """One epoch is over for the networks of some folds, trained together or one after the other.

    Args:
        folds: the 0-based folds that the arrays are about, length S.
        epoch: epochs done so far, 1-based.
        n_epochs: epochs at most.
        train_loss: mean loss over the epoch's batches, shape (S,); NaN where a fold has stopped.
        validation_loss: loss on the watched part after the epoch, shape (S,), or None.
        train_score, validation_score: accuracy (classification) or R² (regression), shape (S,).
        watched: what the validation figures are about: the "validation" part, which early
            stopping may use, or the "held-out" part, which the learner never sees.
        has_ended: which folds are trained no further, shape (S,), or None if that is not known.
        earlier: figures of the epochs just before this one that were not told on their own,
            shape (4, S, n), in the order of the fields above, NaN where there are none; or None.
        loss_name, score_name: as in ``Curve``.
        monitors: further figures by name, shape (S,) each.
        earlier_monitors: these of the epochs of ``earlier``, shape (S, n) each; NaN where an epoch
            has none.
    """

    folds: tuple[int, ...]
    epoch: int
    n_epochs: int
    train_loss: NDArray[np.float64]
    validation_loss: NDArray[np.float64] | None = None
    train_score: NDArray[np.float64] | None = None
    validation_score: NDArray[np.float64] | None = None
    watched: str = "validation"
    has_ended: NDArray[np.bool_] | None = None
    earlier: NDArray[np.float64] | None = None
    loss_name: str = "loss"
    score_name: str = ""
    monitors: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)
    earlier_monitors: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Diagnosed(Event):
    """What one batch of a training showed of each layer; told about once a second.

    Figures are read-only, of shape (S, layers): NaN where a layer has no such thing, or where a
    network is trained no further.

    Args:
        folds: the 0-based folds that the arrays are about, length S.
        epoch: in which it was, 1-based.
        layers: their names.
        gradient_norm: the norm of the gradient of each layer's parameters, before clipping.
        weight_mean, weight_std: of the parameters after the step.
        activation_mean, activation_std: of what the layers gave for the batch.
        dead_share: of the units of rectifiers, how many gave 0 for every row of the batch.
        learning_rate: of the step, shape (S,).
        samples_per_second: since the last time, of all networks together.
        device_memory: bytes taken on a graphics card; None on the processor.
        saturated_share: of what sigmoid and tanh layers gave, how much was within 5 % of a limit.
        update_ratio: the norm of the step of each layer's parameters, as a share of their own.
    """

    folds: tuple[int, ...]
    epoch: int
    layers: tuple[str, ...]
    gradient_norm: NDArray[np.float64]
    weight_mean: NDArray[np.float64]
    weight_std: NDArray[np.float64]
    activation_mean: NDArray[np.float64]
    activation_std: NDArray[np.float64]
    dead_share: NDArray[np.float64]
    learning_rate: NDArray[np.float64]
    samples_per_second: float
    device_memory: int | None = None
    saturated_share: NDArray[np.float64] | None = None
    update_ratio: NDArray[np.float64] | None = None

    def of(self, rows: slice, folds: tuple[int, ...]) -> "Diagnosed":
        """The same of some of the networks."""
        arrays = {
            f.name: getattr(self, f.name)[rows]
            for f in fields(self)
            if isinstance(getattr(self, f.name), np.ndarray)
        }
        return replace(self, folds=folds, **arrays)


@dataclass(frozen=True, eq=False)
class PlaneSeen(Event):
    """What a network of two inputs gives over their plane; told a few times a second.

    Args:
        fold: the 0-based fold of the network.
        epoch: in which it was, 1-based.
        x, y: places across and upwards, shapes (w,) and (h,).
        outputs: probabilities (h, w, c), or predicted values (h, w, 1).
        units: of each layer without parameters its name and what its units give, (units, h, w).
        points: rows it is trained on, at most a few hundred, shape (n, 2).
        targets, predicted: of these, shape (n,).
        names, classes: of the inputs and of the outputs; empty where that is not known.
    """

    fold: int
    epoch: int
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    outputs: NDArray[np.float64]
    units: tuple[tuple[str, NDArray[np.float64]], ...]
    points: NDArray[np.float64]
    targets: NDArray[np.float64]
    predicted: NDArray[np.float64]
    names: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Diverged(Noted):
    """The loss of some folds is no longer a number; told once of each."""

    folds: tuple[int, ...] = ()
