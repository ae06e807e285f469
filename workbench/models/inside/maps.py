"""What each layer makes of one row: feature maps of a convolutional network, units of another."""

import numpy as np
import torch

from workbench.core.run import Progressed, Run
from workbench.models.inside.frame import frame_of, seen
from workbench.models.inside.glass import Glass
from workbench.models.inside.page import Floats, HeatMap, Look, Offer, Page, Part, Tiles
from workbench.models.inside.subject import numbers

KEY = "maps"
MOST_TILES = 1024
UNITS_IN_A_ROW = 16


def offer(glass: Glass) -> Offer | None:
    """Each layer of a network, for a chosen row."""
    network = glass.subject
    if network is None or not glass.has_rows:
        return None
    return Offer(KEY, tuple(e.name for e in network.layers), asks=frozenset({"sample"}))


def page(glass: Glass, look: Look) -> Run[Page]:
    """The maps of one layer."""
    yield Progressed(0, 1)
    network = glass.network
    entering = network.entering(glass.row(look.sample))
    with torch.inference_mode():
        given, _ = network.outputs_of(entering)
    name = network.layers[look.layer].name
    values = numbers(given[look.layer])[0].astype(np.float64)
    part = _maps(values) if values.ndim == 3 else units_as_heat_map(values.ravel())
    parts = (*row_parts(glass, look.sample, numbers(entering)), part)
    words = "one picture for each map" if values.ndim == 3 else "one field for each unit"
    return Page(f"What {name} makes of this row: {words}. Blue is above 0, orange below.", parts)


def _maps(values: Floats) -> Tiles:
    n = min(len(values), MOST_TILES)
    return Tiles(values[:n], tuple(str(i + 1) for i in range(n)))


def units_as_heat_map(values: Floats, title: str = "") -> HeatMap:
    """Values of units (n,), sixteen in a row."""
    n_rows = max(1, -(-len(values) // UNITS_IN_A_ROW))
    n_columns = min(len(values), UNITS_IN_A_ROW)
    table = np.full(n_rows * n_columns, np.nan)
    table[: len(values)] = values
    rows = tuple(str(i * UNITS_IN_A_ROW + 1) for i in range(n_rows))
    return HeatMap(
        table.reshape(n_rows, n_columns), rows, row_title="unit", column_title="", title=title
    )


def row_parts(glass: Glass, number: int, entering: Floats) -> tuple[Part, ...]:
    """The row that is looked at, if it is a picture; else the numbers that enter the network."""
    title = f"row {number + 1}"
    row, network = glass.row(number), glass.network
    frame, features = frame_of(row.schema.features), row.schema.features
    if frame is not None:
        values = np.concatenate([row.column(a.name).reshape(1, -1) for a in features], 1)
        return (picture(frame.pictures(values.astype(np.float64)), title),)
    if network.frame is not None:
        return (picture(network.frame.pictures(entering), title),)
    return (HeatMap(entering.reshape(1, -1), (title,), network.inputs, column_title="input"),)


def picture(pictures: Floats, title: str) -> Tiles:
    """One picture (1, c, h, w) as it is seen."""
    images = seen(pictures)
    return Tiles(images, (title,), "light" if images.ndim == 3 else "unit")
