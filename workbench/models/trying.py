"""A model that is tried out by hand: what it answers to one row, and which training rows are near.

``TryOut`` is the value; ``Trying`` answers, and remembers what is laid out once.
"""

import threading
from dataclasses import dataclass
from typing import Any

import numpy as np

from workbench.core.run import Run
from workbench.data.dataset import MISSING_CODE, Column, Dataset, FloatArray, IntArray
from workbench.data.schema import Attribute, Schema
from workbench.models.model import Model
from workbench.models.neighbourhood import Nearest, Neighbourhood

N_NEAREST = 5


@dataclass(frozen=True, eq=False)
class TryOut:
    """A model and the rows that it was trained on.

    Args:
        name: of the model, and which one of several it is.
        dataset: what was split; None for a model from a file, which has no training rows.
        rows: the training rows in ``dataset``.
    """

    name: str
    model: Model
    dataset: Dataset | None = None
    rows: IntArray | None = None

    @property
    def training(self) -> Dataset | None:
        """The training rows."""
        if self.dataset is None or self.rows is None:
            return None
        return self.dataset.take(self.rows)


@dataclass(frozen=True, eq=False)
class Answer:
    """What a model says of one row.

    Args:
        outputs: class probabilities, shape (c,), or the predicted value, shape (1,).
        predicted: the class code, with the threshold respected, or the value.
        nearest: None where there are no training rows.
        near: the nearest training rows, in order; None likewise.
    """

    outputs: FloatArray
    predicted: float
    nearest: Nearest | None
    near: Dataset | None


class Trying:
    """Answers for one model."""

    def __init__(self, tried: TryOut) -> None:
        self._tried = tried
        self._lock = threading.Lock()
        self._training: Dataset | None = None
        self._near: Neighbourhood | None = None

    def answer(self, row: Dataset) -> Run[Answer]:
        """What the model says of one row.

        Raises:
            ModelError: the row does not fit the model.
        """
        model = self._tried.model
        outputs = yield from model.outputs(row)
        predicted = float(model.decided(outputs)[0])
        with self._lock:  # another thread may be at it
            if self._near is None and self._tried.dataset is not None:
                self._training = self._tried.training
                self._near = _near(model, self._training)
        if self._near is None or self._training is None:
            return Answer(outputs[0], predicted, None, None)
        nearest = self._near.nearest(row, N_NEAREST)
        return Answer(outputs[0], predicted, nearest, self._training.take(nearest.rows))


def _near(model: Model, training: Dataset | None) -> Neighbourhood | None:
    has_rows = training is not None and training.n_samples > 0
    return Neighbourhood(model, training) if training is not None and has_rows else None


def row_of(schema: Schema, values: dict[str, Any]) -> Dataset:
    """One row of a schema.

    Args:
        values: by attribute, each as a column holds it; None, or none at all, for missing.
    """
    return Dataset(schema, tuple(_column(a, values.get(a.name)) for a in schema.attributes))


def _column(attribute: Attribute, value: Any) -> Column:
    kind = attribute.kind
    if kind == "numeric":
        return np.array([np.nan if value is None else value], dtype=np.float64)
    if kind == "nominal":
        return np.array([MISSING_CODE if value is None else value], dtype=np.int32)
    if kind == "date":
        return np.array(["NaT" if value is None else value], dtype="datetime64[ms]")
    if kind == "array":
        empty = np.full(attribute.shape, MISSING_CODE if attribute.values else np.nan)
        array = np.asarray(empty if value is None else value)
        return array.astype(np.int32)[None] if attribute.values else array[None]
    column = np.empty(1, dtype=object)
    column[0] = value
    return column
