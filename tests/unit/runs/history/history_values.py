"""Small runs for tests of the history."""

import numpy as np

from workbench.runs.history.history import History
from workbench.runs.history.records import Begun, DataFacts, Ended, ResultRecord
from workbench.training.curve import Curve

FLOW = '{"format": "workbench-flow", "version": 1}'
DATA = DataFacts("pima", "abcdef0123", 768)


def begun(name: str = "flow", flow: str = FLOW, lock: str = "") -> Begun:
    return Begun(flow, name, "/home/me/flow.flow", "run", 1.79e9, {"workbench": "0.1.0"}, lock)


def curve() -> Curve:
    losses = np.array([0.9, 0.5, 0.25])
    return Curve(
        losses, losses + 0.125, None, losses, best_epoch=2, watched="held-out",
        loss_name="cross-entropy", score_name="accuracy", monitors={"gap": losses * 2},
    )  # fmt: skip


def result(accuracy: float = 0.75, **parameters: object) -> ResultRecord:
    return ResultRecord(
        node="knn", learner="knn", name="k-nearest neighbours", data=DATA, test="cv:10", seed=1,
        device="cpu", seconds=0.5, parameters={"k": 5, **parameters},
        scores={"accuracy": accuracy, "log_loss": 1 - accuracy},
        intervals={"accuracy": (accuracy - 0.1, accuracy + 0.1)},
        details={"folds": [{"accuracy": accuracy}], "confusion": [[3, 1], [0, 4]]},
        curves=(curve(), curve()),
    )  # fmt: skip


def ended(*results: ResultRecord, sentence: str = "") -> Ended:
    return Ended("finished", 1.25, sentence, DATA, results or (result(),))


def add_run(history: History, *results: ResultRecord, name: str = "flow") -> int:
    """A whole run; gives its number."""
    run = history.begin(begun(name))
    history.end(run, ended(*results))
    return run
