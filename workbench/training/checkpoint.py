"""What is written down of a training so that it can go on as if nothing had been.

Below the window there are no callbacks, and a learner knows no folder. So the loop says that a
training has begun; whoever drives the run may answer that checkpoints are to be kept. Then it
asks for the one that is kept under its key, goes on from there, and gives a new one now and then.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.core.run import Aside, Command, Event


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """The state of a training between two batches.

    Args:
        values: JSON values; integers may be larger than 64 bits.
        arrays: read-only.
    """

    values: Mapping[str, Any]
    arrays: Mapping[str, NDArray[Any]]


@dataclass(frozen=True)
class TrainingBegan(Aside):
    """A training has begun; ``KeepCheckpoints`` may be the answer."""


@dataclass(frozen=True)
class CheckpointSought(Aside):
    """A training asks for its last checkpoint; ``GoOn`` may be the answer.

    Args:
        key: a hash of all that the weights depend on, the number of further epochs left out.
    """

    key: str


@dataclass(frozen=True, eq=False)
class Checkpointed(Aside):
    """The state of a training, to be kept under its key in place of the one before.

    Args:
        epoch: epochs that are done.
        has_ended: whether it is the last one of a training that came to its end.
    """

    key: str
    checkpoint: Checkpoint
    epoch: int
    has_ended: bool = False


@dataclass(frozen=True)
class WentOn(Aside):
    """A training has gone on from a checkpoint.

    Args:
        epoch: epochs that were done.
        is_over: whether nothing is left to be trained.
        gave_up: whether that is so though further epochs are asked for, as it had stopped early.
    """

    epoch: int
    is_over: bool
    gave_up: bool = False


@dataclass(frozen=True)
class Resumed(Event):
    """What is reported next was done before the run began: of use to who tells the time left."""


@dataclass(frozen=True)
class KeepCheckpoints(Command):
    """Give a checkpoint every so many seconds, and one at the end."""

    seconds: float = 10.0


@dataclass(frozen=True, eq=False)
class GoOn(Command):
    """Go on from this checkpoint."""

    checkpoint: Checkpoint


def frozen(array: NDArray[Any]) -> NDArray[Any]:
    """A copy that cannot be written into."""
    copy = np.array(array)
    copy.flags.writeable = False
    return copy
