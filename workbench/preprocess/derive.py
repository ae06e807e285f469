"""Derive: a new attribute from an expression over the others (WEKA: AddExpression)."""

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.errors import DataError, ParameterError, Where
from workbench.data.dataset import Column, Dataset
from workbench.data.expression import parse
from workbench.data.schema import Attribute
from workbench.preprocess.cells import labelled
from workbench.preprocess.columns import with_attribute
from workbench.preprocess.transform import DatasetTransform


class Derive(DatasetTransform):
    """Add an attribute that is worked out from the others, row by row.

    For instance weight / height ** 2, or if(age < 18, 'child', 'adult'). It stands before the
    class. Where the expression is a condition, its labels are no and yes.
    """

    key: ClassVar[str] = "derive"
    title: ClassVar[str] = "Derive attribute"
    icon: ClassVar[str] = "mdi6.function-variant"
    weka: ClassVar[tuple[str, ...]] = (
        "weka.filters.unsupervised.attribute.AddExpression",
        "weka.filters.unsupervised.attribute.MathExpression",
    )
    aliases: ClassVar[tuple[str, ...]] = ("assign", "formula", "calculate")

    name: str = Field(default="", description="The new attribute's name.")
    expression: str = Field(
        default="",
        description="What its value is in each row; empty leaves the data as they are.",
    )
    texts: Literal["nominal", "string"] = Field(
        default="nominal", description="What an expression that gives texts becomes."
    )
    replaces: bool = Field(
        default=False,
        description="Whether an attribute that has the name already is replaced, in its place.",
    )

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        if not self.expression.strip():
            return dataset
        if not self.name.strip():
            raise ParameterError("The new attribute needs a name.", where=Where(parameter="name"))
        if self.name in dataset.schema and not self.replaces:
            raise DataError(
                f"There is an attribute '{self.name}' already.",
                remedy="Choose another name, or turn 'replaces' on.",
                where=Where(parameter="name"),
            )
        attribute, column = self._derived(parse(self.expression).values(dataset))
        return with_attribute(dataset, attribute, column)

    @override
    def status(self) -> str:
        return f"{self.name} = {self.expression}" if self.expression else ""

    def _derived(self, values: Column) -> tuple[Attribute, Column]:
        if values.dtype == np.float64:
            return Attribute(self.name, "numeric"), values
        if values.dtype == np.bool_:
            return Attribute(self.name, "nominal", ("no", "yes")), values.astype(np.int32)
        if values.dtype.kind == "M":
            return Attribute(self.name, "date"), values.astype("datetime64[ms]")
        if self.texts == "string":
            return Attribute(self.name, "string"), values
        labels, codes = labelled(values)
        return Attribute(self.name, "nominal", labels), codes
