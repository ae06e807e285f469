"""What is shown of a run, as a value: ``view = view.after(event)``; widgets draw the view."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import singledispatch
from typing import Literal, TypeAlias

from workbench.core.errors import WorkbenchError
from workbench.core.run import Event, Noted, Progressed
from workbench.flow.events import (
    FlowFinished,
    FlowStarted,
    NodeFailed,
    NodeFinished,
    NodeReported,
    NodeSkipped,
    NodeStarted,
)
from workbench.runs.live_curve import LiveCurve
from workbench.training.checkpoint import Resumed
from workbench.training.events import Diagnosed, EpochEnded, PlaneSeen

MOST_DIAGNOSED = 60  # kept of each node; one a second comes

State: TypeAlias = Literal["idle", "stale", "queued", "running", "done", "warning", "failed"]


@dataclass(frozen=True)
class NodeView:
    """What is shown of one node.

    Args:
        done, total: progress in the node's own unit; total 0 if not known.
        text: the status line.
        seconds: wall-clock time it took, once done.
        seconds_left: estimated, while running; None if not known yet.
        resumed: share of the work that was done before the run began.
        is_resumed: whether what is reported next was done before.
        is_partial: whether its work was cut short, or that of a node before it.
        notes: what the node wants known, warnings included, in order.
        curve: the live learning curve of a learner trained by epochs.
        diagnosed: what its training showed of each layer, the latest last; a minute of it.
        plane: what a network of two inputs gave over their plane, the latest.
    """

    state: State = "idle"
    name: str = ""
    done: float = 0.0
    total: float = 0.0
    text: str = ""
    seconds: float = 0.0
    started: float = 0.0
    seconds_left: float | None = None
    resumed: float = 0.0
    is_resumed: bool = False
    is_partial: bool = False
    notes: tuple[Noted, ...] = ()
    error: WorkbenchError | None = None
    curve: LiveCurve | None = None
    diagnosed: tuple[Diagnosed, ...] = ()
    plane: PlaneSeen | None = None


@dataclass(frozen=True)
class RunView:
    """What is shown of a run.

    Args:
        nodes: by node id; only nodes that take part.
        is_running: from FlowStarted to FlowFinished.
    """

    nodes: Mapping[str, NodeView] = field(default_factory=dict)
    is_running: bool = False
    is_stopped: bool = False
    seconds: float = 0.0

    def node(self, node_id: str) -> NodeView:
        """The view of a node; idle if it took no part."""
        return self.nodes.get(node_id, NodeView())

    @property
    def running(self) -> tuple[str, NodeView] | None:
        """The node that is running now."""
        return next(((i, n) for i, n in self.nodes.items() if n.state == "running"), None)

    def after(self, event: Event) -> "RunView":
        """The view after an event; events that show nothing leave it as it is."""
        return _after(event, self)

    def cancelled(self) -> "RunView":
        """The view of a run that was cancelled: what was running or queued is stale."""
        nodes = {
            i: replace(n, state="stale", text="cancelled", seconds_left=None)
            if n.state in {"running", "queued"}
            else n
            for i, n in self.nodes.items()
        }
        return replace(self, nodes=nodes, is_running=False, is_stopped=True)

    def with_node(self, node_id: str, node: NodeView) -> "RunView":
        """The view with another view of one node."""
        return replace(self, nodes={**self.nodes, node_id: node})


@singledispatch
def _after(_event: Event, view: RunView) -> RunView:
    return view


@_after.register(FlowStarted)
def _flow_started(event: FlowStarted, _view: RunView) -> RunView:
    return RunView({i: NodeView("queued") for i in event.nodes}, is_running=True)


@_after.register(NodeStarted)
def _node_started(event: NodeStarted, view: RunView) -> RunView:
    return view.with_node(event.node, NodeView("running", event.name, started=time.perf_counter()))


@_after.register(NodeReported)
def _node_reported(event: NodeReported, view: RunView) -> RunView:
    node = view.node(event.node)
    changed = _reported(node, event.event)
    return view if changed is node else view.with_node(event.node, changed)


@_after.register(NodeFinished)
def _node_finished(event: NodeFinished, view: RunView) -> RunView:
    node = view.node(event.node)
    finished = replace(
        node,
        state="warning" if any(note.is_warning for note in node.notes) else "done",
        text=event.summary,
        seconds=event.seconds,
        seconds_left=None,
        is_partial=event.is_partial,
    )
    return view.with_node(event.node, finished)


@_after.register(NodeFailed)
def _node_failed(event: NodeFailed, view: RunView) -> RunView:
    node = replace(view.node(event.node), state="failed", error=event.error, seconds_left=None)
    return view.with_node(event.node, replace(node, text=event.error.message))


@_after.register(NodeSkipped)
def _node_skipped(event: NodeSkipped, view: RunView) -> RunView:
    return view.with_node(event.node, NodeView("stale", text=event.reason))


@_after.register(FlowFinished)
def _flow_finished(event: FlowFinished, view: RunView) -> RunView:
    return replace(view, is_running=False, is_stopped=event.is_stopped, seconds=event.seconds)


def _reported(node: NodeView, event: Event) -> NodeView:
    match event:
        case Progressed():
            progressed = replace(node, done=event.done, total=event.total, text=event.text)
            return _with_estimate(progressed, node)
        case EpochEnded():
            curve = (node.curve or LiveCurve()).after(event)
            text = f"epoch {event.epoch}/{event.n_epochs}"
            if curve.n_folds_expected > len(event.folds):
                text = f"fold {event.folds[0] + 1} · {text}"
            done, total = curve.progress(event)
            told = replace(node, curve=curve, done=done, total=total, text=text)
            return _with_estimate(told, node)
        case Resumed():
            return replace(node, is_resumed=True)
        case Diagnosed() | PlaneSeen():
            return _looked_into(node, event)
        case Noted():
            is_news = event not in node.notes  # each fold says the same
            return replace(node, notes=(*node.notes, event)) if is_news else node
        case _:
            return node


def _looked_into(node: NodeView, event: Diagnosed | PlaneSeen) -> NodeView:
    if isinstance(event, PlaneSeen):
        return replace(node, plane=event)
    return replace(node, diagnosed=(*node.diagnosed[1 - MOST_DIAGNOSED :], event))


def _with_estimate(node: NodeView, before: NodeView) -> NodeView:
    elapsed = time.perf_counter() - node.started
    share = _share(node)
    if node.is_resumed:
        resumed = node.resumed + share - _share(before)
        node = replace(node, resumed=resumed, is_resumed=False)
    fresh = share - node.resumed
    # Below 2 % or a quarter of a second the estimate would jump about.
    if fresh < 0.02 or elapsed < 0.25:
        return replace(node, seconds_left=None)
    return replace(node, seconds_left=elapsed * (1.0 - share) / fresh)


def _share(node: NodeView) -> float:
    return node.done / node.total if node.total else 0.0
