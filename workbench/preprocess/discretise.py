"""Discretise: numbers into intervals (WEKA: Discretize; scikit-learn: KBinsDiscretizer)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal, Self

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.condition import Conditions, unless, when
from workbench.core.errors import DataError, Where
from workbench.data.dataset import MISSING_CODE, Dataset, FloatArray
from workbench.data.state import State
from workbench.preprocess.columns import chosen, column_of
from workbench.preprocess.cut_points import (
    equal_frequency,
    equal_width,
    fayyad_irani,
    interval_codes,
    interval_labels,
)
from workbench.preprocess.transform import FittedTransform, Transform


@dataclass(frozen=True, eq=False)
class FittedDiscretise(FittedTransform):
    """Where each attribute is cut.

    Args:
        cuts: by name of a numeric attribute, ascending, shape (k,); none makes one interval.
    """

    key: ClassVar[str] = "discretise"

    cuts: Mapping[str, FloatArray]

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        attributes, columns = list(dataset.schema.attributes), list(dataset.columns)
        for name, cuts in self.cuts.items():
            column = column_of(dataset, name, "numeric")
            i = dataset.schema.index(name)
            attributes[i] = replace(attributes[i], kind="nominal", values=interval_labels(cuts))
            codes = np.where(np.isnan(column), MISSING_CODE, interval_codes(column, cuts))
            columns[i] = codes.astype(np.int32)
        return dataset.with_columns(attributes, columns)

    @override
    def state(self) -> State:
        sizes = [len(cuts) for cuts in self.cuts.values()]
        arrays = {"cuts": np.concatenate([np.empty(0), *self.cuts.values()])}
        return State({"names": list(self.cuts), "sizes": sizes}, arrays)

    @classmethod
    @override
    def from_state(cls, state: State) -> Self:
        ends = np.cumsum(np.array(state.values["sizes"], dtype=np.int64))
        parts = np.split(np.asarray(state.arrays["cuts"], dtype=np.float64), ends)[:-1]
        return cls(dict(zip(state.values["names"], parts, strict=True)))


class Discretise(Transform):
    """Cut numbers into intervals, which become labels such as (2.45-4.75].

    Fayyad–Irani looks at the class and cuts only where it pays: an attribute that tells nothing
    becomes the single interval "All". Missing values stay missing.
    """

    key: ClassVar[str] = "discretise"
    title: ClassVar[str] = "Discretise"
    icon: ClassVar[str] = "mdi6.chart-histogram"
    weka: ClassVar[tuple[str, ...]] = (
        "weka.filters.unsupervised.attribute.Discretize",
        "weka.filters.supervised.attribute.Discretize",
    )
    aliases: ClassVar[tuple[str, ...]] = ("KBinsDiscretizer", "binning", "MDL", "cut", "qcut")
    only_if: ClassVar[Mapping[str, Conditions]] = {
        "bins": {"method": unless("Fayyad–Irani")},
        "better_encoding": {"method": when("Fayyad–Irani")},
    }
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "WEKA's Discretize": {"method": "equal width", "bins": 10},
        "WEKA's Discretize by class": {"method": "Fayyad–Irani", "better_encoding": False},
    }

    method: Literal["equal width", "equal frequency", "Fayyad–Irani"] = Field(
        default="equal width",
        description="Intervals of equal width, with equally many training samples, or found by "
        "the class (Fayyad and Irani's minimum description length).",
    )
    bins: int = Field(
        default=10,
        ge=2,
        le=1000,
        description="How many intervals; Fayyad–Irani finds it itself.",
        json_schema_extra={"slider": "2..50"},
    )
    better_encoding: bool = Field(
        default=False,
        description="Fayyad–Irani counts only the places where a cut can be (WEKA's -E).",
        json_schema_extra={"advanced": True},
    )
    attributes: tuple[str, ...] = Field(
        default=(),
        description="Which attributes; none means every numeric one but the class.",
        json_schema_extra={"editor": "attributes"},
    )

    @override
    def fit(self, train: Dataset) -> FittedDiscretise:
        names = [a.name for a in chosen(train, self.attributes, "numeric")]
        if self.method != "Fayyad–Irani":
            work = equal_width if self.method == "equal width" else equal_frequency
            return FittedDiscretise({n: work(_finite(train.column(n)), self.bins) for n in names})
        return FittedDiscretise(
            {n: supervised_cuts(train, n, better_encoding=self.better_encoding) for n in names}
        )

    @override
    def status(self) -> str:
        return self.method if self.method == "Fayyad–Irani" else f"{self.bins} × {self.method}"


def supervised_cuts(train: Dataset, name: str, *, better_encoding: bool) -> FloatArray:
    """The cuts of a numeric attribute by Fayyad and Irani.

    Raises:
        DataError: there is no nominal class.
    """
    target = train.schema.target
    if target.kind != "nominal":
        raise DataError(
            f"The class '{target.name}' is {target.kind}; Fayyad–Irani needs a nominal one.",
            remedy="Choose another method, or another class.",
            where=Where(parameter="method"),
        )
    column = train.column(name)
    known = np.isfinite(column) & (train.labels != MISSING_CODE)
    return fayyad_irani(
        column[known],
        train.labels[known],
        len(target.values),
        better_encoding=better_encoding,
    )


def _finite(column: FloatArray) -> FloatArray:
    """The values there are, without infinite ones: these lie in the outermost intervals anyway."""
    return column[np.isfinite(column)]
