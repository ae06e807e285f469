"""The verb ``export``: a model, or a whole flow, in a form that others can use."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.changes import with_settings
from workbench.cli.export_code import CODE, export_code
from workbench.cli.flows import is_flow, opened
from workbench.cli.options import NodeSettings, settings_of
from workbench.cli.progress import shown_progress
from workbench.cli.report import refuse_unwritable
from workbench.cli.sentences import sentences
from workbench.core.errors import ParameterError
from workbench.core.run import finish
from workbench.export.formats import TITLES, export_model, refuse_ending
from workbench.export.model_file import load_model
from workbench.runs.final_model import FinalModel, final_model
from workbench.runs.session import Report


def export(
    source: Annotated[
        Path, typer.Argument(help="A model file, or a flow, which is run.", metavar="MODEL|FLOW")
    ],
    out: Annotated[
        Path,
        typer.Argument(
            help=f"The file to write: {', '.join(TITLES)}, and of a flow .py or .ipynb.",
            metavar="OUT",
        ),
    ],
    learner: Annotated[
        str,
        typer.Option("--learner", help="Which learner of the flow, by its node.", metavar="NODE"),
    ] = "",
    settings: NodeSettings = None,
) -> None:
    """Take a model away as ONNX, torch.export, safetensors or PMML; a flow as Python too.

    Of a flow its learner is trained on all data first, whatever the flow splits. An ONNX file is
    compared with the model before it is written. A flow's Python is not run: it does what the flow
    does, and gives its scores, without this program.
    """
    with sentences(), shown_progress() as progress:
        refuse_unwritable(out)
        if out.suffix.lower() in CODE:
            if learner:
                raise ParameterError(
                    "--learner is for models; a script or notebook says all that the flow does.",
                    remedy="Leave it away, or name a file such as out.onnx.",
                )
            print(f"saved {export_code(source, out, settings_of(settings))}", file=sys.stderr)
            return
        refuse_ending(out)
        found = _final(source, learner, settings_of(settings), progress)
        told = finish(export_model(out, found.model, found.provenance, found.rows), progress)
    print(f"saved {out}: {found.name}", file=sys.stderr)
    if told:
        print(told, file=sys.stderr)


def _final(source: Path, learner: str, settings: dict[str, str], progress: Report) -> FinalModel:
    if is_flow(source):
        graph = with_settings(opened(source), settings)
        found = finish(final_model(graph, learner), progress)
        print(f"{found.name} was trained on all {_n_rows(found)} rows.", file=sys.stderr)
        return found
    loaded = load_model(source)
    return FinalModel(loaded.model.key, loaded.model, None, loaded.manifest.provenance)


def _n_rows(found: FinalModel) -> str:
    return "" if found.rows is None else f"{found.rows.n_samples:,}"
