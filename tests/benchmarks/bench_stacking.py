"""Ten folds at once beside the same loop one fold after the other, and beside scikit-learn.

Run it alone on a quiet machine: ``python tests/benchmarks/bench_stacking.py [mlp] [cnn] [rbm]``.
10-fold cross-validation, one thread, of an 8-64-2 network on Pima (Adam, batch 32, 100 epochs),
beside scikit-learn's; of a convolutional network and of a restricted Boltzmann machine on digits of
8 × 8 pixels. What is compared takes turns; the best of three rounds counts. Printed are seconds,
CPU seconds and ratios to the first; on a busy machine the CPU seconds say more.
"""

import sys
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
from workbench.models.cnn import CNN
from workbench.models.learner import Fold, Learner
from workbench.models.mlp import MLP
from workbench.models.model import Model
from workbench.models.rbm import RBM
from workbench.training.device import warm_up

ROUNDS = 3
MLP_LEARNER = MLP(
    hidden=(64,), optimizer="adam", learning_rate=0.001, batch_size=32, epochs=100, device="cpu"
)
CNN_LEARNER = CNN.parse(
    {
        "preset": "custom",
        "layers": "conv 16 3x3 same; relu; maxpool 2; conv 32 3x3 same; relu; maxpool 2; flatten; "
        "dense 64; relu; dense classes",
        "epochs": 5,
        "device": "cpu",
    }
)
RBM_LEARNER = RBM(epochs=20, device="cpu")


def main() -> None:
    """Print a table for each kind of network."""
    asked = sys.argv[1:] or ["mlp", "cnn", "rbm"]
    torch.set_num_threads(1)
    warm_up()
    with threadpool_limits(1):
        if "mlp" in asked:
            splits = folds_of("diabetes.arff", "class")
            further = {"scikit-learn": lambda: scikit_learn(splits)}
            compare("8-64-2 on Pima, 100 epochs", MLP_LEARNER, splits, further)
        for name, learner in (("cnn", CNN_LEARNER), ("rbm", RBM_LEARNER)):
            if name in asked:
                splits = folds_of("digits8x8.arff", "digit")
                compare(f"{name} on digits of 8 × 8, {learner.epochs} epochs", learner, splits, {})


def folds_of(file: str, target: str) -> Splits:
    """Ten folds of a data set that comes with the program."""
    return k_fold(read(resource("data", file), target), 10, 1, "weka")


def compare(
    title: str, learner: Learner, splits: Splits, further: dict[str, Callable[[], float]]
) -> None:
    """Print how long each way takes."""
    folds = [Fold(s.train, None, s.test, s.fold) for s in splits.folds]
    works: dict[str, Callable[[], float]] = {
        "all folds together": lambda: together(learner, folds),
        "one after the other": lambda: one_after_the_other(learner, folds),
        **further,
    }
    seconds: dict[str, list[float]] = {name: [] for name in works}
    cpu_seconds: dict[str, list[float]] = {name: [] for name in works}
    scores: dict[str, float] = {}
    for _ in range(ROUNDS):
        for name, work in works.items():
            start, cpu_start = time.perf_counter(), time.process_time()
            scores[name] = work()
            seconds[name].append(time.perf_counter() - start)
            cpu_seconds[name].append(time.process_time() - cpu_start)
    reference = min(seconds["all folds together"])
    cpu_reference = min(cpu_seconds["all folds together"])
    print(f"10-fold cross-validation of {title}, one thread", flush=True)
    for name, times in seconds.items():
        best, cpu = min(times), min(cpu_seconds[name])
        print(
            f"{name:20} {best:6.2f} s {best / reference:5.1f}×   CPU {cpu:6.2f} s "
            f"{cpu / cpu_reference:5.1f}×   accuracy {scores[name]:.3f}",
            flush=True,
        )


def together(learner: Learner, folds: list[Fold]) -> float:
    """Fit all folds in one stack."""
    return accuracy(finish(learner.fit_all(folds)), folds)


def one_after_the_other(learner: Learner, folds: list[Fold]) -> float:
    """Fit them through the same loop, each in a stack of one."""
    return accuracy([finish(learner.fit(fold)) for fold in folds], folds)


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
