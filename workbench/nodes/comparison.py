"""Comparison of several learners on one data set or several."""

from typing import ClassVar, Literal

from pydantic import Field
from typing_extensions import override

from workbench.core.component import Category
from workbench.core.run import Run
from workbench.evaluation.comparison.trials import Comparison
from workbench.flow.node import NodeComponent
from workbench.models.fits import Fits
from workbench.nodes.comparison_trials import compared


class CompareLearners(NodeComponent):
    """Compare learners, on one data set or several: corrected t-tests, ranks, Bayesian tests.

    Learners of the same name on different data sets are one. A baseline is trained on the same
    splits, unless there is one already or it is removed. WEKA's Experimenter is this node behind
    cross-validation repeated ten times.
    """

    key: ClassVar[str] = "comparison"
    title: ClassVar[str] = "Comparison"
    category: ClassVar[Category] = "See"
    icon: ClassVar[str] = "mdi6.podium-gold"
    goes_without: ClassVar[bool] = True
    weka: ClassVar[tuple[str, ...]] = (
        "weka.experiment.PairedCorrectedTTester",
        "weka.experiment.Experiment",
    )
    aliases: ClassVar[tuple[str, ...]] = ("Experimenter", "t-test", "significance", "ranking")

    baseline: Literal["majority", "logistic", "both", "none"] = Field(
        default="both",
        description="What the learners have to beat: the most frequent class (or the mean), "
        "logistic regression (for classes only), or both.",
    )

    def run(self, fits: tuple[Fits, ...]) -> Run[Comparison]:
        """Scores of every learner in every fold."""
        return (yield from compared(fits, self.baseline))

    @override
    def status(self) -> str:
        return "no baseline" if self.baseline == "none" else f"baseline {self.baseline}"
