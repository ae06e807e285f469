"""The rules for several variants of one learner that are fitted at once, one function each."""

import pickle
from itertools import islice

import numpy as np

from tests.contracts.checks import quick, unchanged_random_states
from tests.contracts.rows import blobs
from workbench.core.errors import WorkbenchError
from workbench.core.run import Command, Event, Stop, finish
from workbench.models.learner import Fold, Learner, Outcome, Variant, VariantReported
from workbench.models.model import Model


def thirds() -> tuple[Fold, ...]:
    rows = np.arange(90)
    return tuple(
        Fold(blobs().take(rows % 3 != i), None, blobs().take(rows % 3 == i), i) for i in range(3)
    )


def models_of(outcome: Outcome) -> list[Model]:
    assert not isinstance(outcome, WorkbenchError), outcome
    return outcome


def further(learner: Learner) -> Learner:
    """Another variant, where one comes to mind."""
    known = {"seed": 7, "learning_rate": 0.02, "weight_decay": 0.01, "k": 3, "ridge": 0.5}
    mine = {name: value for name, value in known.items() if name in type(learner).model_fields}
    return quick(learner).with_parameters(mine)


def check_that_variants_become_what_each_becomes_alone(learner: Learner) -> None:
    folds = thirds()
    variants = [Variant(quick(learner), folds), Variant(further(learner), folds)]
    outcomes = finish(type(learner).fit_variants(variants))
    for variant, outcome in zip(variants, outcomes, strict=True):
        alone = finish(variant.learner.fit_all(folds))
        for ours, theirs in zip(models_of(outcome), alone, strict=True):
            np.testing.assert_allclose(
                ours.predict_proba(blobs()), theirs.predict_proba(blobs()), atol=1e-5
            )


def check_that_equal_variants_become_equal_models(learner: Learner) -> None:
    folds = thirds()
    outcomes = finish(type(learner).fit_variants([Variant(quick(learner), folds)] * 2))
    for ours, theirs in zip(*map(models_of, outcomes), strict=True):
        np.testing.assert_array_equal(ours.predict_proba(blobs()), theirs.predict_proba(blobs()))


def check_that_events_of_variants_say_which_and_can_be_pickled(learner: Learner) -> None:
    events: list[Event] = []
    variants = [Variant(quick(learner), thirds()), Variant(further(learner), thirds())]
    finish(type(learner).fit_variants(variants), events.append)
    numbers = {event.number for event in events if isinstance(event, VariantReported)}
    assert numbers == {0, 1}
    for event in events:
        assert type(pickle.loads(pickle.dumps(event))) is type(event)  # noqa: S301 -- our own bytes


def check_that_variants_can_be_closed_at_every_event(learner: Learner) -> None:
    n_events, is_done = 0, False
    while not is_done and n_events < 40:
        variants = [Variant(quick(learner), thirds()), Variant(further(learner), thirds())]
        run = type(learner).fit_variants(variants)
        is_done = len(list(islice(run, n_events + 1))) <= n_events
        run.close()
        n_events += 1


def check_that_a_stop_leaves_whole_variants_or_none(learner: Learner) -> None:
    for n_events in range(6):
        left = n_events

        def stop(event: Event) -> Command | None:
            nonlocal left
            left -= 1
            return Stop() if left < 0 else None

        variants = [Variant(quick(learner), thirds()), Variant(further(learner), thirds())]
        outcomes = finish(type(learner).fit_variants(variants), stop)
        assert len(outcomes) == 2
        assert models_of(outcomes[0])
        for outcome in outcomes:
            for model in models_of(outcome):
                assert model.predict(blobs()).shape == (90,)


def check_that_a_failing_variant_leaves_the_others(learner: Learner) -> None:
    nothing = Fold(blobs().take(slice(0, 0)))
    variants = [
        Variant(quick(learner), (*thirds()[:2], nothing)),
        Variant(further(learner), thirds()),
        Variant(quick(learner), ()),
    ]
    first, second, third = finish(type(learner).fit_variants(variants))
    assert isinstance(first, WorkbenchError)
    assert "no training rows" in first.message
    assert len(models_of(second)) == 3
    assert models_of(third) == []


def check_that_variants_leave_global_random_states_alone(learner: Learner) -> None:
    with unchanged_random_states():
        finish(type(learner).fit_variants([Variant(further(learner), thirds())] * 2))


VARIANT_RULES = tuple(
    rule for name, rule in sorted(globals().items()) if name.startswith("check_that_")
)
