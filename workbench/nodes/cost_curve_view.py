"""Cost curves."""

from typing import ClassVar

from pydantic import Field

from workbench.core.component import Category
from workbench.evaluation.cost_curve import CostChart, cost_chart
from workbench.evaluation.predictions import Evaluation, joined
from workbench.flow.node import NodeComponent


class CostCurveView(NodeComponent):
    """Show the expected cost of every learner for every ratio of costs and class shares."""

    key: ClassVar[str] = "cost_curve"
    title: ClassVar[str] = "Cost curve"
    category: ClassVar[Category] = "See"
    icon: ClassVar[str] = "mdi6.cash-multiple"
    aliases: ClassVar[tuple[str, ...]] = ("CostCurve", "Drummond and Holte", "expected cost")

    false_positive_cost: float = Field(
        default=1.0,
        gt=0,
        le=1e9,
        description="Cost of taking a sample of another class for the positive one",
    )
    false_negative_cost: float = Field(
        default=1.0, gt=0, le=1e9, description="Cost of missing a sample of the positive class"
    )

    def run(self, evaluation: tuple[Evaluation, ...]) -> CostChart:
        """The cost curve of every learner and class."""
        costs = self.false_positive_cost, self.false_negative_cost
        return cost_chart(joined(evaluation), *costs)
