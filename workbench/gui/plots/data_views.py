"""The views of the data that are plots. Imported at start-up; each plot comes when first seen."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from workbench.core.deferred import deferred
from workbench.data.schema import Schema
from workbench.gui.brush import Brush
from workbench.gui.data_view import DataView, DataViewWidget

if TYPE_CHECKING:
    from workbench.gui.plots.data import scatter
else:
    scatter = deferred("workbench.gui.plots.data.scatter")

_PLOTTABLE = frozenset({"numeric", "nominal", "date"})


def data_views() -> tuple[DataView, ...]:
    """Every plot of data, in the order of the tabs."""
    return (
        DataView(
            "scatter", _tr("Scatter"), "mdi6.chart-scatter-plot",
            _scatter, lambda s: _count(s, _PLOTTABLE) > 1,
        ),
    )  # fmt: skip


def _scatter(brush: Brush) -> DataViewWidget:
    return scatter.ScatterPlot(brush)


def _count(schema: Schema, kinds: frozenset[str]) -> int:
    return sum(a.kind in kinds for a in schema.attributes)


def _tr(text: str) -> str:
    return QCoreApplication.translate("data_views", text)
