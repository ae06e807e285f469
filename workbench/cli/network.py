"""The verb ``network``: the layers of a network, without building its weights."""

from collections.abc import Sequence
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
from workbench.flow.graph import Graph
from workbench.flow.group import node_at
from workbench.models.network_learner import NetworkLearner
from workbench.models.networks.design import HasDesign, KeepsLayers, design_of
from workbench.models.networks.layers import Shape
from workbench.models.networks.presets import PRESETS, preset
from workbench.models.networks.sizes import written_shape
from workbench.runs.network_sizes import Sizes, site_at
from workbench.runs.output import as_json
from workbench.runs.session import Report

tables: Any = deferred("workbench.models.networks.table")  # these need torch
modules: Any = deferred("workbench.models.networks.module_table")


class Shown(NamedTuple):
    """The table of a network, and the names of its layers, those that cannot be as well."""

    table: Any
    names: Sequence[str]


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
        table, names = _shown(of, shape, classes, progress)
        if as_json_ and table.error is None:
            print(as_json(table.values()), end="")
        elif not as_json_:
            print(text.network(of, table.values(), table.input_shape), end="")
        if table.error is not None:
            number, sentence, remedy = table.error
            name = f"layer {number} ({names[number - 1]})" if number else "the layers"
            raise WorkbenchError(sentence, remedy=remedy, where=Where(node=of, parameter=name))


def _shown(of: str, shape: Shape | None, classes: int | None, progress: Report) -> Shown:
    file, mark, path = of.rpartition("#")
    if mark:
        return _in_flow(Path(file), path, Sizes(shape or (), classes or 0), progress)
    if Path(of).suffix.lower() in {".flow", ".kf", ".kfml"}:
        raise FlowError("Which node of the flow?", remedy=f"Write it as {of}#NODE.")
    chosen = preset(of)
    table = tables.layer_table(
        chosen.design, shape or chosen.input_shape, classes or chosen.n_outputs
    )
    return Shown(table, chosen.design.names)


def _in_flow(file: Path, path: str, asked: Sizes, progress: Report) -> Shown:
    """The network of a learner; sizes that are not asked for are those of its data."""
    graph = opened(file)
    component = node_at(graph, path).component
    design = design_of(component)
    if design is None:
        return _of_modules(graph, path, progress)
    own = PRESETS.get(str(getattr(component, "preset", "")))
    if own is not None and not own.takes_any_size:
        asked = Sizes(asked.input_shape or own.input_shape, asked.n_outputs)
    if not all(asked):
        found = site_at(graph, path, progress).sizes
        asked = Sizes(asked.input_shape or found.input_shape, asked.n_outputs or found.n_outputs)
    table = tables.layer_table(design, *asked)
    n_trained = component.trained_layers if isinstance(component, KeepsLayers) else 0
    return Shown(replace(table, n_trained=n_trained or None), design.names)


def _of_modules(graph: Graph, path: str, progress: Report) -> Shown:
    """A network that is no list of layers, for the data that arrive."""
    component = node_at(graph, path).component
    if not isinstance(component, NetworkLearner) or isinstance(component, HasDesign):
        raise ParameterError(
            f"'{path}' has no layers to show.", remedy="Name a learner such as cnn or mlp."
        )
    fold = site_at(graph, path, progress).fold
    table = modules.module_table(component.network(fold), fold.train.inputs[:1])
    return Shown(table, [row.name for row in table.rows])
