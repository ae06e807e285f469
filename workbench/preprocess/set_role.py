"""Set role: what attributes are for (RapidMiner: Set Role)."""

from dataclasses import replace
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.errors import DataError
from workbench.data.dataset import Column, Dataset
from workbench.data.schema import Attribute
from workbench.preprocess.transform import DatasetTransform


class SetRole(DatasetTransform):
    """Choose what attributes are for: features to learn from, notes (meta), or sample weights.

    A class that is named here is the class no longer. One attribute can hold the weights; the
    former one becomes a feature.
    """

    key: ClassVar[str] = "set_role"
    title: ClassVar[str] = "Set role"
    icon: ClassVar[str] = "mdi6.account-key-outline"
    aliases: ClassVar[tuple[str, ...]] = ("role", "meta", "ID", "sample weight", "ignore attribute")

    attributes: tuple[str, ...] = Field(
        default=(),
        description="The attributes' names; none leaves the data as they are.",
        json_schema_extra={"editor": "attributes"},
    )
    role: Literal["feature", "meta", "weight"] = Field(
        default="meta",
        description="What they become: feature is learnt from, meta is only carried along, "
        "weight says how much each sample counts.",
    )

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        for name in self.attributes:
            dataset.schema.index(name)
        if self.role == "weight" and self.attributes:
            self._check_weight(dataset)
        attributes = tuple(self._changed(a) for a in dataset.schema.attributes)
        return dataset.with_columns(attributes, dataset.columns)

    @override
    def status(self) -> str:
        return f"{', '.join(self.attributes)}: {self.role}" if self.attributes else ""

    def _changed(self, attribute: Attribute) -> Attribute:
        if attribute.name in self.attributes:
            return replace(attribute, role=self.role)
        takes_over = self.role == "weight" and self.attributes and attribute.role == "weight"
        return replace(attribute, role="feature") if takes_over else attribute

    def _check_weight(self, dataset: Dataset) -> None:
        if len(self.attributes) > 1:
            raise DataError(
                f"One attribute can hold the weights, not {len(self.attributes)}: "
                f"{', '.join(self.attributes)}."
            )
        attribute = dataset.schema.attribute(self.attributes[0])
        if attribute.kind != "numeric":
            raise DataError(
                f"Attribute '{attribute.name}' is {attribute.kind}; weights must be numeric."
            )
        _check_weights(dataset, dataset.column(attribute.name), attribute.name)


def _check_weights(dataset: Dataset, weights: Column, name: str) -> None:
    wrong = np.flatnonzero(~(np.isfinite(weights) & (weights >= 0)))
    if len(wrong):
        row, weight = dataset.sample_ids[wrong[0]] + 1, weights[wrong[0]]
        shown = "missing" if np.isnan(weight) else f"{weight:g}"
        raise DataError(
            f"Row {row} of '{name}' is {shown}; a weight must be a finite number from 0 up."
        )
