"""From which probability on a class is predicted."""

from dataclasses import replace
from typing import ClassVar

from pydantic import Field
from typing_extensions import override

from workbench.core.component import Category
from workbench.core.errors import FitError, WorkbenchError
from workbench.flow.node import NodeComponent
from workbench.models.fits import Fits
from workbench.models.threshold import DecisionThreshold


class ThresholdOfModels(NodeComponent):
    """Predict a class from a chosen probability on, instead of the most probable class.

    The models stay as they are trained; only what they decide changes, and it stays with them
    into files, predictions and exports. Of the samples below the threshold the most probable of
    the other classes is predicted.
    """

    key: ClassVar[str] = "decision_threshold"
    title: ClassVar[str] = "Decision threshold"
    category: ClassVar[Category] = "Evaluate"
    icon: ClassVar[str] = "mdi6.tune-vertical"
    aliases: ClassVar[tuple[str, ...]] = ("ThresholdSelector", "calibrated learner", "cut-off")

    label: str = Field(
        default="", description="The class that the threshold is for; empty for the last one"
    )
    threshold: float = Field(
        default=0.5,
        ge=0,
        le=1,
        description="Probability from which on the class is predicted",
        json_schema_extra={"slider": "0..1 step 0.01"},
    )

    @override
    def status(self) -> str:
        return f"{self.label or 'last class'} from {self.threshold:g}"

    def run(self, fits: Fits) -> Fits:
        """The same models with the threshold.

        Raises:
            FitError: they predict numbers, or there is no such class.
        """
        target = fits.splits.dataset.schema.target
        if target.kind != "nominal" or not target.values:
            raise FitError(
                f"'{target.name}' is a number: there is no threshold to choose.",
                remedy="Take the node away, or set a class attribute with labels.",
            )
        chosen = DecisionThreshold(self.label or target.values[-1], self.threshold)
        try:
            chosen.code(target.values)
        except WorkbenchError as error:
            raise FitError(str(error), remedy=error.remedy) from error
        return replace(fits, models=tuple(replace(m, threshold=chosen) for m in fits.models))
