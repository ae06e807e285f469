"""A run as the drawn flow shows it: of a group, and of a node with several values, one view."""

from collections.abc import Sequence
from dataclasses import replace

from workbench.flow.expand import Expansion
from workbench.flow.group import SEPARATOR
from workbench.runs.view import NodeView, RunView, State

# What one of several is that the others are not, the first that holds.
_FIRST: tuple[State, ...] = ("running", "queued", "failed", "stale", "idle", "warning", "done")
_OVER: frozenset[State] = frozenset({"done", "warning", "failed"})


def drawn(view: RunView, expansion: Expansion) -> RunView:
    """The views of the nodes that are drawn, by their paths, the nodes inside groups too."""
    if not expansion.origins and all(SEPARATOR not in i for i in expansion.graph.nodes):
        return view
    nodes = {}
    for path, ids in expansion.copies.items():
        if any(i in view.nodes for i in ids):
            nodes[path] = together([view.node(i) for i in ids])
    return replace(view, nodes=nodes)


def inside(view: RunView, path: str) -> RunView:
    """The views of the nodes inside the group at ``path``, by their ids there."""
    if not path:
        return view
    before = path + SEPARATOR
    nodes = {i.removeprefix(before): n for i, n in view.nodes.items() if i.startswith(before)}
    return replace(view, nodes=nodes)


def together(views: Sequence[NodeView]) -> NodeView:
    """One view of several: what is running, else what has failed, else what they have in common."""
    if len(views) == 1:
        return views[0]
    state = _state(views)
    leading = next((v for v in views if v.state == state), views[0])
    n_over = sum(v.state in _OVER for v in views)
    notes = tuple(dict.fromkeys(note for v in views for note in v.notes))
    return NodeView(
        state,
        leading.name,
        done=n_over + sum(_share(v) for v in views if v.state == "running"),
        total=len(views),
        text=_text(state, leading, views, n_over),
        seconds=sum(v.seconds for v in views),
        started=min((v.started for v in views if v.started), default=0.0),
        seconds_left=None,
        notes=notes,
        error=next((v.error for v in views if v.error is not None), None),
    )


def _state(views: Sequence[NodeView]) -> State:
    states = {v.state for v in views}
    if "queued" in states and states & _OVER and "running" not in states:
        return "running"  # between two of them
    if "idle" in states and states & _OVER:
        return "failed" if "failed" in states else "stale"
    return next(state for state in _FIRST if state in states)


def _text(state: State, leading: NodeView, views: Sequence[NodeView], n_over: int) -> str:
    if state == "running":
        return " · ".join(part for part in (f"{n_over}/{len(views)}", leading.text) if part)
    if state == "failed":
        return leading.text
    texts = {v.text for v in views if v.text}
    if len(texts) == 1:
        return f"{len(views)} × {texts.pop()}" if state in _OVER else texts.pop()
    return f"{len(views)} results" if state in _OVER else leading.text


def _share(view: NodeView) -> float:
    return min(1.0, view.done / view.total) if view.total else 0.0
