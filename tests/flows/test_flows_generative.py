"""Whole flows of models that make new rows: data without a class, model files, made-up data."""

from pathlib import Path

import numpy as np

from tests.flows.conftest import Terminal
from workbench.core.component import Component
from workbench.core.files import resource
from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.readers.csv import CsvReader
from workbench.data.readers.open import read
from workbench.flow.execute import execute
from workbench.flow.graph import Graph, Link, Node
from workbench.models.gan import GAN
from workbench.nodes.all_data import AllData
from workbench.nodes.evaluate import Evaluate
from workbench.nodes.generate import GenerateSamples
from workbench.nodes.hold_out import HoldOut
from workbench.nodes.take_model import TakeModel

NUMBERS = resource("data/normal_distribution.csv")
SMALL = GAN.parse({"generator_hidden": "8", "discriminator_hidden": "8", "epochs": 2})


def chain(*components: Component) -> Graph:
    graph = Graph()
    for i, component in enumerate(components):
        node = Node(str(i), component)
        graph = graph.with_node(node)
        if i:
            source = graph.node(str(i - 1)).operation.outputs[0].name
            graph = graph.with_link(Link(str(i - 1), source, str(i), node.operation.inputs[0].name))
    return graph


def test_that_rows_without_a_class_are_learnt_and_made_in_a_flow() -> None:
    reader = CsvReader(path=str(NUMBERS), class_attribute="none")
    graph = chain(reader, AllData(), SMALL, TakeModel(), GenerateSamples(n=12))
    results = finish(execute(graph))
    assert results.errors == {}
    made = results.values["4"]
    assert isinstance(made, Dataset)
    assert made.schema.names == ("x",)
    assert np.all(np.isfinite(made.column("x")))


def test_that_an_evaluation_of_rows_without_a_class_says_what_is_missing() -> None:
    reader = CsvReader(path=str(NUMBERS), class_attribute="none")
    results = finish(execute(chain(reader, HoldOut(), SMALL, Evaluate())))
    assert list(results.errors) == ["3"]
    assert "learnt no class" in str(results.errors["3"])


def test_that_a_model_without_a_class_goes_through_a_file_in_the_terminal(
    terminal: Terminal, tmp_path: Path
) -> None:
    model, rows, flow = (tmp_path / name for name in ("it.model", "made.csv", "make.flow"))
    settings = ("--set", "epochs=2", "--set", "hidden=8")
    trained = terminal(
        *("train", NUMBERS, "--class", "none", "--learner", "vae", *settings, "--out", model)
    )
    assert trained.returncode == 0, trained.stderr
    predicted = terminal("predict", model, NUMBERS, "--out", rows)
    assert predicted.returncode != 0
    assert "learnt no class" in predicted.stderr
    assert "Traceback" not in predicted.stderr
    nodes = (
        f'{{"id": "m", "kind": "load_model", "version": 1, "position": [0, 0],'
        f' "parameters": {{"path": "{model.as_posix()}"}}}},'
        f'{{"id": "g", "kind": "generate", "version": 1, "position": [300, 0],'
        f' "parameters": {{"n": 5}}}},'
        f'{{"id": "s", "kind": "save_data", "version": 1, "position": [600, 0],'
        f' "parameters": {{"path": "{rows.as_posix()}"}}}}'
    )
    links = '{"from": "m.model", "to": "g.model"}, {"from": "g.data", "to": "s.data"}'
    flow.write_text(
        f'{{"format": "workbench-flow", "version": 1, "nodes": [{nodes}], "links": [{links}]}}'
    )
    assert terminal("run", flow).returncode == 0
    assert read(rows).n_samples == 5
