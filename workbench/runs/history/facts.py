"""A run as JSON values: what ``runs --json`` and ``runs show --json`` print."""

from datetime import UTC, datetime
from typing import Any

from workbench.runs.history.history import History
from workbench.runs.history.packing import plain
from workbench.runs.history.records import Row


def line(row: Row) -> dict[str, Any]:
    """What is said of one learner in a run; times in ISO 8601."""
    return {
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
        "parameters": plain(row.parameters),
        "tags": list(row.tags),
        "note": row.note,
        "model": row.model or None,
    }


def whole(history: History, row: Row) -> dict[str, Any]:
    """The same with what is kept besides: scores of folds and classes, curves, versions."""
    curves = history.curves(row.result) if row.has_curve else ()
    return {
        **line(row),
        "model_note": row.model_note,
        "host": row.host,
        "versions": dict(row.versions),
        **history.details(row.result),
        "curves": [
            {
                "train_loss": plain(curve.train_loss),
                "validation_loss": plain(curve.validation_loss),
                "train_score": plain(curve.train_score),
                "validation_score": plain(curve.validation_score),
                "best_epoch": curve.best_epoch,
            }
            for curve in curves
        ],
    }


def when(started: float) -> datetime:
    """A moment in the time of this machine; the first there is for what is none."""
    try:
        return datetime.fromtimestamp(started, UTC).astimezone()
    except (OverflowError, OSError, ValueError):
        return datetime.fromtimestamp(0, UTC)
