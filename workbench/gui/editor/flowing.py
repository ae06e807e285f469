"""What flows along a link, in words and a few rows; takes a moment even of a million samples."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QCoreApplication

from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute
from workbench.data.split import Split, Splits
from workbench.evaluation.predictions import Evaluation, Predictions
from workbench.flow.node import flowing_out
from workbench.flow.summary import summary
from workbench.gui.cell_text import cell_text
from workbench.models.fits import Fits
from workbench.models.model import Model

N_ROWS = 4
N_COLUMNS = 6
_MOST = 6  # classes, learners
_COUNTED = 1_000_000  # samples of which the classes are counted; that takes 10 ms


@dataclass(frozen=True)
class Flowing:
    """What is told of a value.

    Args:
        facts: each a line.
        header, rows: the first cells of a table, as text; empty where there is none.
    """

    facts: tuple[str, ...]
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def _tr(text: str) -> str:
    return QCoreApplication.translate("FlowEditor", text)


def flowing(value: Any) -> Flowing:
    """What there is to tell of a value."""
    match flowing_out(value):
        case Dataset() as data:
            return _of_dataset(data)
        case Splits():
            return _of_splits(value)
        case Fits():
            return _of_fits(value)
        case Evaluation():
            return Flowing(_listed([_result(r) for r in value.results[: _MOST + 1]]))
        case Model():
            return _of_model(value)
        case _:
            return value if isinstance(value, Flowing) else _of_other(value)


def _of_other(value: Any) -> Flowing:
    words = summary(value)
    return Flowing((words,) if words else ())


def _of_dataset(data: Dataset) -> Flowing:
    size = _tr("{} rows × {} attributes").format(f"{data.n_samples:,}", len(data.columns))
    facts = [data.schema.relation, size, *_class_words(data)]
    return Flowing(tuple(fact for fact in facts if fact), *_table(data))


def _class_words(data: Dataset) -> list[str]:
    target = next((a for a in data.schema.attributes if a.role == "class"), None)
    if target is None:
        return [_tr("No class is set")]
    if target.kind != "nominal":
        return [_tr("Class: {} ({})").format(target.name, target.kind)]
    labels = target.values[:_MOST]
    if data.n_samples <= _COUNTED:
        codes = data.column(target.name)
        counts = np.bincount(codes[codes >= 0], minlength=len(target.values))
        words = [f"{label} {count:,}" for label, count in zip(labels, counts, strict=False)]
    else:
        words = list(labels)
    more = ["…"] if len(target.values) > _MOST else []
    return [_tr("Class: {} – {}").format(target.name, ", ".join((*words, *more)))]


def _table(data: Dataset) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The first cells; the class is among them wherever it stands."""
    shown = list(range(min(N_COLUMNS, len(data.columns))))
    classes = [n for n, a in enumerate(data.schema.attributes) if a.role == "class"]
    if classes and classes[0] not in shown:
        shown[-1] = classes[0]
    attributes: list[Attribute] = [data.schema.attributes[n] for n in shown]
    rows = tuple(
        tuple(
            cell_text(attribute, data.columns[n], row)
            for n, attribute in zip(shown, attributes, strict=True)
        )
        for row in range(min(N_ROWS, data.n_samples))
    )
    return tuple(a.name for a in attributes), rows


def _of_splits(splits: Splits) -> Flowing:
    first = splits.folds[0]
    train = _span([len(fold.train_rows) for fold in splits.folds])
    test = _span([len(fold.test_rows) for fold in splits.folds])
    head = _tr("{} folds").format(len(splits.folds)) if len(splits.folds) > 1 else _tr("1 split")
    facts = [
        f"{head} · {_tr('{} training rows').format(train)} · {_tr('{} test rows').format(test)}"
    ]
    if first.validation_rows is not None:
        facts.append(_tr("{} validation rows").format(f"{len(first.validation_rows):,}"))
    if first.transforms:
        n = len(first.transforms)
        steps = _tr("{} steps").format(n) if n > 1 else _tr("1 step")
        facts.append(_tr("{} fitted on each training part").format(steps))
    return Flowing(tuple(facts), *_table(_first_rows(first)))


def _first_rows(split: Split) -> Dataset:
    """The first training rows as they are handed on; of all of them that would take long."""
    rows = split.dataset.take(split.train_rows[:N_ROWS])
    for transform in split.transforms:
        rows = transform.apply(rows)
    return rows


def _span(numbers: Sequence[int]) -> str:
    least, most = min(numbers), max(numbers)
    return f"{least:,}" if least == most else f"{least:,}–{most:,}"


def _of_fits(fits: Fits) -> Flowing:
    models = _tr("{} models").format(len(fits.models)) if len(fits.models) > 1 else _tr("1 model")
    took = _tr("{} s of training").format(f"{fits.seconds:.2g}")
    status = fits.learner.status()
    return Flowing(tuple(line for line in (fits.name, status, f"{models} · {took}") if line))


def _of_model(model: Model) -> Flowing:
    features = len(model.schema.features)
    facts = [_tr("From {} attributes").format(features)]
    if model.classes:
        facts.append(_tr("Classes: {}").format(", ".join(_listed(model.classes))))
    return Flowing(tuple(facts))


def _result(result: Predictions) -> str:
    """A learner's score over all test rows, and how it spreads over the folds."""
    if len(result.actual) == 0:
        return _tr("{}: no test rows").format(result.name)
    right = (
        (result.actual == result.predicted).astype(float)
        if result.is_classification
        else np.abs(result.actual - result.predicted)
    )
    counts = np.bincount(result.fold)
    sums = np.bincount(result.fold, weights=right)
    folds = sums[counts > 0] / counts[counts > 0]
    if result.is_classification:
        words = _tr("{}: accuracy {}").format(result.name, f"{np.mean(right):.1%}")
        spread = f"{np.std(folds, ddof=1):.1%}" if len(folds) > 1 else ""
    else:
        words = _tr("{}: mean absolute error {}").format(result.name, f"{np.mean(right):.4g}")
        spread = f"{np.std(folds, ddof=1):.2g}" if len(folds) > 1 else ""
    return _tr("{} ± {} over {} folds").format(words, spread, len(folds)) if spread else words


def _listed(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(lines) if len(lines) <= _MOST else (*lines[:_MOST], "…")
