"""The training loop: one for all networks, stacked or alone, classification or regression.

It is a run: it gives an event after each epoch and, within long ones, about every tenth of a
second; ``Stop`` ends it with the best weights so far. The device is not waited for between
those. Given its weights, rows and seed, each network becomes what it would become alone.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from workbench.core.run import Event, Progressed, Run, Stop
from workbench.training.batches import Batch, Batches, Watched
from workbench.training.device import thread_count, threads
from workbench.training.early_stopping import EarlyStopping
from workbench.training.events import Diverged, EpochEnded
from workbench.training.job import Job, Settings, Trained
from workbench.training.losses import Tally
from workbench.training.optimisers import OPTIMISERS
from workbench.training.record import Figures, Record
from workbench.training.samples import Samples
from workbench.training.schedule import Plateau, factors
from workbench.training.stacking import Pass, Stack, dropout_rates, weight_count

EVENT_SECONDS = 0.08
WATCHED_VALUES = 2**22  # input values of watched rows that go through the networks at once
LEAVE_BELOW = 0.75  # share of a stack still in training below which the others leave it


def train(jobs: Sequence[Job], settings: Settings) -> Run[list[Trained]]:
    """Train like-shaped networks together, each on its own rows.

    Watched rows are looked at only if every network has some. The number of threads is set for
    the time of the training and restored at its end, however it ends.
    """
    multiplications = weight_count(jobs[0].network) * settings.batch_size * len(jobs)
    with threads(thread_count(multiplications)):
        loop = _Loop(jobs, settings)
        yield from loop.run()
        return loop.trained()


@dataclass(frozen=True, eq=False)
class _Numbers:
    """What the loop needs to know of each network of the stack, shape (S,).

    Args:
        place: where it is among the caller's.
        spread, watched_spread: variance of the targets.
    """

    place: NDArray[np.int64]
    n_rows: Figures
    n_epochs: NDArray[np.int64]
    learning_rate: Figures
    spread: Figures
    watched_spread: Figures

    def kept(self, rows: NDArray[np.int64]) -> "_Numbers":
        return _Numbers(*(getattr(self, field.name)[rows] for field in fields(self)))


class _Loop:
    """One training of one stack.

    The stack's networks are in descending order of their numbers of rows: those that still have a
    batch are always the first. Those that have stopped leave it once they are a quarter of it.
    """

    def __init__(self, jobs: Sequence[Job], settings: Settings) -> None:
        self._settings, self._folds = settings, tuple(job.fold for job in jobs)
        order = sorted(range(len(jobs)), key=lambda i: -len(jobs[i].train))
        jobs = [jobs[i] for i in order]
        self._stack = Stack.of([job.network for job in jobs], settings.device)
        self._batches = _batches(jobs, self._stack.dropout_widths, settings)
        self._firsts = {n: self._stack.first(n) for n in set(self._batches.active)}
        decay = np.array([job.weight_decay for job in jobs])
        self._optimiser = OPTIMISERS[settings.optimiser](self._stack.values, decay)
        self._plateau = Plateau(len(jobs))
        watched = [job.watched for job in jobs if job.watched is not None and len(job.watched)]
        self._watched = Watched(watched, settings.device) if len(watched) == len(jobs) else None
        self._numbers = _Numbers(
            np.array(order),
            np.array([len(job.train) for job in jobs], np.float64),
            np.array([job.epochs for job in jobs]),
            np.array([job.learning_rate for job in jobs]),
            _spread([job.train for job in jobs]),
            _spread([job.watched for job in jobs]),
        )
        self._decides = settings.decides and self._watched is not None
        patience = np.array([job.patience if self._decides else 0 for job in jobs])
        self._stopping = EarlyStopping(self._weights, patience, self._numbers.n_epochs)
        self._n_epochs = int(self._numbers.n_epochs.max())
        self._record = Record(len(jobs), "validation" if settings.decides else "held-out")
        self._best_epochs = np.zeros(len(jobs), np.int64)
        self._networks: dict[int, nn.Sequential] = {}
        self._has_diverged = np.zeros(len(jobs), bool)
        self._is_told_to_stop = False
        self._due = time.monotonic() + EVENT_SECONDS

    @property
    def _weights(self) -> tuple[torch.Tensor, torch.Tensor]:
        return self._stack.values, self._stack.statistics

    def run(self) -> Run[None]:
        """Train until the last epoch, until all networks have stopped, or until told to."""
        for epoch in range(1, self._n_epochs + 1):
            tally = yield from self._trained_epoch(epoch)
            if self._is_told_to_stop:
                break
            event = yield from self._ended(epoch, tally)
            yield from self._tell(event)
            yield from self._warnings(epoch, event.train_loss)
            if self._is_told_to_stop or self._stopping.has_stopped.all():
                break
            self._let_go()
        self._hand_over(np.arange(len(self._stack)))

    def trained(self) -> list[Trained]:
        """The networks in the order of the jobs."""
        curves = self._record.curves(self._best_epochs)
        return [Trained(self._networks[i], curve) for i, curve in enumerate(curves)]

    def _tell(self, event: Event) -> Run[None]:
        """Yield an event and take note of the command that comes back."""
        self._is_told_to_stop |= isinstance((yield event), Stop)
        self._due = time.monotonic() + EVENT_SECONDS

    def _trained_epoch(self, epoch: int) -> Run[Tally]:
        """Every batch once, unless a command ends it early."""
        tally = Tally(self._settings.loss, len(self._stack), self._settings.device)
        rates = self._rates(epoch)
        n, n_epochs = len(self._batches), self._n_epochs
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
        rates = factors(self._settings.schedule, steps, self._numbers.n_epochs * counts)
        return rates * (self._numbers.learning_rate * self._plateau.factor)

    def _ended(self, epoch: int, tally: Tally) -> Run[EpochEnded]:
        """Look at the watched rows, take note of the epoch, decide who has stopped."""
        settings, numbers, rows = self._settings, self._numbers, self._running
        loss, hits = (sums / numbers.n_rows for sums in tally.sums())
        figures: tuple[Figures, ...] = (loss, settings.loss.score(hits, numbers.spread))
        if self._watched is not None:
            figures = (*figures, *(yield from self._looked_at(self._watched)))
        decisive = figures[2] if self._decides else None
        self._stopping.after_epoch(epoch, decisive)
        if settings.schedule == "plateau":
            self._plateau.after_epoch(loss if decisive is None else decisive)
        train_loss, train_score, *watched = self._record.add(
            numbers.place[rows], tuple(figure[rows] for figure in figures)
        )
        validation_loss, validation_score = watched or (None, None)
        has_ended = np.ones(len(self._folds), bool)
        has_ended[numbers.place] = self._stopping.has_stopped
        has_ended.flags.writeable = False
        return EpochEnded(
            self._folds,
            epoch,
            self._n_epochs,
            train_loss,
            validation_loss,
            train_score,
            validation_score,
            self._record.watched,
            has_ended,
        )

    @property
    def _running(self) -> NDArray[np.int64]:
        """The networks of the stack that have not stopped."""
        return np.flatnonzero(~self._stopping.has_stopped)

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
                text = f"{self._record.watched} rows {start}/{n_rows}"
                yield from self._tell(Progressed(start, n_rows, text))
        loss, hits = tally.sums()
        return loss, self._settings.loss.score(hits, self._numbers.watched_spread)

    def _warnings(self, epoch: int, train_loss: Figures) -> Run[None]:
        """Tell, once of each, which networks of this epoch have no finite loss."""
        was_trained = self._record.last_epochs == epoch  # the others have none as they have stopped
        fresh = was_trained & ~np.isfinite(train_loss) & ~self._has_diverged
        if fresh.any():
            self._has_diverged |= fresh
            folds = tuple(self._folds[i] for i in np.flatnonzero(fresh))
            text = "The loss is no longer a number; a lower learning rate helps."
            yield from self._tell(Diverged(text, is_warning=True, folds=folds))

    def _let_go(self) -> None:
        """Go on without the networks that have stopped, once that saves enough time."""
        rows = self._running
        if len(rows) >= LEAVE_BELOW * len(self._stack):
            return
        self._hand_over(np.flatnonzero(self._stopping.has_stopped))
        self._stack, self._numbers = self._stack.kept(rows.tolist()), self._numbers.kept(rows)
        self._batches.keep(rows)
        self._firsts = {n: self._stack.first(n) for n in set(self._batches.active)}
        self._optimiser.keep(rows, self._stack.values)
        self._plateau.keep(rows)
        self._stopping.keep(rows, self._weights)
        if self._watched is not None:
            self._watched.keep(rows)

    def _hand_over(self, rows: NDArray[np.int64]) -> None:
        """Take networks as they are to be given back."""
        self._stopping.restore(rows)
        for row in rows.tolist():
            place = int(self._numbers.place[row])
            self._networks[place] = self._stack.network(row)
            self._best_epochs[place] = self._stopping.best_epoch[row]


def _batches(jobs: Sequence[Job], widths: Sequence[int], settings: Settings) -> Batches:
    rates = np.array([dropout_rates(job.network) for job in jobs])  # (S, dropout layers)
    return Batches(
        [job.train for job in jobs],
        settings.batch_size,
        list(zip(widths, rates.T, strict=True)),
        [job.seed for job in jobs],
        settings.device,
    )


def _spread(samples: Sequence[Samples | None]) -> Figures:
    return np.array([0.0 if part is None else np.var(part.targets) for part in samples])
