"""What was tried: the scores of each learner in every fold of every repetition, per data set."""

from dataclasses import dataclass

import numpy as np

from workbench.data.dataset import FloatArray, IntArray
from workbench.evaluation.csv_text import csv_text

# Scores in the order in which they are offered, and whether more of it is better.
SCORES: dict[str, bool] = {
    "accuracy": True,
    "auc": True,
    "kappa": True,
    "f1": True,
    "precision": True,
    "recall": True,
    "mcc": True,
    "log_loss": False,
    "rae": False,
    "correlation": True,
    "mae": False,
    "rmse": False,
}
IN_UNITS = frozenset({"mae", "rmse"})  # of the target: not to be compared between data sets


@dataclass(frozen=True, eq=False)
class DataSetTrials:
    """All trials on one data set; n = repetitions × folds.

    Args:
        repetition, fold: 0-based, shape (n,); folds are counted anew in each repetition.
        n_train, n_test: samples, shape (n,).
        values: shape (learners, scores, n); NaN where a score is undefined or was not tried.
    """

    name: str
    repetition: IntArray
    fold: IntArray
    n_train: IntArray
    n_test: IntArray
    values: FloatArray

    @property
    def test_per_train(self) -> float:
        """Test samples for each training sample, over all trials."""
        return float(self.n_test.sum() / self.n_train.sum())


@dataclass(frozen=True, eq=False)
class Comparison:
    """Learners × data sets × repetitions × folds: what a comparison node gives.

    Args:
        baselines: those of the learners that the comparison has added itself.
        scores: names, in the order of ``SCORES``.
        places: for each of the fits that were compared, baselines left out, in the order in which
            they arrived: the number of its data set and of its learner.
    """

    learners: tuple[str, ...]
    baselines: tuple[str, ...]
    scores: tuple[str, ...]
    data_sets: tuple[DataSetTrials, ...]
    places: tuple[tuple[int, int], ...] = ()

    @property
    def summary(self) -> str:
        """A few words for the node's status line."""
        n, sets = len(self.learners), len(self.data_sets)
        return f"{n} learners, {sets} data set{'s' if sets > 1 else ''}"

    def values(self, data_set: int, score: str) -> FloatArray:
        """One score of every learner on a data set, shape (learners, n)."""
        return np.asarray(self.data_sets[data_set].values[:, self.scores.index(score)])

    def data_sets_with(self, score: str) -> tuple[int, ...]:
        """The data sets on which the score means something."""
        numbers = range(len(self.data_sets))
        return tuple(i for i in numbers if np.isfinite(self.values(i, score)).any())

    def to_csv(self) -> str:
        """One line per trial, as the Experimenter's: data, learner, run and fold, scores."""
        header = ("data", "learner", "run", "fold", "training", "testing", *self.scores)
        return csv_text(
            header,
            (
                (data.name, learner, *_place(data, trial), *_known(data.values[row, :, trial]))
                for data in self.data_sets
                for row, learner in enumerate(self.learners)
                for trial in range(len(data.fold))
                if np.isfinite(data.values[row, :, trial]).any()
            ),
        )


def _place(data: DataSetTrials, trial: int) -> tuple[int, ...]:
    run, fold = int(data.repetition[trial]) + 1, int(data.fold[trial]) + 1
    return run, fold, int(data.n_train[trial]), int(data.n_test[trial])


def _known(values: FloatArray) -> list[float | None]:
    return [float(v) if np.isfinite(v) else None for v in values]
