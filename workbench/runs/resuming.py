"""Makes a run one that can be gone on with: keeps its trainings' checkpoints and hands them back.

A learner knows no folder. Its training asks and tells in asides (``training/checkpoint.py``);
here they are answered, whatever the run is of and however deep in it the training is.
"""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from workbench.core.errors import FAILURES, sentence_of
from workbench.core.run import Aside, Command, Event, Noted, Run, Stop
from workbench.flow.events import NodeReported, NodeStarted
from workbench.runs.checkpoint_file import DamageError
from workbench.runs.checkpoints import Checkpoints
from workbench.training.checkpoint import (
    Checkpointed,
    CheckpointSought,
    GoOn,
    KeepCheckpoints,
    Resumed,
    TrainingBegan,
    WentOn,
)

T = TypeVar("T")

SECONDS = 10.0


def resumable(run: Run[T], checkpoints: Checkpoints, seconds: float = SECONDS) -> Run[T]:
    """The same run, whose trainings are written down and go on from where they were broken off.

    What is to be said of that is said in notes, at the node that is running if there is one. That
    a checkpoint cannot be kept or read ends nothing.

    Args:
        seconds: between two checkpoints of a training.
    """
    answers = _Answers(checkpoints, seconds)
    command: Command | None = None
    try:
        while True:
            try:
                event = run.send(command)
            except StopIteration as end:
                result: T = end.value
                return result
            if isinstance(event, Aside):
                command = yield from answers.answered(event)
            else:
                command = yield from answers.passed(event)
    finally:
        run.close()


class _Answers:
    """What is answered to asides; a stop that comes meanwhile waits until it can be heard."""

    def __init__(self, checkpoints: Checkpoints, seconds: float) -> None:
        self._checkpoints = checkpoints
        self._seconds = seconds
        self._node = ""
        self._said: set[Event] = set()
        self._stop: Stop | None = None

    def passed(self, event: Event) -> Run[Command | None]:
        """Give an event that is no aside; the command to send in."""
        if isinstance(event, NodeStarted | NodeReported):
            self._node = event.node
        command = yield event
        stop, self._stop = self._stop, None
        return command or stop

    def answered(self, aside: Aside) -> Run[Command | None]:
        """Answer an aside; notes that this brings are given first."""
        answer, events = self._answer(aside)
        for event in events:
            told = NodeReported(self._node, event) if self._node else event
            if isinstance(event, Noted):
                if told in self._said:
                    continue
                self._said.add(told)
            if isinstance((yield told), Stop):
                self._stop = Stop()
        return answer

    def _answer(self, aside: Aside) -> tuple[Command | None, Sequence[Event]]:
        match aside:
            case TrainingBegan():
                return KeepCheckpoints(self._seconds), []
            case CheckpointSought():
                return self._found(aside.key)
            case WentOn():
                return None, [Resumed(), *_said_of(aside)]
            case Checkpointed():
                return None, list(self._kept(aside))
            case _:
                return None, []

    def _found(self, key: str) -> tuple[Command | None, Sequence[Event]]:
        try:
            kept = self._checkpoints.get(key)
        except DamageError:
            text = "A checkpoint was damaged: this training begins anew."
            return None, [Noted(text, is_warning=True)]
        except FAILURES as error:
            return None, [_trouble("Checkpoints cannot be read", error)]
        return (GoOn(kept.checkpoint) if kept else None), []

    def _kept(self, event: Checkpointed) -> Iterator[Noted]:
        try:
            self._checkpoints.put(event)
        except FAILURES as error:
            yield _trouble("Checkpoints cannot be kept, training goes on without", error)


def _said_of(aside: WentOn) -> list[Noted]:
    if aside.gave_up:
        return [Noted(f"Had stopped early at epoch {aside.epoch}, so it is not trained further.")]
    return [] if aside.is_over else [Noted(f"Goes on from epoch {aside.epoch}.")]


def _trouble(what: str, error: Exception) -> Noted:
    told = sentence_of(error)
    return Noted(f"{what}: {told.message}", is_warning=True)
