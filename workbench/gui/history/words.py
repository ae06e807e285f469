"""What columns, states and groups are called."""

from PySide6.QtCore import QCoreApplication

from workbench.gui.component_words import translated
from workbench.gui.icons import Role
from workbench.runs.history.columns import Column
from workbench.runs.history.records import State

STATE_ICONS: dict[State, tuple[str, Role]] = {
    "running": ("mdi6.play-circle-outline", "accent"),
    "finished": ("mdi6.check-circle-outline", "done"),
    "stopped": ("mdi6.stop-circle-outline", "warning"),
    "failed": ("mdi6.alert-circle-outline", "failed"),
    "interrupted": ("mdi6.lightning-bolt-circle", "warning"),
}


def title_of(column: Column) -> str:
    """The heading of a column."""
    if column.is_parameter:
        return column.name
    if column.is_score:
        return score_title(column.name)
    return _titles().get(column.key, column.key)


def score_title(name: str) -> str:
    """What a score is called."""
    return _scores().get(name, name)


def state_title(state: str) -> str:
    """How a run ended, in a word."""
    return _states().get(state, state)


def group_title(by: str) -> str:
    """What runs are grouped by."""
    return _groups().get(by, by)


def fact_title(name: str) -> str:
    """What a fact about a run is called."""
    return _titles().get(name) or _scores().get(name) or translated(name)


def _titles() -> dict[str, str]:
    return {
        "run": _tr("Run"),
        "started": _tr("Started"),
        "state": _tr("State"),
        "name": _tr("Learner"),
        "learner": _tr("Kind of learner"),
        "data": _tr("Data"),
        "n_rows": _tr("Rows"),
        "test": _tr("Test"),
        "seed": _tr("Seed"),
        "seconds": _tr("Seconds"),
        "device": _tr("Device"),
        "flow": _tr("Flow"),
        "flow_version": _tr("Version of the flow"),
        "file": _tr("File"),
        "origin": _tr("Run by"),
        "host": _tr("Machine"),
        "fingerprint": _tr("Fingerprint of the data"),
        "tags": _tr("Tags"),
        "tag": _tr("Tag"),
        "note": _tr("Note"),
    }


def _scores() -> dict[str, str]:
    return {
        "accuracy": _tr("Accuracy"),
        "auc": _tr("AUC"),
        "kappa": _tr("Kappa"),
        "f1": _tr("F1"),
        "precision": _tr("Precision"),
        "recall": _tr("Recall"),
        "mcc": _tr("MCC"),
        "log_loss": _tr("Log loss"),
        "pr_auc": _tr("PR AUC"),
        "rmse": _tr("RMSE"),
        "mae": _tr("MAE"),
        "rae": _tr("RAE"),
        "correlation": _tr("Correlation"),
        "false_positive_rate": _tr("False positive rate"),
    }


def _states() -> dict[str, str]:
    return {
        "running": _tr("running"),
        "finished": _tr("finished"),
        "stopped": _tr("stopped"),
        "failed": _tr("failed"),
        "interrupted": _tr("interrupted"),
    }


def _groups() -> dict[str, str]:
    return {
        "": _tr("No groups"),
        "data": _tr("By data"),
        "learner": _tr("By learner"),
        "flow": _tr("By flow"),
        "tag": _tr("By tag"),
        "day": _tr("By day"),
    }


def _tr(text: str) -> str:
    return QCoreApplication.translate("History", text)
