"""Execution: every node once, failures kept apart, results remembered."""

from dataclasses import replace
from typing import ClassVar

import pytest

from workbench.core.component import Category, Component
from workbench.core.errors import Defect, FlowError
from workbench.core.run import Event, Stop, finish
from workbench.data.dataset import Dataset
from workbench.flow.cache import Cache
from workbench.flow.events import (
    FlowFinished,
    FlowStarted,
    NodeFailed,
    NodeFinished,
    NodeReported,
    NodeSkipped,
    NodeStarted,
)
from workbench.flow.execute import Results, execute
from workbench.flow.graph import Graph, Link, Node
from workbench.flow.node import NodeComponent
from workbench.models.majority import Majority
from workbench.preprocess.shuffle import Shuffle

Catalog = dict[str, type[Component]]


def ran(graph: Graph, cache: Cache | None = None) -> tuple[Results, list[Event]]:
    events: list[Event] = []
    return finish(execute(graph, cache), events.append), events


def test_that_every_node_gives_its_result(graph: Graph) -> None:
    results, events = ran(graph)
    assert results.values["count"] == 20
    assert len(results.values["folds"].folds) == 2
    assert isinstance(events[0], FlowStarted)
    assert isinstance(events[-1], FlowFinished)


def test_that_only_what_is_downstream_of_a_change_runs_again(
    graph: Graph, catalog: Catalog
) -> None:
    cache = Cache()
    ran(graph, cache)
    _, events = ran(graph.with_parameters("folds", {"k": 3}), cache)
    again = [e.node for e in events if isinstance(e, NodeFinished) and not e.is_remembered]
    assert again == ["folds"]
    assert catalog["numbers"].asked == [20]  # type: ignore[attr-defined]


def test_that_a_failure_ends_the_node_and_what_needs_it_only(
    graph: Graph, catalog: Catalog
) -> None:
    graph = graph.with_node(Node("failing", catalog["failing"]())).with_node(
        Node("after", catalog["count"]())
    )
    graph = graph.with_link(Link("numbers", "data", "failing", "data"))
    graph = graph.with_link(Link("failing", "data", "after", "data"))
    results, events = ran(graph)
    assert str(results.errors["failing"]) == "It cannot be."
    assert results.values["count"] == 20
    assert [e.node for e in events if isinstance(e, NodeSkipped)] == ["after"]


def test_that_a_mistake_of_ours_is_a_defect_and_ends_one_node(
    graph: Graph, catalog: Catalog
) -> None:
    graph = graph.with_node(Node("failing", catalog["failing"].parse({"is_defect": True})))
    graph = graph.with_link(Link("numbers", "data", "failing", "data"))
    results, events = ran(graph)
    assert isinstance(results.errors["failing"], Defect)
    assert any(isinstance(e, NodeFailed) for e in events)


def test_that_a_missing_link_is_named(catalog: Catalog) -> None:
    results, _ = ran(Graph().with_node(Node("folds", catalog["folds"]())))
    assert "Nothing is linked to the input 'data' of 'Folds'" in str(results.errors["folds"])


def test_that_a_disabled_link_carries_nothing(graph: Graph) -> None:
    link = graph.inputs_of("count")[0]
    graph = graph.without_link(link).with_link(replace(link, is_enabled=False))
    results, _ = ran(graph)
    assert "count" in results.errors


def test_that_run_to_here_runs_what_is_needed(graph: Graph) -> None:
    results = finish(execute(graph, only=["folds"]))
    assert set(results.values) == {"numbers", "folds"}


def test_that_an_empty_flow_says_what_to_do() -> None:
    with pytest.raises(FlowError, match="The flow is empty"):
        ran(Graph())


def test_that_closing_the_run_at_any_event_raises_nothing(graph: Graph) -> None:
    _, events = ran(graph)
    for n in range(1, len(events)):
        run = execute(graph)
        for _ in range(n):
            next(run)
        run.close()


def stopped_at(graph: Graph, at: Event) -> tuple[Results, list[Event]]:
    """What a run gives that is told to stop once, in answer to one event."""
    run, events, command = execute(graph), list[Event](), None
    while True:
        try:
            events.append(run.send(command))
        except StopIteration as end:
            return end.value, events
        command = Stop() if events[-1] == at else None


def test_that_a_stop_is_heard_whatever_event_it_answers(graph: Graph) -> None:
    graph = graph.with_node(Node("learner", Majority()))
    graph = graph.with_link(Link("folds", "splits", "learner", "splits"))
    _, whole = ran(graph)
    answered = [e for e in whole if isinstance(e, FlowStarted | NodeStarted | NodeReported)]
    for event in answered:
        results, events = stopped_at(graph, event)
        assert results.is_stopped
        assert results.values["count"] == 20
        if isinstance(event, NodeStarted) and event.node == "learner":
            assert len(results.values["learner"].models) == 1  # the best so far
        elif not (isinstance(event, NodeReported) and event.node == "learner"):
            assert "learner" not in results.values
            assert any(isinstance(e, NodeSkipped) and e.node == "learner" for e in events)


class Going(NodeComponent):
    """Counts what arrives, and does not need all of it."""

    key: ClassVar[str] = "going"
    title: ClassVar[str] = "Going"
    category: ClassVar[Category] = "See"
    goes_without: ClassVar[bool] = True

    def run(self, data: tuple[Dataset, ...]) -> int:
        """How many."""
        return len(data)


def gathered(graph: Graph, **sources: Component) -> Graph:
    graph = graph.with_node(Node("going", Going()))
    for name, component in sources.items():
        graph = graph.with_node(Node(name, component))
        graph = graph.with_link(Link("numbers", "data", name, "data"))
        graph = graph.with_link(Link(name, "data", "going", "data"))
    return graph


def test_that_a_node_that_goes_without_runs_on_what_is_there(
    graph: Graph, catalog: Catalog
) -> None:
    cache, failing = Cache(), catalog["failing"]()
    some = gathered(graph, good=Shuffle(), bad=failing)
    assert ran(some, cache)[0].values["going"] == 1
    # What was made without one of them is not remembered.
    _, events = ran(some, cache)
    done = [e for e in events if isinstance(e, NodeFinished) and e.node == "going"]
    assert [e.is_partial for e in done] == [True]
    assert [e.is_remembered for e in done] == [False]


def test_that_no_node_goes_without_everything(graph: Graph, catalog: Catalog) -> None:
    results, _ = ran(gathered(graph, bad=catalog["failing"](), worse=catalog["failing"]()))
    assert "going" not in results.values
