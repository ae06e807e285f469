"""Whole flows of recurrent networks: a text is read, learnt, and gone on with."""

from pathlib import Path

from workbench.core.component import Component
from workbench.core.run import finish
from workbench.data.readers.plain_text import PlainTextReader
from workbench.flow.execute import execute
from workbench.flow.graph import Graph, Link, Node
from workbench.models.rnn import RNN
from workbench.nodes.all_data import AllData
from workbench.nodes.evaluate import Evaluate
from workbench.nodes.generate import GenerateSamples
from workbench.nodes.hold_out import HoldOut
from workbench.nodes.save_data import SaveData
from workbench.nodes.take_model import TakeModel
from workbench.preprocess.next_token import NextToken
from workbench.preprocess.tokens_to_text import TokensToText

TALE = "the hare ran and the tortoise walked. the hare slept and the tortoise won. "


def chain(*components: Component) -> Graph:
    graph = Graph()
    for i, component in enumerate(components):
        node = Node(str(i), component)
        graph = graph.with_node(node)
        if i:
            source = graph.node(str(i - 1)).operation.outputs[0].name
            link = Link(str(i - 1), source, str(i), node.operation.inputs[0].name)
            graph = graph.with_link(link)
    return graph


def test_that_a_text_is_learnt_and_written_on(tmp_path: Path) -> None:
    (tmp_path / "tale.txt").write_text(TALE * 8)
    results = finish(
        execute(
            chain(
                PlainTextReader(path=str(tmp_path / "tale.txt"), length=16, stride=16),
                AllData(),
                RNN(hidden=48, embedding=16, epochs=40, batch_size=8),
                TakeModel(),
                GenerateSamples(n=3, prompt="the h", temperature=0.3),
                TokensToText(),
                SaveData(path=str(tmp_path / "more.csv")),
            )
        )
    )
    assert results.errors == {}
    _, *lines = (tmp_path / "more.csv").read_text().splitlines()
    assert len(lines) == 3
    assert all(line.lstrip('"').startswith("the hare") for line in lines)


def test_that_the_end_of_a_text_tests_what_its_beginning_taught(tmp_path: Path) -> None:
    (tmp_path / "tale.txt").write_text("\n".join([TALE] * 12))
    results = finish(
        execute(
            chain(
                PlainTextReader(path=str(tmp_path / "tale.txt"), unit="line"),
                NextToken(samples="windows", length=6, stride=2),
                HoldOut(percent=80, shuffling="none"),
                RNN(hidden=32, epochs=20, batch_size=4),
                Evaluate(),
            )
        )
    )
    assert results.errors == {}
    predictions = results.values["4"].results[0]
    assert (predictions.predicted == predictions.actual).mean() > 0.9
