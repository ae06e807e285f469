"""Select attributes: keep or remove columns by name (WEKA: Remove)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar, Literal, Self

from pydantic import Field
from typing_extensions import override

from workbench.data.dataset import Dataset
from workbench.data.state import State
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
    """Keep or remove attributes by name.

    The class stays when others are kept, and goes only when it is named for removal.
    """

    key: ClassVar[str] = "select_attributes"
    title: ClassVar[str] = "Select attributes"
    icon: ClassVar[str] = "mdi6.table-column-remove"
    aliases: ClassVar[tuple[str, ...]] = ("Remove", "drop", "choose columns")

    action: Literal["keep", "remove"] = Field(
        default="remove", description="What happens to the named attributes."
    )
    attributes: tuple[str, ...] = Field(
        default=(),
        description="The attributes' names; none leaves the data as they are.",
        json_schema_extra={"editor": "attributes"},
    )

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        for name in self.attributes:
            dataset.schema.index(name)
        if not self.attributes:
            return dataset
        if self.action == "remove":
            return _without(dataset, self.attributes)
        target = dataset.schema.class_attribute
        kept = {*self.attributes, *([target.name] if target else [])}
        return _without(dataset, [name for name in dataset.schema.names if name not in kept])

    @override
    def status(self) -> str:
        return f"{self.action} {', '.join(self.attributes)}" if self.attributes else ""


def _without(dataset: Dataset, removed: Collection[str]) -> Dataset:
    kept = [
        (attribute, column)
        for attribute, column in zip(dataset.schema.attributes, dataset.columns, strict=True)
        if attribute.name not in removed
    ]
    return dataset.with_columns([a for a, _ in kept], [c for _, c in kept])
