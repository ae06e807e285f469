"""What is known of each node after several runs and edits: shown state, result, staleness.

A run of some nodes leaves what is known of the others; an edit makes results stale, and undoing
it makes them good again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from workbench.flow.execute import Results
from workbench.flow.graph import Graph
from workbench.runs.view import NodeView, RunView

_HAS_RESULT = frozenset({"done", "warning"})


@dataclass(frozen=True)
class Standing:
    """What is known of each node.

    Args:
        views: the last view of each node that has taken part in a run.
        origins: for each of these, the hash of all that its result comes from.
        results: values and errors that have come out.
        run: the last run's view.
    """

    views: Mapping[str, NodeView] = field(default_factory=dict)
    origins: Mapping[str, int] = field(default_factory=dict)
    results: Results = field(default_factory=Results)
    run: RunView = field(default_factory=RunView)

    def after_view(self, view: RunView, graph: Graph) -> "Standing":
        """What is known after a run of ``graph`` has shown ``view``."""
        now = graph.sources
        taking_part = {i: now[i] for i in view.nodes if i in now}
        return replace(
            self,
            views={**self.views, **view.nodes},
            origins={**self.origins, **taking_part},
            run=view,
        )

    def after_results(self, results: Results) -> "Standing":
        """What is known when a run is over."""
        told = results.values.keys() | results.errors.keys()
        values = {**self.results.values, **results.values}
        errors = {i: e for i, e in self.results.errors.items() if i not in told}
        merged = Results(values, {**errors, **results.errors}, results.is_stopped)
        return replace(self, results=merged)

    def adopted(self, graph: Graph) -> "Standing":
        """What is known of an edited graph: of a node that is new in name only, all there was.

        Nodes put into a group, taken out of one, or pasted are such nodes.
        """
        now = graph.sources
        known = {origin: i for i, origin in self.origins.items()}
        same = {i: known[o] for i, o in now.items() if i not in self.origins and o in known}
        if not same:
            return self
        values, errors = dict(self.results.values), dict(self.results.errors)
        values.update({i: values[old] for i, old in same.items() if old in values})
        errors.update({i: errors[old] for i, old in same.items() if old in errors})
        return replace(
            self,
            views={**self.views, **{i: self.views[old] for i, old in same.items()}},
            origins={**self.origins, **{i: now[i] for i in same}},
            results=replace(self.results, values=values, errors=errors),
        )

    def shown(self, graph: Graph) -> RunView:
        """The view of the graph as it is now: results of what has changed since are stale."""
        now = graph.sources
        nodes = {
            i: self._stale(view) if self.origins.get(i) != now[i] else view
            for i, view in self.views.items()
            if i in now
        }
        return replace(self.run, nodes=nodes)

    def current(self, graph: Graph) -> frozenset[str]:
        """The nodes whose results are those of the graph as it is now."""
        now = graph.sources
        return frozenset(i for i in self.results.values if i in now and self.origins[i] == now[i])

    def value(self, graph: Graph, node_id: str) -> Any:
        """A node's result, stale or not; None if there is none."""
        return self.results.values.get(node_id) if node_id in graph.nodes else None

    @staticmethod
    def _stale(view: NodeView) -> NodeView:
        """The view of a node that has been edited since: why it failed may hold no longer."""
        if view.state == "failed":
            return replace(view, state="stale", text="", error=None)
        if view.state == "stale":
            return replace(view, text="")
        return replace(view, state="stale") if view.state in _HAS_RESULT else view
