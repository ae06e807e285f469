"""k-nearest neighbours beside scikit-learn's brute force: 20,000 × 20, ten folds, k = 1.

Run it alone on a quiet machine: ``python tests/benchmarks/bench_knn.py``. Each side cross-validates
the same rows in the same folds, without scaling, and both are timed in turn; the best of three
rounds counts. Printed are seconds, CPU seconds, the ratio and the peak memory of the process.
"""

import resource
import time
from collections.abc import Callable

import numpy as np
from sklearn.neighbors import KNeighborsClassifier

from workbench.core.run import finish
from workbench.data.dataset import Dataset, IntArray
from workbench.data.folds import k_fold
from workbench.data.schema import Attribute, Schema
from workbench.data.split import Splits
from workbench.models.fits import fit_splits
from workbench.models.knn import KNN

N_SAMPLES, N_FEATURES, N_FOLDS, ROUNDS = 20_000, 20, 10, 3
WEKA_CPU_SECONDS = 44.0  # IBk of WEKA 3.9.7 on such data


def main() -> None:
    splits = k_fold(_dataset(), N_FOLDS, seed=1)
    plain = KNN(k=1, prepare=False)
    print(f"{N_SAMPLES:,} × {N_FEATURES}, {N_FOLDS} folds, k = 1, best of {ROUNDS} rounds")
    ours = _timed(lambda: _workbench(splits, plain))
    _print("workbench", ours)
    prepared = _timed(lambda: _workbench(splits, KNN(k=1)))
    _print("workbench, standardising each fold", prepared)
    _print("workbench, k = 10", _timed(lambda: _workbench(splits, KNN(k=10, prepare=False))))
    weka = _timed(lambda: _workbench(splits, KNN(k=1, distance="weka")))
    _print("workbench, distance = weka", weka)
    print(f"peak memory before scikit-learn {_peak_megabytes():.0f} MB")
    reference = _timed(lambda: _scikit_learn(splits))
    _print("scikit-learn, brute force", reference)
    print(f"ratio to scikit-learn: {reference[0] / ours[0]:.2f} ({reference[1] / ours[1]:.2f} CPU)")
    print(f"ratio to WEKA's IBk in CPU seconds: {WEKA_CPU_SECONDS / ours[1]:.0f}")
    same = np.array_equal(_workbench(splits, plain), _scikit_learn(splits))
    print(f"same predictions: {same}")


def _dataset() -> Dataset:
    rng = np.random.default_rng(0)
    features = rng.normal(size=(N_SAMPLES, N_FEATURES))
    labels = (features[:, 0] + rng.normal(size=N_SAMPLES) > 0).astype(np.int32)
    attributes = [Attribute(f"x{i}", "numeric") for i in range(N_FEATURES)]
    attributes.append(Attribute("y", "nominal", ("no", "yes"), "class"))
    return Dataset(Schema(tuple(attributes)), (*features.T.copy(), labels))


def _workbench(splits: Splits, learner: KNN) -> IntArray:
    models = finish(fit_splits(learner, splits))
    parts = [split.raw_test for split in splits.folds]
    outputs = finish(type(models[0]).outputs_of_all(models, parts))
    return np.asarray(np.concatenate(outputs).argmax(axis=1))


def _scikit_learn(splits: Splits) -> IntArray:
    predicted = []
    for split in splits.folds:
        model = KNeighborsClassifier(1, algorithm="brute")
        model.fit(split.train.feature_matrix, split.train.labels)
        predicted.append(model.predict(split.raw_test.feature_matrix))
    return np.concatenate(predicted)


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Least wall-clock and CPU seconds over the rounds."""
    wall, cpu = [], []
    for _ in range(ROUNDS):
        start, started = time.perf_counter(), time.process_time()
        work()
        wall.append(time.perf_counter() - start)
        cpu.append(time.process_time() - started)
    return min(wall), min(cpu)


def _print(name: str, seconds: tuple[float, float]) -> None:
    print(f"{name}: {seconds[0]:.2f} s ({seconds[1]:.2f} CPU s)")


def _peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
