"""The samples behind cells of a confusion matrix: which rows they are, and what was said of them.

A cell is written ``ACTUAL > PREDICTED``; ``*`` stands for every class, and the words ``correct``
and ``wrong`` for all cells on the diagonal and off it. So a choice can be stored and typed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from workbench.data.dataset import BoolArray, Column, Dataset, IntArray
from workbench.data.schema import Attribute, Schema
from workbench.evaluation.predictions import Evaluation, Predictions

ANY = "*"
CORRECT, WRONG = "correct", "wrong"
_OPEN = " > "


@dataclass(frozen=True)
class Choice:
    """Cells of one learner's confusion matrix.

    Args:
        learner: its name; empty for the first one.
        cells: as at the head of this file.
    """

    learner: str = ""
    cells: tuple[str, ...] = ()

    def of(self, evaluation: Evaluation) -> Predictions | None:
        """The predictions that it is about, if there are any."""
        named = [r for r in evaluation.results if r.is_classification]
        return next((r for r in named if self.learner in {"", r.name}), None)


def cell_text(actual: str, predicted: str) -> str:
    """How a cell is written."""
    return f"{actual}{_OPEN}{predicted}"


def cells_of(classes: Sequence[str], mask: BoolArray) -> tuple[str, ...]:
    """How the cells ``mask[actual, predicted]`` are written, row by row."""
    return tuple(cell_text(classes[i], classes[j]) for i, j in np.argwhere(mask).tolist())


def mask_of(classes: Sequence[str], cells: Iterable[str]) -> BoolArray:
    """Which cells are chosen, as ``mask[actual, predicted]`` of shape (c, c)."""
    mask = np.zeros((len(classes), len(classes)), dtype=bool)
    for cell in cells:
        mask |= _one(classes, cell)
    return mask


def unknown_cells(classes: Sequence[str], cells: Iterable[str]) -> tuple[str, ...]:
    """Those that name no cell."""
    return tuple(cell for cell in cells if not _one(classes, cell).any())


def _one(classes: Sequence[str], cell: str) -> BoolArray:
    diagonal = np.eye(len(classes), dtype=bool)
    words = {CORRECT: diagonal, WRONG: ~diagonal}
    if cell in words:
        return words[cell]
    wanted = cell.replace(_OPEN, ">").strip()
    places: list[tuple[int | slice, str]] = [*enumerate(classes), (slice(None), ANY)]
    mask = np.zeros_like(diagonal)
    for i, actual in places:
        for j, predicted in places:
            if f"{actual}>{predicted}" == wanted:
                mask[i, j] = True
    return mask


def chosen_places(predictions: Predictions, mask: BoolArray) -> IntArray:
    """Which predictions lie in the cells, as places in them, in order."""
    known = np.asarray(predictions.actual) >= 0
    actual = np.where(known, predictions.actual, 0)
    return np.flatnonzero(known & mask[actual, predictions.predicted])


def chosen_samples(predictions: Predictions, mask: BoolArray) -> Dataset:
    """The rows in the cells, with what is true of them and what was said.

    Behind the data's own attributes come, as meta attributes, ``actual``, ``predicted``,
    ``confidence`` (the probability of what was predicted), one ``p(CLASS)`` per class,
    ``learner`` and ``fold`` (from 1).
    """
    places = chosen_places(predictions, mask)
    rows = _rows(predictions, places)
    attributes, columns = [*rows.schema.attributes], [*rows.columns]
    for attribute, column in _told(predictions, places):
        name = Schema(tuple(attributes)).free_name(attribute.name)
        attributes.append(Attribute(name, attribute.kind, attribute.values, role="meta"))
        columns.append(column)
    return rows.with_columns(attributes, columns)


def told_names(samples: Dataset, classes: Sequence[str]) -> tuple[str, ...]:
    """The names, in such a data set, of what was told of its rows."""
    return samples.schema.names[-(5 + len(classes)) :]


def _rows(predictions: Predictions, places: IntArray) -> Dataset:
    """The data's own columns; none where the predictions came without their data."""
    if predictions.dataset is None or predictions.rows is None:
        return Dataset(Schema(()), (), predictions.sample_ids[places])
    return predictions.dataset.take(predictions.rows[places])


def _told(predictions: Predictions, places: IntArray) -> list[tuple[Attribute, Column]]:
    labels = predictions.classes
    probabilities = predictions.probabilities
    if probabilities is None:
        probabilities = np.full((len(predictions.actual), len(labels)), np.nan)
    chosen = probabilities[places]
    predicted = predictions.predicted[places]
    n = len(places)
    return [
        (Attribute("actual", "nominal", labels), predictions.actual[places]),
        (Attribute("predicted", "nominal", labels), predicted),
        (Attribute("confidence", "numeric"), chosen[np.arange(n), predicted]),
        *(
            (Attribute(f"p({label})", "numeric"), np.ascontiguousarray(chosen[:, code]))
            for code, label in enumerate(labels)
        ),
        (Attribute("learner", "nominal", (predictions.name,)), np.zeros(n, np.int32)),
        (Attribute("fold", "numeric"), predictions.fold[places] + 1.0),
    ]
