"""Windows: a table of time steps as samples that each hold the last steps and what comes next."""

from typing import ClassVar

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from pydantic import Field
from typing_extensions import override

from workbench.core.errors import DataError, Where
from workbench.data.dataset import Column, Dataset, IntArray, missing_mask
from workbench.data.schema import Attribute
from workbench.preprocess.sequence_name import free_name
from workbench.preprocess.transform import DatasetTransform


class Windows(DatasetTransform):
    """Cut a table of time steps into windows, to forecast what follows each of them.

    Each row of the table is one step. A sample is the attributes over some steps, and its class
    is the target some steps after the last of them. Windows whose target is missing are left
    out; gaps inside a window stay gaps. Neighbouring windows share steps: to test fairly, split
    without shuffling, so that the later steps are the test.

    A sample keeps the number of the row that its target is in.
    """

    key: ClassVar[str] = "windows"
    title: ClassVar[str] = "Windows of a series"
    icon: ClassVar[str] = "mdi6.view-week-outline"
    weka: ClassVar[tuple[str, ...]] = ("weka.filters.supervised.attribute.TSLagMaker",)
    aliases: ClassVar[tuple[str, ...]] = (
        *("lag", "forecasting", "sliding window", "time series", "horizon"),
    )

    target: str = Field(
        default="",
        description="The attribute to forecast, numeric or nominal; empty means the class.",
        json_schema_extra={"editor": "attribute", "empty": "the class"},
    )
    attributes: tuple[str, ...] = Field(
        default=(),
        description="The numeric attributes inside a window; none means every numeric one, the "
        "target's past as well.",
        json_schema_extra={"editor": "attributes"},
    )
    length: int = Field(
        default=12,
        ge=1,
        description="How many steps a window holds.",
        json_schema_extra={"unit": "steps"},
    )
    horizon: int = Field(
        default=1,
        ge=1,
        description="How many steps after the window's last one the target lies.",
        json_schema_extra={"unit": "steps"},
    )
    stride: int = Field(
        default=1,
        ge=1,
        description="How many steps one window begins after the one before.",
        json_schema_extra={"unit": "steps"},
    )
    time: str = Field(
        default="",
        description="A numeric or date attribute: the rows are put in its order first, and each "
        "window keeps its value at the last step. Empty: the rows are in order.",
        json_schema_extra={"editor": "attribute", "empty": "as the rows come"},
    )

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        steps = dataset.take(self._order(dataset)) if self.time else dataset
        self._check_length(steps.n_samples)
        target = self._target(steps)
        names = self._names(steps, target)
        matrix = np.column_stack([steps.column(name) for name in names])  # (steps, channels)
        starts, answers = self._places(steps, target)
        windows = sliding_window_view(matrix, self.length, axis=0)  # (starts, channels, length)
        attributes, columns = self._kept_time(steps, starts, target.name)
        taken = [target.name, *(a.name for a in attributes)]
        shape = (self.length, len(names))
        attributes.append(Attribute(free_name("window", taken), "array", shape=shape))
        columns.append(_of(windows, starts, self.stride).transpose(0, 2, 1))
        attributes.append(Attribute(target.name, target.kind, target.values))
        columns.append(steps.column(target.name)[answers])
        cut = steps.take(answers).with_columns(attributes, columns)
        return cut.with_class(target.name)

    @override
    def status(self) -> str:
        return f"{self.length} steps, {self.horizon} ahead"

    def _order(self, dataset: Dataset) -> IntArray:
        attribute, column = dataset.schema.attribute(self.time), dataset.column(self.time)
        if attribute.kind not in {"numeric", "date"}:
            raise DataError(
                f"Attribute '{self.time}' is {attribute.kind}; time must be numeric or a date.",
                where=Where(parameter="time"),
            )
        if missing_mask(attribute, column).any():
            raise DataError(
                f"Attribute '{self.time}' is missing in some rows; their time is not known."
            )
        return np.argsort(column, kind="stable")

    def _check_length(self, n: int) -> None:
        needed = self.length + self.horizon
        if n < needed:
            raise DataError(
                f"The data have {n} steps; a window of {self.length} and a horizon of "
                f"{self.horizon} need {needed}.",
                where=Where(parameter="length"),
            )

    def _target(self, steps: Dataset) -> Attribute:
        schema = steps.schema
        target = schema.attribute(self.target) if self.target else schema.target
        if target.kind not in {"numeric", "nominal"}:
            raise DataError(
                f"The target '{target.name}' is {target.kind}; it must be numeric or nominal.",
                where=Where(parameter="target"),
            )
        return target

    def _names(self, steps: Dataset, target: Attribute) -> tuple[str, ...]:
        """The attributes inside a window; one may be the class, whose past is known."""
        for name in self.attributes:
            kind = steps.schema.attribute(name).kind
            if kind != "numeric":
                raise DataError(f"Attribute '{name}' is {kind}; it must be numeric.")
        names = self.attributes or tuple(
            a.name
            for a in steps.schema.attributes
            if a.kind == "numeric" and (a.role == "feature" or a.name == target.name)
            if a.name != self.time
        )
        if not names:
            raise DataError("There is no numeric attribute to put into a window.")
        return names

    def _places(self, steps: Dataset, target: Attribute) -> tuple[IntArray, IntArray]:
        """Where the windows start, and the rows of their targets: shape (windows,) each."""
        starts = np.arange(0, steps.n_samples - self.length - self.horizon + 1, self.stride)
        answers = starts + self.length - 1 + self.horizon
        known = ~steps.missing(target.name)[answers]
        return starts[known], answers[known]

    def _kept_time(
        self, steps: Dataset, starts: IntArray, target: str
    ) -> tuple[list[Attribute], list[Column]]:
        if not self.time:
            return [], []
        kind = steps.schema.attribute(self.time).kind
        column = steps.column(self.time)[starts + self.length - 1]
        name = free_name(self.time, [target])
        return [Attribute(name, kind, role="meta")], [column]


def _of(windows: Column, starts: IntArray, stride: int) -> Column:
    """The windows that start there: a view of the steps as long as none is left out."""
    n = len(windows[: int(starts[-1]) + 1 : stride]) if len(starts) else 0
    if n and n == len(starts):
        return windows[: int(starts[-1]) + 1 : stride]
    return windows[starts]
