"""Runs a flow: each node once, in order, as one generator of events.

A node's failure ends that node and what needs it; everything else goes on. Results are
remembered in a ``Cache`` by what they came from.
"""

import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from workbench.core.component import Component
from workbench.core.errors import FAILURES, FlowError, WorkbenchError, sentence_of
from workbench.core.run import Aside, Command, Event, Run, Stop
from workbench.flow.cache import Cache, ReadsFile, result_key
from workbench.flow.events import (
    FlowFinished,
    FlowStarted,
    NodeFailed,
    NodeFinished,
    NodeReported,
    NodeSkipped,
    NodeStarted,
)
from workbench.flow.expand import Expansion, expanded
from workbench.flow.graph import Graph, Node
from workbench.flow.node import NodeComponent, flowing_out
from workbench.flow.operation import fits_of
from workbench.flow.summary import summary
from workbench.models.fits import fit_variants
from workbench.models.learner import Learner, VariantReported


@dataclass
class Results:
    """What a run gave: values and errors by node id; a skipped node is in neither.

    Args:
        graph: the graph that ran, groups dissolved and swept nodes copied; the ids are its own.
    """

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, WorkbenchError] = field(default_factory=dict)
    is_stopped: bool = False
    graph: Graph = field(default_factory=Graph)


def execute(
    graph: Graph, cache: Cache | None = None, only: Collection[str] | None = None
) -> Run[Results]:
    """Run the flow, or the nodes ``only`` (paths of drawn nodes) and all they depend on.

    ``Stop`` lets the running node keep its best so far, starts no further learner, and runs what
    needs only finished nodes.

    Raises:
        FlowError: the flow has a cycle, there is no node to run, or too many copies of one.
        ParameterError: values of two sweeps do not go together.
    """
    if not graph.nodes:
        raise FlowError("The flow is empty.", remedy="Add a reader, a splitter and a learner.")
    expansion = expanded(graph)
    order = _order(expansion, only)
    execution = _Execution(expansion.graph, cache if cache is not None else Cache())
    started = time.perf_counter()
    yield from execution.tell(FlowStarted(order))
    for batch in _batches(expansion, order):
        yield from execution.run_nodes([expansion.graph.node(i) for i in batch])
    stopped = execution.results.is_stopped
    yield FlowFinished(time.perf_counter() - started, stopped)
    return execution.results


def recall(graph: Graph, cache: Cache) -> Run[Results]:
    """What is remembered of the flow's nodes, with a ``NodeFinished`` for each; runs nothing.

    Raises:
        FlowError, ParameterError: as ``execute``.
    """
    expansion = expanded(graph)
    execution = _Execution(expansion.graph, cache)
    for node_id in expansion.graph.order:
        yield from execution.recall_node(expansion.graph.node(node_id))
    return execution.results


def _order(expansion: Expansion, only: Collection[str] | None) -> tuple[str, ...]:
    graph = expansion.graph
    if only is None:
        return graph.order
    asked = expansion.of(only)
    wanted = set(asked).union(*(graph.upstream(i) for i in asked))
    return tuple(i for i in graph.order if i in wanted)


def _batches(expansion: Expansion, order: tuple[str, ...]) -> Iterator[list[str]]:
    """Copies of one learner together, so that they can be trained together; else one by one."""
    groups: dict[str, list[str]] = {}
    for node_id in order:
        is_learner = isinstance(expansion.graph.node(node_id).component, Learner)
        key = expansion.origin(node_id) if is_learner else node_id
        groups.setdefault(key, []).append(node_id)
    # A group stands where its last one does: all that they need has run by then.
    last = {group[-1]: group for group in groups.values()}
    return (last[i] for i in order if i in last)


class _Execution:
    """One run in progress: what has come out so far and under which keys."""

    def __init__(self, graph: Graph, cache: Cache) -> None:
        self.graph = graph
        self.cache = cache
        self.results = Results(graph=graph)
        self.keys: dict[str, str] = {}
        self.partial: set[str] = set()  # stopped early, or made from what was

    def tell(self, event: Event) -> Run[bool]:
        """Yield an event; whether a stop came back, of which note is taken."""
        is_stop = isinstance((yield event), Stop)
        self.results.is_stopped |= is_stop
        return is_stop

    def run_nodes(self, nodes: Sequence[Node]) -> Run[None]:
        """Run some nodes, none of which needs another of them."""
        ready = []
        for node in nodes:
            reason = self._reason_to_skip(node)
            if reason:
                yield from self.tell(NodeSkipped(node.id, reason))
            elif not (yield from self._guarded(node, self._prepared(node))):
                ready.append(node)
        if len(ready) > 1:
            yield from self._run_variants(ready)
        for node in ready if len(ready) == 1 else ():
            yield from self._guarded(node, self._run(node))

    def recall_node(self, node: Node) -> Run[None]:
        links = self.graph.inputs_of(node.id)
        if isinstance(node.component, Component) and all(k.source in self.keys for k in links):
            try:
                self.keys[node.id] = self._key_of(node)
            except FAILURES:  # a file that is gone, say: nothing is remembered of it
                return
            yield from self._recalled(node)

    def _guarded(self, node: Node, work: Run[bool]) -> Run[bool]:
        """Do a part of a node's work; its failure ends the node. True if the node is done with."""
        try:
            return (yield from work)
        except FAILURES as error:
            told = self.results.errors[node.id] = sentence_of(error)
            yield from self.tell(NodeFailed(node.id, told))
            return True

    def _prepared(self, node: Node) -> Run[bool]:
        """Make the node's key; gives whether its result is remembered already."""
        if not isinstance(node.component, Component):
            raise FlowError(f"No component '{node.component.key}' is installed.")
        self._inputs(node)
        self.keys[node.id] = self._key_of(node)
        return (yield from self._recalled(node))

    def _key_of(self, node: Node) -> str:
        if not isinstance(node.component, Component):
            raise TypeError(node.component.key)
        links = [k for k in self.graph.inputs_of(node.id) if k.source in self.keys]
        sources = [(k.target_port, self.keys[k.source]) for k in links]
        return result_key(node.component, node.name, sources)

    def _recalled(self, node: Node) -> Run[bool]:
        """Take the node's result from the cache; whether there is one."""
        try:
            value = self.cache.get(self.keys[node.id])
        except KeyError:
            return False
        self.results.values[node.id] = value
        yield from self.tell(NodeFinished(node.id, 0.0, summary(value), is_remembered=True))
        return True

    def _run(self, node: Node) -> Run[bool]:
        is_stop = yield from self.tell(NodeStarted(node.id, node.name))
        started = time.perf_counter()
        work = node.operation.run(node.component, node.name, self._inputs(node))
        value = yield from self._relayed(work, [node.id], is_stop=is_stop)
        yield from self.tell(self._finished(node, value, time.perf_counter() - started))
        return True

    def _run_variants(self, nodes: Sequence[Node]) -> Run[None]:
        """Train copies of one learner together."""
        is_stop = False
        for node in nodes:
            is_stop |= yield from self.tell(NodeStarted(node.id, node.name))
        started = time.perf_counter()
        jobs = [(_learner(node), self._inputs(node)["splits"]) for node in nodes]
        try:
            work = fit_variants(jobs)
            ids = [node.id for node in nodes]
            outcomes = yield from self._relayed(work, ids, is_stop=is_stop)
        except FAILURES as error:  # of none in particular, so of all
            outcomes = [sentence_of(error)] * len(nodes)
        seconds = time.perf_counter() - started
        for node, (learner, splits), outcome in zip(nodes, jobs, outcomes, strict=True):
            if isinstance(outcome, WorkbenchError):
                self.results.errors[node.id] = outcome
                yield from self.tell(NodeFailed(node.id, outcome))
            elif not outcome:
                yield from self.tell(NodeSkipped(node.id, STOPPED))
            else:
                fits = fits_of(learner, node.name, splits, outcome, seconds / len(nodes))
                yield from self.tell(self._finished(node, fits, seconds / len(nodes)))

    def _finished(self, node: Node, value: Any, seconds: float) -> NodeFinished:
        self.results.values[node.id] = value
        self._remember(node, value, seconds)
        is_partial = node.id in self.partial
        return NodeFinished(node.id, seconds, summary(value), is_partial=is_partial)

    def _relayed(self, run: Run[Any], ids: Sequence[str], *, is_stop: bool) -> Run[Any]:
        """A run of one node or several, its events wrapped, commands passed on.

        Args:
            is_stop: whether it is to stop; it is told after its first event, as it can hear then.
        """
        command: Command | None = None
        first: Command | None = Stop() if is_stop else None
        try:
            while True:
                try:
                    event: Event = run.send(command)
                except StopIteration as end:
                    return end.value
                command = None
                if not isinstance(event, Aside):  # its answer would take the stop's place
                    command, first = first, None
                for told in _reported(event, ids):
                    command = (yield told) or command
                if isinstance(command, Stop):
                    self.results.is_stopped = True
                    self.partial.update(ids)
        finally:
            run.close()

    def _remember(self, node: Node, value: Any, seconds: float) -> None:
        sources = [k.source for k in self.graph.inputs_of(node.id)]
        if any(i in self.partial or i not in self.results.values for i in sources):
            self.partial.add(node.id)
        component = node.component
        if isinstance(component, ReadsFile) and self._key_of(node) != self.keys[node.id]:
            self.partial.add(node.id)  # the file was changed while it was read
        keeps = not isinstance(component, NodeComponent) or component.is_remembered
        if keeps and node.id not in self.partial:
            self.cache.put(self.keys[node.id], value, seconds)

    def _inputs(self, node: Node) -> dict[str, Any]:
        links = [k for k in self.graph.inputs_of(node.id) if k.source in self.results.values]
        inputs: dict[str, Any] = {}
        for port in node.operation.inputs:
            sources = [k.source for k in links if k.target_port == port.name]
            arrived = [flowing_out(self.results.values[source]) for source in sources]
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

    def _reason_to_skip(self, node: Node) -> str:
        links = self.graph.inputs_of(node.id)
        missing = [k.source for k in links if k.source not in self.results.values]
        spare = len(links) - 1 if getattr(node.component, "goes_without", False) else 0
        if len(missing) > spare:
            return f"needs '{self.graph.node(missing[0]).name}', which has no result"
        is_too_late = self.results.is_stopped and isinstance(node.component, Learner)
        return STOPPED if is_too_late else ""


def _reported(event: Event, ids: Sequence[str]) -> Iterator[Event]:
    """An event of a node, or of one of several that are at work together, or of all of them."""
    if isinstance(event, Aside):
        yield event
        return
    if isinstance(event, VariantReported):
        yield NodeReported(ids[event.number], event.event)
        return
    for node_id in ids:
        yield NodeReported(node_id, event)


def _learner(node: Node) -> Learner:
    if not isinstance(node.component, Learner):
        raise TypeError(node.component.key)
    return node.component


STOPPED = "the run was stopped"
