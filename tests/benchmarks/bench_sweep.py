"""Thirty variants of a network in one stack beside one after the other, and each network alone.

Run it alone on a quiet machine: ``python tests/benchmarks/bench_sweep.py``. 10-fold
cross-validation of an 8-64-2 network on Pima with ten learning rates × three seeds, which makes
300 networks; Adam, batch 32, 100 epochs, one thread. "Alone" is worked out from two variants of
the thirty, as all cost the same. The three take turns; the best of the rounds counts. Printed are
seconds, CPU seconds and ratios to the first, and what telling a view of each event takes of it; on
a busy machine the CPU seconds say more.
"""

import time
from collections.abc import Callable, Sequence

import numpy as np
import torch
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # has no types

from workbench.core.errors import WorkbenchError
from workbench.core.files import resource
from workbench.core.run import Command, Event, finish
from workbench.data.folds import k_fold
from workbench.data.readers.open import read
from workbench.flow.events import FlowStarted, NodeReported
from workbench.models.learner import Fold, Variant, VariantReported
from workbench.models.mlp import MLP
from workbench.models.model import Model
from workbench.runs.view import RunView
from workbench.training.device import warm_up

ROUNDS = 2
RATES = np.logspace(-4, -1, 10).tolist()
SEEDS = (1, 2, 3)
N_ALONE = 2  # variants
PLAIN = MLP(hidden=(64,), optimizer="adam", batch_size=32, epochs=100, device="cpu")
LEARNERS = [
    PLAIN.with_parameters({"learning_rate": rate, "seed": seed}) for rate in RATES for seed in SEEDS
]


class Watcher:
    """Folds each event into a view, as the window's worker does, and takes the time of it."""

    def __init__(self) -> None:
        self._view = RunView().after(FlowStarted(tuple(str(i) for i in range(len(LEARNERS)))))
        self.seconds, self.n_events = 0.0, 0

    def report(self, event: Event) -> Command | None:
        """Take note of one event."""
        started = time.process_time()
        if isinstance(event, VariantReported):
            self._view = self._view.after(NodeReported(str(event.number), event.event))
        self.n_events += 1
        self.seconds += time.process_time() - started
        return None


def main() -> None:
    """Print a table."""
    splits = k_fold(read(resource("data", "diabetes.arff"), "class"), 10, 1, "weka")
    folds = tuple(Fold(s.train, None, s.test, s.fold) for s in splits.folds)
    torch.set_num_threads(1)
    warm_up()
    watcher = Watcher()
    works: dict[str, Callable[[], list[Sequence[Model]]]] = {
        "all in one stack": lambda: together(folds, watcher),
        "variant by variant": lambda: [finish(mlp.fit_all(folds)) for mlp in LEARNERS],
        "each alone": lambda: [[finish(m.fit(f)) for f in folds] for m in LEARNERS[:N_ALONE]],
    }
    scale = {"each alone": len(LEARNERS) / N_ALONE}
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in works}
    scores: dict[str, float] = {}
    with threadpool_limits(1):
        for _ in range(ROUNDS):
            for name, work in works.items():
                started, cpu_started = time.perf_counter(), time.process_time()
                found = work()
                times[name].append(
                    (time.perf_counter() - started, time.process_time() - cpu_started)
                )
                scores[name] = accuracy(found[0], folds)
    print(f"{len(LEARNERS) * len(folds)} networks of 8-64-2 on Pima, 100 epochs, one thread")
    reference = np.min(times["all in one stack"], 0)
    for name, measured in times.items():
        seconds, cpu = np.min(measured, 0) * scale.get(name, 1)
        print(
            f"{name:20} {seconds:7.1f} s {seconds / reference[0]:5.1f}×   CPU {cpu:7.1f} s "
            f"{cpu / reference[1]:5.1f}×   accuracy of the first {scores[name]:.3f}"
            + (f"   (worked out from {N_ALONE} variants)" if name in scale else "")
        )
    share = watcher.seconds / ROUNDS / reference[1]
    print(f"{watcher.n_events // ROUNDS} events, {share:.1%} of the CPU time to show them")


def together(folds: tuple[Fold, ...], watcher: Watcher) -> list[Sequence[Model]]:
    """Fit all variants at once."""
    outcomes = finish(MLP.fit_variants([Variant(mlp, folds) for mlp in LEARNERS]), watcher.report)
    return [outcome for outcome in outcomes if not isinstance(outcome, WorkbenchError)]


def accuracy(models: Sequence[Model], folds: Sequence[Fold]) -> float:
    """Share of held-out samples predicted right, over all folds."""
    parts = [fold.held_out for fold in folds if fold.held_out is not None]
    right = [m.predict(part) == part.labels for m, part in zip(models, parts, strict=True)]
    return float(np.mean(np.concatenate(right)))


if __name__ == "__main__":
    main()
