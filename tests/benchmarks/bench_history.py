"""How long a history of many runs takes: to list, sort, search, group and show it.

    python tests/benchmarks/bench_history.py [RUNS] [--keep FOLDER] [--window]

Without a folder it makes the runs in one that is thrown away. Prints milliseconds, the best of
three.
"""

import argparse
import json
import math
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from workbench.evaluation.charts import LearningCurves
from workbench.gui.history.page import HistoryPage, Plots
from workbench.gui.history_mode import spread
from workbench.gui.plots.factory import plot_for
from workbench.gui.theme import LIGHT
from workbench.runs.history import columns, query
from workbench.runs.history.columns import Column
from workbench.runs.history.history import FILE, History
from workbench.runs.history.importance import Importances
from workbench.runs.history.records import Begun, DataFacts, Ended, ResultRecord
from workbench.training.curve import Curve

DATA = ("pima_diabetes", "iris", "german_credit", "vote", "cifar10")
FLOW = json.dumps({"format": "workbench-flow", "version": 1, "nodes": [], "links": []})


def fill(folder: Path, n_runs: int) -> None:
    """Write so many runs, as a course's term might leave them."""
    random = np.random.default_rng(1)
    history = History(folder)
    for number in range(n_runs):
        begun = Begun(
            flow=FLOW.replace("1,", f"{1 + number % 40},", 1),
            name=f"flow {number % 40}",
            file=f"/home/student/flow{number % 40}.flow",
            origin=("window", "run", "evaluate")[number % 3],
            started=1.79e9 + 600.0 * number,
            versions={"workbench": "0.1.0", "python": "3.11.7", "torch": "2.13.0"},
        )
        run = history.begin(begun)
        if number % 25 == 24:
            history.end(run, Ended("failed", 0.4, "Network: there are no rows to learn from."))
        else:
            history.end(run, _ended(random, number))
        if number % 30 == 0:
            history.set_tags([run], ["baseline" if number % 60 else "final"])
    history.close()


def _ended(random: np.random.Generator, number: int) -> Ended:
    facts = DataFacts(DATA[number % 5], f"{number % 5:032x}", 768)
    rate, hidden = 10 ** random.uniform(-4, -1), int(2 ** random.integers(2, 8))
    accuracy = 0.78 - 0.02 * (math.log10(rate) + 2.5) ** 2 + 0.0003 * hidden**0.8
    accuracy += random.normal(0, 0.01)
    epochs = np.arange(1, 51)
    losses = 0.7 * np.exp(-epochs * rate * 5) + 0.4 + random.normal(0, 0.01, 50)
    curves = (Curve(losses, losses + 0.05, 1 - losses / 2, 0.95 - losses / 2, best_epoch=40),)
    scores = {"accuracy": accuracy, "auc": accuracy + 0.05, "kappa": accuracy - 0.3,
              "f1": accuracy - 0.01, "log_loss": 1 - accuracy}  # fmt: skip
    result = ResultRecord(
        node="mlp", learner="mlp", name="Multilayer perceptron", data=facts, test="cv:10",
        seed=number % 3, device="cpu", seconds=3.0, scores=scores,
        parameters={"learning_rate": rate, "hidden": [hidden], "epochs": 50, "batch_size": 32,
                    "optimizer": ("adam", "sgd")[number % 2], "dropout": 0.0, "seed": 1,
                    "scale": "standardise", "prepare": True, "device": "auto"},
        intervals={"accuracy": (accuracy - 0.03, accuracy + 0.03)},
        details={"folds": [scores] * 10}, curves=curves,
        model_note="It was trained 10 times, once for each fold; none is kept.",
    )  # fmt: skip
    return Ended("finished", 3.2, "", facts, (result,))


def timed(name: str, work: Callable[[], object]) -> None:
    """Print the best of three."""
    best = math.inf
    for _ in range(3):
        begun = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begun)
    print(f"{name:36} {1000 * best:8.1f} ms")


def measure(folder: Path) -> None:
    """Everything that the page asks of the history when it is opened."""

    def opened() -> object:
        history = History(folder)
        rows = history.rows()
        history.close()
        return rows

    timed("open and read every line", opened)
    history = History(folder)
    rows = history.rows()
    print(f"{len(rows):,} lines, file {(folder / FILE).stat().st_size / 2**20:.1f} MiB")
    timed("which columns there are", lambda: columns.columns_of(rows))
    for key in ("score.accuracy", "started", "name", "parameter.learning_rate"):
        timed(f"sort by {key}", partial(columns.ordered, rows, Column(key), descending=True))
    timed("group by data", lambda: columns.grouped(rows, range(len(rows)), "data"))
    timed("texts to search in", lambda: query.texts_of(rows))
    texts = query.texts_of(rows)
    timed("search for words", lambda: query.found(rows, texts, "adam tag:final accuracy>0.7"))
    timed("the curves of ten", lambda: [history.curves(row.result) for row in rows[:10]])
    history.close()


def measure_page(folder: Path) -> None:
    """From the moment the page is shown until its lines are painted (QT_QPA_PLATFORM=offscreen)."""
    app = QApplication([])
    plots = Plots(lambda: plot_for(LearningCurves), lambda: plot_for(Importances), spread)
    for _ in range(3):
        page = HistoryPage(History(folder), plots, LIGHT)
        page.resize(1200, 720)
        begun, computed = time.perf_counter(), time.process_time()
        page.show()
        read = QEventLoop()  # not a busy loop, which would take half the time from the reading
        page.source.read.connect(read.quit)
        read.exec()
        page.grab()
        wall, own = time.perf_counter() - begun, time.process_time() - computed
        print(
            f"page of the window, until painted: {1000 * wall:.0f} ms, {1000 * own:.0f} ms computed"
        )
        page.shutdown()
        page.deleteLater()
        app.processEvents()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("runs", nargs="?", type=int, default=10_000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--window", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as thrown_away:
        folder = chosen.keep or Path(thrown_away)
        if not (folder / FILE).exists():
            begun = time.perf_counter()
            fill(folder, chosen.runs)
            print(f"written in {time.perf_counter() - begun:.1f} s", file=sys.stderr)
        measure(folder)
        if chosen.window:
            measure_page(folder)


if __name__ == "__main__":
    main()
