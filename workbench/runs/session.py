"""The jobs that a terminal asks for by one verb, each built as a flow and run as one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from workbench.core.component import Component
from workbench.core.errors import (
    DataError,
    FitError,
    FlowError,
    ParameterError,
    Where,
    WorkbenchError,
)
from workbench.core.run import Command, Event, Run, finish
from workbench.data.readers.csv import CsvReader
from workbench.data.readers.open import kind_of, reader_for
from workbench.data.readers.reader import Reader
from workbench.evaluation.predictions import Evaluation, Predictions
from workbench.flow.execute import Results, execute
from workbench.flow.graph import Graph, Link, Node
from workbench.models.learner import Learner
from workbench.nodes.catalog import component
from workbench.nodes.cross_validation import CrossValidation
from workbench.nodes.hold_out import HoldOut
from workbench.nodes.supplied_test_set import SuppliedTestSet
from workbench.nodes.training_set import TrainingSet

Report = Callable[[Event], Command | None]
Around = Callable[[Run[Results], Graph], Run[Results]]


@dataclass(frozen=True)
class Source:
    """A data file and how it is to be read.

    Args:
        nominal: the attributes to be read as nominal.
        csv: parameters of the CSV reader by name, as texts.
        read: parameters of whatever reader the file has, likewise.
    """

    path: Path
    class_attribute: str = ""
    nominal: tuple[str, ...] = ()
    csv: tuple[tuple[str, str], ...] = ()
    read: tuple[tuple[str, str], ...] = ()

    def reader(self) -> Reader:
        """The reader for the file.

        Raises:
            DataError: no reader knows such files.
            ParameterError: the reader has no such parameter, or ``csv`` is given for another one.
        """
        plain = reader_for(self.path)
        if self.csv and not isinstance(plain, CsvReader):
            raise ParameterError(
                f"--csv is for CSV files; '{self.path}' is read as: {plain.title}.",
                remedy="Write --read for the parameters of any reader.",
            )
        parameters: dict[str, Any] = {"class_attribute": self.class_attribute}
        if self.nominal:
            parameters["nominal"] = self.nominal
        return plain.with_parameters({**parameters, **dict(self.csv), **dict(self.read)})

    def beside(self, path: Path) -> "Source":
        """Another file, of which the first one says the class; read alike if of the same kind."""
        kinds = kind_of(self.path), kind_of(path)
        if kinds[0] is kinds[1]:
            return replace(self, path=path, class_attribute="none")
        knows_nominal = kinds[1] is not None and "nominal" in kinds[1].model_fields
        return Source(path, "none", self.nominal if knows_nominal else ())


def learner(key: str, settings: dict[str, str]) -> Learner:
    """The learner ``key`` with parameters given as texts.

    Raises:
        ParameterError: no learner has that key, or a parameter is unknown or out of bounds.
    """
    made = component(key, Learner).parse(dict(settings))
    if not isinstance(made, Learner):
        raise TypeError(key)
    return made


def graph_with_test(graph: Graph, source: Source, test: str, options: dict[str, Any]) -> Graph:
    """Add the splitter ``test`` names (``cv:10``, ``split:66``, ``train`` or a file) after "data".

    ``cv:10x5`` is ten folds five times, each time shuffled with the next seed.

    Raises:
        ParameterError: it is none of these.
    """
    kind, _, number = test.partition(":")
    splitter: Component
    if kind == "cv" and number:
        folds, _, repeats = number.partition("x")
        splitter = CrossValidation.parse({"folds": folds, "repeats": repeats or "1", **options})
    elif kind == "split" and number:
        splitter = HoldOut.parse({"percent": number, **options})
    elif test == "train":
        splitter = TrainingSet()
    elif Path(test).suffix or (test and Path(test).exists()):
        graph = graph.with_node(Node("test", source.beside(Path(test)).reader()))
        splitter = SuppliedTestSet()
    else:
        raise ParameterError(
            f"'{test}' is no test; it must be cv:FOLDS, split:PERCENT, train or a data file."
        )
    graph = linked(graph.with_node(Node("split", splitter)), "data", "split")
    return linked(graph, "test", "split", "test") if "test" in graph.nodes else graph


def linked(graph: Graph, source: str, target: str, port: str = "") -> Graph:
    """Add a link from a node's only output to an input, the first one by default."""
    output = graph.node(source).operation.outputs[0].name
    return graph.with_link(
        Link(source, output, target, port or graph.node(target).operation.inputs[0].name)
    )


def ran(graph: Graph, report: Report | None = None, around: Around | None = None) -> Results:
    """Run a flow to its end; the first node that failed ends it.

    Args:
        around: makes of the run the one that is driven, such as one that is written down.

    Raises:
        WorkbenchError: what a node raised; one about the data names their file.
    """
    run = execute(graph)
    results = finish(run if around is None else around(run, graph), report)
    for node_id in graph.order:
        if node_id in results.errors:
            raise _placed(results.errors[node_id], graph, node_id)
    return results


def _placed(error: WorkbenchError, graph: Graph, node_id: str) -> WorkbenchError:
    """The error with the data file it is about: the last one at the node, or else the first."""
    if error.where != Where() or not isinstance(error, DataError | FitError):
        return error
    sources = [link.source for link in graph.inputs_of(node_id)]
    near = [graph.node(i).component for i in sources]
    every = [graph.node(i).component for i in graph.order]
    files = [kind.path for kind in (*reversed(near), *every) if isinstance(kind, Reader)]
    return error.at(file=files[0]) if files else error


def evaluated(results: Results, node_id: str) -> Predictions:
    """The predictions of a flow with one learner.

    Raises:
        FlowError: the node gave none.
    """
    evaluation = results.values.get(node_id)
    if not isinstance(evaluation, Evaluation):
        raise FlowError(f"'{node_id}' is no evaluation.")
    return evaluation.results[0]
