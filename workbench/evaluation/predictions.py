"""What was predicted for the test rows, and what is true: all that evaluation looks at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from workbench.data.dataset import Column, Dataset, FloatArray, IntArray
from workbench.data.schema import Attribute
from workbench.training.curve import Curve


@dataclass(frozen=True, eq=False)
class Predictions:
    """One learner's answers for every test row of every fold; rows in fold order.

    Rows whose true class is missing are not here.

    Args:
        learner: the learner's key.
        name: its name in tables and legends.
        parameters: its parameters as JSON values.
        test: how it was tested, as the command line says it (``cv:10``).
        seed: of the splits.
        attribute: the class attribute.
        sample_ids: the row of each prediction in the data that was read, shape (m,).
        fold: 0-based, shape (m,).
        actual: true class codes (int32) or values (float64), shape (m,).
        predicted: the same for what was predicted, shape (m,).
        probabilities: shape (m, c), or None for regression.
        baseline: for regression, the mean of the training targets of each row's fold, shape (m,);
            what relative errors are relative to. None for classification.
        curves: the learning curve of each fold, for learners trained by epochs.
        seconds: wall-clock time of fitting and predicting.
        dataset: what was split, before any transform of a split; None where it is not at hand.
        rows: the row of each prediction in ``dataset``, shape (m,).
    """

    learner: str
    name: str
    parameters: Mapping[str, Any]
    test: str
    seed: int
    attribute: Attribute
    sample_ids: IntArray
    fold: IntArray
    actual: Column
    predicted: Column
    probabilities: FloatArray | None
    baseline: FloatArray | None
    curves: tuple[Curve, ...]
    seconds: float
    dataset: Dataset | None = None
    rows: IntArray | None = None

    @property
    def classes(self) -> tuple[str, ...]:
        """The class labels in declared order; empty for regression."""
        return self.attribute.values

    @property
    def is_classification(self) -> bool:
        """Whether classes were predicted, not numbers."""
        return self.attribute.kind == "nominal"

    @property
    def n_folds(self) -> int:
        """How many folds have test rows here."""
        return int(self.fold.max()) + 1 if len(self.fold) else 0


@dataclass(frozen=True, eq=False)
class Evaluation:
    """The predictions of one or several learners: what flows from an evaluation to its views."""

    results: tuple[Predictions, ...]


def joined(evaluations: Sequence[Evaluation]) -> Evaluation:
    """Several evaluations as one, learners of the same name told apart by a number."""
    results: list[Predictions] = []
    for result in (result for evaluation in evaluations for result in evaluation.results):
        taken = [other.name for other in results]
        results.append(replace(result, name=free_name(result.name, taken)))
    return Evaluation(tuple(results))


def free_name(name: str, taken: Sequence[str]) -> str:
    """The name, or the name with the first free number behind it."""
    candidates = [name, *(f"{name} ({n})" for n in range(2, len(taken) + 3))]
    return next(candidate for candidate in candidates if candidate not in taken)
