"""The colour and the marker of every sample: by a nominal attribute, by a numeric one, or one."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from workbench.data.dataset import Dataset, FloatArray
from workbench.data.profile.axis_values import axis_values
from workbench.gui.class_colours import class_colours
from workbench.gui.plots.data.viridis import viridis
from workbench.gui.theme import Theme

N_MARKERS = 6
_N_COLOURS = 12


@dataclass(frozen=True, eq=False)
class Colouring:
    """How samples are coloured.

    Args:
        name: of the attribute; "" if all samples look the same.
        codes: the group of each sample, shape (n,), the last group for a missing value.
        labels: of the groups, in order; the last is "" and stands for missing values.
        values: of a numeric attribute in [0, 1], NaN missing, shape (n,); None otherwise.
        bounds: what 0 and 1 stand for.
    """

    name: str
    codes: NDArray[np.int32]
    labels: tuple[str, ...] = ("",)
    values: FloatArray | None = None
    bounds: tuple[float, float] = (0.0, 1.0)
    is_date: bool = False

    @property
    def n_groups(self) -> int:
        """How many groups there are, that of missing values among them."""
        return len(self.labels)

    def colours(self, theme: Theme) -> list[QColor]:
        """One per group."""
        if not self.name or self.values is not None:
            return [theme.seen(theme.series[0])]
        return class_colours(theme, self.n_groups - 1)

    def ramp(self, theme: Theme) -> NDArray[np.uint8]:
        """Red, green, blue for 256 steps of ``values``, shape (256, 3)."""
        return viridis(is_dark=theme.is_dark)

    def levels(self) -> NDArray[np.int32]:
        """The step of the ramp of each sample, shape (n,); 0 where there is no value."""
        assert self.values is not None, "only numbers have levels"  # noqa: S101  a precondition
        return (np.nan_to_num(self.values) * 255).astype(np.int32)


def marker_of(group: int) -> int:
    """The marker of a group: another than that of the group with its colour before."""
    return (group + group // _N_COLOURS) % N_MARKERS


def colouring_by(dataset: Dataset, name: str) -> Colouring:
    """Samples coloured by the attribute ``name``; "" for all alike."""
    if not name:
        return Colouring("", np.zeros(dataset.n_samples, dtype=np.int32))
    axis = axis_values(dataset, name)
    attribute = axis.attribute
    if attribute.kind == "nominal":
        codes = dataset.column(name)
        codes = np.where(codes < 0, len(attribute.values), codes).astype(np.int32)
        return Colouring(name, codes, (*attribute.values, ""))
    low, high = axis.bounds
    zeros = np.zeros(dataset.n_samples, dtype=np.int32)
    values = (axis.values - low) / (high - low)
    return Colouring(name, zeros, ("",), values, (low, high), attribute.kind == "date")
