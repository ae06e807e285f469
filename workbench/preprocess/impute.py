"""Impute: fill gaps (WEKA: ReplaceMissingValues; scikit-learn: SimpleImputer)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.condition import Conditions, when
from workbench.core.errors import DataError
from workbench.data.dataset import MISSING_CODE, Column, Dataset
from workbench.data.schema import Attribute
from workbench.data.state import State
from workbench.preprocess.columns import chosen, column_of, with_replaced
from workbench.preprocess.scaling import known_values
from workbench.preprocess.transform import FittedTransform, Transform


@dataclass(frozen=True, eq=False)
class FittedImpute(FittedTransform):
    """The value that fills each attribute's gaps.

    Args:
        numbers: by name of a numeric attribute.
        labels: by name of a nominal attribute.
    """

    key: ClassVar[str] = "impute"

    numbers: Mapping[str, float]
    labels: Mapping[str, str]

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        filled: dict[str, Column] = {}
        for name, number in self.numbers.items():
            column = column_of(dataset, name, "numeric")
            filled[name] = np.where(np.isnan(column), number, column)
        for name, label in self.labels.items():
            column = column_of(dataset, name, "nominal")
            code = _code(dataset.schema.attribute(name), label)
            filled[name] = np.where(column == MISSING_CODE, code, column).astype(np.int32)
        return with_replaced(dataset, filled)

    @override
    def state(self) -> State:
        return State({"numbers": dict(self.numbers), "labels": dict(self.labels)})

    @classmethod
    @override
    def from_state(cls, state: State) -> Self:
        return cls(state.values["numbers"], state.values["labels"])


class Impute(Transform):
    """Fill missing values with what is typical of the training part.

    An attribute that is missing throughout the training part stays as it is, unless it is filled
    with a constant.
    """

    key: ClassVar[str] = "impute"
    title: ClassVar[str] = "Impute"
    icon: ClassVar[str] = "mdi6.format-color-fill"
    weka: ClassVar[tuple[str, ...]] = (
        "weka.filters.unsupervised.attribute.ReplaceMissingValues",
        "weka.filters.unsupervised.attribute.ReplaceMissingWithUserConstant",
    )
    aliases: ClassVar[tuple[str, ...]] = ("SimpleImputer", "missing")
    only_if: ClassVar[Mapping[str, Conditions]] = {
        "number": {"numeric": when("constant")},
        "label": {"nominal": when("constant")},
    }

    numeric: Literal["mean", "median", "constant", "none"] = Field(
        default="mean", description="What fills the gaps of numeric attributes."
    )
    number: float = Field(
        default=0.0, allow_inf_nan=False, description="The constant for numeric attributes."
    )
    nominal: Literal["mode", "constant", "none"] = Field(
        default="mode",
        description="What fills the gaps of nominal attributes; mode is the most frequent label.",
    )
    label: str = Field(
        default="", description="The constant for nominal attributes: one of their labels."
    )
    attributes: tuple[str, ...] = Field(
        default=(),
        description="Which attributes; none means every numeric and nominal one but the class.",
        json_schema_extra={"editor": "attributes"},
    )

    @override
    def fit(self, train: Dataset) -> FittedImpute:
        numeric, nominal = self._chosen(train)
        numbers = {a.name: self._number(train.column(a.name)) for a in numeric}
        labels = {a.name: self._label(a, train.column(a.name)) for a in nominal}
        return FittedImpute(
            {name: number for name, number in numbers.items() if number is not None},
            {name: label for name, label in labels.items() if label is not None},
        )

    @override
    def status(self) -> str:
        return " · ".join(way for way in (self.numeric, self.nominal) if way != "none")

    def _chosen(self, train: Dataset) -> tuple[tuple[Attribute, ...], tuple[Attribute, ...]]:
        """The numeric and the nominal attributes to be filled."""
        if not self.attributes:
            return chosen(train, (), "numeric"), chosen(train, (), "nominal")
        kinds = {name: train.schema.attribute(name).kind for name in self.attributes}
        nominal = tuple(name for name, kind in kinds.items() if kind == "nominal")
        others = tuple(name for name in kinds if name not in nominal)
        return (
            chosen(train, others, "numeric") if others else (),
            chosen(train, nominal, "nominal") if nominal else (),
        )

    def _number(self, column: Column) -> float | None:
        known = known_values(column)
        if self.numeric == "constant":
            return self.number
        if self.numeric == "none" or len(known) == 0:
            return None
        return float(known.mean() if self.numeric == "mean" else np.median(known))

    def _label(self, attribute: Attribute, column: Column) -> str | None:
        if self.nominal == "constant":
            _code(attribute, self.label)
            return self.label
        known = column[column != MISSING_CODE]
        if self.nominal == "none" or len(known) == 0:
            return None
        return attribute.values[int(np.argmax(np.bincount(known)))]  # the first of equals


def _code(attribute: Attribute, label: str) -> int:
    if label not in attribute.values:
        known = ", ".join(attribute.values[:12])
        raise DataError(
            f"Attribute '{attribute.name}' has no value '{label}' to fill gaps with; "
            f"it has: {known}."
        )
    return attribute.values.index(label)
