"""Runs a flow: each node once, in order, as one generator of events.

A node's failure ends that node and what needs it; everything else goes on. Results are
remembered in a ``Cache`` by what they came from.
"""

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.core.component import Component
from workbench.core.errors import Defect, FlowError, WorkbenchError
from workbench.core.run import Command, Event, Run, Stop
from workbench.flow.cache import Cache, result_key
from workbench.flow.events import (
    FlowFinished,
    FlowStarted,
    NodeFailed,
    NodeFinished,
    NodeReported,
    NodeSkipped,
    NodeStarted,
)
from workbench.flow.graph import Graph, Link, Node
from workbench.flow.node import NodeComponent
from workbench.flow.summary import summary
from workbench.models.learner import Learner


@dataclass
class Results:
    """What a run gave: values and errors by node id; a skipped node is in neither."""

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, WorkbenchError] = field(default_factory=dict)
    is_stopped: bool = False


def execute(
    graph: Graph, cache: Cache | None = None, only: Collection[str] | None = None
) -> Run[Results]:
    """Run the flow, or the nodes ``only`` and all they depend on.

    ``Stop`` lets the running node keep its best so far, starts no further learner, and runs what
    needs only finished nodes.

    Raises:
        FlowError: the flow has a cycle, or there is no node to run.
    """
    order = _order(graph, only)
    execution = _Execution(graph, cache if cache is not None else Cache())
    started = time.perf_counter()
    yield FlowStarted(order)
    for node_id in order:
        yield from execution.run_node(graph.node(node_id))
    stopped = execution.results.is_stopped
    yield FlowFinished(time.perf_counter() - started, stopped)
    return execution.results


def _order(graph: Graph, only: Collection[str] | None) -> tuple[str, ...]:
    if not graph.nodes:
        raise FlowError("The flow is empty.", remedy="Add a reader, a splitter and a learner.")
    if only is None:
        return graph.order
    wanted = set(only).union(*(graph.upstream(graph.node(i).id) for i in only))
    return tuple(i for i in graph.order if i in wanted)


class _Execution:
    """One run in progress: what has come out so far and under which keys."""

    def __init__(self, graph: Graph, cache: Cache) -> None:
        self.graph = graph
        self.cache = cache
        self.results = Results()
        self.keys: dict[str, str] = {}
        self.partial: set[str] = set()  # stopped early, or made from what was

    def run_node(self, node: Node) -> Run[None]:
        links = self.graph.inputs_of(node.id)
        reason = self._reason_to_skip(node, links)
        if reason:
            yield NodeSkipped(node.id, reason)
            return
        try:
            yield from self._run(node, links)
        except WorkbenchError as error:
            yield self._failed(node, error)
        except (ArithmeticError, LookupError, MemoryError, OSError, RuntimeError) as error:
            yield self._failed(node, Defect.of(error))
        except (AssertionError, AttributeError, TypeError, ValueError) as error:
            yield self._failed(node, Defect.of(error))

    def _run(self, node: Node, links: tuple[Link, ...]) -> Run[None]:
        component = node.component
        if not isinstance(component, Component):
            raise FlowError(f"No component '{component.key}' is installed.")
        inputs = self._inputs(node, links)
        sources = [(k.target_port, self.keys[k.source]) for k in links]
        key = self.keys[node.id] = result_key(component, node.name, sources)
        if key in self.cache:
            value = self.results.values[node.id] = self.cache.get(key)
            yield NodeFinished(node.id, 0.0, summary(value), is_remembered=True)
            return
        yield NodeStarted(node.id, node.name)
        started = time.perf_counter()
        value = yield from self._relayed(node, inputs)
        self.results.values[node.id] = value
        self._remember(node, links, key, value)
        yield NodeFinished(node.id, time.perf_counter() - started, summary(value))

    def _relayed(self, node: Node, inputs: Mapping[str, Any]) -> Run[Any]:
        """The node's own run, its events wrapped, commands passed on."""
        run = node.operation.run(node.component, node.name, inputs)
        command: Command | None = None
        try:
            while True:
                try:
                    event: Event = run.send(command)
                except StopIteration as end:
                    return end.value
                command = yield NodeReported(node.id, event)
                if isinstance(command, Stop):
                    self.results.is_stopped = True
                    self.partial.add(node.id)
        finally:
            run.close()

    def _remember(self, node: Node, links: tuple[Link, ...], key: str, value: Any) -> None:
        if any(k.source in self.partial for k in links):
            self.partial.add(node.id)
        component = node.component
        keeps = not isinstance(component, NodeComponent) or component.is_remembered
        if keeps and node.id not in self.partial:
            self.cache.put(key, value)

    def _inputs(self, node: Node, links: tuple[Link, ...]) -> dict[str, Any]:
        inputs: dict[str, Any] = {}
        for port in node.operation.inputs:
            arrived = [self.results.values[k.source] for k in links if k.target_port == port.name]
            if port.takes_many:
                inputs[port.name] = tuple(arrived)
            else:
                inputs[port.name] = arrived[0] if arrived else None
            if not arrived and not port.is_optional:
                raise FlowError(
                    f"Nothing is linked to the input '{port.name}' of '{node.name}'.",
                    remedy="Draw a link to it.",
                )
        return inputs

    def _reason_to_skip(self, node: Node, links: tuple[Link, ...]) -> str | None:
        for link in links:
            if link.source not in self.results.values:
                return f"needs '{self.graph.node(link.source).name}', which has no result"
        if self.results.is_stopped and isinstance(node.component, Learner):
            return "the run was stopped"
        return None

    def _failed(self, node: Node, error: WorkbenchError) -> NodeFailed:
        self.results.errors[node.id] = error
        return NodeFailed(node.id, error)
