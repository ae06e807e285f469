"""The validation curve over the values of a parameter."""

from typing import ClassVar, Literal

from pydantic import Field

from workbench.core.component import Category
from workbench.core.run import Run
from workbench.evaluation.score_curves import ValidationCurves
from workbench.flow.node import NodeComponent
from workbench.models.fits import Fits
from workbench.nodes.validation_curves import validation_curves


class ValidationCurveView(NodeComponent):
    """Show scores by the values that a parameter was given: train and test, with the best marked.

    Give a parameter of a learner, or of what prepares its data, several values. Besides the best
    value the simplest within one standard error of it is marked: the differences between these
    are what another split would have given.
    """

    key: ClassVar[str] = "validation_curve"
    title: ClassVar[str] = "Validation curve"
    category: ClassVar[Category] = "See"
    icon: ClassVar[str] = "mdi6.chart-multiline"
    goes_without: ClassVar[bool] = True
    aliases: ClassVar[tuple[str, ...]] = ("sweep", "overfitting", "one standard error")

    parameter: str = Field(
        default="",
        description="The parameter along the axis; empty: the one with the most values.",
    )
    simpler: Literal["auto", "smaller", "larger"] = Field(
        default="auto",
        description="Which values make simpler models. auto: larger ones of k, decay, dropout and "
        "smallest leaves, smaller ones of all others; of names none.",
    )

    def run(self, fits: tuple[Fits, ...]) -> Run[ValidationCurves]:
        """The scores of each learner at each value."""
        return (yield from validation_curves(fits, self.parameter, self.simpler))
