"""Scores."""

from typing import ClassVar

from workbench.core.component import Category
from workbench.core.run import Run
from workbench.evaluation.charts import ScoreTable, score_table
from workbench.evaluation.predictions import Evaluation, joined
from workbench.flow.node import NodeComponent


class ScoreView(NodeComponent):
    """Show accuracy, kappa, AUC and the other scores of every learner, with 95 % intervals."""

    key: ClassVar[str] = "score_table"
    title: ClassVar[str] = "Score table"
    category: ClassVar[Category] = "See"
    icon: ClassVar[str] = "mdi6.table-large"
    weka: ClassVar[tuple[str, ...]] = ("weka.knowledgeflow.steps.TextViewer",)
    aliases: ClassVar[tuple[str, ...]] = ("result buffer",)

    def run(self, evaluation: tuple[Evaluation, ...]) -> Run[ScoreTable]:
        """The scores of every learner."""
        return (yield from score_table(joined(evaluation)))
