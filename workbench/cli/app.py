"""The verbs. Results go to standard output, progress to standard error.

Exit codes: 0 done; 1 the data, flow or parameters are wrong, in one line on standard error;
2 usage; 130 interrupted.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

import typer

from workbench.cli import text
from workbench.cli.progress import shown_progress
from workbench.core.errors import Defect, ParameterError, Where, WorkbenchError
from workbench.core.run import finish
from workbench.data.summary import summary_json
from workbench.data.writers.csv import write_csv
from workbench.evaluation.predictions import Evaluation
from workbench.evaluation.report import report
from workbench.export.model_file import load_model
from workbench.flow import file as flow_file
from workbench.flow.execute import execute
from workbench.flow.graph import Graph, Node, Placeholder
from workbench.nodes.all_data import AllData
from workbench.nodes.catalog import catalog
from workbench.nodes.evaluate import Evaluate
from workbench.nodes.predict import Predict
from workbench.nodes.reference import reference
from workbench.nodes.save_model import SaveModel
from workbench.runs import session
from workbench.runs.output import as_json, reports, saving_into, write_results

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Look at data, draw a flow, watch neural networks train. Without a verb: the window.",
)

Data = Annotated[Path, typer.Argument(help="A data file (ARFF, CSV).", metavar="DATA")]
LearnerKey = Annotated[str, typer.Option("--learner", help="knn, perceptron, mlp, logistic, …")]
Settings = Annotated[
    list[str] | None, typer.Option("--set", help="A parameter, such as k=5.", metavar="NAME=VALUE")
]
ClassName = Annotated[
    str, typer.Option("--class", help="The class attribute; the last one by default.")
]
Nominal = Annotated[
    list[str] | None, typer.Option("--nominal", help="Read this attribute as nominal.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Shuffling = Literal["plain", "weka"]
Device = Literal["auto", "cpu", "cuda", "mps"]


@app.command()
def info(
    data: Data, class_name: ClassName = "", nominal: Nominal = None, as_json_: AsJson = False
) -> None:
    """Show the schema of a data file and a summary of each attribute."""
    with _sentences(), shown_progress() as progress:
        dataset = finish(_source(data, class_name, nominal).reader().read(), progress)
    facts = summary_json(dataset)
    print(as_json(facts) if as_json_ else text.info(facts), end="")


@app.command()
def evaluate(
    data: Data,
    learner: LearnerKey,
    settings: Settings = None,
    class_name: ClassName = "",
    nominal: Nominal = None,
    test: Annotated[
        str, typer.Option(help="cv:FOLDS, split:PERCENT, train, or a data file.")
    ] = "cv:10",
    seed: Annotated[int, typer.Option(help="Seed of the shuffle.")] = 1,
    shuffling: Annotated[Shuffling, typer.Option(help="weka: exactly WEKA's folds.")] = "plain",
    as_json_: AsJson = False,
) -> None:
    """Test a learner on a data file: cross-validation, percentage split, or a test file."""
    with _sentences(), shown_progress() as progress:
        source = _source(data, class_name, nominal)
        graph = Graph().with_node(Node("data", source.reader()))
        options = {"seed": seed, "shuffling": shuffling}
        graph = session.graph_with_test(graph, source, test, options)
        made = session.learner(learner, _settings(settings))
        graph = graph.with_node(Node(learner, made)).with_node(Node("evaluate", Evaluate()))
        graph = session.linked(session.linked(graph, "split", learner), learner, "evaluate")
        result = session.evaluated(session.ran(graph, progress), "evaluate")
        result = replace(result, test=test)  # a supplied file by its name
    print(as_json(report(result)) if as_json_ else text.evaluation(report(result)), end="")


@app.command()
def run(
    flow: Annotated[Path, typer.Argument(help="A flow file.", metavar="FLOW")],
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set", help="A parameter, such as mlp.epochs=50.", metavar="NODE.NAME=VALUE"
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="A folder for the results.")] = None,
    device: Annotated[Device | None, typer.Option(help="Where networks train.")] = None,
    as_json_: AsJson = False,
) -> None:
    """Run a flow; with --out write results.json, predictions.csv and what its nodes save."""
    with _sentences():
        graph = _with_settings(flow_file.load(flow, catalog()), _settings(settings))
        if device is not None:
            graph = _on_device(graph, device)
        if out is not None:
            graph = saving_into(graph, flow.resolve().parent, out)
            out.mkdir(parents=True, exist_ok=True)
        with shown_progress() as progress:
            results = finish(execute(graph), progress)
            if out is not None:
                write_results(out, graph, results)
            evaluations = {i: v for i, v in results.values.items() if isinstance(v, Evaluation)}
            entries = reports(evaluations)
            shown = as_json(entries) if as_json_ else "\n".join(map(text.evaluation, entries))
            print(shown, end="")
            for node_id, error in results.errors.items():
                _complain(error.at(node=node_id))
            if results.errors:
                raise typer.Exit(1)


@app.command()
def train(
    data: Data,
    learner: LearnerKey,
    out: Annotated[Path, typer.Option(help="The model file to write.", metavar="MODEL")],
    settings: Settings = None,
    class_name: ClassName = "",
    nominal: Nominal = None,
) -> None:
    """Fit a learner on all rows and save the model."""
    with _sentences(), shown_progress() as progress:
        made = session.learner(learner, _settings(settings))
        graph = Graph().with_node(Node("data", _source(data, class_name, nominal).reader()))
        graph = graph.with_node(Node("split", AllData())).with_node(Node(learner, made))
        graph = graph.with_node(Node("save", SaveModel(path=str(out))))
        for source, target in (("data", "split"), ("split", learner), (learner, "save")):
            graph = session.linked(graph, source, target)
        session.ran(graph, progress)
    print(f"saved {out}", file=sys.stderr)


@app.command()
def predict(
    model: Annotated[Path, typer.Argument(help="A model file.", metavar="MODEL")],
    data: Data,
    out: Annotated[Path, typer.Option(help="The CSV file to write.", metavar="FILE.csv")],
) -> None:
    """Predict the rows of a data file: every column, `predicted`, and one `p(CLASS)` per class."""
    with _sentences(), shown_progress() as progress:
        loaded = load_model(model).model
        rows = finish(session.Source(data).reader().read(), progress)
        write_csv(finish(Predict().run(loaded, rows), progress), out)


@app.command()
def nodes(*, as_json_: AsJson = False) -> None:
    """List every component with its parameters, ports and help."""
    facts = reference(catalog())
    print(json.dumps(facts, indent=2, ensure_ascii=False) if as_json_ else text.nodes(facts))


def _source(data: Path, class_name: str, nominal: list[str] | None) -> session.Source:
    return session.Source(data, class_name, tuple(nominal or ()))


def _settings(settings: list[str] | None) -> dict[str, str]:
    """``["k=5"]`` as ``{"k": "5"}``.

    Raises:
        ParameterError: one has no ``=``.
    """
    pairs = [setting.partition("=") for setting in settings or []]
    for name, equals, _ in pairs:
        if not equals:
            raise ParameterError(f"--set {name} has no value; write --set {name}=VALUE.")
    return {name.strip(): value.strip() for name, _, value in pairs}


def _with_settings(graph: Graph, settings: dict[str, str]) -> Graph:
    for place, value in settings.items():
        node_id, dot, name = place.rpartition(".")
        if not dot:
            raise ParameterError(
                f"--set {place}={value} names no node; write --set NODE.{place}={value}.",
                remedy=f"The nodes are: {', '.join(graph.nodes)}.",
            )
        try:
            graph = graph.with_parameters(node_id, {name: value})
        except WorkbenchError as error:
            raise error.at(node=node_id) from None
    return graph


def _on_device(graph: Graph, device: str) -> Graph:
    for node in graph.nodes.values():
        component = node.component
        if not isinstance(component, Placeholder) and "device" in type(component).model_fields:
            changed = component.with_parameters({"device": device})
            graph = graph.with_node(replace(node, component=changed))
    return graph


@contextmanager
def _sentences() -> Iterator[None]:
    """Errors that a user can act on as one line and exit code 1."""
    try:
        yield
    except WorkbenchError as error:
        _complain(error)
        raise typer.Exit(1) from None
    except OSError as error:
        _complain(WorkbenchError(f"{error.strerror or error}.", where=Where(file=error.filename)))
        raise typer.Exit(1) from None
    except typer.Exit:
        raise
    except Exception as error:  # noqa: BLE001  -- the last line of defence: no traceback, ever
        _complain(Defect.of(error))
        raise typer.Exit(1) from None


def _complain(error: WorkbenchError) -> None:
    more = f" (and {len(error.others)} more)" if error.others else ""
    report = f" A report is in {_reported(error)}." if isinstance(error, Defect) else ""
    print(f"{' '.join(str(error).split())}{more}{report}", file=sys.stderr)


def _reported(defect: Defect) -> str:
    """The name of a new file that holds the traceback."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="workbench-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        file.write(defect.details)
    return file.name
