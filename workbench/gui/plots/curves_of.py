"""The learning curves in a value, by learner."""

from collections.abc import Iterable, Mapping

from workbench.evaluation.charts import LearningCurves
from workbench.evaluation.predictions import Evaluation, Predictions
from workbench.models.fits import Fits
from workbench.runs.live_curve import LiveCurve, live_curve
from workbench.training.curve import Curve


def curves_of(value: object) -> dict[str, LiveCurve]:
    """The curves of each learner that was trained by epochs; names made unique; else empty."""
    found: dict[str, LiveCurve] = {}
    for name, curves in _named(value):
        if curves:
            found[_free(name, found)] = live_curve(curves)
    return found


def _named(value: object) -> Iterable[tuple[str, tuple[Curve, ...]]]:
    match value:
        case LearningCurves():
            return [(one.learner, one.curves) for one in value.learners]
        case Fits():
            return [(value.name, tuple(m.curve for m in value.models if m.curve is not None))]
        case Predictions():
            return [(value.name, value.curves)]
        case Evaluation():
            return [(result.name, result.curves) for result in value.results]
    return []


def _free(name: str, taken: Mapping[str, object]) -> str:
    number = 2
    free = name
    while free in taken:
        free, number = f"{name} ({number})", number + 1
    return free
