"""Confusion matrices."""

from typing import ClassVar

from workbench.core.component import Category
from workbench.evaluation.charts import ConfusionChart, confusion_chart
from workbench.evaluation.predictions import Evaluation, joined
from workbench.flow.node import NodeComponent


class ConfusionView(NodeComponent):
    """Show who is mistaken for whom: rows are the true classes, columns the predicted ones."""

    key: ClassVar[str] = "confusion_matrix"
    title: ClassVar[str] = "Confusion matrix"
    category: ClassVar[Category] = "See"
    icon: ClassVar[str] = "mdi6.grid"
    aliases: ClassVar[tuple[str, ...]] = ("contingency table",)

    def run(self, evaluation: tuple[Evaluation, ...]) -> ConfusionChart:
        """The matrix of every learner."""
        return confusion_chart(joined(evaluation))
