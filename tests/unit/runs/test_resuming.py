"""Asides of trainings are answered from a folder; nothing else of a run is changed."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from workbench.core.errors import DataError
from workbench.core.run import Command, Event, Noted, Run, Stop, finish
from workbench.flow.events import NodeReported, NodeStarted
from workbench.runs import checkpoint_file
from workbench.runs.checkpoints import Checkpoints
from workbench.runs.resuming import resumable
from workbench.training.checkpoint import (
    Checkpoint,
    Checkpointed,
    CheckpointSought,
    GoOn,
    KeepCheckpoints,
    TrainingBegan,
    WentOn,
)

STATE = Checkpoint({"epoch": 7}, {"values": np.arange(3.0)})


@pytest.fixture
def checkpoints(tmp_path: Path) -> Checkpoints:
    return Checkpoints(tmp_path / "kept", lambda: "one")


def training(
    heard: list[Command | None], *, is_over: bool = False, gave_up: bool = False
) -> Run[str]:
    """What a training says, taking note of what it hears."""
    heard.append((yield NodeStarted("net", "Network")))
    heard.append((yield TrainingBegan()))
    heard.append((yield CheckpointSought("key")))
    if isinstance(heard[-1], GoOn):
        heard.append((yield WentOn(7, is_over, gave_up)))
    heard.append((yield Checkpointed("key", STATE, 7)))
    heard.append((yield Noted("trained")))
    return "done"


def told(run: Run[Any]) -> list[Event]:
    events: list[Event] = []
    assert finish(run, events.append) == "done"
    return events


def notes(events: list[Event]) -> list[Event]:
    told = [event.event for event in events if isinstance(event, NodeReported)]
    return [event for event in told if isinstance(event, Noted)]


def test_that_asides_are_answered_and_kept_from_who_drives(checkpoints: Checkpoints) -> None:
    heard: list[Command | None] = []
    events = told(resumable(training(heard), checkpoints, 3.0))
    assert events == [NodeStarted("net", "Network"), Noted("trained")]
    assert heard == [None, KeepCheckpoints(3.0), None, None, None]
    heard.clear()
    events = told(resumable(training(heard), checkpoints))
    assert notes(events) == [Noted("Goes on from epoch 7.")]
    found = heard[2]
    assert isinstance(found, GoOn)
    assert found.checkpoint.values == STATE.values
    np.testing.assert_array_equal(found.checkpoint.arrays["values"], STATE.arrays["values"])
    assert notes(told(resumable(training([], is_over=True), checkpoints))) == []
    early = training([], is_over=True, gave_up=True)
    text = "Had stopped early at epoch 7, so it is not trained further."
    assert notes(told(resumable(early, checkpoints))) == [Noted(text)]


def test_that_a_stop_is_heard_whatever_it_answers(checkpoints: Checkpoints) -> None:
    told(resumable(training([]), checkpoints))
    heard: list[Command | None] = []
    asked: list[Event] = []

    def stop_at_the_note(event: Event) -> Command | None:
        asked.append(event)
        is_note = isinstance(event, NodeReported) and isinstance(event.event, Noted)
        return Stop() if is_note else None

    finish(resumable(training(heard), checkpoints), stop_at_the_note)
    assert isinstance(heard[2], GoOn)
    assert heard[3:] == [None, None, Stop()]
    heard.clear()
    finish(resumable(training(heard), checkpoints), lambda e: Stop() if e == asked[0] else None)
    assert heard[0] == Stop()


def test_that_a_full_disk_ends_nothing_and_is_told_once(
    checkpoints: Checkpoints, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DataError("Cannot be written: No space left on device.")

    def twice() -> Run[str]:
        yield from training([])
        return (yield from training([]))

    monkeypatch.setattr(checkpoint_file, "write", full)
    [note] = notes(told(resumable(twice(), checkpoints)))
    assert note == Noted(
        "Checkpoints cannot be kept, training goes on without: Cannot be written: No space left "
        "on device.",
        is_warning=True,
    )


def test_that_what_cannot_be_written_ends_nothing(checkpoints: Checkpoints) -> None:
    def odd() -> Run[str]:
        yield Checkpointed("key", Checkpoint({"epoch": np.float32(1)}, {}), 1)
        yield Checkpointed("key", Checkpoint({}, {"objects": np.array([None])}), 1)
        return "done"

    events = told(resumable(odd(), checkpoints))
    assert all(isinstance(event, Noted) and event.is_warning for event in events)
    assert len(events) == 2
    assert checkpoints.get("key") is None


def test_that_a_damaged_checkpoint_is_told_and_not_used(checkpoints: Checkpoints) -> None:
    told(resumable(training([]), checkpoints))
    [file] = checkpoints.folder.iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    heard: list[Command | None] = []
    [note] = notes(told(resumable(training(heard), checkpoints)))
    assert note == Noted("A checkpoint was damaged: this training begins anew.", is_warning=True)
    assert heard[2] is None


def test_that_a_run_that_is_closed_closes_what_it_drives(checkpoints: Checkpoints) -> None:
    ended = []

    def endless() -> Run[None]:
        try:
            while True:
                yield Noted("again")
        finally:
            ended.append(True)

    run = resumable(endless(), checkpoints)
    next(run)
    run.close()
    assert ended == [True]
