"""What is kept of a run, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

from workbench.evaluation.intervals import Interval
from workbench.training.curve import Curve

State: TypeAlias = Literal["running", "finished", "stopped", "failed", "interrupted"]
Origin: TypeAlias = Literal["window", "run", "evaluate", "train", "compare"]
STATES: tuple[State, ...] = get_args(State)


@dataclass(frozen=True)
class Begun:
    """What is known of a run when it begins.

    Args:
        flow: the flow's JSON, paths in full.
        name: of the flow.
        file: that it lies in; empty for one without a file.
        started: seconds since 1970.
        lock: names the file that is locked while the run is on its way.
    """

    flow: str
    name: str
    file: str
    origin: str
    started: float
    versions: Mapping[str, str]
    lock: str = ""


@dataclass(frozen=True)
class DataFacts:
    """Which data were used."""

    relation: str = ""
    fingerprint: str = ""
    n_rows: int | None = None


@dataclass(frozen=True, eq=False)
class ResultRecord:
    """What came of one learner in a run.

    Args:
        node: its node's path.
        scores: by name, over all test rows, or of a learner that was only compared the means over
            the folds; without test rows there are none.
        intervals: 95 %, by name.
        details: JSON values: scores of each fold and class, the confusion matrix.
        curves: one for each fold, for learners trained by epochs.
        model: the name of the file that keeps it, or the path where the flow has saved it;
            empty if there is none.
        model_note: why none is kept.
    """

    node: str
    learner: str
    name: str
    data: DataFacts
    test: str
    seed: int | None
    device: str
    seconds: float
    parameters: Mapping[str, Any]
    scores: Mapping[str, float]
    intervals: Mapping[str, Interval] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)
    curves: tuple[Curve, ...] = ()
    model: str = ""
    model_note: str = ""


@dataclass(frozen=True)
class Ended:
    """How a run ended.

    Args:
        sentence: what went wrong, or why it ended early.
    """

    state: State
    seconds: float
    sentence: str = ""
    data: DataFacts = DataFacts()
    results: tuple[ResultRecord, ...] = ()


class Row(NamedTuple):
    """One line of the table: a learner in a run, or a run without any.

    A named tuple, as ten thousand of them are made four times as fast as frozen dataclasses.

    Args:
        run: the run's number.
        result: the number of the learner's result; 0 if there is none.
        flow: names the flow's text: equal flows, equal names.
        seconds: None while it is on its way.
        has_curve, has_model: whether a learning curve is kept, or a model.
    """

    run: int
    result: int
    state: State
    sentence: str
    origin: str
    flow_name: str
    file: str
    flow: str
    started: float
    seconds: float | None
    host: str
    tags: tuple[str, ...]
    note: str
    relation: str
    fingerprint: str
    n_rows: int | None
    node: str
    learner: str
    name: str
    test: str
    seed: int | None
    device: str
    learner_seconds: float | None
    model: str
    model_note: str
    scores: Mapping[str, float]
    intervals: Mapping[str, Interval]
    parameters: Mapping[str, Any]
    has_curve: bool
    versions: Mapping[str, str]

    @property
    def label(self) -> str:
        """The name in tables and legends, behind the run's number."""
        return f"{self.run} · {self.name or self.flow_name}"
