"""Confusion matrices."""

from typing import ClassVar

from pydantic import Field

from workbench.core.component import Category
from workbench.core.run import Noted, Run
from workbench.evaluation.chosen import Choice, unknown_cells
from workbench.evaluation.confusion_chart import ConfusionChart, confusion_chart
from workbench.evaluation.predictions import Evaluation, joined
from workbench.flow.node import NodeComponent


class ConfusionView(NodeComponent):
    """Show who is mistaken for whom: rows are the true classes, columns the predicted ones."""

    key: ClassVar[str] = "confusion_matrix"
    title: ClassVar[str] = "Confusion matrix"
    category: ClassVar[Category] = "See"
    icon: ClassVar[str] = "mdi6.grid"
    aliases: ClassVar[tuple[str, ...]] = ("contingency table",)

    learner: str = Field(
        default="", description="The learner whose cells are chosen; empty: the first one."
    )
    selected: tuple[str, ...] = Field(
        default=(),
        description="The cells whose samples go out: ACTUAL > PREDICTED, * for any class; or "
        "correct, or wrong. Click a cell in the matrix to choose it.",
    )

    def run(self, evaluation: tuple[Evaluation, ...]) -> Run[ConfusionChart]:
        """The matrix of every learner; the samples in the chosen cells go out."""
        choice = Choice(self.learner, self.selected)
        chart = confusion_chart(joined(evaluation), choice)
        predictions = chart.predictions(choice)
        if predictions is None and self.selected and chart.matrices:
            yield Noted(
                f"No learner is called '{self.learner}'; so no samples are chosen.",
                is_warning=True,
            )
        elif predictions is not None:
            for cell in unknown_cells(predictions.classes, self.selected):
                yield Noted(
                    f"'{cell}' is no cell of this matrix; so it is left out. Its classes are: "
                    f"{', '.join(predictions.classes[:10])}.",
                    is_warning=True,
                )
        return chart
