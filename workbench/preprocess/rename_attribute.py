"""Rename attribute: another name for a column (WEKA: RenameAttribute)."""

from dataclasses import replace
from typing import ClassVar

from pydantic import Field
from typing_extensions import override

from workbench.core.errors import ParameterError, Where
from workbench.data.dataset import Dataset
from workbench.preprocess.transform import DatasetTransform


class RenameAttribute(DatasetTransform):
    """Give an attribute another name."""

    key: ClassVar[str] = "rename_attribute"
    title: ClassVar[str] = "Rename attribute"
    icon: ClassVar[str] = "mdi6.rename-outline"
    aliases: ClassVar[tuple[str, ...]] = ("rename column",)

    attribute: str = Field(
        default="",
        description="The attribute's present name; empty leaves the data as they are.",
        json_schema_extra={"editor": "attribute"},
    )
    name: str = Field(default="", description="Its new name, which no other attribute bears.")

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        if not self.attribute:
            return dataset
        position = dataset.schema.index(self.attribute)
        if not self.name.strip():
            raise ParameterError(
                f"The new name of '{self.attribute}' is empty.", where=Where(parameter="name")
            )
        attributes = list(dataset.schema.attributes)
        attributes[position] = replace(attributes[position], name=self.name)
        return dataset.with_columns(attributes, dataset.columns)

    @override
    def status(self) -> str:
        return f"{self.attribute} → {self.name}" if self.attribute else ""
