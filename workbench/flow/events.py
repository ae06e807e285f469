"""What happens while a flow runs."""

from dataclasses import dataclass

from workbench.core.errors import WorkbenchError
from workbench.core.run import Event


@dataclass(frozen=True)
class FlowStarted(Event):
    """A run of these nodes has begun, in this order."""

    nodes: tuple[str, ...]


@dataclass(frozen=True)
class NodeStarted(Event):
    """A node has begun its work; ``name`` is what it is called in the window."""

    node: str
    name: str


@dataclass(frozen=True)
class NodeReported(Event):
    """Something has happened inside a node."""

    node: str
    event: Event


@dataclass(frozen=True)
class NodeFinished(Event):
    """A node is done.

    Args:
        seconds: wall-clock time; 0 for a result that was remembered.
        summary: a few words on the result ("768 × 9", "accuracy 77.2 %").
        is_remembered: whether an earlier run's result was taken.
        is_partial: whether it was stopped early, or made from what was.
    """

    node: str
    seconds: float
    summary: str = ""
    is_remembered: bool = False
    is_partial: bool = False


@dataclass(frozen=True)
class NodeFailed(Event):
    """A node could not do its work; the others' results stand."""

    node: str
    error: WorkbenchError


@dataclass(frozen=True)
class NodeSkipped(Event):
    """A node was not run: something it needs has failed, or the run was stopped."""

    node: str
    reason: str


@dataclass(frozen=True)
class FlowFinished(Event):
    """The run is over; ``is_stopped`` if it was asked to end early."""

    seconds: float
    is_stopped: bool = False
