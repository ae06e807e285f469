"""Whether networks gain from being trained together, by measuring a few steps, where no rule says.

What they become does not depend on it, but for rounding. Yet a training that is gone on with must
be cut into the same stacks as before, as its checkpoints are: so the choice is kept with them.
Within a process it is remembered. Counted is the time of the processor's one thread, not the
clock: other programs on the machine change little of it.
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import torch

from workbench.core.run import Run
from workbench.training.batch import Batch, Pass
from workbench.training.checkpoint import (
    Checkpoint,
    Checkpointed,
    CheckpointSought,
    GoOn,
    KeepCheckpoints,
    TrainingBegan,
)
from workbench.training.computing import Computing
from workbench.training.device import threads
from workbench.training.grouping import Grouping
from workbench.training.job import Job, Settings
from workbench.training.key import key_of
from workbench.training.tally import Tally
from workbench.training.trainee import Given

ROUNDS = 3  # of which the fastest counts
MOST = 5  # networks that are tried together
LEAST_GAIN = 1.1  # below which they are trained one after the other

_remembered: dict[str, float] = {}


def chosen(plan: Grouping, job: Job, settings: Settings) -> Run[Grouping]:
    """The plan, decided; as before, if it was decided before.

    Args:
        plan: what fits into memory.
        job: one of the networks.
    """
    answer = yield TrainingBegan()
    if not isinstance(answer, KeepCheckpoints):
        return decided(plan, _gain(plan, job, settings))
    told = f"{key_of([job], settings)} {plan.n_networks} {plan.size}"
    key = hashlib.blake2b(told.encode(), digest_size=16).hexdigest()
    answer = yield CheckpointSought(key)
    if isinstance(answer, GoOn):
        return decided(plan, float(answer.checkpoint.values["gain"]))
    gain = _gain(plan, job, settings)
    yield Checkpointed(key, Checkpoint({"gain": gain}, {}), 0, has_ended=True)
    return decided(plan, gain)


def decided(plan: Grouping, gain: float) -> Grouping:
    """The plan, or one network after the other.

    Args:
        gain: how many times as fast networks are together.
    """
    if gain >= LEAST_GAIN:
        return replace(plan, is_open=False)
    reason = f"together they are {gain:.1f}× as fast, as measured"
    return Grouping(plan.n_networks, 1, reason)


def _gain(plan: Grouping, job: Job, settings: Settings) -> float:
    """How many times as fast a step of each is, if they are trained together."""
    key = f"{job.network} {job.train.inputs.shape[1:]} {min(len(job.train), settings.batch_size)}"
    key = f"{key} {min(plan.size, MOST)} {settings.device} {settings.precision}"
    if key not in _remembered:
        _remembered[key] = measured(job, settings, min(plan.size, MOST))
    return _remembered[key]


def measured(job: Job, settings: Settings, n_networks: int) -> float:
    """The time of a step of one network over that of its share in a step of several."""
    with threads(1):
        alone, together = (_seconds(job, settings, n) for n in (1, n_networks))
    return alone * n_networks / together


def _seconds(job: Job, settings: Settings, n_networks: int) -> float:
    """How long a step of so many networks takes: forward and backward."""
    jobs, device = [job] * n_networks, settings.device
    row = torch.from_numpy(np.array(job.train.inputs[:1]))
    networks, seeds = [j.network for j in jobs], [j.seed for j in jobs]
    computing = Computing(settings.precision, channels_last=settings.channels_last)
    given = Given(networks, seeds, settings.loss, device, computing, row)
    trainee = settings.rule.trainee(given)
    tally = Tally(settings.loss, n_networks, device, trainee.monitors)
    inputs, targets = (
        torch.from_numpy(np.array(part[: settings.batch_size])).to(device)
        for part in (job.train.inputs, job.train.targets)
    )
    shape = n_networks, len(inputs)
    masks = tuple(torch.ones(*shape, width, device=device) for width, _ in trainee.dropouts)
    batch = Batch(
        torch.stack([inputs] * n_networks),
        torch.stack([targets] * n_networks),
        torch.full(shape, 1 / shape[1], device=device),
        Pass(is_training=True, masks=masks),
    )
    clock = _clock(device)
    times = []
    for _ in range(1 + ROUNDS):
        began = clock()
        for _ in trainee.gradients(batch, tally):
            pass
        times.append(clock() - began)
    return max(min(times[1:]), 1e-9)


def _clock(device: torch.device) -> Callable[[], float]:
    if device.type == "cpu":
        return time.thread_time

    def after_all() -> float:
        if device.type == "cuda":
            torch.cuda.synchronize(device)
        elif device.type == "mps":
            torch.mps.synchronize()
        return time.perf_counter()

    return after_all
