"""The views of the data that are plots. Imported at start-up; each plot comes when first seen."""

from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from workbench.core.deferred import deferred
from workbench.data.dataset import Column, Dataset
from workbench.data.schema import Attribute
from workbench.gui.brush import Brush
from workbench.gui.data_view import DataView, DataViewWidget
from workbench.gui.pictures import is_series

if TYPE_CHECKING:
    from workbench.gui.plots.data import (
        balance_plot,
        correlation_plot,
        map_plot,
        parallel_plot,
        scatter,
        scatter_matrix,
        series_plot,
        spread_plot,
        time_plot,
        token_plot,
    )
else:
    balance_plot = deferred("workbench.gui.plots.data.balance_plot")
    correlation_plot = deferred("workbench.gui.plots.data.correlation_plot")
    map_plot = deferred("workbench.gui.plots.data.map_plot")
    parallel_plot = deferred("workbench.gui.plots.data.parallel_plot")
    scatter = deferred("workbench.gui.plots.data.scatter")
    scatter_matrix = deferred("workbench.gui.plots.data.scatter_matrix")
    series_plot = deferred("workbench.gui.plots.data.series_plot")
    spread_plot = deferred("workbench.gui.plots.data.spread_plot")
    time_plot = deferred("workbench.gui.plots.data.time_plot")
    token_plot = deferred("workbench.gui.plots.data.token_plot")

_PLACED = frozenset({"numeric", "nominal", "date"})
_FEW_CHANNELS = 16
_NUMBERS = frozenset({"numeric", "date"})


def data_views() -> tuple[DataView, ...]:
    """Every plot of data, in the order of the tabs."""
    return (
        _view("scatter", _tr("Scatter"), "chart-scatter-plot", (scatter, "ScatterPlot"),
              lambda d: _count(d, _PLACED) > 1),
        _view("matrix", _tr("Matrix"), "view-grid-outline", (scatter_matrix, "ScatterMatrix"),
              lambda d: _count(d, _PLACED) > 1),
        _view("boxes", _tr("Boxes"), "chart-box-outline", (spread_plot, "SpreadPlot"),
              lambda d: _count(d, _NUMBERS) > 0),
        _view("parallel", _tr("Parallel"), "chart-multiline", (parallel_plot, "ParallelPlot"),
              lambda d: _count(d, _PLACED) > 1),
        _view("correlation", _tr("Correlations"), "grid", (correlation_plot, "CorrelationPlot"),
              lambda d: sum(map(_is_correlated, d.schema.attributes)) > 1),
        _view("map", _tr("Map"), "chart-bubble", (map_plot, "MapPlot"),
              lambda d: sum(map(_axes_of, d.schema.features)) > 1),
        _view("balance", _tr("Balance"), "chart-bar-stacked", (balance_plot, "BalancePlot"),
              lambda d: _count(d, frozenset({"nominal"})) > 0),
        _view("series", _tr("Series"), "chart-line-variant", (series_plot, "SeriesPlot"),
              lambda d: any(map(_is_course, d.schema.attributes, d.columns))),
        _view("time", _tr("Over time"), "chart-timeline-variant", (time_plot, "TimePlot"),
              lambda d: _count(d, frozenset({"date"})) > 0
              and _count(d, frozenset({"numeric"})) > 0),
        _view("tokens", _tr("Tokens"), "format-letter-case", (token_plot, "TokenPlot"),
              lambda d: any(a.kind == "array" and a.values for a in d.schema.attributes)),
    )  # fmt: skip


def _view(
    name: str,
    title: str,
    glyph: str,
    where: tuple[ModuleType, str],
    fits: Callable[[Dataset], bool],
) -> DataView:
    module, kind = where

    def make(brush: Brush) -> DataViewWidget:
        made: DataViewWidget = getattr(module, kind)(brush)
        return made

    return DataView(name, title, f"mdi6.{glyph}", make, fits)


def _count(dataset: Dataset, kinds: frozenset[str]) -> int:
    return sum(a.kind in kinds for a in dataset.schema.attributes)


def _is_correlated(attribute: Attribute) -> bool:
    return attribute.kind == "numeric" or len(attribute.values) == 2


def _axes_of(attribute: Attribute) -> int:
    """How many axes a map has of an attribute, as far as two matter."""
    if attribute.kind == "array":
        return 0 if attribute.values else 2
    return int(attribute.kind in _PLACED)


def _is_course(attribute: Attribute, column: Column) -> bool:
    """Series of (length, channels); pictures whose pixels were scaled are not long and thin."""
    if not is_series(attribute, column) or column.ndim != 3:
        return False
    length, channels = column.shape[1:]
    return bool(channels <= _FEW_CHANNELS or 4 * channels <= length)


def _tr(text: str) -> str:
    return QCoreApplication.translate("data_views", text)
