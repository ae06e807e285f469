"""The learning curve over the number of training rows."""

from typing import ClassVar, Literal

from pydantic import Field
from typing_extensions import override

from workbench.core.component import Category
from workbench.core.run import Run
from workbench.evaluation.score_curves import SizeCurves
from workbench.flow.node import NodeComponent
from workbench.models.fits import Fits
from workbench.nodes.size_curves import Sizes, size_curves


class SizeCurveView(NodeComponent):
    """Show scores by the number of training rows: whether more rows would help.

    Each learner is trained anew on growing parts of every fold's training rows, each part holding
    those before it, and tested on the fold's own test rows. Preparation stays as the whole
    training part has fitted it. A baseline is trained beside them unless it is removed.
    """

    key: ClassVar[str] = "size_curve"
    title: ClassVar[str] = "Learning curve by size"
    category: ClassVar[Category] = "See"
    icon: ClassVar[str] = "mdi6.chart-bell-curve"
    goes_without: ClassVar[bool] = True
    weka: ClassVar[tuple[str, ...]] = ("weka.experiment.LearningRateResultProducer",)
    aliases: ClassVar[tuple[str, ...]] = ("training size", "sample size", "learning curve")

    sizes: int = Field(
        default=8,
        ge=2,
        le=50,
        description="How many sizes, the whole training part included.",
        json_schema_extra={"slider": "3..20"},
    )
    smallest: float = Field(
        default=0.05, gt=0, lt=1, description="The smallest size, as a share of the training rows."
    )
    spacing: Literal["logarithmic", "even"] = Field(
        default="logarithmic", description="Whether sizes grow by one factor or by one number."
    )
    baseline: Literal["majority", "none"] = Field(
        default="majority",
        description="What the learners have to beat: the most frequent class, or the mean.",
    )
    seed: int = Field(default=1, ge=0, lt=2**31, description="Seed of the choice of rows.")

    def run(self, fits: tuple[Fits, ...]) -> Run[SizeCurves]:
        """The scores of each learner at each size."""
        sizes = Sizes(self.sizes, self.smallest, self.spacing == "logarithmic", self.seed)
        return (yield from size_curves(fits, sizes, has_baseline=self.baseline != "none"))

    @override
    def status(self) -> str:
        return f"{self.sizes} sizes"
