"""The learning curves in a value, by learner."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from workbench.evaluation.charts import LearnerCurves, LearningCurves, learning_curves
from workbench.evaluation.predictions import Evaluation, Predictions
from workbench.gui.plots.learner_lines import FIGURES, PARTS, line_of
from workbench.models.fits import Fits
from workbench.runs.live_curve import LiveCurve, live_curve


def curves_of(value: object) -> dict[str, LiveCurve]:
    """The curves of each learner that was trained by epochs; names made unique; else empty."""
    found: dict[str, LiveCurve] = {}
    for one in _named(value):
        if one.curves:
            curve = replace(live_curve(one.curves), place=one.place, overlap=one.overlap)
            found[_free(one.learner, found)] = curve
    return found


def numbers_of(curves: Mapping[str, LiveCurve]) -> list[list[str]]:
    """Every figure of every fold, a line for each epoch, with a header."""
    columns: list[tuple[str, np.ndarray]] = []
    for name, curve in curves.items():
        for part in PARTS:
            for figure in (*FIGURES, *curve.monitors):
                lines = curve.lines(line_of(figure, part))
                if np.isfinite(lines).any():
                    label = f"{name} {part} {figure}" if figure in FIGURES else figure
                    columns += [(f"{label} fold {k + 1}", v) for k, v in enumerate(lines)]
    n_epochs = max((len(values) for _, values in columns), default=0)
    return [
        ["epoch", *(label for label, _ in columns)],
        *(
            [str(epoch + 1), *(_cell(values, epoch) for _, values in columns)]
            for epoch in range(n_epochs)
        ),
    ]


def _cell(values: np.ndarray, epoch: int) -> str:
    return f"{values[epoch]:.6g}" if epoch < len(values) and np.isfinite(values[epoch]) else ""


def _named(value: object) -> Iterable[LearnerCurves]:
    match value:
        case LearningCurves():
            return value.learners
        case Fits():
            return [LearnerCurves(value.name, value.curves, overlap=value.splits.overlap)]
        case Predictions():
            return learning_curves(Evaluation((value,))).learners
        case Evaluation():
            return learning_curves(value).learners
    return []


def _free(name: str, taken: Mapping[str, object]) -> str:
    number = 2
    free = name
    while free in taken:
        free, number = f"{name} ({number})", number + 1
    return free
