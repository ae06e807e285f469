"""The decision boundary of models over two attributes."""

from typing import ClassVar

from pydantic import Field
from typing_extensions import override

from workbench.core.component import Category
from workbench.core.run import Progressed, Run
from workbench.evaluation.surface import Surface, Surfaces
from workbench.flow.node import NodeComponent
from workbench.models.fits import Fits
from workbench.nodes.surface_of import plane_of, surface_of

MOST_SURFACES = 24


class DecisionBoundaryView(NodeComponent):
    """Show which class a model predicts where, over two numeric attributes, live while it trains.

    Training rows are drawn as points, wrong ones are marked. Where there are more attributes, the
    others are held at their median or most frequent value. Of a network, each hidden unit's own
    picture of the plane stands beside it.
    """

    key: ClassVar[str] = "decision_boundary"
    title: ClassVar[str] = "Decision boundary"
    category: ClassVar[Category] = "See"
    icon: ClassVar[str] = "mdi6.chart-scatter-plot-hexbin"
    weka: ClassVar[tuple[str, ...]] = ("weka.gui.boundaryvisualizer.BoundaryVisualizer",)
    aliases: ClassVar[tuple[str, ...]] = ("boundary visualizer", "playground", "hidden units")

    x: str = Field(
        default="",
        description="The attribute across; empty: the first numeric one of the data.",
        json_schema_extra={"editor": "attribute", "empty": "the first number"},
    )
    y: str = Field(
        default="",
        description="The attribute upwards; empty: the next numeric one of the data.",
        json_schema_extra={"editor": "attribute", "empty": "the next number"},
    )

    def run(self, fits: tuple[Fits, ...]) -> Run[Surfaces]:
        """What the model of each fold predicts over the plane.

        Raises:
            FitError: the data do not have these attributes, or not two numeric ones.
        """
        jobs = [(one, fold) for one in fits for fold in range(len(one.models))][:MOST_SURFACES]
        surfaces: list[Surface] = []
        for done, (one, fold) in enumerate(jobs):
            yield Progressed(done, len(jobs), one.name)
            plane = plane_of(one.splits.dataset.schema, self.x, self.y)
            surfaces.append((yield from surface_of(one, fold, plane, units=True)))
        return Surfaces(tuple(surfaces))

    @override
    def status(self) -> str:
        return " × ".join(name for name in (self.x, self.y) if name)
