"""Every learner's results, and every view's, come back to the bit in another process."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.checks import quick
from tests.unit.flow.canonical import digest
from workbench.core.component import Component
from workbench.core.run import finish
from workbench.data.readers.arff import ArffReader
from workbench.evaluation.score_curves import ValidationCurves
from workbench.flow.cache import Cache
from workbench.flow.execute import Results, execute
from workbench.flow.file import save
from workbench.flow.graph import Graph, Link, Node
from workbench.flow.operation import operation
from workbench.flow.store import store
from workbench.flow.store.store import Store
from workbench.models.knn import KNN
from workbench.models.learner import Learner
from workbench.nodes.all_data import AllData
from workbench.nodes.catalog import catalog
from workbench.nodes.cross_validation import CrossValidation
from workbench.nodes.evaluate import Evaluate
from workbench.nodes.predict import Predict
from workbench.nodes.take_model import TakeModel
from workbench.nodes.validation_curve_view import ValidationCurveView
from workbench.preprocess.impute import Impute
from workbench.preprocess.remove_useless import RemoveUseless
from workbench.preprocess.shuffle import Shuffle

REPOSITORY = Path(__file__).resolve().parents[2]

# Runs a flow as another process would: nothing may be computed. Tells what each node gave, and
# what each model that came back answers for rows.
_PROGRAM = """
import json, sys
from pathlib import Path
from tests.unit.flow.canonical import digest
from workbench.core.run import finish
from workbench.flow.cache import Cache
from workbench.flow.events import NodeFinished
from workbench.flow.execute import execute
from workbench.flow.file import load
from workbench.flow.store import store
from workbench.models.model import Model
from workbench.nodes.catalog import catalog

store.edition_of = lambda _kinds: "one"
cache = Cache(store=store.Store(Path(sys.argv[2]), catalog()))
computed = []
def note(event):
    if isinstance(event, NodeFinished) and not event.is_remembered:
        computed.append(event.node)
results = finish(execute(load(Path(sys.argv[1]), catalog()), cache), note)
values = results.values
told = {node: digest(value) for node, value in values.items()}
for node, value in values.items():
    if isinstance(value, Model):
        told[node + " answers"] = digest(finish(value.outputs(values["data"])))
    if hasattr(value, "to_csv"):
        told[node + " csv"] = digest(value.to_csv())
print(json.dumps([computed, told]))
"""


def _learners() -> Iterator[Learner]:
    for kind in catalog().values():
        if issubclass(kind, Learner):
            yield quick(kind())


def _views(kind: type) -> Iterator[type[Component]]:
    """The nodes that show what flows: an evaluation, or fits; but for what needs a sweep."""
    for view in catalog().values():
        types = [port.type for port in operation(view).inputs]
        if view.category == "See" and types == [kind] and view is not ValidationCurveView:
            yield view


def _small(view: type[Component]) -> Component:
    """The view, training little of its own."""
    little = {"baseline": "none", "sizes": 2}
    return view.parse({k: v for k, v in little.items() if k in view.model_fields})


def _flow(data: Path) -> Graph:
    graph = Graph().with_node(Node("data", ArffReader(path=str(data))))
    graph = _after(graph, "data", Node("shuffled", Shuffle()))
    graph = _after(graph, "shuffled", Node("folds", CrossValidation(folds=3)))
    graph = _after(graph, "folds", Node("useful", RemoveUseless()))
    graph = _after(graph, "useful", Node("impute", Impute()))
    graph = _after(graph, "shuffled", Node("all", AllData()))
    for learner in _learners():
        key = learner.key
        graph = _after(graph, "impute", Node(key, learner))
        graph = _after(graph, key, Node(f"{key}-evaluate", Evaluate()))
        graph = _after(graph, "all", Node(f"{key}-final", learner))
        graph = _after(graph, f"{key}-final", Node(f"{key}-model", TakeModel()))
        graph = _after(graph, f"{key}-model", Node(f"{key}-predict", Predict()))
        graph = graph.with_link(Link("data", "data", f"{key}-predict", "data"))
        for above in (key, f"{key}-evaluate"):
            (output,) = graph.node(above).operation.outputs
            for view in _views(output.type):
                graph = _after(graph, above, Node(f"{key}-{view.key}", _small(view)))
    graph = _after(graph, "impute", Node("swept", KNN()))
    graph = _after(graph, "swept", Node("along", ValidationCurveView()))
    return graph.with_sweep("swept", "k", [1, 5])


def _after(graph: Graph, above: str, node: Node) -> Graph:
    """The graph with the node linked behind another."""
    (output,) = graph.node(above).operation.outputs
    port = next(p for p in node.operation.inputs if issubclass(output.type, p.type))
    return graph.with_node(node).with_link(Link(above, output.name, node.id, port.name))


@pytest.fixture(autouse=True)
def _one_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "edition_of", lambda _kinds: "one")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["credit-g", "iris", "cpu"])
def test_that_every_result_comes_back_to_the_bit_in_another_process(
    name: str, resources: Path, tmp_path: Path
) -> None:
    graph = _flow(resources / "data" / f"{name}.arff")
    cache = Cache(store=Store(tmp_path / "results.sqlite", catalog()))
    results = finish(execute(graph, cache))
    assert cache.flush()
    assert cache.messages() == ()
    cache.close()
    assert {learner.key for learner in _learners()} <= set(results.values) | set(results.errors)
    assert name == "cpu" or not results.errors  # some learners refuse to predict a number
    assert isinstance(results.values["along"], ValidationCurves)
    save(graph, tmp_path / "f.flow")
    computed, told = _in_another_process(tmp_path / "f.flow", tmp_path / "results.sqlite")
    assert computed == []
    assert told == _told(results)


def _in_another_process(flow: Path, file: Path) -> Any:
    command = [sys.executable, "-c", _PROGRAM, str(flow), str(file)]
    ended = subprocess.run(command, cwd=REPOSITORY, check=False, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def _told(results: Results) -> dict[str, str]:
    """As the other process tells it."""
    told = {node: digest(value) for node, value in results.values.items()}
    for node, value in results.values.items():
        if node.endswith("-model"):
            told[f"{node} answers"] = digest(finish(value.outputs(results.values["data"])))
        if hasattr(value, "to_csv"):
            told[f"{node} csv"] = digest(value.to_csv())
    return told
