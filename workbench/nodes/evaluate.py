"""Evaluation: what the models of every fold predict for rows they have not seen."""

import time
from typing import ClassVar

import numpy as np

from workbench.core.component import Category
from workbench.core.errors import FitError
from workbench.core.run import Noted, Run
from workbench.data.dataset import FloatArray
from workbench.evaluation.predictions import Evaluation, Predictions, free_name
from workbench.flow.node import NodeComponent
from workbench.models.fits import Fits


class Evaluate(NodeComponent):
    """Predict the test rows of every fold, for one learner or several side by side."""

    key: ClassVar[str] = "evaluate"
    title: ClassVar[str] = "Evaluation"
    category: ClassVar[Category] = "Evaluate"
    icon: ClassVar[str] = "mdi6.scale-balance"
    weka: ClassVar[tuple[str, ...]] = ("weka.knowledgeflow.steps.ClassifierPerformanceEvaluator",)
    aliases: ClassVar[tuple[str, ...]] = ("test and score",)

    def run(self, fits: tuple[Fits, ...]) -> Run[Evaluation]:
        """The predictions of each learner."""
        results: list[Predictions] = []
        for one in fits:
            taken = [result.name for result in results]
            results.append((yield from predictions_of(one, free_name(one.name, taken))))
        return Evaluation(tuple(results))


def predictions_of(fits: Fits, name: str) -> Run[Predictions]:
    """Predict every fold's test rows with the fold's own model.

    Raises:
        FitError: no fold has test rows with a known class.
    """
    folds = [split for split in fits.splits.folds if len(split.test_rows)]
    if not folds:
        raise FitError(
            "There are no test rows: the splitter was 'All data'.",
            remedy="Use cross-validation, a percentage split or a supplied test set.",
        )
    started = time.perf_counter()
    models = fits.models[: len(folds)]
    outputs = yield from type(models[0]).outputs_of_all(models, [s.raw_test for s in folds])
    seconds = fits.seconds + time.perf_counter() - started
    result = _joined(fits, name, outputs, seconds)
    n_unknown = sum(len(split.test_rows) for split in folds) - len(result.actual)
    if n_unknown:
        yield Noted(f"{n_unknown} test rows without a class were left out.", is_warning=True)
    if not len(result.actual):
        raise FitError("No test row has a class, so there is nothing to compare with.")
    return result


def _joined(fits: Fits, name: str, outputs: list[FloatArray], seconds: float) -> Predictions:
    dataset = fits.splits.dataset
    schema = dataset.schema
    folds = [split for split in fits.splits.folds if len(split.test_rows)]
    rows = np.concatenate([split.test_rows for split in folds])
    sizes = [len(split.test_rows) for split in folds]
    known = ~dataset.missing(schema.target.name)[rows]
    stacked = np.concatenate(outputs)[known]  # (m, c) or (m, 1)
    # Each fold's model has its own word, as it may have been given a threshold.
    decisions = [m.decided(o) for m, o in zip(fits.models, outputs, strict=False)]
    is_classification = schema.task == "classification"
    means = [_target_mean(fits, number) for number in range(len(folds))]
    return Predictions(
        learner=fits.learner.key,
        name=name,
        parameters=fits.learner.parameters(),
        test=fits.splits.test,
        seed=fits.splits.seed,
        attribute=schema.target,
        sample_ids=dataset.sample_ids[rows][known],
        fold=np.repeat(np.arange(len(folds)), sizes)[known],
        actual=dataset.labels[rows][known],
        predicted=np.concatenate(decisions)[known],
        probabilities=stacked if is_classification else None,
        baseline=None if is_classification else np.repeat(means, sizes)[known],
        curves=fits.curves,
        seconds=seconds,
        dataset=dataset,
        rows=rows[known],
    )


def _target_mean(fits: Fits, number: int) -> float:
    """The mean training target of a fold; NaN for classification, where nothing asks for it."""
    dataset, split = fits.splits.dataset, fits.splits.folds[number]
    if dataset.schema.task == "classification":
        return float("nan")
    targets = dataset.labels[split.train_rows]
    return float(np.nanmean(targets)) if np.any(~np.isnan(targets)) else float("nan")
