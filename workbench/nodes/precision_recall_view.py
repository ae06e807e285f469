"""Precision against recall."""

from typing import ClassVar

from workbench.core.component import Category
from workbench.evaluation.precision_recall_chart import PrecisionRecallChart, precision_recall_chart
from workbench.evaluation.predictions import Evaluation, joined
from workbench.flow.node import NodeComponent


class PrecisionRecallView(NodeComponent):
    """Show precision against recall: every class against the rest, per fold and pooled."""

    key: ClassVar[str] = "precision_recall"
    title: ClassVar[str] = "Precision-recall curve"
    category: ClassVar[Category] = "See"
    icon: ClassVar[str] = "mdi6.chart-line"
    aliases: ClassVar[tuple[str, ...]] = ("PRC", "average precision", "PR curve")

    def run(self, evaluation: tuple[Evaluation, ...]) -> PrecisionRecallChart:
        """The curves of every learner."""
        return precision_recall_chart(joined(evaluation))
