"""The learning curve, live while a learner trains."""

from typing import ClassVar

from workbench.core.component import Category
from workbench.evaluation.charts import LearnerCurves, LearningCurves
from workbench.flow.node import NodeComponent
from workbench.models.fits import Fits


class LearningCurveView(NodeComponent):
    """Show loss and score after every epoch, live, a faint line per fold and their mean."""

    key: ClassVar[str] = "learning_curve"
    title: ClassVar[str] = "Learning curve"
    category: ClassVar[Category] = "See"
    icon: ClassVar[str] = "mdi6.chart-line"
    weka: ClassVar[tuple[str, ...]] = ("weka.knowledgeflow.steps.StripChart",)

    def run(self, fits: tuple[Fits, ...]) -> LearningCurves:
        """The curves of every learner that was trained by epochs."""
        curves = [LearnerCurves(f.name, f.curves, i, f.splits.overlap) for i, f in enumerate(fits)]
        return LearningCurves(tuple(one for one in curves if one.curves))
