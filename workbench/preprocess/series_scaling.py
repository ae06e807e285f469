"""Scale series: gaps filled, every channel shifted and divided, as the training part has it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.errors import DataError
from workbench.data.dataset import Column, Dataset, FloatArray, is_filled
from workbench.data.schema import Attribute
from workbench.data.state import State
from workbench.preprocess.columns import chosen, column_of, with_replaced
from workbench.preprocess.transform import FittedTransform, Transform


@dataclass(frozen=True, eq=False)
class ChannelScaling:
    """What is done to each channel of a series, shape (channels,) each.

    Args:
        offsets, divisors: ``(value − offset) / divisor``; no divisor is zero.
        fills: what a gap becomes before anything was measured, in the unit of the values.
    """

    offsets: FloatArray
    divisors: FloatArray
    fills: FloatArray


@dataclass(frozen=True, eq=False)
class FittedSeriesScaling(FittedTransform):
    """The scaling of each series; what fills a shorter series up at its end stays NaN.

    Args:
        channels: by the attribute's name.
    """

    key: ClassVar[str] = "series_scaling"

    channels: Mapping[str, ChannelScaling]

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        columns = {}
        for name, scaling in self.channels.items():
            column = column_of(dataset, name, "array")
            if column.shape[2:] != scaling.offsets.shape:
                raise DataError(
                    f"Series '{name}' has {column.shape[-1]} channels; "
                    f"it had {len(scaling.offsets)}."
                )
            filled = without_gaps(column, scaling.fills)
            columns[name] = (filled - scaling.offsets) / scaling.divisors
        return with_replaced(dataset, columns)

    @override
    def state(self) -> State:
        arrays = {
            f"{i}.{part}": getattr(scaling, part)
            for i, scaling in enumerate(self.channels.values())
            for part in ("offsets", "divisors", "fills")
        }
        return State({"names": list(self.channels)}, arrays)

    @classmethod
    @override
    def from_state(cls, state: State) -> Self:
        def part(i: int, name: str) -> FloatArray:
            return state.arrays[f"{i}.{name}"].astype(np.float64)

        return cls(
            {
                name: ChannelScaling(part(i, "offsets"), part(i, "divisors"), part(i, "fills"))
                for i, name in enumerate(state.values["names"])
            }
        )


class SeriesScaling(Transform):
    """Fill the gaps of series and scale each channel, as the training part has it.

    A gap becomes the last value before it in its series, which a forecast would have known; where
    there is none, the channel's mean over the training part. Series that are shorter than others
    stay so. A channel with one value only becomes 0 throughout.
    """

    key: ClassVar[str] = "series_scaling"
    title: ClassVar[str] = "Scale series"
    icon: ClassVar[str] = "mdi6.sine-wave"
    aliases: ClassVar[tuple[str, ...]] = (
        *("standardise series", "TimeSeriesScaler", "forward fill", "interpolate"),
    )

    scale: Literal["standardise", "min-max", "none"] = Field(
        default="standardise",
        description="To mean 0 and standard deviation 1, to 0 … 1, or not at all.",
    )
    attributes: tuple[str, ...] = Field(
        default=(),
        description="Which attributes; none means every series.",
        json_schema_extra={"editor": "attributes"},
    )

    @override
    def fit(self, train: Dataset) -> FittedSeriesScaling:
        named = chosen(train, self.attributes, "array")
        for attribute in named:
            if self.attributes and not is_series(attribute, train):
                raise DataError(f"Attribute '{attribute.name}' holds no series of numbers.")
        series = [a.name for a in named if is_series(a, train)]
        return FittedSeriesScaling({name: self._scaling(train.column(name)) for name in series})

    @override
    def status(self) -> str:
        return self.scale

    def _scaling(self, column: Column) -> ChannelScaling:
        flat = column.reshape(-1, column.shape[2])
        of_each = [self._channel(values[~np.isnan(values)]) for values in flat.T]
        offsets, divisors, fills = np.array(of_each, dtype=np.float64).reshape(-1, 3).T
        return ChannelScaling(offsets.copy(), divisors.copy(), fills.copy())

    def _channel(self, known: FloatArray) -> tuple[float, float, float]:
        """Offset, divisor and the filling of early gaps."""
        if not len(known):
            return 0.0, 1.0, 0.0
        least, mean = float(known.min()), float(known.mean())
        spread = float(known.max()) - least
        if self.scale == "none":
            return 0.0, 1.0, mean
        if spread == 0:  # not the mean, whose rounding would leave tiny values
            return least, 1.0, least
        if self.scale == "min-max":
            return least, spread, mean
        return mean, float(known.std()) or 1.0, mean


def is_series(attribute: Attribute, rows: Dataset) -> bool:
    """Whether an attribute holds series of numbers, not pictures or tokens."""
    if attribute.kind != "array" or attribute.values or len(attribute.shape) != 2:
        return False
    return rows.column(attribute.name).dtype.kind == "f"


def without_gaps(column: Column, fills: FloatArray) -> FloatArray:
    """Series (n, steps, channels) whose gaps are filled; NaN behind their last step."""
    known = is_filled(column)
    steps = np.arange(column.shape[1])[None, :, None]
    last = np.maximum.accumulate(np.where(known, steps, -1), axis=1)  # step last measured, or −1
    carried = np.take_along_axis(column, np.maximum(last, 0), axis=1)
    filled = np.where(last >= 0, carried, fills)
    ends = np.max(np.where(known, steps + 1, 0), axis=(1, 2), initial=0)  # (n,)
    return np.where(steps < ends[:, None, None], filled, np.nan)
