"""What a fitted model predicts over the plane of two attributes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from workbench.core.deferred import deferred
from workbench.core.errors import FitError, Where
from workbench.core.run import Run
from workbench.data.dataset import Column, Dataset, FloatArray
from workbench.data.schema import Attribute, Schema
from workbench.data.split import Split
from workbench.evaluation.surface import Surface, UnitMaps, spread
from workbench.models.fits import Fits
from workbench.models.model import Model

if TYPE_CHECKING:
    from workbench.models.inside import units as inside
else:
    inside = deferred("workbench.models.inside.units")

GRID, UNIT_GRID = 80, 32  # places along each side
MOST_POINTS = 2000


@dataclass(frozen=True)
class Plane:
    """The attributes across and upwards."""

    x: str
    y: str


def plane_of(schema: Schema, x: str, y: str) -> Plane:
    """The attributes that are wanted; where none is named, the first numeric features.

    Raises:
        FitError: one is not there or no number, or there are not two.
    """
    numeric = [a.name for a in schema.features if a.kind == "numeric"]
    for parameter, name in (("x", x), ("y", y)):
        if name and name not in numeric:
            raise FitError(
                f"'{name}' is no numeric attribute of the data.",
                remedy=f"The numeric ones are {', '.join(numeric[:12]) or 'none'}.",
                where=Where(parameter=parameter),
            )
    rest = [name for name in numeric if name not in {x, y}]
    chosen = [name or (rest.pop(0) if rest else "") for name in (x, y)]
    if not all(chosen) or chosen[0] == chosen[1]:
        raise FitError(
            "A decision boundary is drawn over two numeric attributes; "
            f"the data have {len(numeric)}.",
            remedy="Choose data with two numeric attributes.",
        )
    return Plane(*chosen)


def surface_of(fits: Fits, fold: int, plane: Plane, *, units: bool) -> Run[Surface]:
    """What a fold's model predicts over the plane.

    Args:
        units: whether the pictures of hidden units are wanted as well.
    """
    split, model = fits.splits.folds[fold], fits.models[fold]
    rows = _training_rows(split)
    x, y = (spread(_numbers(rows, name), GRID) for name in (plane.x, plane.y))
    grid = over_plane(rows, plane, x, y)
    outputs = yield from model.outputs(grid)
    predicted = yield from model.outputs(rows)
    target, classes = model.schema.target, model.classes
    told = predicted.argmax(1) if classes else predicted[:, 0]
    return Surface(
        learner=fits.name,
        fold=split.fold,
        names=(plane.x, plane.y),
        x=x,
        y=y,
        outputs=np.asarray(outputs, np.float64).reshape(GRID, GRID, -1),
        classes=classes,
        points=np.column_stack([_numbers(rows, plane.x), _numbers(rows, plane.y)]),
        actual=rows.column(target.name).astype(np.float64),
        predicted=told.astype(np.float64),
        units=_units(model, rows, plane) if units else (),
        held=_held(rows, plane),
    )


def over_plane(rows: Dataset, plane: Plane, x: FloatArray, y: FloatArray) -> Dataset:
    """Rows at each place of a grid, line by line upwards; others as is typical for ``rows``."""
    n = len(x) * len(y)
    across, up = np.meshgrid(x, y)
    columns: list[Column] = []
    for attribute, column in zip(rows.schema.attributes, rows.columns, strict=True):
        if attribute.name == plane.x:
            columns.append(across.ravel())
        elif attribute.name == plane.y:
            columns.append(up.ravel())
        else:
            columns.append(np.repeat(_typical(attribute, column), n, axis=0))
    return Dataset(rows.schema, tuple(columns))


def _training_rows(split: Split) -> Dataset:
    rows = split.train_rows
    if len(rows) > MOST_POINTS:
        rows = rows[np.linspace(0, len(rows) - 1, MOST_POINTS).astype(np.int64)]
    return split.dataset.take(rows)


def _numbers(rows: Dataset, name: str) -> FloatArray:
    return rows.column(name).astype(np.float64)


def _typical(attribute: Attribute, column: Column) -> Column:
    """A column of one: the median of numbers, the most frequent label, else the first sample."""
    if attribute.kind == "numeric":
        known = column[~np.isnan(column)]
        return np.array([np.median(known) if len(known) else np.nan])
    if attribute.kind == "nominal":
        counts = np.bincount(column[column >= 0], minlength=1)
        return np.array([counts.argmax()], np.int32)
    return column[:1]


def _held(rows: Dataset, plane: Plane) -> str:
    others = [a for a in rows.schema.features if a.name not in {plane.x, plane.y}]
    if not others:
        return ""
    numbers = [a.name for a in others if a.kind == "numeric"]
    labels = [a.name for a in others if a.kind != "numeric"]
    parts = []
    if numbers:
        parts.append(f"{_listed(numbers)} at the median")
    if labels:
        parts.append(f"{_listed(labels)} at the most frequent value")
    return f"Held fixed: {', '.join(parts)}."


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:4])
    return f"{shown} and {len(names) - 4} more" if len(names) > 4 else shown


def _units(model: Model, rows: Dataset, plane: Plane) -> tuple[UnitMaps, ...]:
    x, y = (spread(_numbers(rows, name), UNIT_GRID) for name in (plane.x, plane.y))
    grid = over_plane(rows, plane, x, y)
    return tuple(
        UnitMaps(name, values.T.reshape(-1, UNIT_GRID, UNIT_GRID))
        for name, values in inside.hidden_units(model, grid)
    )
