"""A run of WEKA's Experimenter, fold by fold: per cent correct, and the AUC of the first class."""

import csv
from functools import cache
from pathlib import Path

import pytest

from workbench.core.run import finish
from workbench.data.folds import k_fold
from workbench.data.readers.open import read
from workbench.evaluation.part import by_fold
from workbench.evaluation.roc import roc_auc
from workbench.evaluation.scores import classification_scores
from workbench.models.fits import Fits, fit_splits
from workbench.models.knn import KNN
from workbench.models.learner import Learner
from workbench.models.logistic import Logistic
from workbench.models.majority import Majority
from workbench.nodes.evaluate import predictions_of

FILES = {
    "iris": "iris",
    "pima_diabetes": "diabetes",
    "Glass": "glass",
    "ionosphere": "ionosphere",
    "labor-neg-data": "labor",
}
RUN = 2  # the experiment's runs 1 to 10 shuffle with seeds 1 to 10
CASES: list[tuple[str, str, str, Learner]] = [
    (name, *scheme)
    for name in FILES
    for scheme in (
        ("ZeroR", "", Majority()),
        ("IBk", "k=1", KNN(k=1, distance="weka")),
        ("IBk", "k=5", KNN(k=5, distance="weka")),
    )
]
# Glass and labor are separable but for a few rows, where the figures hang on when WEKA's
# optimiser gives up; and labor's missing labels are imputed there, but are a zero here.
CASES += [(n, "Logistic", "", Logistic()) for n in ("iris", "pima_diabetes", "ionosphere")]


@cache
def reference(file: Path) -> dict[tuple[str, ...], tuple[float, float]]:
    """Per cent correct and AUC by data set, scheme, options, run and fold."""
    with file.open(newline="") as lines:
        return {
            tuple(row[c] for c in ("data", "scheme", "options", "run", "fold")): (
                float(row["percent_correct"]),
                float(row["auc"]),
            )
            for row in csv.DictReader(lines)
        }


@pytest.mark.parametrize(("name", "scheme", "options", "learner"), CASES)
def test_that_every_fold_gives_wekas_figures(
    name: str, scheme: str, options: str, learner: Learner, shared_data: Path
) -> None:
    data = read(shared_data / "weka" / f"{FILES[name]}.arff")
    splits = k_fold(data.with_class(data.schema.names[-1]), 10, RUN, "weka")
    models = finish(fit_splits(learner, splits))
    predictions = finish(predictions_of(Fits(learner, "it", splits, models, 0.0), "it"))
    expected = reference(shared_data / "weka_reference" / "experiment.csv")
    for fold, part in enumerate(by_fold(predictions), start=1):
        correct, auc = expected[name, scheme, options, str(RUN), str(fold)]
        accuracy = classification_scores(part).accuracy
        assert accuracy is not None
        assert 100 * accuracy == pytest.approx(correct, abs=1e-4)
        assert roc_auc(part, 0) == pytest.approx(auc, abs=1e-5)
