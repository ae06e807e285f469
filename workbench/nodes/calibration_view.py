"""Calibration."""

from typing import ClassVar

from pydantic import Field

from workbench.core.component import Category
from workbench.evaluation.calibration import Bins, CalibrationChart, calibration_chart
from workbench.evaluation.predictions import Evaluation, joined
from workbench.flow.node import NodeComponent


class CalibrationView(NodeComponent):
    """Show whether probabilities can be taken at their word: reliability, ECE and Brier score."""

    key: ClassVar[str] = "calibration"
    title: ClassVar[str] = "Calibration"
    category: ClassVar[Category] = "See"
    icon: ClassVar[str] = "mdi6.chart-bell-curve"
    aliases: ClassVar[tuple[str, ...]] = (
        "reliability diagram", "calibration plot", "ECE", "Brier score",
    )  # fmt: skip

    bins: Bins = Field(
        default="equal width",
        description="Bins of equal width in probability, or with equally many samples each",
    )
    n_bins: int = Field(default=10, ge=2, le=100, description="Number of bins")

    def run(self, evaluation: tuple[Evaluation, ...]) -> CalibrationChart:
        """The reliability diagram of every learner and class."""
        return calibration_chart(joined(evaluation), self.n_bins, self.bins)
