"""A stack's events, told variant by variant."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from workbench.core.run import Event, Noted, Progressed
from workbench.models import stack_events
from workbench.models.learner import VariantReported
from workbench.models.stack_events import Member, StackEvents
from workbench.training.events import Diverged, EpochEnded

MEMBERS = [Member(0, slice(0, 2), (0, 1), 9), Member(1, slice(2, 3), (5,), 9)]


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """One event at a time."""
    monkeypatch.setattr(stack_events, "EVENTS_PER_SECOND", 0)


def ended(epoch: int, *, loss: float = 1.0, stopped: tuple[int, ...] = ()) -> EpochEnded:
    """An epoch of three networks, held-out figures absent."""
    figures = np.arange(3, dtype=np.float64) + loss
    has_ended = np.isin(np.arange(3), stopped)
    return EpochEnded((0, 1, 2), epoch, 9, figures, None, -figures, has_ended=has_ended)


def epochs(events: list[Event], number: int) -> list[EpochEnded]:
    mine = [e.event for e in events if isinstance(e, VariantReported) and e.number == number]
    return [event for event in mine if isinstance(event, EpochEnded)]


def test_that_an_epoch_is_told_with_each_variants_own_folds_and_figures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stack_events, "EVENTS_PER_SECOND", 10**12)
    told = list(StackEvents(MEMBERS).tell(ended(1)))
    [first], [second] = epochs(told, 0), epochs(told, 1)
    assert (first.folds, first.train_loss.tolist()) == ((0, 1), [1.0, 2.0])
    assert (second.folds, second.train_loss.tolist()) == ((5,), [3.0])
    assert second.train_score is not None
    assert second.train_score.tolist() == [-3.0]
    assert second.validation_loss is None
    assert second.earlier is None


@pytest.mark.usefixtures("slow")
def test_that_epochs_are_told_in_turn_and_none_is_lost() -> None:
    events = StackEvents(MEMBERS)
    told = [event for n in range(1, 6) for event in events.tell(ended(n, loss=n))]
    assert [event.number for event in told if isinstance(event, VariantReported)] == [0, 1, 0, 1, 0]
    told += events.rest()
    for number in (0, 1):
        mine = epochs(told, number)
        assert mine[-1].epoch == 5
        for before, after in pairwise(mine):
            n_earlier = 0 if after.earlier is None else after.earlier.shape[2]
            assert after.epoch - before.epoch == 1 + n_earlier
    earlier = epochs(told, 1)[1].earlier
    assert earlier is not None
    np.testing.assert_array_equal(earlier[:, 0, 0], [5.0, np.nan, -5.0, np.nan])
    assert not earlier.flags.writeable


@pytest.mark.usefixtures("slow")
def test_that_a_variants_last_epoch_is_told_at_once_and_nothing_after_it() -> None:
    events = StackEvents(MEMBERS)
    told = [*events.tell(ended(1)), *events.tell(ended(2, stopped=(0, 1)))]
    assert [event.epoch for event in epochs(told, 0)] == [1, 2]
    later = [*events.tell(ended(3, stopped=(0, 1))), *events.rest()]
    assert epochs(later, 0) == []
    assert [event.epoch for event in epochs(later, 1)] == [3]


@pytest.mark.usefixtures("slow")
def test_that_progress_is_told_of_variants_in_turn() -> None:
    events = StackEvents(MEMBERS)
    half = Progressed(0.5, 1)
    told = [event for _ in range(3) for event in events.tell(half)]
    assert told == [VariantReported(number, half) for number in (0, 1, 0)]


def test_that_a_lost_loss_is_noted_of_its_variant() -> None:
    told = list(StackEvents(MEMBERS).tell(Diverged("Lost.", is_warning=True, folds=(2,))))
    assert told == [VariantReported(1, Noted("Lost.", is_warning=True))]


@pytest.mark.usefixtures("slow")
def test_that_a_note_is_told_of_each_variant_in_training() -> None:
    events, note = StackEvents(MEMBERS), Noted("Smaller pieces.", is_warning=True)
    assert list(events.tell(note)) == [VariantReported(0, note), VariantReported(1, note)]
    list(events.tell(ended(1, stopped=(2,))))
    assert list(events.tell(note)) == [VariantReported(0, note)]


@pytest.mark.usefixtures("slow")
def test_that_no_further_figure_is_lost_when_epochs_are_told_in_turn() -> None:
    events = StackEvents(MEMBERS)
    first = replace(
        ended(3), earlier=np.zeros((4, 3, 2)), monitors={"D(x)": np.array([3.0, 30.0, 300.0])},
        earlier_monitors={"D(x)": np.array([[1.0, 2.0], [10.0, 20.0], [100.0, 200.0]])},
    )  # fmt: skip
    then = replace(ended(4), monitors={"D(x)": np.array([4.0, 40.0, 400.0])})
    told = [*events.tell(first), *events.tell(then), *events.rest()]
    for number, lines in ((0, [[1, 2, 3, 4], [10, 20, 30, 40]]), (1, [[100, 200, 300, 400]])):
        got = [
            np.column_stack([e.earlier_monitors.get("D(x)", e.train_loss[:, None][:, :0]),
                             e.monitors["D(x)"]])
            for e in epochs(told, number)
        ]  # fmt: skip
        np.testing.assert_array_equal(np.concatenate(got, 1), lines)
