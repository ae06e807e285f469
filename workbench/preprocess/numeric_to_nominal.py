"""Numeric to nominal: each distinct number becomes a label (WEKA: NumericToNominal)."""

from dataclasses import replace
from typing import ClassVar

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.errors import DataError
from workbench.data.cell import number_text
from workbench.data.dataset import MISSING_CODE, Column, Dataset
from workbench.data.schema import Attribute
from workbench.preprocess.transform import DatasetTransform


class NumericToNominal(DatasetTransform):
    """Read numbers as labels, such as a class that is written 0 and 1.

    Each distinct number becomes a label, in ascending order; missing stays missing.
    """

    key: ClassVar[str] = "numeric_to_nominal"
    title: ClassVar[str] = "Numeric to nominal"
    icon: ClassVar[str] = "mdi6.numeric"
    weka: ClassVar[tuple[str, ...]] = ("weka.filters.unsupervised.attribute.NumericToNominal",)
    aliases: ClassVar[tuple[str, ...]] = ("categorical",)

    attributes: tuple[str, ...] = Field(
        default=(),
        description="The numeric attributes to turn into labels; none means the class.",
        json_schema_extra={"editor": "attributes"},
    )

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        attributes, columns = list(dataset.schema.attributes), list(dataset.columns)
        for name in self.attributes or (dataset.schema.target.name,):
            position = dataset.schema.index(name)
            attributes[position], columns[position] = as_labels(
                attributes[position], columns[position]
            )
        return dataset.with_columns(attributes, columns)

    @override
    def status(self) -> str:
        return ", ".join(self.attributes) or "the class"


def as_labels(attribute: Attribute, column: Column) -> tuple[Attribute, Column]:
    """Numbers as labels in ascending order; labels as they are.

    Raises:
        DataError: the attribute is neither numeric nor nominal.
    """
    if attribute.kind == "nominal":
        return attribute, column
    if attribute.kind != "numeric":
        raise DataError(f"Attribute '{attribute.name}' is {attribute.kind}; it must be numeric.")
    known = ~np.isnan(column)
    numbers, codes = np.unique(column[known] + 0.0, return_inverse=True)  # + 0.0 joins 0 and −0
    coded = np.full(len(column), MISSING_CODE, np.int32)
    coded[known] = codes
    labels = tuple(number_text(number) for number in numbers.tolist())
    return replace(attribute, kind="nominal", values=labels), coded
