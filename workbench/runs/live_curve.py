"""A learning curve that grows while a learner trains: one line per fold."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from workbench.training.curve import Curve
from workbench.training.events import EpochEnded

_FIGURES = ("train_loss", "validation_loss", "train_score", "validation_score")


@dataclass(frozen=True, eq=False)
class LiveCurve:
    """Loss and score by fold and epoch; a value that is cheap to extend.

    The array behind it is shared by all its successors, which only ever write past the length
    that their predecessors read: hence an epoch costs one write, not a copy.

    Args:
        buffer: shape (figures, folds, capacity), NaN where nothing is known.
        lengths: epochs done by each fold.
        n_folds_expected: folds there will be, where known; else folds seen so far.
        loss_name, score_name: as in ``EpochEnded``.
        monitors: names of further figures, which follow the four in the buffer.
        kept: the 1-based epoch whose weights each fold has kept, once it is known.
        place: among the learners that it is drawn with, from 0; None where they come as they come.
        overlap: as in ``LearnerCurves``; what grows does not know of repetitions.
    """

    buffer: NDArray[np.float64] | None = None
    lengths: tuple[int, ...] = ()
    watched: str = "validation"
    n_folds_expected: int = 0
    loss_name: str = "loss"
    score_name: str = ""
    monitors: tuple[str, ...] = ()
    kept: tuple[int | None, ...] = ()
    place: int | None = None
    overlap: float = 0.0

    def after(self, event: EpochEnded) -> "LiveCurve":
        """The curve with one more epoch for the event's folds, or as many as it tells of."""
        n_folds = max(len(self.lengths), max(event.folds) + 1)
        told_of = {**event.earlier_monitors, **event.monitors}
        monitors = (*self.monitors, *(n for n in told_of if n not in self.monitors))
        buffer = self._room(len(_FIGURES) + len(monitors), n_folds, event.epoch)
        _write_earlier(buffer, monitors, event)
        lengths = [*self.lengths, *[0] * (n_folds - len(self.lengths))]
        told = [getattr(event, name) for name in _FIGURES]
        for figure, values in enumerate((*told, *map(event.monitors.get, monitors))):
            if values is not None:
                buffer[figure, list(event.folds), event.epoch - 1] = values
        for fold in event.folds:
            lengths[fold] = max(lengths[fold], event.epoch)
        expected = max(self.n_folds_expected, n_folds)
        return replace(
            self,
            buffer=buffer,
            lengths=tuple(lengths),
            watched=event.watched,
            n_folds_expected=expected,
            loss_name=event.loss_name,
            score_name=event.score_name or self.score_name,
            monitors=monitors,
        )

    def lines(self, figure: str) -> NDArray[np.float64]:
        """One figure, shape (folds, epochs), NaN where a fold has stopped or not begun."""
        if self.buffer is None:
            return np.empty((0, 0))
        known = (*_FIGURES, *self.monitors)
        if figure not in known:
            return np.empty((0, 0))
        index = known.index(figure)
        return self.buffer[index, : len(self.lengths), : max(self.lengths, default=0)]

    def progress(self, event: EpochEnded) -> tuple[float, float]:
        """Epochs done and epochs at most, over all folds seen so far."""
        together = len(event.folds)
        n_folds = max(self.n_folds_expected, together)
        earlier = event.folds[0] if together < n_folds else 0
        return earlier * event.n_epochs + event.epoch * together, n_folds * event.n_epochs

    def _room(self, n_figures: int, n_folds: int, epoch: int) -> NDArray[np.float64]:
        old = self.buffer
        has_room = old is not None and n_figures <= old.shape[0] and n_folds <= old.shape[1]
        if old is not None and has_room and epoch <= old.shape[2]:
            return old
        epochs = max(64, 2 * epoch, 0 if old is None else old.shape[2])
        buffer = np.full((n_figures, n_folds, epochs), np.nan)
        if old is not None:
            buffer[: old.shape[0], : old.shape[1], : old.shape[2]] = old
        return buffer


def _write_earlier(
    buffer: NDArray[np.float64], monitors: tuple[str, ...], event: EpochEnded
) -> None:
    """Write the epochs that an event tells of besides its own."""
    folds, last = list(event.folds), event.epoch - 1
    if event.earlier is not None:
        buffer[: len(_FIGURES), folds, last - event.earlier.shape[2] : last] = event.earlier
    for name, values in event.earlier_monitors.items():
        figure = len(_FIGURES) + monitors.index(name)
        buffer[figure, folds, last - values.shape[1] : last] = values


def live_curve(curves: tuple[Curve, ...]) -> LiveCurve:
    """The curves kept with finished models, in the form that is drawn while training."""
    n_epochs = max((len(c.train_loss) for c in curves), default=0)
    if not n_epochs:
        return LiveCurve()
    monitors = tuple(dict.fromkeys(name for curve in curves for name in curve.monitors))
    buffer = np.full((len(_FIGURES) + len(monitors), len(curves), n_epochs), np.nan)
    for fold, curve in enumerate(curves):
        told = [getattr(curve, name) for name in _FIGURES]
        for figure, values in enumerate((*told, *map(curve.monitors.get, monitors))):
            if values is not None:
                buffer[figure, fold, : len(values)] = values
    lengths = tuple(len(c.train_loss) for c in curves)
    names = next((c.score_name for c in curves if c.score_name), "")
    first = curves[0]
    return LiveCurve(
        buffer,
        lengths,
        first.watched,
        len(curves),
        first.loss_name,
        names,
        monitors,
        tuple(curve.best_epoch for curve in curves),
    )
