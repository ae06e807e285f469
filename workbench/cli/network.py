"""The verb ``network``: the layers of a network, without building its weights."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from workbench.cli import text
from workbench.cli.flows import opened
from workbench.cli.progress import shown_progress
from workbench.cli.sentences import sentences
from workbench.core.deferred import deferred
from workbench.core.errors import FlowError, ParameterError, Where, WorkbenchError
from workbench.flow.group import node_at
from workbench.models.networks.design import Design, KeepsLayers, design_of
from workbench.models.networks.layers import Shape
from workbench.models.networks.presets import PRESETS, preset
from workbench.models.networks.sizes import written_shape
from workbench.runs.network_sizes import sizes_at
from workbench.runs.output import as_json
from workbench.runs.session import Report

tables: Any = deferred("workbench.models.networks.table")  # needs torch


class Asked(NamedTuple):
    """A design, and what it is to be made for."""

    design: Design
    input_shape: Shape
    n_outputs: int
    n_trained: int | None = None  # of the last layers with weights


def network(
    of: Annotated[
        str,
        typer.Argument(
            help="A network such as lenet5, resnet-50, small; or a node of a flow.",
            metavar="PRESET|FLOW#NODE",
        ),
    ],
    input_: Annotated[
        str,
        typer.Option("--input", help="Channels x height x width, such as 1x28x28, or values."),
    ] = "",
    classes: Annotated[
        int | None, typer.Option(help="How many outputs.", min=1, max=1_000_000)
    ] = None,
    as_json_: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Print a network's layers: outputs, weights, biases, multiplications; nothing is trained."""
    with sentences(), shown_progress() as progress:
        shape = written_shape(input_) if input_ else None
        asked = _asked(of, shape, classes, progress)
        table = tables.layer_table(asked.design, asked.input_shape, asked.n_outputs)
        table = replace(table, n_trained=asked.n_trained)
        if as_json_ and table.error is None:
            print(as_json(table.values()), end="")
        elif not as_json_:
            print(text.network(of, table.values(), table.input_shape), end="")
        if table.error is not None:
            number, sentence, remedy = table.error
            name = f"layer {number} ({asked.design.names[number - 1]})" if number else "the layers"
            raise WorkbenchError(sentence, remedy=remedy, where=Where(node=of, parameter=name))


def _asked(of: str, shape: Shape | None, classes: int | None, progress: Report) -> Asked:
    file, mark, path = of.rpartition("#")
    if not mark:
        if Path(of).suffix.lower() in {".flow", ".kf", ".kfml"}:
            raise FlowError("Which node of the flow?", remedy=f"Write it as {of}#NODE.")
        chosen = preset(of)
        n_outputs = classes or chosen.n_outputs
        return Asked(chosen.design, shape or chosen.input_shape, n_outputs)
    graph = opened(Path(file))
    component = node_at(graph, path).component
    design = design_of(component)
    if design is None:
        raise ParameterError(
            f"'{path}' has no layers to show.", remedy="Name a learner such as cnn or mlp."
        )
    chosen_key = str(getattr(component, "preset", ""))
    own = PRESETS.get(chosen_key)
    if own is not None and not own.takes_any_size:
        shape = shape or own.input_shape
    n_trained = component.trained_layers if isinstance(component, KeepsLayers) else None
    if shape is not None and classes is not None:
        return Asked(design, shape, classes, n_trained)
    found = sizes_at(graph, path, progress)
    return Asked(design, shape or found.input_shape, classes or found.n_outputs, n_trained)
