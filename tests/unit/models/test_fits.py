"""Fitting learners on splits, several at once."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from tests.contracts.rows import blobs
from workbench.core.errors import DataError, Defect, WorkbenchError
from workbench.core.run import Command, Event, Progressed, Stop, finish
from workbench.data.dataset import Dataset
from workbench.data.folds import k_fold
from workbench.data.split import Splits
from workbench.models.fits import fit_splits, fit_variants
from workbench.models.knn import KNN
from workbench.models.learner import Fold, VariantReported
from workbench.models.logistic import Logistic
from workbench.models.majority import Majority
from workbench.preprocess.standardise import Standardise


@dataclass(frozen=True)
class Broken:
    """A fitted step that cannot be applied."""

    error: Exception

    def apply(self, dataset: Dataset) -> Dataset:
        raise self.error


def thirds(seed: int = 1) -> Splits:
    splits = k_fold(blobs(), 3, seed)
    folds = [s.with_transform(Standardise().fit(s.train)) for s in splits.folds]
    return replace(splits, folds=tuple(folds))


def broken(error: Exception) -> Splits:
    splits = thirds()
    return replace(splits, folds=tuple(s.with_transform(Broken(error)) for s in splits.folds))


def test_that_each_job_gets_the_models_it_gets_alone() -> None:
    jobs = [(KNN(k=k), splits) for splits in (thirds(), thirds(seed=2)) for k in (1, 7)]
    for (learner, splits), models in zip(jobs, finish(fit_variants(jobs)), strict=True):
        assert not isinstance(models, WorkbenchError)
        for ours, theirs in zip(models, finish(fit_splits(learner, splits)), strict=True):
            np.testing.assert_array_equal(
                ours.predict_proba(blobs()), theirs.predict_proba(blobs())
            )


def test_that_no_jobs_give_no_results() -> None:
    assert finish(fit_variants([])) == []


@pytest.mark.parametrize(
    ("error", "sentence"),
    [(DataError("It cannot be read."), "It cannot be read."), (ValueError("odd"), "ValueError")],
)
def test_that_splits_that_fail_leave_the_other_jobs(error: Exception, sentence: str) -> None:
    jobs = [(KNN(), broken(error)), (KNN(), thirds())]
    failed, models = finish(fit_variants(jobs))
    assert isinstance(failed, WorkbenchError)
    assert sentence in failed.message
    assert not isinstance(models, WorkbenchError)
    assert len(models) == 3


def test_that_what_nobody_expected_ends_its_own_variant_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fit = KNN.fit

    def failing(learner: KNN, fold: Fold) -> object:
        if learner.k == 1:
            raise MemoryError
        return fit(learner, fold)

    monkeypatch.setattr(KNN, "fit", failing)
    failed, models = finish(fit_variants([(KNN(k=1), thirds()), (KNN(), thirds())]))
    assert isinstance(failed, Defect)
    assert not isinstance(models, WorkbenchError)
    assert len(models) == 3


def test_that_folds_are_made_once_for_jobs_on_the_same_splits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[Fold] = []
    fit = Majority.fit

    def noted(learner: Majority, fold: Fold) -> object:
        seen.append(fold)
        return fit(learner, fold)

    monkeypatch.setattr(Majority, "fit", noted)
    splits = thirds()
    finish(fit_variants([(Majority(), splits), (Majority(), splits)]))
    assert all(a is b for a, b in zip(seen[:3], seen[3:], strict=True))


def test_that_a_stop_keeps_what_is_finished_and_begins_nothing() -> None:
    def stop_in_second(event: Event) -> Command | None:
        is_second = isinstance(event, VariantReported) and event.number == 1
        return Stop() if is_second else None

    learners = [Logistic(ridge=ridge) for ridge in (0.1, 1.0, 10.0)]
    splits = thirds()
    outcomes = finish(fit_variants([(learner, splits) for learner in learners]), stop_in_second)
    assert [len(models) for models in outcomes if isinstance(models, tuple)] == [3, 1, 0]


def test_that_a_stop_between_two_folds_starts_no_further_fold() -> None:
    def stop_at_second_fold(event: Event) -> Command | None:
        return Stop() if event == Progressed(1, 3, "fold 2/3") else None

    assert len(finish(fit_splits(KNN(), thirds()), stop_at_second_fold)) == 1
