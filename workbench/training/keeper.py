"""Gives checkpoints of a training now and then, if whoever drives it keeps them."""

import time
from collections.abc import Sequence

from workbench.core.run import Command, Run
from workbench.training.checkpoint import (
    Checkpointed,
    CheckpointSought,
    GoOn,
    KeepCheckpoints,
    WentOn,
)
from workbench.training.job import Job, Settings
from workbench.training.key import key_of
from workbench.training.state import TrainingState

SHARE = 0.02  # of the time that checkpoints may take; larger networks are written less often


class Keeper:
    """Whether, when and under which key checkpoints are given."""

    def __init__(self, jobs: Sequence[Job], settings: Settings, state: TrainingState) -> None:
        self._jobs, self._settings, self._state = jobs, settings, state
        self._seconds, self._key = 0.0, ""
        self._due = 0.0

    def begin(self, command: Command | None) -> Run[bool]:
        """Take note of whether checkpoints are kept; go on from the last, if there is one.

        Returns:
            Whether the training goes on from one.
        """
        if not isinstance(command, KeepCheckpoints):
            return False
        self._seconds, self._key = command.seconds, key_of(self._jobs, self._settings)
        self._state.batches.remembers = True
        self._due = time.monotonic() + self._seconds
        answer = yield CheckpointSought(self._key)
        if not isinstance(answer, GoOn) or not self._state.load(answer.checkpoint):
            return False
        epoch, is_over = self._state.epoch, bool(self._state.stopping.has_stopped.all())
        more = any(job.further_epochs and job.n_epochs > epoch for job in self._jobs)
        yield WentOn(epoch, is_over, gave_up=is_over and more)
        return True

    @property
    def is_due(self) -> bool:
        """Whether it is time for one."""
        return bool(self._key) and time.monotonic() >= self._due

    def give(self, *, has_ended: bool = False) -> Run[Command | None]:
        """Give one, if any are kept; what it is answered with."""
        if not self._key:
            return None
        began = time.monotonic()
        state = self._state
        event = Checkpointed(self._key, state.checkpoint(), state.epoch, has_ended)
        command = yield event
        now = time.monotonic()
        self._due = now + max(self._seconds, (now - began) / SHARE)
        return command
