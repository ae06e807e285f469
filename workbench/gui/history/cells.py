"""What a cell of the table of runs says: text, tip, colour."""

import html
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from workbench.gui.history.words import score_title, state_title
from workbench.runs.history.columns import Column
from workbench.runs.history.facts import when
from workbench.runs.history.records import Row

NOTHING = "–"
LONGEST = 200


def cell(row: Row, column: Column) -> str:
    """The text of a cell; empty where there is nothing to say."""
    if column.is_score:
        return score(row, column.name)
    told = _TOLD.get(column.key)
    return told(row) if told else shown_value(column.value(row))


def shown_value(value: float | str | None) -> str:
    """A number or a line of text; empty for nothing."""
    if value is None:
        return ""
    return " ".join(value[:LONGEST].split()) if isinstance(value, str) else number(float(value))


def score(row: Row, name: str) -> str:
    """A score with its interval."""
    value, ends = row.scores.get(name), row.intervals.get(name)
    if value is None:
        return ""
    return (
        figure(value)
        if ends is None
        else f"{figure(value)}  [{figure(ends[0])}, {figure(ends[1])}]"
    )


def tip(row: Row, column: Column) -> str:
    """What a cell has to add when the mouse rests on it, as HTML; empty for nothing."""
    text = html.escape(_tip(row, column))
    return f'<p style="white-space: pre-wrap">{text}</p>' if text else ""


def _tip(row: Row, column: Column) -> str:
    if column.key == "state":
        return row.sentence
    if column.key in {"note", "file", "test", "tags"}:
        return str(column.value(row) or "")
    if column.key in {"data", "fingerprint"}:
        return f"{row.relation}\n{row.fingerprint}"
    if column.key == "started":
        return when(row.started).strftime("%Y-%m-%d %H:%M:%S")
    if column.is_score and column.name in row.intervals:
        return _tr("{score}; in brackets its 95 % interval").format(score=score_title(column.name))
    return ""


def moment(started: float) -> str:
    """When a run began: today's by the hour, others by the day, too."""
    at = when(started)
    today = datetime.now(at.tzinfo).date()
    return at.strftime("%H:%M:%S") if at.date() == today else at.strftime("%Y-%m-%d %H:%M")


def figure(value: float) -> str:
    """A score."""
    return f"{value:.4f}" if abs(value) < 1000 else f"{value:,.1f}"


def number(value: float) -> str:
    """A parameter or a count: whole numbers as such, others to six digits."""
    if value.is_integer() and abs(value) < 1e15:
        return f"{int(value):,}" if abs(value) >= 10_000 else str(int(value))
    return f"{value:.6g}"


_TOLD: dict[str, Callable[[Row], str]] = {
    "state": lambda row: state_title(row.state),
    "started": lambda row: moment(row.started),
    "run": lambda row: str(row.run),
    "seed": lambda row: "" if row.seed is None else str(row.seed),
    "seconds": lambda row: "" if row.seconds is None else f"{row.seconds:,.1f}",
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("History", text)
