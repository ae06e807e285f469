"""The verbs. Results go to standard output, progress to standard error.

Exit codes: 0 done; 1 the data, flow or parameters are wrong, in one line on standard error;
2 usage; 130 interrupted.
"""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

import typer

from workbench.cli import export as exporting
from workbench.cli import network as networks
from workbench.cli import predict as predicting
from workbench.cli import running, text
from workbench.cli import runs as history
from workbench.cli.changes import with_settings
from workbench.cli.compare import compare
from workbench.cli.flows import opened, save_imported
from workbench.cli.options import (
    AsJson,
    CheckpointSeconds,
    ClassName,
    Csv,
    Data,
    LearnerKey,
    NodeSettings,
    NodeSweeps,
    Nominal,
    Read,
    Resume,
    Settings,
    rows_of,
    settings_of,
    source,
)
from workbench.cli.picture_text import told_of_picture
from workbench.cli.progress import shown_progress
from workbench.cli.recording import recording
from workbench.cli.report import refuse_unwritable, reported, write_report
from workbench.cli.rows import rows_as_json, rows_as_text
from workbench.cli.sentences import complain, sentences
from workbench.core.run import Noted, finish
from workbench.data.flatten import flattened
from workbench.data.summary import summary_json
from workbench.data.writers.losses import losses
from workbench.data.writers.open import WRITERS, holds_arrays, write, writer_for
from workbench.evaluation.report import report
from workbench.export.picture_text import is_picture
from workbench.flow.graph import Graph, Node
from workbench.nodes.all_data import AllData
from workbench.nodes.catalog import catalog
from workbench.nodes.evaluate import Evaluate
from workbench.nodes.reference import reference
from workbench.nodes.save_model import SaveModel
from workbench.runs import session
from workbench.runs.output import as_json
from workbench.runs.resuming import SECONDS

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Look at data, draw a flow, watch neural networks train. Without a verb: the window.",
)

Shuffling = Literal["plain", "weka", "none"]
Device = Literal["auto", "cpu", "cuda", "mps"]


@app.command()
def info(
    data: Data,
    class_name: ClassName = "",
    nominal: Nominal = None,
    csv: Csv = None,
    read: Read = None,
    as_json_: AsJson = False,
) -> None:
    """Show the schema of a data file and a summary of each attribute."""
    with sentences(), shown_progress() as progress:
        dataset = finish(source(data, class_name, nominal, csv, read).reader().read(), progress)
        facts = summary_json(dataset)
        print(as_json(facts) if as_json_ else text.info(facts), end="")


@app.command()
def show(
    data: Data,
    rows: Annotated[
        str, typer.Option(help="Which rows: 0:5, 10:, :-3 as in Python, or one number.")
    ] = "0:10",
    class_name: ClassName = "",
    nominal: Nominal = None,
    csv: Csv = None,
    read: Read = None,
    as_json_: AsJson = False,
) -> None:
    """Print rows of a data file; with --json a list of lists, missing values null.

    Of a picture that this program has saved (.png, .svg, .pdf) it prints where that came from.
    """
    if is_picture(data):
        with sentences():
            print(told_of_picture(data, shows_json=as_json_), end="")
        return
    with sentences(), shown_progress() as progress:
        chosen = rows_of(rows)
        whole = finish(source(data, class_name, nominal, csv, read).reader().read(), progress)
        part = whole.take(chosen)
        print(rows_as_json(part) if as_json_ else rows_as_text(part), end="")


@app.command()
def convert(
    data: Annotated[Path, typer.Argument(help="The file or folder to read.", metavar="IN")],
    out: Annotated[
        Path, typer.Argument(help=f"The file to write: {', '.join(WRITERS)}.", metavar="OUT")
    ],
    class_name: ClassName = "",
    nominal: Nominal = None,
    csv: Csv = None,
    read: Read = None,
) -> None:
    """Write a data file in another format, which the ending of OUT says.

    Pictures and series become numeric columns where the format knows tables only.
    """
    with sentences(), shown_progress() as progress:
        ending, _ = writer_for(out)  # an unknown one is said before a long file is read
        dataset = finish(source(data, class_name, nominal, csv, read).reader().read(), progress)
        arrays = [a.name for a in dataset.schema.attributes if a.kind == "array"]
        if arrays and not holds_arrays(out):
            dataset = flattened(dataset)
            told = ", ".join(f"'{name}'" for name in arrays)
            progress(Noted(f"Flattened to numeric columns: {told}."))
        write(dataset, out)
        for lost in losses(dataset, ending):
            progress(Noted(lost))
    print(f"saved {out}: {dataset.n_samples:,} rows", file=sys.stderr)


@app.command()
def evaluate(
    data: Data,
    learner: LearnerKey,
    settings: Settings = None,
    class_name: ClassName = "",
    nominal: Nominal = None,
    csv: Csv = None,
    read: Read = None,
    test: Annotated[
        str, typer.Option(help="cv:FOLDS, cv:FOLDSxTIMES, split:PERCENT, train, or a data file.")
    ] = "cv:10",
    seed: Annotated[int, typer.Option(help="Seed of the shuffle.")] = 1,
    shuffling: Annotated[
        Shuffling, typer.Option(help="weka: WEKA's folds; none: in order.")
    ] = "plain",
    as_json_: AsJson = False,
) -> None:
    """Test a learner on a data file: cross-validation, percentage split, or a test file."""
    name = f"{learner} on {data.stem}"
    with (
        sentences(),
        recording("evaluate", name) as recorded,
        shown_progress() as progress,
    ):
        rows = source(data, class_name, nominal, csv, read)
        graph = Graph().with_node(Node("data", rows.reader()))
        options = {"seed": seed, "shuffling": shuffling}
        graph = session.graph_with_test(graph, rows, test, options)
        made = session.learner(learner, settings_of(settings))
        graph = graph.with_node(Node(learner, made)).with_node(Node("evaluate", Evaluate()))
        graph = session.linked(session.linked(graph, "split", learner), learner, "evaluate")
        result = session.evaluated(session.ran(graph, progress, recorded), "evaluate")
        result = replace(result, test=test)  # a supplied file by its name
        print(as_json(report(result)) if as_json_ else text.evaluation(report(result)), end="")


@app.command()
def run(
    flow: Annotated[
        Path | None,
        typer.Argument(
            help="A flow file, WEKA's .kf or .kfml, or a picture that holds its flow.",
            metavar="FLOW",
        ),
    ] = None,
    settings: NodeSettings = None,
    sweeps: NodeSweeps = None,
    out: Annotated[Path | None, typer.Option(help="A folder for the results.")] = None,
    resume: Resume = None,
    checkpoints: CheckpointSeconds = SECONDS,
    device: Annotated[Device | None, typer.Option(help="Where networks train.")] = None,
    as_json_: AsJson = False,
) -> None:
    """Run a flow; with --out write results.json, predictions.csv and what its nodes save.

    What was broken off goes on with --resume DIR; so does a finished training, with --set
    NODE.further_epochs=10.
    """
    if (flow is None) == (resume is None) or (resume is not None and out is not None):
        raise typer.BadParameter("Name a flow and, with --out, a folder for it; or --resume DIR.")
    with sentences():
        changes = running.Changes(settings_of(settings), tuple(sweeps or ()), device)
        if resume is not None:
            running.resume(resume, changes, checkpoints, shows_json=as_json_)
        elif flow is not None and out is not None:
            running.run_into(flow, changes, out, checkpoints, shows_json=as_json_)
        elif flow is not None:
            running.run_flow(flow, changes, shows_json=as_json_)


@app.command("report")
def report_flow(
    flow: Annotated[Path, typer.Argument(help="A flow file.", metavar="FLOW")],
    settings: NodeSettings = None,
    out: Annotated[Path | None, typer.Option(help="The file to write.", metavar="FILE.md")] = None,
) -> None:
    """Run a flow and describe it in Markdown: its nodes, parameters, results and origins."""
    with sentences(), shown_progress() as progress:
        refuse_unwritable(out)
        graph = with_settings(opened(flow), settings_of(settings))
        with recording("report", flow.stem, flow) as recorded:
            told, results = reported(graph, flow, progress, recorded)
        write_report(told, out)
        for node_id, error in results.errors.items():
            complain(error.at(node=node_id))
        if results.errors:
            raise typer.Exit(1)


@app.command("import")
def import_(
    flow: Annotated[Path, typer.Argument(help="A .kf or .kfml file.", metavar="FLOW.kf")],
    out: Annotated[Path, typer.Argument(help="The flow to write.", metavar="OUT.flow")],
) -> None:
    """Write a KnowledgeFlow of WEKA's as a flow; what is different is said on standard error."""
    with sentences():
        save_imported(flow, out)
    print(f"saved {out}", file=sys.stderr)


@app.command()
def train(
    data: Data,
    learner: LearnerKey,
    out: Annotated[Path, typer.Option(help="The model file to write.", metavar="MODEL")],
    settings: Settings = None,
    class_name: ClassName = "",
    nominal: Nominal = None,
    csv: Csv = None,
    read: Read = None,
) -> None:
    """Fit a learner on all rows and save the model."""
    name = f"{learner} on {data.stem}"
    with sentences(), recording("train", name) as recorded, shown_progress() as progress:
        refuse_unwritable(out)
        made = session.learner(learner, settings_of(settings))
        rows = source(data, class_name, nominal, csv, read)
        graph = Graph().with_node(Node("data", rows.reader()))
        graph = graph.with_node(Node("split", AllData())).with_node(Node(learner, made))
        graph = graph.with_node(Node("save", SaveModel(path=str(out))))
        for start, end in (("data", "split"), ("split", learner), (learner, "save")):
            graph = session.linked(graph, start, end)
        session.ran(graph, progress, recorded)
    print(f"saved {out}", file=sys.stderr)


app.command()(predicting.predict)


@app.command()
def nodes(*, as_json_: AsJson = False) -> None:
    """List every component with its parameters, ports and help."""
    with sentences():
        facts = reference(catalog())
        print(json.dumps(facts, indent=2, ensure_ascii=False) if as_json_ else text.nodes(facts))


app.command()(networks.network)
app.command()(compare)
app.add_typer(history.app, name="runs")
app.command()(exporting.export)
