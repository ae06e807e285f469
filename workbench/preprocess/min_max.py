"""Min-max: the training part's range onto a given one (WEKA: Normalize; sklearn: MinMaxScaler)."""

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.errors import ParameterError, Where
from workbench.data.dataset import Dataset, FloatArray
from workbench.preprocess.columns import chosen
from workbench.preprocess.scaling import FittedScaling, known_values
from workbench.preprocess.transform import Transform


class MinMax(Transform):
    """Scale numbers so that the training part's least and greatest value become low and high.

    An attribute with one value only becomes ``low``; rows outside the training part's range fall
    outside; missing values stay missing.
    """

    key: ClassVar[str] = "min_max"
    title: ClassVar[str] = "Min–max"
    icon: ClassVar[str] = "mdi6.arrow-expand-horizontal"
    weka: ClassVar[tuple[str, ...]] = ("weka.filters.unsupervised.attribute.Normalize",)
    aliases: ClassVar[tuple[str, ...]] = ("MinMaxScaler", "normalise", "min max")
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "0 to 1": {"low": 0.0, "high": 1.0},
        "−1 to 1": {"low": -1.0, "high": 1.0},
    }

    low: float = Field(default=0.0, allow_inf_nan=False, description="What the least becomes.")
    high: float = Field(default=1.0, allow_inf_nan=False, description="What the greatest becomes.")
    attributes: tuple[str, ...] = Field(
        default=(),
        description="Which attributes; none means every numeric one but the class.",
        json_schema_extra={"editor": "attributes"},
    )

    @override
    def fit(self, train: Dataset) -> FittedScaling:
        if self.high <= self.low:
            raise ParameterError(
                f"{self.title}: 'high' must be greater than 'low'; "
                f"they were {self.high:g} and {self.low:g}.",
                where=Where(parameter="high"),
            )
        names = tuple(a.name for a in chosen(train, self.attributes, "numeric"))
        steps = [self._offset_and_divisor(train.column(name)) for name in names]
        array = np.array(steps, dtype=np.float64).reshape(-1, 2)
        return FittedScaling(names, array[:, 0].copy(), array[:, 1].copy())

    def _offset_and_divisor(self, column: FloatArray) -> tuple[float, float]:
        known = known_values(column)
        if len(known) == 0:
            return 0.0, 1.0
        least, greatest = float(known.min()), float(known.max())
        if least == greatest:
            return least - self.low, 1.0
        divisor = (greatest - least) / (self.high - self.low)
        return least - self.low * divisor, divisor
