"""ROC curves."""

from typing import ClassVar

from workbench.core.component import Category
from workbench.core.run import Run
from workbench.evaluation.predictions import Evaluation, joined
from workbench.evaluation.roc_chart import RocChart, roc_charting
from workbench.flow.node import NodeComponent


class RocView(NodeComponent):
    """Show ROC curves: every class against the rest, per fold and pooled, with the area under."""

    key: ClassVar[str] = "roc"
    title: ClassVar[str] = "ROC curve"
    category: ClassVar[Category] = "See"
    icon: ClassVar[str] = "mdi6.chart-bell-curve-cumulative"
    weka: ClassVar[tuple[str, ...]] = ("weka.knowledgeflow.steps.ModelPerformanceChart",)
    aliases: ClassVar[tuple[str, ...]] = ("thresholdData", "AUC")

    def run(self, evaluation: tuple[Evaluation, ...]) -> Run[RocChart]:
        """The curves of every learner."""
        return (yield from roc_charting(joined(evaluation)))
