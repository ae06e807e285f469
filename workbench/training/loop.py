"""The training loop: one for all networks, stacked or alone, whatever they learn and by which rule.

It is a run: it gives an event after each epoch and, within long ones, about every tenth of a
second; ``Stop`` ends it with the best weights so far. The device is not waited for between
those. Given its weights, rows and seed, each network becomes what it would become alone. If
whoever drives it keeps checkpoints, it goes on from the last one as if nothing had been.
"""

import time
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from workbench.core.run import Command, Event, Noted, Progressed, Run, Stop
from workbench.training.batch import Batch
from workbench.training.batches import Watched
from workbench.training.checkpoint import TrainingBegan
from workbench.training.device import thread_count, threads
from workbench.training.diagnostics import Diagnostics
from workbench.training.events import Diverged, EpochEnded
from workbench.training.job import Job, Settings, Trained
from workbench.training.keeper import Keeper
from workbench.training.memory import device_errors
from workbench.training.planes import Planes
from workbench.training.record import Figures
from workbench.training.schedule import factors
from workbench.training.stacking import weight_count
from workbench.training.state import TrainingState
from workbench.training.tally import Tally

EVENT_SECONDS = 0.08
WATCHED_VALUES = 2**22  # input values of watched rows that go through the networks at once
WATCHED_MULTIPLICATIONS = 2**31  # of theirs; as many rows as in a batch go through anyway
LEAVE_BELOW = 0.75  # share of a stack still in training below which the others leave it


def train(jobs: Sequence[Job], settings: Settings) -> Run[list[Trained]]:
    """Train like-shaped networks together, each on its own rows.

    Watched rows are looked at only if every network has some. The number of threads is set for
    the time of the training and restored at its end, however it ends.

    Raises:
        DeviceError: the memory of the device is too small, or the device was lost.
    """
    per_row = jobs[0].multiplications or weight_count(jobs[0].network)
    n_threads = thread_count(per_row * settings.batch_size * len(jobs))
    with threads(n_threads), device_errors(settings.device):
        loop = _Loop(jobs, settings)
        yield from loop.run()
        return loop.state.trained()


class _Loop:
    """One training of one stack. Networks that have stopped leave it once they are a quarter."""

    def __init__(self, jobs: Sequence[Job], settings: Settings) -> None:
        self._settings, self._folds = settings, tuple(job.fold for job in jobs)
        self._multiplications = jobs[0].multiplications
        self.state = TrainingState(jobs, settings)
        self._keeper = Keeper(jobs, settings, self.state)
        self._diagnostics = Diagnostics(self._folds, settings.device)
        self._planes = Planes(jobs[0])
        self._n_epochs = max(job.n_epochs for job in jobs)
        self._has_diverged = np.zeros(len(jobs), bool)
        # Of epochs before a resumption, not told yet.
        self._earlier: Figures | None = None
        self._earlier_monitors: dict[str, Figures] = {}
        self._is_told_to_stop = False
        self._due = time.monotonic() + EVENT_SECONDS

    def run(self) -> Run[None]:
        """Train until the last epoch, until all networks have stopped, or until told to."""
        state = self.state
        answer = yield TrainingBegan()
        if (yield from self._keeper.begin(answer)):
            yield from self._tell_of_before()
        if isinstance(answer, Stop):  # before anything was learnt: learn a little
            self._n_epochs = min(1, self._n_epochs)
        while state.epoch < self._n_epochs and not self._is_over:
            yield from self._train_epoch()
            if self._is_told_to_stop:
                break
            yield from self._end_epoch()
            if self._is_told_to_stop or self._is_over:
                break
            self._let_go()
            yield from self._keep_if_due()  # epochs may be too short for it to be due within one
        yield from self._keeper.give(has_ended=not self._is_told_to_stop)
        state.hand_over(np.arange(len(state.trainee.values)))

    @property
    def _is_over(self) -> bool:
        return bool(self.state.stopping.has_stopped.all())

    def _hear(self, command: Command | None) -> None:
        self._is_told_to_stop |= isinstance(command, Stop)

    def _tell(self, event: Event) -> Run[None]:
        """Yield an event and take note of the command that comes back."""
        self._hear((yield event))
        self._due = time.monotonic() + EVENT_SECONDS

    def _train_epoch(self) -> Run[None]:
        """Every batch once, unless a command ends it early."""
        state = self.state
        epoch, n, n_epochs = state.epoch + 1, len(state.batches), self._n_epochs
        state.trainee.begin_epoch(epoch)
        rates = self._rates(epoch)
        for batch in state.epoch_batches():
            number = state.n_batches
            self._step(batch, rates[number])
            state.n_batches = number + 1
            for text in state.trainee.take_notes():
                yield from self._tell(Noted(text, is_warning=True))
            if time.monotonic() >= self._due:
                text = f"epoch {epoch}/{n_epochs} · batch {number + 1}/{n}"
                yield from self._tell(Progressed(epoch - 1 + (number + 1) / n, n_epochs, text))
                yield from self._tell_diagnosis()
                yield from self._keep_if_due()
                if self._is_told_to_stop:
                    break

    def _step(self, batch: Batch, rates: Figures) -> None:
        """Let the networks learn from a batch, and look at them meanwhile if it is time to."""
        state, n = self.state, batch.weights.shape[0]
        look = self._diagnostics.look_at(state.trainee, n, batch.weights.numel())
        rates = rates[:n]
        for group, gradient in state.trainee.gradients(batch, state.tally):
            if look is not None:
                look.gradient(group, gradient)
            state.updater.step(group, gradient, rates)
        if state.averaging is not None:
            state.averaging.after_step(n)
        if look is not None:
            self._diagnostics.looked(look, state.numbers.place, rates, state.epoch + 1)

    def _tell_diagnosis(self) -> Run[None]:
        event = self._diagnostics.taken()
        if event is not None:
            yield from self._tell(event)
        state = self.state
        is_there = len(state.numbers.place) > 0 and state.numbers.place[0] == 0
        plane = self._planes.seen(state.trainee, state.epoch) if is_there else None
        if plane is not None:
            yield from self._tell(plane)

    def _keep_if_due(self) -> Run[None]:
        """Give a checkpoint, if it is time for one."""
        if self._keeper.is_due:
            self._hear((yield from self._keeper.give()))

    def _rates(self, epoch: int) -> Figures:
        """Learning rates of an epoch's steps, shape (n_batches, S)."""
        numbers, batches = self.state.numbers, self.state.batches
        counts = batches.counts[None, :]
        steps = (epoch - 1) * counts + np.arange(len(batches))[:, None]
        in_all = numbers.n_scheduled * counts
        # Further epochs are trained at the last rate of the schedule.
        rates = factors(self._settings.schedule, np.minimum(steps, in_all - 1), in_all)
        return rates * (numbers.learning_rate * self.state.plateau.factor)

    def _end_epoch(self) -> Run[None]:
        """Look at the watched rows, take note of the epoch, decide who has stopped, and tell."""
        settings, state = self._settings, self.state
        rows = np.flatnonzero(~state.stopping.has_stopped)
        loss, hits = (sums / state.numbers.n_rows for sums in state.tally.sums())
        monitors = state.tally.monitored()
        figures: tuple[Figures, ...] = (loss, settings.loss.score(hits, state.numbers.spread))
        if state.watched is not None:
            with state.as_kept():
                *watched, more = yield from self._looked_at(state.watched)
            figures, monitors = (*figures, *watched), monitors | more
        state.epoch, state.n_batches, state.tally = state.epoch + 1, 0, state.new_tally()
        decisive = figures[2] if state.decides else None
        state.stopping.after_epoch(state.epoch, decisive)
        if settings.schedule == "plateau":
            state.plateau.after_epoch(loss if decisive is None else decisive)
        places = state.numbers.place[rows]
        told = state.record.add(places, tuple(figure[rows] for figure in figures))
        of_these = {name: values[rows] for name, values in monitors.items()}
        yield from self._tell(self._event(told, state.record.monitor(places, of_these)))
        yield from self._tell_diagnosis()
        yield from self._warnings(told[0])

    def _event(self, figures: Sequence[Figures], monitors: dict[str, Figures]) -> EpochEnded:
        """What the last epoch has given, as an event."""
        state = self.state
        train_loss, train_score, *watched = figures
        validation_loss, validation_score = watched or (None, None)
        has_ended = np.ones(len(self._folds), bool)
        has_ended[state.numbers.place] = state.stopping.has_stopped
        has_ended.flags.writeable = False
        earlier, self._earlier = self._earlier, None
        earlier_monitors, self._earlier_monitors = self._earlier_monitors, {}
        return EpochEnded(
            self._folds,
            state.epoch,
            self._n_epochs,
            train_loss,
            validation_loss,
            train_score,
            validation_score,
            state.record.watched,
            has_ended,
            earlier,
            self._settings.loss.name,
            self._settings.loss.score_name,
            monitors,
            earlier_monitors,
        )

    def _tell_of_before(self) -> Run[None]:
        """Of the epochs before the training was broken off, those it goes on from."""
        history = self.state.record.history()  # (2 or 4, S, epochs)
        if history is None:
            return
        # In the event's order: losses before scores.
        nothing = np.full_like(history[0], np.nan)
        loss, score, *watched = history
        watched_loss, watched_score = watched or (nothing, nothing)
        told = np.stack([loss, watched_loss, score, watched_score])
        self._earlier = told[..., :-1] if told.shape[-1] > 1 else None
        if self._earlier is not None:
            self._earlier.flags.writeable = False
        last = [figures[:, -1].copy() for figures in history]
        for figures in last:
            figures.flags.writeable = False
        monitored = self.state.record.monitored()
        if self._earlier is not None:
            self._earlier_monitors = {name: all_[:, :-1] for name, all_ in monitored.items()}
        last_monitors = {name: all_[:, -1] for name, all_ in monitored.items()}
        yield from self._tell(self._event(last, last_monitors))

    @torch.no_grad()
    def _look(self, watched: Watched, start: int, stop: int, tally: Tally) -> None:
        self.state.trainee.look(watched.part(start, stop), tally)

    def _looked_at(self, watched: Watched) -> Run[tuple[Figures, Figures, dict[str, Figures]]]:
        """Loss, score and further figures on the watched rows, shape (S,) each."""
        tally = self.state.new_tally()
        n_rows, step = watched.inputs.shape[1], self._rows_looked_at(watched)
        for start in range(0, n_rows, step):
            self._look(watched, start, start + step, tally)
            if time.monotonic() >= self._due:
                text = f"{self.state.record.watched} rows {start}/{n_rows}"
                yield from self._tell(Progressed(start, n_rows, text))
        loss, hits = tally.sums()
        monitored = tally.monitored()
        more = {f"{self.state.record.watched} {name}": v for name, v in monitored.items()}
        score = self._settings.loss.score(hits, self.state.numbers.watched_spread)
        return loss, score, more

    def _rows_looked_at(self, watched: Watched) -> int:
        """How many watched rows go through the networks at once."""
        n_networks, _, *shape = watched.inputs.shape
        rows = WATCHED_VALUES // (n_networks * int(np.prod(shape, initial=1)) + 1)
        if self._multiplications:  # layers may hold many more values than enter
            fitting = WATCHED_MULTIPLICATIONS // (n_networks * self._multiplications)
            rows = min(rows, max(self._settings.batch_size, fitting))
        return max(1, rows)

    def _warnings(self, train_loss: Figures) -> Run[None]:
        """Tell, once of each, which networks of this epoch have no finite loss."""
        # The others have none as they have stopped.
        was_trained = self.state.record.last_epochs == self.state.epoch
        fresh = was_trained & ~np.isfinite(train_loss) & ~self._has_diverged
        if fresh.any():
            self._has_diverged |= fresh
            folds = tuple(self._folds[i] for i in np.flatnonzero(fresh))
            text = "The loss is no longer a number; a lower learning rate helps."
            yield from self._tell(Diverged(text, is_warning=True, folds=folds))

    def _let_go(self) -> None:
        """Go on without the networks that have stopped, once that saves enough time."""
        has_stopped: NDArray[np.bool_] = self.state.stopping.has_stopped
        rows = np.flatnonzero(~has_stopped)
        if len(rows) < LEAVE_BELOW * len(has_stopped):
            self.state.hand_over(np.flatnonzero(has_stopped))
            self.state.keep(rows)
