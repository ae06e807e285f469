"""All that changes while networks train: what a checkpoint holds and a resumed training loads."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from workbench.training.augmenting import augmenter
from workbench.training.averaging import Averaging
from workbench.training.batch import Batch
from workbench.training.batches import Batches, Watched
from workbench.training.checkpoint import Checkpoint, frozen
from workbench.training.computing import Computing
from workbench.training.early_stopping import EarlyStopping
from workbench.training.job import Job, Settings, Trained
from workbench.training.losses import Loss
from workbench.training.record import Figures, Record
from workbench.training.samples import Samples
from workbench.training.schedule import Plateau
from workbench.training.tally import Tally
from workbench.training.trainee import Given
from workbench.training.updater import Updater, part


@dataclass(frozen=True, eq=False)
class Numbers:
    """What there is to know of each network of the stack, shape (S,).

    Args:
        place: where it is among the caller's.
        n_scheduled: epochs that the schedule is laid out over.
        spread, watched_spread: variance of the targets.
    """

    place: NDArray[np.int64]
    n_rows: Figures
    n_epochs: NDArray[np.int64]
    n_scheduled: NDArray[np.int64]
    learning_rate: Figures
    spread: Figures
    watched_spread: Figures

    @classmethod
    def of(cls, jobs: Sequence[Job], order: Sequence[int], loss: Loss) -> "Numbers":
        """The numbers of jobs, which stand at the places ``order`` among the caller's."""
        return cls(
            np.array(order),
            np.array([len(job.train) for job in jobs], np.float64),
            np.array([job.n_epochs for job in jobs]),
            np.array([job.epochs for job in jobs]),
            np.array([job.learning_rate for job in jobs]),
            _spread([job.train for job in jobs], loss),
            _spread([job.watched for job in jobs], loss),
        )

    def kept(self, rows: NDArray[np.int64]) -> "Numbers":
        """Those of some of the networks."""
        return Numbers(*(getattr(self, field.name)[rows] for field in fields(self)))


class TrainingState:
    """The networks of one stack and how far they are.

    They are in descending order of their numbers of rows: those that still have a batch are always
    the first ones.

    Attributes:
        decides: whether early stopping and the plateau schedule look at the watched rows.
        epoch: epochs that are done.
        n_batches: batches of the epoch after those that are done.
        tally: of these batches.
        finals: weights and statistics of networks that are finished, by place among the jobs.
    """

    def __init__(self, jobs: Sequence[Job], settings: Settings) -> None:
        self._jobs, self._settings = jobs, settings
        order = sorted(range(len(jobs)), key=lambda i: -len(jobs[i].train))
        jobs = [jobs[i] for i in order]
        seeds = [job.seed for job in jobs]
        networks = [job.network for job in jobs]
        computing = Computing(settings.precision, settings.compiles, settings.channels_last)
        row = torch.from_numpy(np.array(jobs[0].train.inputs[:1]))
        given = Given(networks, seeds, settings.loss, settings.device, computing, row)
        self.trainee = settings.rule.trainee(given)
        rows, dropouts = [job.train for job in jobs], self.trainee.dropouts
        self.batches = Batches(rows, settings.batch_size, dropouts, seeds, settings.device)
        penalties = (np.array([j.weight_decay for j in jobs]), np.array([j.l1 for j in jobs]))
        self.updater = Updater(self.trainee, settings.optimiser, penalties, settings.clipping)
        self.averaging = Averaging(self._own, settings.average) if settings.average else None
        self.augmenter = augmenter(settings.augmentation, rows, seeds, settings.device)
        self.plateau = Plateau(len(jobs))
        watched = [job.watched for job in jobs if job.watched is not None and len(job.watched)]
        self.watched = Watched(watched, settings.device) if len(watched) == len(jobs) else None
        self.numbers = Numbers.of(jobs, order, settings.loss)
        self.decides = settings.decides and self.watched is not None
        patience = np.array([job.patience if self.decides else 0 for job in jobs])
        self.stopping = EarlyStopping(self.weights, patience, self.numbers.n_epochs)
        self.record = Record(len(jobs), "validation" if settings.decides else "held-out")
        self.best_epochs = np.zeros(len(jobs), np.int64)
        self.finals: dict[int, tuple[Tensor, Tensor]] = {}
        self.epoch, self.n_batches = 0, 0
        self.tally = self.new_tally()

    @property
    def weights(self) -> tuple[Tensor, Tensor]:
        """What is kept of the networks: parameters (S, P), statistics (S, Q) or their averages."""
        return self._own if self.averaging is None else self.averaging.averages

    @property
    def _own(self) -> tuple[Tensor, Tensor]:
        """What the networks compute with: parameters (S, P) and statistics (S, Q)."""
        return self.trainee.values, self.trainee.statistics

    def as_kept(self) -> AbstractContextManager[None]:
        """A context in which the networks compute with the weights that are kept."""
        return nullcontext() if self.averaging is None else self.averaging.in_place()

    def epoch_batches(self) -> Iterator[Batch]:
        """The batches of the epoch that are not done yet, with their pictures changed."""
        for batch in self.batches.epoch(self.n_batches):
            if self.augmenter is None:
                yield batch
            else:
                yield replace(batch, inputs=self.augmenter(batch.inputs, batch.counts))

    def new_tally(self) -> Tally:
        """One without a batch."""
        monitors, settings = self.trainee.monitors, self._settings
        return Tally(settings.loss, len(self.trainee.values), settings.device, monitors)

    def keep(self, rows: NDArray[np.int64]) -> None:
        """Go on with these networks of the stack only."""
        self.trainee.keep(rows)
        self.numbers = self.numbers.kept(rows)
        self.batches.keep(rows)
        if self.augmenter is not None:
            self.augmenter.keep(rows)
        self.updater.keep(rows, self.trainee)
        self.plateau.keep(rows)
        if self.averaging is not None:
            self.averaging.keep(rows, self._own)
        self.stopping.keep(rows, self.weights)
        if self.watched is not None:
            self.watched.keep(rows)
        self.tally = self.new_tally()

    def hand_over(self, rows: NDArray[np.int64]) -> None:
        """Take networks as they are to be given back: with their best weights."""
        self.stopping.restore(rows)
        for row in rows.tolist():
            place = int(self.numbers.place[row])
            values, statistics = (t[row].detach().cpu().clone() for t in self.weights)
            self.finals[place] = values, statistics
            self.best_epochs[place] = self.stopping.best_epoch[row]

    def trained(self) -> list[Trained]:
        """The networks, all finished, in the order of the jobs."""
        curves = self.record.curves(self.best_epochs, self._settings.loss)
        return [Trained(self._network(i), curve) for i, curve in enumerate(curves)]

    def _network(self, place: int) -> nn.Module:
        return self.trainee.unpacked(self._jobs[place].network, *self.finals[place])

    def checkpoint(self) -> Checkpoint:
        """All of it, as arrays and JSON values of its own."""
        parts: dict[str, Mapping[str, NDArray[Any]]] = {
            "trainee": self.trainee.state(),
            "updater": self.updater.state(),
            "plateau": self.plateau.state(),
            "stopping": self.stopping.state(),
            "record": self.record.state(),
            "tally": self.tally.state(),
            "augmenter": {} if self.augmenter is None else self.augmenter.state(),
            "averaging": {} if self.averaging is None else self.averaging.state(),
        }
        arrays = {f"{p}.{name}": array for p, of in parts.items() for name, array in of.items()}
        for place, final in self.finals.items():
            for name, row in zip(("values", "statistics"), final, strict=True):
                arrays[f"final.{place}.{name}"] = row.numpy()
        for name, tensor in zip(("values", "statistics"), self._own, strict=True):
            arrays[name] = tensor.detach().cpu().numpy()
        arrays["place"], arrays["best_epochs"] = self.numbers.place, self.best_epochs
        arrays["n_epochs"] = self._n_epochs
        numbers = {
            "epoch": self.epoch,
            "n_batches": self.n_batches,
            "batches": self.batches.state(is_within=self.n_batches > 0),
        }
        return Checkpoint(numbers, {name: frozen(array) for name, array in arrays.items()})

    def load(self, checkpoint: Checkpoint) -> bool:
        """Go on from a checkpoint of the same jobs; False if that cannot be.

        It cannot if they have other numbers of epochs now, with which they would not have come to
        this state.
        """
        values, arrays = checkpoint.values, checkpoint.arrays
        if not self._suits(values, arrays):
            return False
        places = arrays["place"]
        if len(places) < len(self.numbers.place):
            self.keep(np.flatnonzero(np.isin(self.numbers.place, places)))
        with torch.no_grad():
            for tensor, name in zip(self._own, ("values", "statistics"), strict=True):
                tensor.copy_(torch.from_numpy(np.array(arrays[name])))
        self.trainee.load(part(arrays, "trainee."))
        self.updater.load(part(arrays, "updater."))
        self.plateau.load(part(arrays, "plateau."))
        self.stopping.load(part(arrays, "stopping."))
        self.record.load(part(arrays, "record."))
        self.tally.load(part(arrays, "tally."))
        if self.augmenter is not None:
            self.augmenter.load(part(arrays, "augmenter."))
        if self.averaging is not None:
            self.averaging.load(part(arrays, "averaging."))
        self.best_epochs[:] = arrays["best_epochs"]
        for place in {name.split(".")[1] for name in arrays if name.startswith("final.")}:
            self.finals[int(place)] = (
                torch.from_numpy(np.array(arrays[f"final.{place}.values"])),
                torch.from_numpy(np.array(arrays[f"final.{place}.statistics"])),
            )
        self.epoch, self.n_batches = values["epoch"], values["n_batches"]
        self.batches.load(values["batches"])
        self.stopping.go_on(self.epoch)
        return True

    def _suits(self, values: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> bool:
        """Whether each network has its number of epochs still, gave up, or has reached neither."""
        now, before = self._n_epochs, arrays["n_epochs"]
        epoch, last, best = values["epoch"], arrays["record.last_epochs"], arrays["best_epochs"]
        best = np.array(best)
        best[arrays["place"]] = arrays["stopping.best_epoch"]
        patience = np.array([job.patience if self.decides else 0 for job in self._jobs])
        gave_up = (patience > 0) & (last - best >= patience) & (last <= now)
        is_there = np.isin(np.arange(len(now)), arrays["place"]) & (last == epoch)
        goes_on = is_there & (now > epoch) & ((last < before) | (values["n_batches"] == 0))
        return bool(((now == before) | gave_up | goes_on).all())

    @property
    def _n_epochs(self) -> NDArray[np.int64]:
        """Epochs of each network at most, in the order of the jobs."""
        return np.array([job.n_epochs for job in self._jobs], np.int64)


def _spread(samples: Sequence[Samples | None], loss: Loss) -> Figures:
    return np.array([0.0 if part is None else loss.spread(part.targets) for part in samples])
