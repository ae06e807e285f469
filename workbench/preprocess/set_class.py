"""Set class: choose what is to be predicted (WEKA: ClassAssigner)."""

from typing import ClassVar

from pydantic import Field
from typing_extensions import override

from workbench.core.errors import DataError
from workbench.data.dataset import Dataset
from workbench.preprocess.transform import DatasetTransform


class SetClass(DatasetTransform):
    """Choose the attribute to be predicted; the former class becomes a feature."""

    key: ClassVar[str] = "set_class"
    title: ClassVar[str] = "Set class"
    icon: ClassVar[str] = "mdi6.target"
    weka: ClassVar[tuple[str, ...]] = (
        "weka.knowledgeflow.steps.ClassAssigner",
        "weka.filters.unsupervised.attribute.ClassAssigner",
    )
    aliases: ClassVar[tuple[str, ...]] = ("target", "label")

    attribute: str = Field(
        default="",
        description="The attribute to be predicted; empty means the last one.",
        json_schema_extra={"editor": "attribute", "empty": "the last"},
    )

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        if not dataset.schema.attributes:
            raise DataError("The data have no attribute that could be the class.")
        return dataset.with_class(self.attribute or dataset.schema.names[-1])

    @override
    def status(self) -> str:
        return self.attribute or "the last attribute"
