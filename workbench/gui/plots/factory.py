"""Which widget draws which value. Imported at start-up: curves and their library come later."""

from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from workbench.core.deferred import deferred
from workbench.data.dataset import Dataset
from workbench.data.split import Splits
from workbench.evaluation.calibration import CalibrationChart
from workbench.evaluation.charts import LearningCurves, ScoreTable
from workbench.evaluation.comparison.trials import Comparison
from workbench.evaluation.confusion_chart import ConfusionChart
from workbench.evaluation.cost_curve import CostChart
from workbench.evaluation.health import Health
from workbench.evaluation.lift import LiftChart
from workbench.evaluation.precision_recall_chart import PrecisionRecallChart
from workbench.evaluation.predictions import Evaluation, Predictions
from workbench.evaluation.roc_chart import RocChart
from workbench.evaluation.score_curves import ScoreCurves
from workbench.evaluation.surface import Surfaces
from workbench.evaluation.threshold import ThresholdChart
from workbench.gui.drawings import Drawings
from workbench.gui.plots.comparison import ComparisonPlot
from workbench.gui.plots.confusion_matrix import ConfusionMatrixWidget
from workbench.gui.plots.data_table import DataTable
from workbench.gui.plots.importance import ImportancePlot
from workbench.gui.plots.prediction import PredictionView
from workbench.gui.plots.score_table import ScoreTableWidget
from workbench.models.fits import Fits
from workbench.models.inside.inside import Inside
from workbench.models.trying import TryOut
from workbench.nodes.predicted import Predicted
from workbench.runs.history.importance import Importances
from workbench.runs.live_curve import LiveCurve

if TYPE_CHECKING:
    from workbench.gui.plots import (
        calibration,
        cost_curve,
        learning_curve,
        lift,
        precision_recall,
        roc,
        score_curves,
        threshold,
    )
    from workbench.gui.plots.inside import boundary, health
    from workbench.gui.plots.inside import figure as inside
    from workbench.gui.plots.trying import figure as trying
else:
    # The one place where the window imports something late: pyqtgraph takes 0.4 s.
    boundary = deferred("workbench.gui.plots.inside.boundary")
    health = deferred("workbench.gui.plots.inside.health")
    inside = deferred("workbench.gui.plots.inside.figure")
    learning_curve = deferred("workbench.gui.plots.learning_curve")
    roc = deferred("workbench.gui.plots.roc")
    score_curves = deferred("workbench.gui.plots.score_curves")
    calibration = deferred("workbench.gui.plots.calibration")
    cost_curve = deferred("workbench.gui.plots.cost_curve")
    lift = deferred("workbench.gui.plots.lift")
    precision_recall = deferred("workbench.gui.plots.precision_recall")
    threshold = deferred("workbench.gui.plots.threshold")
    trying = deferred("workbench.gui.plots.trying.figure")


def plot_for(value: object) -> QWidget | None:
    """A widget that can draw values like this one, empty as yet; None if nothing draws it.

    Types stand for their values, so that a view can be there before its result.
    """
    make = _maker(value)
    return None if make is None else make()


def draws(value: object) -> bool:
    """Whether ``plot_for`` gives something, said without making it."""
    return _maker(value) is not None


def _maker(value: object) -> Callable[[], QWidget] | None:
    kind = value if isinstance(value, type) else type(value)
    return next((make for type_, make in _MAKERS if issubclass(kind, type_)), None)


def _learning_curve() -> QWidget:
    return learning_curve.LearningCurvePlot()


def _late(module: ModuleType, name: str) -> Callable[[], QWidget]:
    """What makes a widget of a module that is imported when the first one is made."""

    def made() -> QWidget:
        widget: QWidget = getattr(module, name)()
        return widget

    return made


def _roc() -> QWidget:
    return roc.RocPlot()


_MAKERS: tuple[tuple[type, Callable[[], QWidget]], ...] = (
    (LiveCurve, _learning_curve),
    (LearningCurves, _learning_curve),
    (Fits, _learning_curve),
    (RocChart, _roc),
    (PrecisionRecallChart, _late(precision_recall, "PrecisionRecallPlot")),
    (CalibrationChart, _late(calibration, "CalibrationPlot")),
    (LiftChart, _late(lift, "LiftPlot")),
    (ThresholdChart, _late(threshold, "ThresholdExplorer")),
    (CostChart, _late(cost_curve, "CostCurvePlot")),
    (Inside, _late(inside, "InsideFigure")),
    (Health, _late(health, "HealthFigure")),
    (Surfaces, _late(boundary, "BoundaryFigure")),
    (ScoreCurves, _late(score_curves, "ScoreCurvePlot")),
    (ConfusionChart, ConfusionMatrixWidget),
    (TryOut, _late(trying, "TryItFigure")),
    (Comparison, ComparisonPlot),
    (ScoreTable, ScoreTableWidget),
    (Evaluation, ScoreTableWidget),
    (Predictions, ScoreTableWidget),
    (Importances, ImportancePlot),
    (Predicted, PredictionView),
    (Dataset, DataTable),
    (Splits, DataTable),
)

DRAWINGS = Drawings(plot_for, draws)
