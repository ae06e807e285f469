"""Rename attributes: many names at once by a regular expression (WEKA: RenameAttribute -find)."""

from dataclasses import replace
from typing import ClassVar

from pydantic import Field
from typing_extensions import override

from workbench.core.errors import DataError
from workbench.data.dataset import Dataset
from workbench.preprocess.pattern import compiled, replaced
from workbench.preprocess.transform import DatasetTransform


class RenameAttributes(DatasetTransform):
    """Rename many attributes at once: every match of a regular expression is replaced.

    For instance "^pixel " by "p"; the replacement may name groups of the pattern.
    """

    key: ClassVar[str] = "rename_attributes"
    title: ClassVar[str] = "Rename by pattern"
    icon: ClassVar[str] = "mdi6.regex"
    weka: ClassVar[tuple[str, ...]] = ("weka.filters.unsupervised.attribute.RenameAttribute",)
    aliases: ClassVar[tuple[str, ...]] = ("regular expression", "rename columns")

    attributes: tuple[str, ...] = Field(
        default=(),
        description="Which attributes; none means all.",
        json_schema_extra={"editor": "attributes"},
    )
    pattern: str = Field(
        default="",
        description="A regular expression; empty leaves the names as they are.",
    )
    replacement: str = Field(
        default="", description="What each match becomes; \\1 is the first group of the pattern."
    )

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        for name in self.attributes:
            dataset.schema.index(name)
        if not self.pattern:
            return dataset
        wanted = set(self.attributes or dataset.schema.names)
        attributes = [
            replace(a, name=self._renamed(a.name)) if a.name in wanted else a
            for a in dataset.schema.attributes
        ]
        return dataset.with_columns(attributes, dataset.columns)

    @override
    def status(self) -> str:
        return f"{self.pattern} → {self.replacement}" if self.pattern else ""

    def _renamed(self, name: str) -> str:
        renamed = replaced(compiled(self.pattern), self.replacement, name)
        if not renamed.strip():
            raise DataError(f"Nothing would be left of the name '{name}'.")
        return renamed
