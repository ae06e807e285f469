"""What a comparison makes of the fits that arrive at it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from workbench.core.errors import FlowError
from workbench.core.run import Command, Event, Noted, Stop, finish
from workbench.data.dataset import Dataset
from workbench.data.folds import repeated_k_fold
from workbench.data.readers.open import read
from workbench.evaluation.comparison.trials import Comparison
from workbench.models.fits import Fits, fit_splits
from workbench.models.knn import KNN
from workbench.models.learner import Learner
from workbench.models.majority import Majority
from workbench.nodes.comparison import CompareLearners


def fits_of(
    dataset: Dataset, learner: Learner, name: str = "", k: int = 3, repeats: int = 2, seed: int = 1
) -> Fits:
    splits = repeated_k_fold(dataset, k, repeats, seed)
    return Fits(learner, name or learner.title, splits, finish(fit_splits(learner, splits)), 0.0)


def comparison(*fits: Fits, baseline: str = "none") -> Comparison:
    return finish(CompareLearners(baseline=baseline).run(fits))


@pytest.fixture(scope="module")
def iris(resources: Path) -> Dataset:
    return read(resources / "data" / "iris.arff")


@pytest.fixture(scope="module")
def lenses(resources: Path) -> Dataset:
    return read(resources / "data" / "contact-lenses.arff")


@pytest.fixture(scope="module")
def cpu(resources: Path) -> Dataset:
    return read(resources / "data" / "cpu.arff")


def test_that_every_fold_of_every_repetition_has_a_score(iris: Dataset, lenses: Dataset) -> None:
    found = comparison(
        *(fits_of(data, KNN(k=k), f"k{k}") for data in (iris, lenses) for k in (1, 5))
    )
    assert found.learners == ("k1", "k5")
    assert [data.name for data in found.data_sets] == ["iris", "contact-lenses"]
    for data in found.data_sets:
        assert data.repetition.tolist() == [0, 0, 0, 1, 1, 1]
        assert data.fold.tolist() == [0, 1, 2, 0, 1, 2]
        accuracy = data.values[:, found.scores.index("accuracy")]
        assert np.all(np.isfinite(accuracy))
    assert found.data_sets[0].n_test.tolist() == [50] * 6
    assert found.data_sets[0].test_per_train == pytest.approx(0.5)


def test_that_the_baseline_comes_first_and_only_once(iris: Dataset) -> None:
    found = comparison(fits_of(iris, KNN()), baseline="both")
    assert found.learners == ("Majority class", "Logistic regression", "k-nearest neighbours")
    assert found.baselines == ("Majority class", "Logistic regression")
    own = comparison(fits_of(iris, Majority(), "guess"), fits_of(iris, KNN()), baseline="majority")
    assert own.learners == ("guess", "k-nearest neighbours")
    assert own.baselines == ("guess",)
    assert own.summary == "2 learners, 1 data set"


def test_that_numbers_have_the_mean_to_beat_and_no_logistic_regression(cpu: Dataset) -> None:
    found = comparison(fits_of(cpu, KNN()), baseline="both")
    assert found.learners == ("Majority class", "k-nearest neighbours")
    assert found.scores == ("rae", "correlation", "mae", "rmse")


def test_that_classes_and_numbers_go_together(iris: Dataset, cpu: Dataset) -> None:
    found = comparison(fits_of(iris, KNN()), fits_of(cpu, KNN()))
    assert found.data_sets_with("accuracy") == (0,)
    assert found.data_sets_with("mae") == (1,)


def test_that_other_folds_of_the_same_data_are_refused(iris: Dataset) -> None:
    with pytest.raises(FlowError, match="different rows of 'iris'"):
        comparison(fits_of(iris, KNN(), "a"), fits_of(iris, KNN(k=3), "b", seed=2))


def test_that_the_reader_s_values_are_no_part_of_a_learner_s_name(
    iris: Dataset, lenses: Dataset
) -> None:
    found = comparison(
        fits_of(iris, KNN(k=1), "kNN (iris, k = 1)"),
        fits_of(iris, KNN(k=2), "kNN (iris, k = 2)"),
        fits_of(lenses, KNN(k=1), "kNN (lenses, k = 1)"),
        fits_of(lenses, KNN(k=2), "kNN (lenses, k = 2)"),
    )
    assert found.learners == ("kNN (k = 1)", "kNN (k = 2)")
    single = comparison(
        fits_of(iris, KNN(), "kNN (near) (iris (2))"),
        fits_of(lenses, KNN(), "kNN (near) (lenses)"),
    )
    assert single.learners == ("kNN (near)",)


def test_that_words_that_the_user_gave_one_learner_stay(iris: Dataset, lenses: Dataset) -> None:
    found = comparison(
        *(fits_of(iris, KNN(k=1), "kNN (near)"), fits_of(iris, KNN(k=5), "other")),
        *(fits_of(lenses, KNN(k=3), "kNN (far)"), fits_of(lenses, KNN(k=7), "another")),
    )
    assert set(found.learners) == {"kNN (near)", "other", "kNN (far)", "another"}


def test_that_learners_of_one_kind_are_one_whatever_they_are_called(
    iris: Dataset, lenses: Dataset
) -> None:
    found = comparison(
        fits_of(iris, KNN(k=1), "flowers"),
        fits_of(iris, KNN(k=3), "other"),
        fits_of(lenses, KNN(k=1), "eyes"),
        fits_of(lenses, KNN(k=7), "more"),
    )
    assert found.learners == ("flowers", "other", "more")
    assert np.isnan(found.values(1, "accuracy")[1]).all()


def test_that_two_learners_of_one_name_are_told_apart(iris: Dataset) -> None:
    found = comparison(fits_of(iris, KNN(k=1), "kNN"), fits_of(iris, KNN(k=3), "kNN"))
    assert found.learners == ("kNN", "kNN (2)")


def test_that_a_run_that_was_stopped_is_compared_as_far_as_it_came(iris: Dataset) -> None:
    whole, part = fits_of(iris, KNN(k=1), "whole"), fits_of(iris, KNN(k=3), "part")
    part = replace(
        part, models=part.models[:4], splits=replace(part.splits, folds=part.splits.folds[:4])
    )
    events: list[Event] = []
    found = finish(CompareLearners(baseline="none").run((whole, part)), events.append)
    accuracy = found.values(0, "accuracy")
    assert np.isfinite(accuracy[0]).all()
    assert np.isfinite(accuracy[1]).tolist() == [True] * 4 + [False] * 2
    told = [event.text for event in events if isinstance(event, Noted)]
    assert told == ["part was stopped after 4 of 6 folds on iris."]


def test_that_a_stop_leaves_out_the_baselines_that_are_not_begun(iris: Dataset) -> None:
    asked: list[Command] = [Stop()]

    def stop(_event: Event) -> Command | None:
        return asked.pop() if asked else None

    found = finish(CompareLearners().run((fits_of(iris, KNN()),)), stop)
    assert found.learners[0] == "Majority class"
    assert "Logistic regression" not in found.learners


def test_that_each_trial_is_a_line_of_the_csv(iris: Dataset) -> None:
    lines = comparison(fits_of(iris, KNN(), "kNN")).to_csv().splitlines()
    assert lines[0].startswith("data,learner,run,fold,training,testing,accuracy,auc")
    assert len(lines) == 1 + 6
    assert lines[4].startswith("iris,kNN,2,1,100,50,")
