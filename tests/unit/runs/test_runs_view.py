"""What is shown of a run, as a value."""

import time
from dataclasses import replace

import numpy as np
import pytest

from workbench.core.errors import DataError
from workbench.core.run import Event, Noted, Progressed
from workbench.flow.events import (
    FlowFinished,
    FlowStarted,
    NodeFailed,
    NodeFinished,
    NodeReported,
    NodeSkipped,
    NodeStarted,
)
from workbench.runs.live_curve import LiveCurve, live_curve
from workbench.runs.view import RunView
from workbench.training.checkpoint import Resumed
from workbench.training.curve import Curve
from workbench.training.events import EpochEnded


def after(*events: Event) -> RunView:
    view = RunView()
    for event in events:
        view = view.after(event)
    return view


def epoch(number: int, folds: tuple[int, ...] = (0, 1)) -> EpochEnded:
    loss = np.full(len(folds), 1.0 / number)
    return EpochEnded(folds, number, 10, loss, validation_loss=2 * loss, watched="held-out")


STARTED = (FlowStarted(("mlp",)), NodeStarted("mlp", "MLP"))


def test_that_a_node_goes_from_queued_to_done() -> None:
    assert after(STARTED[0]).node("mlp").state == "queued"
    assert after(*STARTED).node("mlp").state == "running"
    view = after(*STARTED, NodeFinished("mlp", 1.5, "10 models"), FlowFinished(1.5))
    assert (view.node("mlp").state, view.node("mlp").text) == ("done", "10 models")
    assert not view.is_running


def test_that_a_warning_stays_with_the_node_and_is_kept_once() -> None:
    note = NodeReported("mlp", Noted("Look.", is_warning=True))
    view = after(*STARTED, note, note, NodeFinished("mlp", 1.0))
    assert view.node("mlp").state == "warning"
    assert len(view.node("mlp").notes) == 1


def test_that_a_failure_shows_its_sentence() -> None:
    view = after(*STARTED, NodeFailed("mlp", DataError("No rows.")))
    assert (view.node("mlp").state, view.node("mlp").text) == ("failed", "No rows.")
    assert after(NodeSkipped("roc", "needs it")).node("roc").state == "stale"


def test_that_progress_is_shown() -> None:
    view = after(*STARTED, NodeReported("mlp", Progressed(3, 10, "fold 3/10")))
    node = view.node("mlp")
    assert (node.done, node.total, node.text) == (3, 10, "fold 3/10")


def test_that_a_curve_grows_epoch_by_epoch_and_older_views_stay_as_they_were() -> None:
    older = after(*STARTED, NodeReported("mlp", epoch(1)))
    newer = older.after(NodeReported("mlp", epoch(2)))
    assert older.node("mlp").curve is not None
    assert newer.node("mlp").curve is not None
    np.testing.assert_array_equal(older.node("mlp").curve.lines("train_loss"), [[1.0], [1.0]])  # type: ignore[union-attr]
    np.testing.assert_array_equal(
        newer.node("mlp").curve.lines("validation_loss"),  # type: ignore[union-attr]
        [[2.0, 1.0], [2.0, 1.0]],
    )


def test_that_epochs_told_of_together_all_stand_in_the_curve() -> None:
    earlier = np.stack([[[n] * 2, [2 * n] * 2, [np.nan] * 2, [np.nan] * 2] for n in (0.5, 0.3)], -1)
    view = after(
        *STARTED,
        NodeReported("mlp", epoch(1)),
        NodeReported("mlp", replace(epoch(4), earlier=earlier)),
    )
    curve = view.node("mlp").curve
    assert curve is not None
    np.testing.assert_array_equal(curve.lines("train_loss"), [[1.0, 0.5, 0.3, 0.25]] * 2)
    np.testing.assert_array_equal(curve.lines("validation_loss"), [[2.0, 1.0, 0.6, 0.5]] * 2)


def test_that_folds_trained_one_after_the_other_fill_their_own_lines() -> None:
    curve = LiveCurve()
    for fold in (0, 1):
        for number in range(1, 101):
            curve = curve.after(epoch(number, (fold,)))
    lines = curve.lines("train_loss")
    assert lines.shape == (2, 100)
    np.testing.assert_allclose(lines[1], 1.0 / np.arange(1, 101))


def test_that_finished_curves_look_like_live_ones() -> None:
    losses = np.array([3.0, 2.0, 1.0])
    drawn = live_curve((Curve(losses), Curve(losses[:2])))
    np.testing.assert_array_equal(drawn.lines("train_loss"), [[3, 2, 1], [3, 2, np.nan]])


def test_that_a_cancelled_run_leaves_nothing_running() -> None:
    view = after(*STARTED).cancelled()
    assert not view.is_running
    assert view.node("mlp").state == "stale"


def test_that_what_was_done_before_the_run_does_not_shorten_the_time_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = [100.0]
    monkeypatch.setattr(time, "perf_counter", lambda: clock[0])
    view = after(*STARTED, NodeReported("mlp", Resumed()), NodeReported("mlp", epoch(6)))
    clock[0] = 102.0
    assert view.after(NodeReported("mlp", epoch(6))).node("mlp").seconds_left is None
    left = view.after(NodeReported("mlp", epoch(8))).node("mlp").seconds_left
    assert left == pytest.approx(2.0)  # two epochs took two seconds, and two are left
    plain = after(*STARTED)
    clock[0] = 110.0
    assert plain.after(NodeReported("mlp", epoch(5))).node("mlp").seconds_left == pytest.approx(8.0)
