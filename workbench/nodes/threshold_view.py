"""The threshold explorer."""

from typing import ClassVar

from pydantic import Field
from typing_extensions import override

from workbench.core.component import Category
from workbench.evaluation.predictions import Evaluation, joined
from workbench.evaluation.threshold import Costs, ThresholdChart, threshold_chart
from workbench.flow.node import NodeComponent


class ThresholdView(NodeComponent):
    """Explore from which probability on a class is best predicted, and keep that threshold.

    One slider moves the point on the ROC, precision-recall, gain and cost curves and changes the
    confusion matrix with them. What is kept becomes a node 'Decision threshold' behind the learner.
    """

    key: ClassVar[str] = "threshold"
    title: ClassVar[str] = "Threshold explorer"
    category: ClassVar[Category] = "See"
    icon: ClassVar[str] = "mdi6.tune"
    weka: ClassVar[tuple[str, ...]] = ("weka.knowledgeflow.steps.CostBenefitAnalysis",)
    aliases: ClassVar[tuple[str, ...]] = ("cost/benefit analysis", "performance curve", "cut-off")

    label: str = Field(default="", description="The class to begin with; empty for the last one")
    threshold: float = Field(
        default=0.5,
        ge=0,
        le=1,
        description="Probability from which on the class is predicted, to begin with",
        json_schema_extra={"slider": "0..1 step 0.01"},
    )
    false_positive_cost: float = Field(
        default=1.0, gt=0, le=1e9,
        description="Cost of taking a sample of another class for this one",
    )  # fmt: skip
    false_negative_cost: float = Field(
        default=1.0, gt=0, le=1e9, description="Cost of missing a sample of this class"
    )

    @override
    def status(self) -> str:
        return f"from {self.threshold:g}"

    def run(self, evaluation: tuple[Evaluation, ...]) -> ThresholdChart:
        """What every learner answered."""
        costs = Costs(self.false_positive_cost, self.false_negative_cost)
        return threshold_chart(joined(evaluation), self.label, self.threshold, costs)
