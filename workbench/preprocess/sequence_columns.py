"""Columns to series: numeric attributes side by side as one attribute that holds series."""

from collections.abc import Mapping
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.condition import Conditions, unless
from workbench.core.errors import DataError, Where
from workbench.data.dataset import Dataset, FloatArray
from workbench.data.schema import Attribute
from workbench.preprocess.columns import chosen
from workbench.preprocess.sequence_name import free_name
from workbench.preprocess.transform import DatasetTransform


class ColumnsToSeries(DatasetTransform):
    """Join numeric attributes into one that holds a series, such as the 150 steps of a motion.

    The attributes are taken in their order in the data. With several channels they lie in blocks
    (all steps of the first channel, then all of the second …) or step by step. Missing values
    stay gaps in the series.
    """

    key: ClassVar[str] = "columns_to_series"
    title: ClassVar[str] = "Columns to series"
    icon: ClassVar[str] = "mdi6.chart-timeline-variant"
    aliases: ClassVar[tuple[str, ...]] = ("time series", "sequence", "reshape")
    only_if: ClassVar[Mapping[str, Conditions]] = {"order": {"channels": unless(1)}}

    attributes: tuple[str, ...] = Field(
        default=(),
        description="Which attributes; none means every numeric one but the class.",
        json_schema_extra={"editor": "attributes"},
    )
    channels: int = Field(default=1, ge=1, description="How many values belong to each step.")
    order: Literal["blocks", "steps"] = Field(
        default="blocks",
        description="With several channels: 'blocks' if all steps of a channel lie together, "
        "'steps' if all channels of a step do.",
    )
    name: str = Field(default="series", min_length=1, description="What the series is called.")

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        joined = {a.name for a in chosen(dataset, self.attributes, "numeric")}
        names = [name for name in dataset.schema.names if name in joined]
        length = self._length(len(names))
        flat = np.column_stack([dataset.column(name) for name in names])  # (n, attributes)
        kept = [a for a in dataset.schema.attributes if a.name not in joined]
        columns = [dataset.column(a.name) for a in kept]
        first = dataset.schema.index(names[0])
        name = free_name(self.name, [a.name for a in kept])
        kept.insert(first, Attribute(name, "array", shape=(length, self.channels)))
        columns.insert(first, self._series(flat, length))
        return dataset.with_columns(kept, columns)

    @override
    def status(self) -> str:
        return f"{self.channels} channels" if self.channels > 1 else ""

    def _length(self, n: int) -> int:
        if n == 0:
            raise DataError("There is no numeric attribute to join into a series.")
        if n % self.channels:
            raise DataError(
                f"{n} attributes cannot be shared out among {self.channels} channels.",
                where=Where(parameter="channels"),
            )
        return n // self.channels

    def _series(self, flat: FloatArray, length: int) -> FloatArray:
        if self.order == "steps":
            return flat.reshape(-1, length, self.channels)
        return flat.reshape(-1, self.channels, length).transpose(0, 2, 1).copy()
