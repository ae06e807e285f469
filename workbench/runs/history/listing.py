"""Which runs of the history are listed, and in which order."""

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.core.errors import ParameterError
from workbench.runs.history.records import Row

# Scores of which less is better; of all others more is.
LOSSES = frozenset({"log_loss", "mae", "rmse", "rae", "false_positive_rate"})
COLUMNS = ("started", "seconds", "data", "learner", "name", "run")


@dataclass(frozen=True)
class Wanted:
    """What is to be listed; what is empty excludes nothing.

    Args:
        tag, learner, data: that a run must have; a learner by key or name, data by relation,
            or by the beginning of their fingerprint.
        text: words, each of which must stand somewhere in a line.
    """

    tag: str = ""
    learner: str = ""
    data: str = ""
    text: str = ""

    def allows(self, row: Row) -> bool:
        """Whether a line is to be listed."""
        return (
            (not self.tag or self.tag in row.tags)
            and (not self.learner or self.learner in {row.learner, row.name})
            and (not self.data or _is_of(row, self.data))
            and (not self.text or _holds(row, self.text))
        )


def listed(rows: Sequence[Row], wanted: Wanted, sort: str = "", limit: int = 0) -> list[Row]:
    """The lines that are wanted, the best first.

    Args:
        sort: a score, or one of ``COLUMNS``; the latest run first by default.
        limit: how many at most; 0 = all.

    Raises:
        ParameterError: no line has such a score.
    """
    chosen = [row for row in rows if wanted.allows(row)]
    if sort:
        chosen = _sorted(chosen, sort)
    return chosen[:limit] if limit else chosen


def text_of(row: Row) -> str:
    """Everything in a line that can be searched for, in small letters."""
    parameters = " ".join(f"{name}={value}" for name, value in row.parameters.items())
    parts = (
        *(str(row.run), row.name, row.learner, row.flow_name, row.relation, row.fingerprint),
        *(row.state, row.sentence, row.origin, row.test, row.device, row.note, row.file),
        *(*row.tags, parameters),
    )
    return "\n".join(parts).casefold()


def _holds(row: Row, words: str) -> bool:
    text = text_of(row)
    return all(word in text for word in words.casefold().split())


def _is_of(row: Row, data: str) -> bool:
    is_print = len(data) >= 6 and row.fingerprint.startswith(data)
    return is_print or row.relation.casefold() == data.casefold()


def _sorted(rows: list[Row], sort: str) -> list[Row]:
    if sort in COLUMNS:
        return sorted(rows, key=lambda row: _column(row, sort), reverse=sort in {"started", "run"})
    known = sorted({name for row in rows for name in row.scores})
    if rows and sort not in known:
        raise ParameterError(
            f"No run here has the score '{sort}'.",
            remedy=f"There are: {', '.join([*known, *COLUMNS])}.",
        )
    with_it = [row for row in rows if sort in row.scores]
    without = [row for row in rows if sort not in row.scores]
    best = sorted(with_it, key=lambda row: row.scores[sort], reverse=sort not in LOSSES)
    return [*best, *without]


def _column(row: Row, name: str) -> tuple[bool, float, str]:
    match name:
        case "started":
            return False, row.started, ""
        case "seconds":
            return row.seconds is None, row.seconds or 0.0, ""
        case "data":
            return False, 0.0, row.relation.casefold()
        case "learner":
            return False, 0.0, row.learner
        case "name":
            return False, 0.0, row.name.casefold()
        case _:
            return False, float(row.run), ""
