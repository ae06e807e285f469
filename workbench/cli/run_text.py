"""Runs of the history as text for people."""

from collections.abc import Mapping, Sequence
from typing import Any

from workbench.cli.tables import drawn, table_of
from workbench.runs.history.facts import when
from workbench.runs.history.records import Row

SCORES = ("accuracy", "auc", "kappa", "f1", "log_loss", "rmse", "mae", "correlation")
MOST_SCORES = 4
LONGEST = 28
EMPTY = "No run is listed: none was made yet, or none is as asked for.\n"


def table(shown: Sequence[Row], n_rows: int, sort: str = "") -> str:
    """One line for each learner of each run.

    Args:
        n_rows: how many lines there are, those that are not shown included.
    """
    if not shown:
        return EMPTY
    there = {name for row in shown for name in row.scores}
    scores = [name for name in dict.fromkeys((sort, *SCORES)) if name in there][:MOST_SCORES]
    made = table_of(
        *(">run", "started", "state", "learner", "data", ">rows", "test"),
        *(f">{name}" for name in scores),
        *(">seconds", "tags"),
    )
    for row in shown:
        made.add_row(
            str(row.run),
            when(row.started).strftime("%Y-%m-%d %H:%M"),
            row.state,
            _short(row.name or row.flow_name),
            _short(row.relation),
            "–" if row.n_rows is None else f"{row.n_rows:,}",
            _short(row.test),
            *(_score(row.scores.get(name)) for name in scores),
            "–" if row.seconds is None else f"{row.seconds:.1f}",
            _short(", ".join(row.tags)),
        )
    more = n_rows - len(shown)
    foot = f"{more:,} more; --limit 0 lists all.\n" if more > 0 else ""
    return drawn(made) + foot


def run(told: Sequence[Mapping[str, Any]]) -> str:
    """Everything about one run: its facts once, then each of its learners."""
    first = told[0]
    facts = [
        ("state", f"{first['state']} {first['sentence']}".strip()),
        ("flow", f"{first['flow']} {first['file']}".strip()),
        ("started", f"{first['started']} on {first['host']}, by '{first['origin']}'"),
        ("seconds", "–" if first["seconds"] is None else f"{first['seconds']:.2f}"),
        ("tags", ", ".join(first["tags"])),
        ("note", first["note"]),
        ("versions", ", ".join(f"{name} {number}" for name, number in first["versions"].items())),
    ]
    learners = [_learner(one) for one in told if one["learner"]]
    return "\n".join([f"Run {first['run']}\n", _facts(facts), *learners])


def _learner(one: Mapping[str, Any]) -> str:
    parameters = ", ".join(f"{name}={value}" for name, value in one["parameters"].items())
    curves, model = one["curves"], one["model"] or one["model_note"]
    facts = [
        ("data", f"{one['data']}, {one['instances'] or 0:,} rows, {one['fingerprint']}"),
        ("test", f"{one['test']}, seed {one['seed']}"),
        ("device", one["device"]),
        ("parameters", parameters),
        ("curves", f"{len(curves)} × {len(curves[0]['train_loss'])} epochs" if curves else ""),
        ("model", model),
    ]
    head = _facts(facts)
    scores = table_of("score", ">value", ">95 % from", ">to")
    for name, value in one["scores"].items():
        low, high = one["intervals"].get(name) or (None, None)
        scores.add_row(name, _score(value), _score(low), _score(high))
    body = drawn(scores) if one["scores"] else ""
    return f"{_line(one['name'])} ({one['learner']})\n{head}{body}"


def _facts(pairs: Sequence[tuple[str, str]]) -> str:
    made = table_of("", "")
    made.show_header = False
    for name, value in pairs:
        if value:
            made.add_row(name, _line(value))
    return drawn(made)


def _score(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"


def _line(text: str) -> str:
    """Text of a file that may be anybody's: one line, nothing that steers a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in str(text)).strip()


def _short(text: str) -> str:
    line = _line(text)
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
