"""Greedy pre-training: each layer of a deep belief network a machine, one upon the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, cast

import numpy as np

from workbench.core.deferred import deferred
from workbench.core.run import Event, Noted, Progressed, Run, retold, watched
from workbench.models.networks.dbn_shape import DBNShape
from workbench.models.unit_rows import GAUSSIAN_SHARE, UnitFold
from workbench.models.vector_rows import Vectors
from workbench.training.events import EpochEnded
from workbench.training.samples import Samples

if TYPE_CHECKING:
    import torch

    from workbench.models.networks import rbm as networks
    from workbench.training import device, loop, losses, reconstruction
    from workbench.training import job as jobs
    from workbench.training import trainee as trainees
else:
    torch = deferred("torch")
    device = deferred("workbench.training.device")
    jobs = deferred("workbench.training.job")
    loop = deferred("workbench.training.loop")
    losses = deferred("workbench.training.losses")
    networks = deferred("workbench.models.networks.rbm")
    reconstruction = deferred("workbench.training.reconstruction")

ROWS_AT_ONCE = 8192


@dataclass(frozen=True, eq=False)
class PretrainedFold(UnitFold):
    """A fold with the machines that were trained on it.

    Args:
        machines: the lowest first; perhaps fewer than there are layers.
    """

    machines: "tuple[networks.RBM, ...]" = field(default=(), kw_only=True)

    @classmethod
    def of(cls, fold: UnitFold, machines: "Sequence[networks.RBM]") -> "PretrainedFold":
        """The fold with machines."""
        facts = {f.name: getattr(fold, f.name) for f in fields(UnitFold)}
        return cls(**{**facts, "unlabelled": None}, machines=tuple(machines))


@dataclass(frozen=True)
class Pretraining:
    """How the layers of one network are pre-trained.

    Args:
        n_layers: how many of the shape's machines, from below.
    """

    shape: DBNShape
    n_layers: int
    epochs: int
    learning_rate: float
    weight_decay: float
    batch_size: int
    seed: int
    rule: "trainees.Rule"
    device: "torch.device"

    def seed_of(self, level: int) -> int:
        """A seed of its own for each layer."""
        return int(np.random.SeedSequence((self.seed, 7, level)).generate_state(1)[0])

    @property
    def costs(self) -> list[int]:
        """Of each layer, in proportion to the time that it takes."""
        return [machine.n_weights for machine in self.shape.machines[: self.n_layers]]


def pretrained(stack: Sequence[tuple[Pretraining, UnitFold]]) -> Run[list[PretrainedFold]]:
    """The folds with their machines, trained layer by layer, those of all folds together.

    Rows without a class are learnt from as well, but for a machine with label units.
    Told to stop, the layer in training stays as it is, and those above it are not trained.

    Args:
        stack: folds of one width; how they are pre-trained differs in numbers only.
    """
    plans, folds = [plan for plan, _ in stack], [fold for _, fold in stack]
    rows = [_all_rows(fold) for fold in folds]
    machines: list[list[networks.RBM]] = [[] for _ in folds]
    is_stopped = not plans[0].epochs
    for level in range(plans[0].n_layers):
        if is_stopped:
            break
        told = _Told(plans[0], level)
        jobs_of_level = [_job(*each, level) for each in zip(plans, folds, rows, strict=True)]
        numbered = [replace(job, fold=place) for place, job in enumerate(jobs_of_level)]
        training = loop.train(numbered, _settings(plans[0], level))
        trained, is_stopped = yield from watched(retold(training, told.tell))
        yield from told.conclusion()
        for of_fold, result in zip(machines, trained, strict=True):
            of_fold.append(cast("networks.RBM", result.network))
        if level + 1 < plans[0].n_layers:
            rows = [upwards(m[-1], r) for m, r in zip(machines, rows, strict=True)]
    return [
        PretrainedFold.of(fold, [*trained, *_untrained(plan, fold, trained)])
        for plan, fold, trained in zip(plans, folds, machines, strict=True)
    ]


def upwards(machine: "networks.RBM", rows: Vectors) -> Vectors:
    """p(on) of the hidden units for each row, shape (n, n_hidden), float32."""
    parts = []
    for start in range(0, max(1, len(rows)), ROWS_AT_ONCE):
        block = rows[start : start + ROWS_AT_ONCE]
        count = device.thread_count(machine.shape.n_weights * len(block))
        with device.threads(count), torch.inference_mode():
            parts.append(machine(torch.from_numpy(block)).numpy())
    return np.concatenate(parts)


def risen(fold: PretrainedFold, samples: Samples | None) -> Samples | None:
    """Rows as the last of the fold's machines sees them, with their targets."""
    if samples is None:
        return None
    rows = samples.inputs
    for machine in fold.machines:
        rows = upwards(machine, rows)
    return Samples(rows, samples.targets)


def as_seen_from_the_top(fold: PretrainedFold) -> PretrainedFold:
    """The fold for a machine upon the others."""
    train = risen(fold, fold.train) or fold.train
    return replace(fold, train=train, watched=risen(fold, fold.watched))


def _all_rows(fold: UnitFold) -> Vectors:
    """The training rows, behind them those without a class."""
    rows = fold.train.inputs
    return rows if fold.unlabelled is None else np.concatenate([rows, fold.unlabelled])


def _untrained(
    plan: Pretraining, fold: UnitFold, trained: "list[networks.RBM]"
) -> "list[networks.RBM]":
    """Machines as they begin, in place of those that were not trained.

    A classifier needs none: its layers begin otherwise.
    """
    machines = list(trained)
    if plan.shape.ending == "softmax" or len(trained) == plan.n_layers:
        return []
    rows = fold.train.inputs
    for machine in trained:
        rows = upwards(machine, rows)
    for level in range(len(trained), plan.n_layers):
        machines.append(_initial(plan, fold, rows, level))
        rows = upwards(machines[-1], rows) if level + 1 < plan.n_layers else rows
    return machines[len(trained) :]


def _initial(plan: Pretraining, fold: UnitFold, rows: Vectors, level: int) -> "networks.RBM":
    shape = plan.shape.machines[level]
    codes = fold.train.targets if shape.n_labels else None
    return networks.initial_rbm(shape, rows, codes, plan.seed_of(level))


def _job(plan: Pretraining, fold: UnitFold, rows: Vectors, level: int) -> "jobs.Job":
    shape, codes = plan.shape.machines[level], fold.train.targets
    rows = rows[: len(codes)] if shape.n_labels else rows
    is_gaussian = shape.visible == "gaussian"
    return jobs.Job(
        _initial(plan, fold, rows, level),
        Samples(rows, codes if shape.n_labels else rows),
        seed=plan.seed_of(level),
        learning_rate=plan.learning_rate * (GAUSSIAN_SHARE if is_gaussian else 1.0),
        weight_decay=plan.weight_decay,
        epochs=plan.epochs,
        multiplications=5 * shape.n_weights,
    )


def _settings(plan: Pretraining, level: int) -> "jobs.Settings":
    has_labels = plan.shape.machines[level].n_labels > 0
    return jobs.Settings(
        loss=losses.CrossEntropy() if has_labels else reconstruction.SquaredErrors(sums=True),
        device=plan.device,
        optimiser="sgd",
        batch_size=plan.batch_size,
        rule=plan.rule,
    )


class _Told:
    """What the training of a layer says of the whole pre-training."""

    def __init__(self, plan: Pretraining, level: int) -> None:
        costs = plan.costs
        self._cost, self._before, self._in_all = costs[level], sum(costs[:level]), sum(costs)
        self._layer = f"layer {level + 1}/{plan.n_layers}"
        self._losses: list[float] = []

    def tell(self, event: Event) -> Iterator[Event]:
        """An epoch's end as progress; everything else as it is."""
        if isinstance(event, EpochEnded):
            told = event.train_loss[~np.isnan(event.train_loss)]
            self._losses.append(float(told.mean()) if len(told) else np.nan)
            text = f"epoch {event.epoch}/{event.n_epochs} · loss {self._losses[-1]:.4g}"
            yield self._progressed(event.epoch / event.n_epochs, text)
        elif isinstance(event, Progressed):
            yield self._progressed(event.done / max(1.0, event.total), event.text)
        else:
            yield event

    def conclusion(self) -> Run[None]:
        """How the layer's training went."""
        if self._losses:
            first, last = self._losses[0], self._losses[-1]
            n = len(self._losses)
            text = f"loss {first:.4g} → {last:.4g} in {n} epochs"
            yield Noted(f"Pre-trained {self._layer}: {text}.")

    def _progressed(self, share: float, text: str) -> Progressed:
        done = self._before + share * self._cost
        return Progressed(done, self._in_all, f"pre-training {self._layer} · {text}")
