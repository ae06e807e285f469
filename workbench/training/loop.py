"""The training loop: one for all networks, stacked or alone, classification or regression.

It is a run: it gives an event after each epoch and, within long ones, about every tenth of a
second; ``Stop`` ends it with the best weights so far. The device is not waited for between
those. Given its weights, rows and seed, each network becomes what it would become alone.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from workbench.core.run import Event, Noted, Progressed, Run, Stop
from workbench.training.batches import Batch, Batches, Watched
from workbench.training.curve import Curve
from workbench.training.device import thread_count, threads
from workbench.training.early_stopping import EarlyStopping
from workbench.training.events import EpochEnded
from workbench.training.losses import Loss, Tally
from workbench.training.optimisers import OPTIMISERS, OptimiserName
from workbench.training.samples import Samples
from workbench.training.schedule import Plateau, Schedule, factors
from workbench.training.stacking import Pass, Stack, weight_count

EVENT_SECONDS = 0.08
WATCHED_VALUES = 2**22  # input values of watched rows that go through the networks at once

Figures = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Job:
    """One network to be trained.

    Args:
        network: with its initial weights; stays as it is.
        watched: rows on which loss and score are told after each epoch.
        seed: of the order of the rows and of dropout.
        fold: its number in the events, 0-based.
    """

    network: nn.Sequential
    train: Samples
    watched: Samples | None = None
    seed: int = 1
    fold: int = 0


@dataclass(frozen=True, eq=False)
class Settings:
    """How to train; the same for all networks of a stack.

    Args:
        patience: epochs without a lower loss on the watched rows before a network stops; 0 = off.
        decides: whether the watched rows are a validation part that early stopping and the
            plateau schedule may look at; if not, they are held-out rows for the curve only.
    """

    loss: Loss
    device: torch.device
    optimiser: OptimiserName = "adam"
    learning_rate: float = 0.001
    schedule: Schedule = "constant"
    batch_size: int = 32
    epochs: int = 100
    weight_decay: float = 0.0
    patience: int = 0
    decides: bool = True


@dataclass(frozen=True, eq=False)
class Trained:
    """A trained network, in evaluation mode on the processor, and how its training went."""

    network: nn.Sequential
    curve: Curve


def train(jobs: Sequence[Job], settings: Settings) -> Run[list[Trained]]:
    """Train like-shaped networks together, each on its own rows.

    Watched rows are looked at only if every network has some. The number of threads is set for
    the time of the training and restored at its end, however it ends.
    """
    # Descending numbers of rows: the networks that still have a batch are always the first.
    order = sorted(range(len(jobs)), key=lambda i: -len(jobs[i].train))
    multiplications = weight_count(jobs[0].network) * settings.batch_size * len(jobs)
    with threads(thread_count(multiplications)):
        loop = _Loop([jobs[i] for i in order], settings, np.argsort(order))
        yield from loop.run()
        trained = loop.trained()
    return [trained[i] for i in np.argsort(order).tolist()]


class _Loop:
    """One training of one stack.

    Args:
        places: where each of the caller's networks is in the stack.
    """

    def __init__(self, jobs: Sequence[Job], settings: Settings, places: NDArray[np.int64]) -> None:
        self._settings, self._places = settings, places
        self._folds = tuple(jobs[i].fold for i in places.tolist())
        self._stack = Stack.of([job.network for job in jobs], settings.device)
        self._batches = Batches(
            [job.train for job in jobs],
            settings.batch_size,
            self._stack.dropouts,
            [job.seed for job in jobs],
            settings.device,
        )
        self._firsts = {n: self._stack.first(n) for n in set(self._batches.active)}
        self._optimiser = OPTIMISERS[settings.optimiser](self._stack.values, settings.weight_decay)
        self._plateau = Plateau(len(jobs))
        watched = [job.watched for job in jobs if job.watched is not None and len(job.watched)]
        self._watched = Watched(watched, settings.device) if len(watched) == len(jobs) else None
        decides = settings.decides and self._watched is not None
        self._stopping = EarlyStopping(
            (self._stack.values, self._stack.statistics), settings.patience if decides else 0
        )
        self._sizes = np.array([len(job.train) for job in jobs], np.float64)
        self._spread = np.array([np.var(job.train.targets) for job in jobs], np.float64)
        self._watched_spread = np.array([np.var(part.targets) for part in watched], np.float64)
        self._history: list[tuple[Figures, ...]] = []
        self._last_epochs = np.zeros(len(jobs), np.int64)
        self._has_warned = self._is_told_to_stop = False
        self._due = time.monotonic() + EVENT_SECONDS

    def run(self) -> Run[None]:
        """Train until the last epoch, until all networks have stopped, or until told to."""
        for epoch in range(1, self._settings.epochs + 1):
            tally = yield from self._trained_epoch(epoch)
            if self._is_told_to_stop:
                break
            yield from self._tell((yield from self._ended(epoch, tally)))
            yield from self._warnings()
            if self._is_told_to_stop or self._stopping.has_stopped.all():
                break
        self._stopping.restore()

    def trained(self) -> list[Trained]:
        """The networks in the order of the stack."""
        return [Trained(self._stack.network(i), self._curve(i)) for i in range(len(self._stack))]

    def _tell(self, event: Event) -> Run[None]:
        """Yield an event and take note of the command that comes back."""
        self._is_told_to_stop |= isinstance((yield event), Stop)
        self._due = time.monotonic() + EVENT_SECONDS

    def _trained_epoch(self, epoch: int) -> Run[Tally]:
        """Every batch once, unless a command ends it early."""
        tally = Tally(self._settings.loss, len(self._stack), self._settings.device)
        rates = self._rates(epoch)
        n, n_epochs = len(self._batches), self._settings.epochs
        for i, batch in enumerate(self._batches.epoch()):
            self._step(batch, rates[i], tally)
            if time.monotonic() >= self._due:
                text = f"epoch {epoch}/{n_epochs} · batch {i + 1}/{n}"
                yield from self._tell(Progressed(epoch - 1 + (i + 1) / n, n_epochs, text))
                if self._is_told_to_stop:
                    break
        return tally

    def _step(self, batch: Batch, rates: Figures, tally: Tally) -> None:
        n = batch.inputs.shape[0]
        stack = self._firsts[n]
        outputs = stack(batch.inputs, batch.how)  # (A, b, c)
        told = outputs.detach()
        push = self._settings.loss.gradient(told, batch.targets, batch.weights)  # (A, b, c)
        gradients = torch.autograd.grad(outputs, stack.parameters, push)
        self._optimiser.step(torch.cat([g.flatten(1) for g in gradients], 1), rates[:n])  # (A, P)
        tally.add(told, batch.targets, batch.how.present)

    def _rates(self, epoch: int) -> Figures:
        """Learning rates of an epoch's steps, shape (n_batches, S)."""
        counts = self._batches.counts[None, :]
        steps = (epoch - 1) * counts + np.arange(len(self._batches))[:, None]
        rates: Figures = factors(self._settings.schedule, steps, self._settings.epochs * counts)
        return rates * (self._settings.learning_rate * self._plateau.factor)

    def _ended(self, epoch: int, tally: Tally) -> Run[EpochEnded]:
        """Look at the watched rows, take note of the epoch, decide who has stopped."""
        settings, running = self._settings, ~self._stopping.has_stopped
        loss, hits = (sums / self._sizes for sums in tally.sums())
        figures: tuple[Figures, ...] = (loss, settings.loss.score(hits, self._spread))
        if self._watched is not None:
            figures = (*figures, *(yield from self._looked_at(self._watched)))
        decisive = figures[2] if settings.decides and self._watched is not None else None
        self._stopping.after_epoch(epoch, decisive)
        if settings.schedule == "plateau":
            self._plateau.after_epoch(loss if decisive is None else decisive)
        self._last_epochs[running] = epoch
        figures = tuple(np.where(running, figure, np.nan) for figure in figures)
        self._history.append(figures)
        train_loss, train_score, *watched = (_frozen(f[self._places]) for f in figures)
        validation_loss, validation_score = watched or (None, None)
        return EpochEnded(
            self._folds,
            epoch,
            settings.epochs,
            train_loss,
            validation_loss,
            train_score,
            validation_score,
            self._name,
        )

    @property
    def _name(self) -> str:
        return "validation" if self._settings.decides else "held-out"

    @torch.no_grad()
    def _look(self, watched: Watched, rows: slice, tally: Tally) -> None:
        inputs, targets = watched.inputs[:, rows], watched.targets[:, rows]
        outputs = self._stack(inputs, Pass())
        tally.add(outputs, targets, watched.weights[:, rows, None])

    def _looked_at(self, watched: Watched) -> Run[tuple[Figures, Figures]]:
        """Loss and score on the watched rows, shape (S,) each."""
        tally = Tally(self._settings.loss, len(self._stack), self._settings.device)
        n_networks, n_rows, *shape = watched.inputs.shape
        step = max(1, WATCHED_VALUES // (n_networks * int(np.prod(shape, initial=1)) + 1))
        for start in range(0, n_rows, step):
            self._look(watched, slice(start, start + step), tally)
            if time.monotonic() >= self._due:
                text = f"{self._name} rows {start}/{n_rows}"
                yield from self._tell(Progressed(start, n_rows, text))
        loss, hits = tally.sums()
        return loss, self._settings.loss.score(hits, self._watched_spread)

    def _warnings(self) -> Run[None]:
        if self._has_warned or np.isfinite(self._history[-1][0]).all():
            return
        if (~np.isfinite(self._history[-1][0]) & ~self._stopping.has_stopped).any():
            self._has_warned = True
            text = "The loss is no longer a number; a lower learning rate helps."
            yield from self._tell(Noted(text, is_warning=True))

    def _curve(self, row: int) -> Curve:
        history = self._history[: int(self._last_epochs[row])]
        columns = np.array([[figure[row] for figure in figures] for figures in history])
        loss, score, *watched = columns.T if len(history) else np.empty((2, 0))
        return Curve(
            loss,
            watched[0] if watched else None,
            score,
            watched[1] if watched else None,
            int(self._stopping.best_epoch[row]) or None,
            self._name,
        )


def _frozen(figures: Figures) -> Figures:
    figures.flags.writeable = False
    return figures
