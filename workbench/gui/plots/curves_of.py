"""The learning curves in a value, by learner."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from workbench.evaluation.charts import LearningCurves
from workbench.evaluation.predictions import Evaluation, Predictions
from workbench.gui.plots.learner_lines import FIGURES, PARTS, line_of
from workbench.models.fits import Fits
from workbench.runs.live_curve import LiveCurve, live_curve
from workbench.training.curve import Curve


def curves_of(value: object) -> dict[str, LiveCurve]:
    """The curves of each learner that was trained by epochs; names made unique; else empty."""
    found: dict[str, LiveCurve] = {}
    for name, curves, place in _named(value):
        if curves:
            found[_free(name, found)] = replace(live_curve(curves), place=place)
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


def _named(value: object) -> Iterable[tuple[str, tuple[Curve, ...], int | None]]:
    match value:
        case LearningCurves():
            return [(one.learner, one.curves, one.place) for one in value.learners]
        case Fits():
            return [(value.name, tuple(m.curve for m in value.models if m.curve is not None), None)]
        case Predictions():
            return [(value.name, value.curves, None)]
        case Evaluation():
            return [(result.name, result.curves, None) for result in value.results]
    return []


def _free(name: str, taken: Mapping[str, object]) -> str:
    number = 2
    free = name
    while free in taken:
        free, number = f"{name} ({number})", number + 1
    return free
