"""Graphs edited at random, and flow files damaged at random.

Longer runs: ``WORKBENCH_FUZZ_SECONDS=600 pytest tests/unit/flow/test_flow_edits_at_random.py``.
"""

import copy
import json
import random
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.unit.data.fuzzing import fuzz, fuzz_seconds
from tests.unit.flow.edit_machine import EditMachine
from workbench.core.errors import Defect, WorkbenchError
from workbench.core.files import resource
from workbench.flow.file import dumps, loads
from workbench.flow.graph import Frame, Graph, Note
from workbench.flow.grouping import grouped
from workbench.nodes.catalog import catalog

QUICK = settings(
    max_examples=15,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
LONG = settings(
    QUICK,
    max_examples=5,
    stateful_step_count=60,
    derandomize=False,
    database=None,
    phases=[Phase.generate],  # making what is found small takes minutes
)


@pytest.mark.timeout(fuzz_seconds() + 240)
def test_that_no_edit_breaks_a_graph() -> None:
    run_state_machine_as_test(EditMachine, settings=QUICK)
    until = time.monotonic() + fuzz_seconds() - 2.0
    while time.monotonic() < until:
        run_state_machine_as_test(EditMachine, settings=LONG)


def rich_flow() -> Graph:
    """A flow with everything that a file may hold."""
    graph = loads(resource("flows", "pima.flow").read_text(encoding="utf-8"), catalog())
    graph = graph.with_sweep("mlp", "hidden", [[4], [8, 8]]).with_note(Note("n", "메모"))
    graph = graph.with_frame(Frame("f", "frame"))
    return grouped(graph, {"mlp", "evaluate"}, "inner")[0]


def read(text: str) -> None:
    """Read a flow as the program does: a flow, or a sentence of ours."""
    found = read_or_sentence(text)
    if isinstance(found, Graph):
        assert loads(dumps(found), catalog()) == found
        return
    assert not isinstance(found, Defect)
    assert str(found)
    assert "\n" not in str(found)


def read_or_sentence(text: str) -> Graph | WorkbenchError:
    try:
        return loads(text, catalog())
    except WorkbenchError as error:
        return error


@pytest.mark.parametrize("step", [7])
def test_that_a_file_cut_off_anywhere_gives_a_sentence(step: int) -> None:
    text = dumps(rich_flow())
    for end in range(0, len(text), step):
        read(text[:end])


ODD: tuple[Any, ...] = (
    None, True, -1, 0, 10**30, 1.5, "", "x", "data.data", "../../etc/passwd", [], [[]], {},
    {"a": 1}, [1, 2, 3], "group", "\ud800",
)  # fmt: skip


def places(value: Any) -> list[tuple[Any, ...]]:
    """The path of every value in nested JSON."""
    if isinstance(value, dict):
        pairs = list(value.items())
    elif isinstance(value, list):
        pairs = list(enumerate(value))
    else:
        return [()]
    return [()] + [(key, *rest) for key, inner in pairs for rest in places(inner)]


def changed(record: Any, path: tuple[Any, ...], value: Any) -> Any:
    """The record with another value at a path."""
    if not path:
        return value
    made = copy.deepcopy(record)
    at = made
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return made


def test_that_a_file_with_any_field_changed_gives_a_sentence_or_a_flow() -> None:
    record = json.loads(dumps(rich_flow()))
    chosen = random.Random(0)  # noqa: S311  nothing secret
    for path in places(record):
        for value in chosen.sample(ODD, 4):
            read(json.dumps(changed(record, path, value)))


@pytest.mark.timeout(fuzz_seconds() + 120)
def test_that_no_damaged_flow_raises_anything_but_our_errors() -> None:
    seeds = [dumps(rich_flow()).encode(), dumps(Graph()).encode()]
    words = [b'"kind"', b'"group"', b"NaN", b"1e999", b"[", b"{", b'"from"', b"\xed\xa0\x80"]

    def run_one(data: bytes) -> None:
        loads(data.decode("utf-8", errors="replace"), catalog())

    assert fuzz(run_one, seeds, fuzz_seconds(), words=words) > len(seeds)
