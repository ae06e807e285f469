"""Select attributes: by name, pattern or kind (WEKA: Remove, RemoveByName, RemoveType)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar, Literal, Self

from pydantic import Field
from typing_extensions import override

from workbench.data.dataset import Dataset
from workbench.data.schema import Kind
from workbench.data.state import State
from workbench.preprocess.pattern import compiled, occurs
from workbench.preprocess.transform import DatasetTransform, FittedTransform


@dataclass(frozen=True, eq=False)
class FittedSelection(FittedTransform):
    """Leaves out attributes that a learner cannot use; asks for none of them to be there.

    Args:
        removed: names of attributes.
    """

    key: ClassVar[str] = "select_attributes"

    removed: tuple[str, ...]

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        return _without(dataset, self.removed)

    @override
    def state(self) -> State:
        return State({"removed": list(self.removed)})

    @classmethod
    @override
    def from_state(cls, state: State) -> Self:
        return cls(tuple(state.values["removed"]))


class SelectAttributes(DatasetTransform):
    """Keep or remove attributes by name, by a regular expression or by kind.

    The class stays when others are kept, and goes only when it is named for removal.
    """

    key: ClassVar[str] = "select_attributes"
    title: ClassVar[str] = "Select attributes"
    icon: ClassVar[str] = "mdi6.table-column-remove"
    weka: ClassVar[tuple[str, ...]] = (
        "weka.filters.unsupervised.attribute.Remove",
        "weka.filters.unsupervised.attribute.RemoveByName",
        "weka.filters.unsupervised.attribute.RemoveType",
    )
    aliases: ClassVar[tuple[str, ...]] = ("drop", "choose columns", "regular expression")

    action: Literal["keep", "remove"] = Field(
        default="remove", description="What happens to the chosen attributes."
    )
    attributes: tuple[str, ...] = Field(
        default=(),
        description="The attributes' names; nothing chosen leaves the data as they are.",
        json_schema_extra={"editor": "attributes"},
    )
    pattern: str = Field(
        default="",
        description="Also those of whose name a part matches this regular expression, "
        "such as ^pixel.",
    )
    kind: Literal["any", Kind] = Field(
        default="any",
        description="Also those of this kind; with a pattern, only those of the kind match.",
    )

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        for name in self.attributes:
            dataset.schema.index(name)
        if not (self.attributes or self._has_rule):
            return dataset
        named = {*self.attributes, *self._matching(dataset)}
        if self.action == "remove":
            return _without(dataset, named)
        target = dataset.schema.class_attribute
        kept = {*named, *([target.name] if target else [])}
        return _without(dataset, [name for name in dataset.schema.names if name not in kept])

    @override
    def status(self) -> str:
        kinds = [self.kind] if self.kind != "any" else []
        chosen = [*self.attributes, *([self.pattern] if self.pattern else []), *kinds]
        return f"{self.action} {', '.join(chosen)}" if chosen else ""

    @property
    def _has_rule(self) -> bool:
        return bool(self.pattern) or self.kind != "any"

    def _matching(self, dataset: Dataset) -> list[str]:
        """The attributes but the class that pattern and kind choose."""
        if not self._has_rule:
            return []
        pattern = compiled(self.pattern)
        return [
            a.name
            for a in dataset.schema.attributes
            if a.role != "class" and self.kind in {"any", a.kind} and occurs(pattern, a.name)
        ]


def _without(dataset: Dataset, removed: Collection[str]) -> Dataset:
    kept = [
        (attribute, column)
        for attribute, column in zip(dataset.schema.attributes, dataset.columns, strict=True)
        if attribute.name not in removed
    ]
    return dataset.with_columns([a for a, _ in kept], [c for _, c in kept])
