"""A graph's answers beside the model's own: what onnxruntime says is what users will get."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from workbench.core.deferred import deferred
from workbench.core.errors import ModelError, WorkbenchError
from workbench.core.run import Progressed, Run, finish
from workbench.data.dataset import MISSING_CODE, BoolArray, Column, Dataset, FloatArray, IntArray
from workbench.export.onnx.made_up import feed_of, spoilt
from workbench.models.model import Model

if TYPE_CHECKING:
    import onnxruntime
else:
    onnxruntime = deferred("onnxruntime")

TOLERANCE = 1e-5
MOST_ROWS, LEAST_ROWS = 2000, 64
AT_ONCE = 250
EFFORT = 10**10  # rows times numbers in the graph: a quarter of a minute, about
_ERRORS_ONLY = 3


@dataclass(frozen=True)
class Agreement:
    """How far a graph's answers are from the model's own.

    Args:
        largest: the largest difference of a probability; of numbers, over their usual size (root
            mean square) or their own, where these are above 1.
        n_rows: rows of the data, or made-up ones where there were none.
        n_spoilt: further rows, with gaps, labels never seen and numbers far out.
        n_other_labels: rows that are given another class though the difference is no more than
            rounding, as two classes are equally probable.
        n_wrong: rows that are given another class without such a reason.
    """

    largest: float
    n_rows: int
    n_spoilt: int
    n_other_labels: int
    n_wrong: int

    @property
    def is_close(self) -> bool:
        """Whether the graph may be given away."""
        return self.largest <= TOLERANCE and self.n_wrong == 0

    def with_(self, other: "Agreement") -> "Agreement":
        """Of both."""
        return Agreement(
            max(self.largest, other.largest),
            self.n_rows + other.n_rows,
            self.n_spoilt + other.n_spoilt,
            self.n_other_labels + other.n_other_labels,
            self.n_wrong + other.n_wrong,
        )


NOTHING = Agreement(0.0, 0, 0, 0, 0)


def session_of(content: bytes) -> Any:
    """The graph, ready to run on the processor.

    Raises:
        ModelError: onnxruntime refuses it.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = _ERRORS_ONLY
    try:
        return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        reason = str(error).splitlines()[0]
        raise ModelError(f"onnxruntime does not take the graph: {reason}") from error


def short(difference: float) -> str:
    """A small number in few signs, such as 3e-8."""
    return f"{difference:.0e}".replace("e-0", "e-")


def agreement(model: Model, session: Any, rows: Dataset, most: int = MOST_ROWS) -> Run[Agreement]:
    """The graph's answers to rows of the model's schema beside its own.

    Rows that the model itself refuses (a gap where it takes none) are left out.

    Args:
        most: how many rows to ask about, taken evenly from all.
    """
    some = rows.take(np.unique(np.linspace(0, rows.n_samples - 1, most).astype(int)))
    found, total = NOTHING, some.n_samples
    for start in range(0, total, AT_ONCE):
        yield Progressed(start, total, f"checked {start:,} of {total:,} rows")
        part = some.take(slice(start, start + AT_ONCE))
        ours = yield from model.outputs(part)
        found = found.with_(_compared(model, session, part, ours))
    for part in spoilt(some):
        try:
            ours = finish(model.outputs(part))
        except WorkbenchError:  # rows that the model itself refuses
            continue
        more = _compared(model, session, part, ours)
        found = found.with_(replace(more, n_rows=0, n_spoilt=more.n_rows))
    return found


def worth_asking(n_numbers: int) -> int:
    """How many rows to ask a graph of so many numbers about."""
    return int(np.clip(EFFORT // max(1, n_numbers), LEAST_ROWS, MOST_ROWS))


def feeds(session: Any, rows: Dataset) -> dict[str, Column]:
    """The rows as the graph takes them, by input."""
    schema = rows.schema
    return {
        one.name: feed_of(schema.attribute(one.name), rows.column(one.name), one.type)
        for one in session.get_inputs()
    }


def _compared(model: Model, session: Any, rows: Dataset, ours: FloatArray) -> Agreement:
    answers = _answers(session, rows)
    if model.schema.task == "regression":
        size = max(1.0, float(np.sqrt(np.mean(ours**2))))
        gaps = np.abs(answers[0] - ours) / np.maximum(size, np.abs(ours))
        return Agreement(_greatest(gaps), rows.n_samples, 0, 0, 0)
    labels, probabilities = answers
    wanted = model.decided(ours)
    position = {label: code for code, label in enumerate(model.classes)}
    got = np.array([position.get(label, MISSING_CODE) for label in labels])
    is_other = got != wanted
    is_tie = is_other & (got != MISSING_CODE) & _is_tie(model, ours, (wanted, got))
    n_ties = int(is_tie.sum())
    gaps = np.abs(probabilities - ours)
    n_wrong = int(is_other.sum()) - n_ties
    return Agreement(_greatest(gaps), rows.n_samples, 0, n_ties, n_wrong)


def _answers(session: Any, rows: Dataset) -> Sequence[Any]:
    try:
        answers: Sequence[Any] = session.run(None, feeds(session, rows))
    except Exception as error:
        reason = str(error).splitlines()[0]
        raise ModelError(f"onnxruntime cannot run the graph: {reason}") from error
    return answers


def _greatest(gaps: FloatArray) -> float:
    """The largest; what is no number is infinitely far."""
    if not gaps.size:
        return 0.0
    return float(np.where(np.isnan(gaps), np.inf, gaps).max())


def _is_tie(model: Model, ours: FloatArray, codes: tuple[Column, IntArray]) -> BoolArray:
    """Whether rounding alone may have put the one class in the other's place."""
    wanted, got = codes
    places = np.arange(len(ours))
    is_near = np.abs(ours[places, wanted] - ours[places, got]) <= 2 * TOLERANCE
    if model.threshold is not None:
        mine = ours[:, model.threshold.code(model.classes)]
        is_near |= np.abs(mine - model.threshold.value) <= TOLERANCE
    return np.asarray(is_near)
