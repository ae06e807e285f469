"""One-hot: a nominal attribute as 0/1 columns (WEKA: NominalToBinary; sklearn: OneHotEncoder)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.data.dataset import Column, Dataset
from workbench.data.schema import Attribute, Schema
from workbench.data.state import State
from workbench.preprocess.columns import chosen, column_of, refuse_too_many
from workbench.preprocess.transform import FittedTransform, Transform


@dataclass(frozen=True, eq=False)
class FittedOneHot(FittedTransform):
    """The labels that got a column.

    Args:
        labels: by name of a nominal attribute, in the order of the columns.
    """

    key: ClassVar[str] = "one_hot"

    labels: Mapping[str, tuple[str, ...]]

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        for name in self.labels:
            column_of(dataset, name, "nominal")
        attributes: list[Attribute] = []
        columns: list[Column] = []
        for attribute, column in zip(dataset.schema.attributes, dataset.columns, strict=True):
            if attribute.name in self.labels:
                n_labels = len(self.labels[attribute.name])
                remedy = "Leave the attribute out, or merge rare labels"
                refuse_too_many(dataset.n_samples, n_labels, attribute.name, remedy)
                attributes += self._attributes(attribute, dataset.schema)
                columns += self._columns(attribute, column)
            else:
                attributes.append(attribute)
                columns.append(column)
        return dataset.with_columns(attributes, columns)

    def _attributes(self, attribute: Attribute, schema: Schema) -> list[Attribute]:
        names = [f"{attribute.name}={label}" for label in self.labels[attribute.name]]
        # A raw attribute may already bear such a name; a prime tells the two apart.
        return [
            Attribute(f"{name}'" if name in schema else name, "numeric", role=attribute.role)
            for name in names
        ]

    def _columns(self, attribute: Attribute, column: Column) -> list[Column]:
        """One column per label; an unseen or missing one is nowhere, so all are 0."""
        position = {label: code for code, label in enumerate(attribute.values)}
        codes = [position.get(label, -2) for label in self.labels[attribute.name]]
        return [(column == code).astype(np.float64) for code in codes]

    @override
    def state(self) -> State:
        return State({"labels": {name: list(labels) for name, labels in self.labels.items()}})

    @classmethod
    @override
    def from_state(cls, state: State) -> Self:
        return cls({name: tuple(labels) for name, labels in state.values["labels"].items()})


class OneHot(Transform):
    """Turn each nominal attribute into one 0/1 number for each of its labels.

    A missing or unknown label gives 0 throughout. The columns are called ``attribute=label``.
    """

    key: ClassVar[str] = "one_hot"
    title: ClassVar[str] = "One-hot"
    icon: ClassVar[str] = "mdi6.numeric-1-box-multiple-outline"
    weka: ClassVar[tuple[str, ...]] = (
        "weka.filters.unsupervised.attribute.NominalToBinary",
        "weka.filters.supervised.attribute.NominalToBinary",
    )
    aliases: ClassVar[tuple[str, ...]] = ("OneHotEncoder", "dummy")

    attributes: tuple[str, ...] = Field(
        default=(),
        description="Which attributes; none means every nominal one but the class.",
        json_schema_extra={"editor": "attributes"},
    )

    @override
    def fit(self, train: Dataset) -> FittedOneHot:
        return FittedOneHot({a.name: a.values for a in chosen(train, self.attributes, "nominal")})
