"""The verb ``compare``: WEKA's Experimenter in one line."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

import typer

from workbench.cli.compare_text import comparison_json, comparison_text
from workbench.cli.experiment_progress import shown_experiment
from workbench.cli.options import AsJson, ClassName, Nominal, Read, source
from workbench.cli.recording import recording
from workbench.cli.report import refuse_unwritable
from workbench.cli.sentences import complain, sentences
from workbench.core.errors import ParameterError
from workbench.core.files import write_text
from workbench.core.run import finish
from workbench.evaluation.comparison.export import latex, markdown
from workbench.evaluation.comparison.judgement import Judgement, judged
from workbench.evaluation.comparison.question import ROPE, asked
from workbench.evaluation.comparison.trials import SCORES
from workbench.evaluation.comparison.weka_text import weka_text
from workbench.flow.execute import Results, execute
from workbench.runs.experiment import Experiment, comparison_of, learners_of
from workbench.runs.output import as_json

Baseline = Literal["majority", "logistic", "both", "none"]
Shuffling = Literal["plain", "weka"]


def compare(
    learner: Annotated[
        list[str],
        typer.Option(
            help="A learner, such as knn or mlp:hidden=64,32,epochs=50; several times.",
            metavar="KEY[:NAME=VALUE,…]",
        ),
    ],
    data: Annotated[list[Path], typer.Option(help="A data file or folder; several times.")],
    repeat: Annotated[int, typer.Option(help="How many times, each with the next seed.")] = 10,
    folds: Annotated[int, typer.Option(help="Folds of the cross-validation.")] = 10,
    score: Annotated[str, typer.Option(help="accuracy, auc, kappa, f1, log_loss, rae, …")] = "",
    baseline: Annotated[Baseline, typer.Option(help="What has to be beaten.")] = "both",
    base: Annotated[str, typer.Option(help="The learner that the others are tested against.")] = "",
    alpha: Annotated[float, typer.Option(help="Significance level.", min=0.0001, max=0.5)] = 0.05,
    rope: Annotated[
        float, typer.Option(help="The largest difference that does not matter.", min=0.0)
    ] = ROPE,
    seed: Annotated[int, typer.Option(help="Seed of the first repetition.")] = 1,
    shuffling: Annotated[
        Shuffling, typer.Option(help="weka: exactly the folds of WEKA's Experimenter.")
    ] = "plain",
    class_name: ClassName = "",
    nominal: Nominal = None,
    read: Read = None,
    csv: Annotated[
        Path | None, typer.Option(help="Write every fold's scores to this file.", metavar="OUT")
    ] = None,
    latex_: Annotated[
        Path | None, typer.Option("--latex", help="Write a LaTeX table.", metavar="OUT")
    ] = None,
    markdown_: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
    weka: Annotated[bool, typer.Option("--weka", help="Print what WEKA's tester prints.")] = False,
    as_json_: AsJson = False,
) -> None:
    """Compare learners on data sets by repeated cross-validation, with tests of the differences.

    Ctrl+C stops and compares what is finished; a second one ends at once.
    """
    forms = {"json": as_json_, "markdown": markdown_, "weka": weka}
    form = next((name for name, is_asked in forms.items() if is_asked), "text")
    with sentences():
        _refuse(score, csv, latex_)
        experiment = Experiment(
            learners_of(learner),
            tuple(source(path, class_name, nominal, read=read) for path in data),
            {"folds": folds, "repeats": repeat, "seed": seed, "shuffling": shuffling},
            baseline,
        )
        experiment.refuse_base(base)
        results = _ran(experiment)
        found = comparison_of(results)
        judgement = judged(found, asked(found, score, base, alpha, rope))
        if csv is not None:
            write_text(csv, found.to_csv())
        if latex_ is not None:
            write_text(latex_, latex(judgement))
        print(_FORMS[form](judgement), end="")
        for node_id, error in results.errors.items():
            complain(error.at(node=node_id))
        if results.errors:
            raise typer.Exit(1)


_FORMS: dict[str, Callable[[Judgement], str]] = {
    "text": comparison_text,
    "json": lambda judgement: as_json(comparison_json(judgement)),
    "markdown": markdown,
    "weka": weka_text,
}


def _refuse(score: str, *out: Path | None) -> None:
    """Say before a long run what cannot be asked of it.

    Raises:
        ParameterError: there is no such score.
        DataError: a file could not be written.
    """
    for path in out:
        refuse_unwritable(path)
    if score and score not in SCORES:
        raise ParameterError(f"There is no score '{score}'; there are: {', '.join(SCORES)}.")


def _ran(experiment: Experiment) -> Results:
    """Run it as a flow, written into the history."""
    graph = experiment.graph()
    names = " and ".join(name for name, _ in experiment.learners)
    places = ", ".join(one.path.stem for one in experiment.sources)
    with (
        recording("compare", f"{names} on {places}") as recorded,
        shown_experiment(experiment, graph) as progress,
    ):
        return finish(recorded(execute(graph), graph), progress)
