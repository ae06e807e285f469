"""Standardise: mean 0, standard deviation 1 (WEKA: Standardize; scikit-learn: StandardScaler)."""

from typing import ClassVar

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.data.dataset import Dataset, FloatArray
from workbench.preprocess.columns import chosen
from workbench.preprocess.scaling import FittedScaling, known_values
from workbench.preprocess.transform import Transform


class Standardise(Transform):
    """Shift and scale numbers to mean 0 and standard deviation 1, as the training part has them.

    An attribute with one value only becomes 0 throughout; missing values stay missing.
    """

    key: ClassVar[str] = "standardise"
    title: ClassVar[str] = "Standardise"
    icon: ClassVar[str] = "mdi6.chart-bell-curve"
    weka: ClassVar[tuple[str, ...]] = ("weka.filters.unsupervised.attribute.Standardize",)
    aliases: ClassVar[tuple[str, ...]] = ("StandardScaler", "z-score")

    attributes: tuple[str, ...] = Field(
        default=(),
        description="Which attributes; none means every numeric one but the class.",
        json_schema_extra={"editor": "attributes"},
    )

    @override
    def fit(self, train: Dataset) -> FittedScaling:
        names = tuple(a.name for a in chosen(train, self.attributes, "numeric"))
        moments = [_mean_and_deviation(train.column(name)) for name in names]
        array = np.array(moments, dtype=np.float64).reshape(-1, 2)
        return FittedScaling(names, array[:, 0].copy(), array[:, 1].copy())


def _mean_and_deviation(column: FloatArray) -> tuple[float, float]:
    """Mean and population deviation of the known values; 1 for a deviation that would be zero."""
    known = known_values(column)
    if len(known) == 0:
        return 0.0, 1.0
    if known.min() == known.max():
        return float(known[0]), 1.0  # not the mean, whose rounding would leave tiny values
    return float(known.mean()), float(known.std()) or 1.0
