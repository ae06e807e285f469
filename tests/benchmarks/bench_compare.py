"""How long 3 learners × 10 × 10 folds of Pima take, against scikit-learn's cross_val_score.

    nice python tests/benchmarks/bench_compare.py [--epochs 20]

The three are a network (8-10-2, Adam, the same batches, epochs and learning rate on either side),
nearest neighbours and logistic regression. Of ours, everything is timed: reading, splits, training,
the baseline, scores, tests, verdict. Of scikit-learn, a loop of cross_val_score over the three,
each in a pipeline with a scaler, which gives the accuracy only. One thread; processor time, so
that others on the machine do not count.
"""

import argparse
import time
import warnings
from pathlib import Path

import torch
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import RepeatedStratifiedKFold, cross_val_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from workbench.core.run import finish
from workbench.data.readers.open import read
from workbench.evaluation.comparison.judgement import judged
from workbench.evaluation.comparison.question import asked
from workbench.evaluation.comparison.verdict import verdict
from workbench.flow.execute import execute
from workbench.models.mlp import MLP
from workbench.runs.experiment import Experiment, comparison_of, learners_of
from workbench.runs.session import Source

PIMA = Path(__file__).resolve().parents[2] / "resources" / "data" / "diabetes.arff"


def ours(epochs: int, repeats: int) -> tuple[float, str]:
    started = time.process_time()
    names = (f"mlp:hidden=10,epochs={epochs}", "knn:k=15", "logistic")
    experiment = Experiment(learners_of(names), (Source(PIMA),), {"folds": 10, "repeats": repeats})
    found = comparison_of(finish(execute(experiment.graph())))
    words = verdict(judged(found, asked(found)))
    return time.process_time() - started, words


def theirs(epochs: int, repeats: int) -> dict[str, float]:
    data = read(PIMA)
    x, y = data.feature_matrix, data.labels
    rate, batch = MLP().learning_rate, MLP().batch_size
    network = MLPClassifier(
        (10,), max_iter=epochs, batch_size=batch, learning_rate_init=rate, n_iter_no_change=epochs
    )
    seconds: dict[str, float] = {}
    folds = RepeatedStratifiedKFold(n_splits=10, n_repeats=repeats, random_state=1)
    for name, learner in (
        ("mlp", network),
        ("knn", KNeighborsClassifier(15)),
        ("logistic", LogisticRegression()),
    ):
        started = time.process_time()
        cross_val_score(make_pipeline(StandardScaler(), learner), x, y, cv=folds, n_jobs=1)
        seconds[name] = time.process_time() - started
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--repeats", type=int, default=10)
    asked_for = parser.parse_args()
    torch.set_num_threads(1)
    warnings.simplefilter("ignore", ConvergenceWarning)
    with threadpool_limits(1):
        ours(1, 1)  # imports are none of it
        seconds, words = ours(asked_for.epochs, asked_for.repeats)
        others = theirs(asked_for.epochs, asked_for.repeats)
    print(words)
    print(f"workbench, three learners, baseline and verdict: {seconds:.2f} s")
    for name, one in others.items():
        print(f"scikit-learn {name}: {one:.2f} s")
    print(f"ratio of the three: {sum(others.values()) / seconds:.2f}")


if __name__ == "__main__":
    main()
