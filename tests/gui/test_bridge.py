"""The bridge: one run at a time beside the window, events in batches."""

import threading
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from pytestqt.qtbot import QtBot
from typing_extensions import override

from workbench.core.component import Category
from workbench.core.errors import Defect, FlowError
from workbench.core.run import Event, Progressed, Run, Stop
from workbench.flow.execute import Results
from workbench.flow.graph import Graph, Node
from workbench.flow.node import NodeComponent
from workbench.gui.bridge import FlowRunner
from workbench.runs.view import RunView

SECONDS = 20_000  # a limit for a machine under load, not an expectation


class Counting(NodeComponent):
    """Counts."""

    key: ClassVar[str] = "counting"
    title: ClassVar[str] = "Counting"
    category: ClassVar[Category] = "See"

    n_events: int = 10

    def run(self) -> Run[int]:
        for i in range(self.n_events):
            yield Progressed(i, self.n_events)
        return self.n_events


class Endless(Counting):
    """Counts until it is stopped."""

    key: ClassVar[str] = "endless"

    @override
    def run(self) -> Run[int]:
        n_done = 0
        while not isinstance((yield Progressed(n_done, 0)), Stop):
            n_done += 1
        return n_done


class OddError(Exception):
    """What no rule foresees."""


class Odd(Counting):
    """Fails as no rule foresees."""

    key: ClassVar[str] = "odd"

    @override
    def run(self) -> Run[int]:
        yield Progressed(0, 1)
        raise OddError("odd")


@pytest.fixture
def runner() -> Iterator[FlowRunner]:
    made = FlowRunner()
    yield made
    assert made.shutdown()


def flow(component: NodeComponent) -> Graph:
    return Graph().with_node(Node("it", component))


def test_that_every_event_arrives_once_and_in_order(qtbot: QtBot, runner: FlowRunner) -> None:
    events: list[Event] = []
    runner.events.connect(events.extend)
    with qtbot.waitSignal(runner.finished, timeout=SECONDS):
        runner.run(flow(Counting(n_events=20_000)))
    counted = [e.event.done for e in events if hasattr(e, "event")]
    assert counted == list(range(20_000))


def test_that_the_view_ends_with_the_node_done(qtbot: QtBot, runner: FlowRunner) -> None:
    views: list[RunView] = []
    runner.view_changed.connect(views.append)
    with qtbot.waitSignal(runner.finished, timeout=SECONDS) as blocker:
        runner.run(flow(Counting()))
    assert blocker.args is not None
    results: Results = blocker.args[0]
    assert results.values == {"it": 10}
    assert views[-1].node("it").state == "done"
    assert not views[-1].is_running
    assert not runner.is_running


def test_that_stop_keeps_what_there_is(qtbot: QtBot, runner: FlowRunner) -> None:
    runner.run(flow(Endless()))
    qtbot.waitUntil(lambda: runner.view.node("it").done > 100, timeout=SECONDS)
    with qtbot.waitSignal(runner.finished, timeout=SECONDS) as blocker:
        runner.stop()
    assert blocker.args is not None
    assert blocker.args[0].is_stopped
    assert blocker.args[0].values["it"] > 100


def test_that_cancel_gives_no_result_and_leaves_the_node_stale(
    qtbot: QtBot, runner: FlowRunner
) -> None:
    finished: list[Any] = []
    runner.finished.connect(finished.append)
    runner.run(flow(Endless()))
    qtbot.waitUntil(lambda: runner.view.node("it").state == "running", timeout=SECONDS)
    runner.cancel()
    qtbot.waitUntil(lambda: not runner.is_running, timeout=SECONDS)
    assert finished == []
    assert runner.view.node("it").state == "stale"
    assert not runner.view.is_running


def test_that_nothing_happens_between_pause_and_resume(qtbot: QtBot, runner: FlowRunner) -> None:
    runner.run(flow(Endless()))
    qtbot.waitUntil(lambda: runner.view.node("it").state == "running", timeout=SECONDS)
    runner.pause()
    assert runner.is_paused
    with qtbot.waitSignal(runner.events, timeout=500, raising=False):
        pass  # what had happened before the pause, if it has not been told yet
    with qtbot.assertNotEmitted(runner.events, wait=200):
        pass
    with qtbot.waitSignal(runner.events, timeout=SECONDS):
        runner.resume()
    runner.cancel()
    qtbot.waitUntil(lambda: not runner.is_running, timeout=SECONDS)


def test_that_a_second_run_waits_for_the_first(qtbot: QtBot, runner: FlowRunner) -> None:
    order: list[int] = []
    runner.finished.connect(lambda results: order.append(results.values["it"]))
    runner.run(flow(Counting(n_events=1000)))
    runner.run(flow(Counting(n_events=1)))
    qtbot.waitUntil(lambda: len(order) == 2, timeout=SECONDS)
    assert order == [1000, 1]


def test_that_an_empty_flow_is_refused_in_a_sentence(qtbot: QtBot, runner: FlowRunner) -> None:
    with qtbot.waitSignal(runner.refused, timeout=SECONDS) as blocker:
        runner.run(Graph())
    assert blocker.args is not None
    assert isinstance(blocker.args[0], FlowError)
    assert not runner.is_running


def test_that_what_nobody_foresaw_becomes_a_defect_with_its_traceback(
    qtbot: QtBot, runner: FlowRunner
) -> None:
    with qtbot.waitSignal(runner.crashed, timeout=SECONDS) as blocker:
        runner.run(flow(Odd()))
    assert blocker.args is not None
    defect: Defect = blocker.args[0]
    assert "OddError" in defect.details


def test_that_shutdown_ends_the_thread_of_an_endless_run(qtbot: QtBot) -> None:
    runner = FlowRunner()
    runner.run(flow(Endless()))
    qtbot.waitUntil(lambda: runner.view.node("it").state == "running", timeout=SECONDS)
    assert runner.shutdown()
    assert "flow" not in [thread.name for thread in threading.enumerate()]


def test_that_a_result_is_remembered_for_the_next_run(qtbot: QtBot, runner: FlowRunner) -> None:
    for _ in range(2):
        with qtbot.waitSignal(runner.finished, timeout=SECONDS):
            runner.run(flow(Counting(n_events=5)))
    assert runner.view.node("it").seconds == 0.0


def test_that_further_runs_wait_and_the_same_one_is_not_run_twice(
    runner: FlowRunner, qtbot: QtBot
) -> None:
    waiting: list[int] = []
    runner.waiting_changed.connect(waiting.append)
    runner.run(flow(Endless()))
    runner.run(flow(Endless()))  # asked for twice in a row
    runner.run(flow(Counting()))
    assert runner.n_waiting == 1
    runner.stop()
    assert runner.n_waiting == 0
    qtbot.waitUntil(lambda: not runner.is_running, timeout=SECONDS)
    assert waiting == [0, 1, 0]


def test_that_a_run_asked_for_while_the_same_one_is_being_stopped_is_run(
    runner: FlowRunner, qtbot: QtBot
) -> None:
    runner.run(flow(Endless()))
    qtbot.waitUntil(lambda: runner.view.node("it").state == "running", timeout=SECONDS)
    runner.stop()
    runner.run(flow(Endless()))
    assert runner.n_waiting == 1
    runner.cancel()
    runner.run(flow(Endless()))
    assert runner.n_waiting == 1
    runner.cancel()
    qtbot.waitUntil(lambda: not runner.is_running, timeout=SECONDS)


def test_that_looking_up_what_is_remembered_is_no_run(runner: FlowRunner, qtbot: QtBot) -> None:
    graph = flow(Counting())
    with qtbot.waitSignal(runner.finished, timeout=SECONDS):
        runner.run(graph)
    with (
        qtbot.assertNotEmitted(runner.finished),
        qtbot.assertNotEmitted(runner.running_changed),
        qtbot.waitSignal(runner.recalled, timeout=SECONDS) as blocker,
    ):
        runner.recall(graph)
    (results,) = blocker.args or [Results()]
    assert results.values == {"it": 10}
    assert runner.view.node("it").state == "done"
