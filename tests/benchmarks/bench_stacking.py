"""Ten folds at once beside the same loop one fold after the other, and beside scikit-learn.

Run it alone on a quiet machine: ``python tests/benchmarks/bench_stacking.py``. 10-fold
cross-validation of an 8-64-2 network on Pima, Adam, batch 32, 100 epochs, one thread. The three
take turns; the best of three rounds counts. Printed are seconds, CPU seconds and ratios to the
first; on a busy machine the CPU seconds say more.
"""

import time
import warnings
from collections.abc import Callable

import numpy as np
import torch
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # has no types

from workbench.core.files import resource
from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.folds import k_fold
from workbench.data.readers.open import read
from workbench.data.split import Splits
from workbench.models.learner import Fold
from workbench.models.mlp import MLP
from workbench.models.model import Model
from workbench.training.device import warm_up

ROUNDS = 3
LEARNER = MLP(
    hidden=(64,), optimizer="adam", learning_rate=0.001, batch_size=32, epochs=100, device="cpu"
)


def main() -> None:
    """Print a table."""
    splits = k_fold(read(resource("data", "diabetes.arff"), "class"), 10, 1, "weka")
    folds = [Fold(s.train, None, s.test, s.fold) for s in splits.folds]
    torch.set_num_threads(1)
    warm_up()
    works: dict[str, Callable[[], float]] = {
        "all folds together": lambda: together(folds),
        "one after the other": lambda: one_after_the_other(folds),
        "scikit-learn": lambda: scikit_learn(splits),
    }
    seconds: dict[str, list[float]] = {name: [] for name in works}
    cpu_seconds: dict[str, list[float]] = {name: [] for name in works}
    scores: dict[str, float] = {}
    with threadpool_limits(1):
        for _ in range(ROUNDS):
            for name, work in works.items():
                start, cpu_start = time.perf_counter(), time.process_time()
                scores[name] = work()
                seconds[name].append(time.perf_counter() - start)
                cpu_seconds[name].append(time.process_time() - cpu_start)
    reference = min(seconds["all folds together"])
    cpu_reference = min(cpu_seconds["all folds together"])
    print(f"10-fold cross-validation of 8-64-2 on {splits.dataset.n_samples} samples, one thread")
    for name, times in seconds.items():
        best, cpu = min(times), min(cpu_seconds[name])
        print(
            f"{name:20} {best:6.2f} s {best / reference:5.1f}×   CPU {cpu:6.2f} s "
            f"{cpu / cpu_reference:5.1f}×   accuracy {scores[name]:.3f}"
        )


def together(folds: list[Fold]) -> float:
    """Fit all folds in one stack."""
    return accuracy(finish(LEARNER.fit_all(folds)), folds)


def one_after_the_other(folds: list[Fold]) -> float:
    """Fit them through the same loop, each in a stack of one."""
    return accuracy([finish(LEARNER.fit(fold)) for fold in folds], folds)


def accuracy(models: list[Model], folds: list[Fold]) -> float:
    """Share of held-out samples predicted right, over all folds."""
    right = [
        model.predict(part) == part.labels
        for model, part in zip(models, map(held_out, folds), strict=True)
    ]
    return float(np.mean(np.concatenate(right)))


def held_out(fold: Fold) -> Dataset:
    """The fold's test rows."""
    if fold.held_out is None:
        raise ValueError("every fold of this benchmark has held-out rows")
    return fold.held_out


def scikit_learn(splits: Splits) -> float:
    """The same network by MLPClassifier, without its early stopping and tolerance."""
    right = []
    for split in splits.folds:
        scaler = StandardScaler().fit(split.train.feature_matrix)
        classifier = MLPClassifier(
            (64,), batch_size=32, max_iter=100, alpha=0, n_iter_no_change=1000, random_state=1
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            classifier.fit(scaler.transform(split.train.feature_matrix), split.train.labels)
        answers = classifier.predict(scaler.transform(split.test.feature_matrix))
        right.append(answers == split.test.labels)
    return float(np.mean(np.concatenate(right)))


if __name__ == "__main__":
    main()
