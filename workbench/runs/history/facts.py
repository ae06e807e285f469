"""A run as JSON values: what ``runs --json`` and ``runs show --json`` print."""

from datetime import UTC, datetime
from typing import Any

from workbench.runs.history.history import History
from workbench.runs.history.packing import plain
from workbench.runs.history.records import Row


def line(row: Row) -> dict[str, Any]:
    """What is said of one learner in a run; times in ISO 8601."""
    told = {
        "run": row.run,
        "state": row.state,
        "sentence": row.sentence,
        "origin": row.origin,
        "flow": row.flow_name,
        "file": row.file,
        "started": when(row.started).isoformat(timespec="seconds"),
        "seconds": row.seconds,
        "name": row.name,
        "learner": row.learner,
        "data": row.relation,
        "fingerprint": row.fingerprint,
        "instances": row.n_rows,
        "test": row.test,
        "seed": row.seed,
        "device": row.device,
        "scores": dict(row.scores),
        "intervals": {name: list(ends) for name, ends in row.intervals.items()},
        "parameters": dict(row.parameters),
        "tags": list(row.tags),
        "note": row.note,
        "model": row.model or None,
    }
    return dict(plain(told))


def whole(history: History, row: Row) -> dict[str, Any]:
    """The same with what is kept besides: scores of folds and classes, curves, versions."""
    curves = history.curves(row.result) if row.has_curve else ()
    told = {
        **history.details(row.result),  # first, as a file may hold anything under any name
        **line(row),
        "model_note": row.model_note,
        "host": row.host,
        "versions": dict(row.versions),
        "curves": [
            {
                "train_loss": curve.train_loss,
                "validation_loss": curve.validation_loss,
                "train_score": curve.train_score,
                "validation_score": curve.validation_score,
                "best_epoch": curve.best_epoch,
            }
            for curve in curves
        ],
    }
    return dict(plain(told))


def when(started: float) -> datetime:
    """A moment in the time of this machine; the first there is for what is none."""
    try:
        return datetime.fromtimestamp(started, UTC).astimezone()
    except (OverflowError, OSError, ValueError):
        return datetime.fromtimestamp(0, UTC)
