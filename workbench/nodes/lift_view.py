"""Cumulative gain and lift."""

from typing import ClassVar

from workbench.core.component import Category
from workbench.evaluation.lift import LiftChart, lift_chart
from workbench.evaluation.predictions import Evaluation, joined
from workbench.flow.node import NodeComponent


class LiftView(NodeComponent):
    """Show how much of a class is found in the samples that are most probably of it."""

    key: ClassVar[str] = "lift"
    title: ClassVar[str] = "Lift and gain"
    category: ClassVar[Category] = "See"
    icon: ClassVar[str] = "mdi6.chart-areaspline"
    aliases: ClassVar[tuple[str, ...]] = ("lift curve", "cumulative gain", "performance curve")

    def run(self, evaluation: tuple[Evaluation, ...]) -> LiftChart:
        """Gain and lift of every learner and class."""
        return lift_chart(joined(evaluation))
