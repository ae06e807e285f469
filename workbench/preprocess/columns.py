"""Which attributes a transform works on, and how changed columns go back into a data set."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from workbench.core.errors import DataError
from workbench.data.dataset import Column, Dataset
from workbench.data.schema import Attribute, Kind


def chosen(dataset: Dataset, names: Sequence[str], kind: Kind) -> tuple[Attribute, ...]:
    """The attributes called ``names``, or every feature of ``kind`` where none are named.

    Raises:
        DataError: a name is unknown, is the class, or is an attribute of another kind.
    """
    if not names:
        return tuple(a for a in dataset.schema.features if a.kind == kind)
    attributes = tuple(dataset.schema.attribute(name) for name in names)
    for attribute in attributes:
        if attribute.role == "class":
            raise DataError(f"'{attribute.name}' is the class; transforms leave it as it is.")
        _check_kind(attribute, kind)
    return attributes


def column_of(dataset: Dataset, name: str, kind: Kind) -> Column:
    """The column that a transform was fitted on.

    Raises:
        DataError: it is not there, or is of another kind.
    """
    _check_kind(dataset.schema.attribute(name), kind)
    return dataset.column(name)


def with_replaced(dataset: Dataset, columns: Mapping[str, Column]) -> Dataset:
    """The same attributes, some of them with other values."""
    kept = zip(dataset.schema.names, dataset.columns, strict=True)
    return replace(dataset, columns=tuple(columns.get(name, column) for name, column in kept))


def _check_kind(attribute: Attribute, kind: Kind) -> None:
    if attribute.kind != kind:
        raise DataError(f"Attribute '{attribute.name}' is {attribute.kind}; it must be {kind}.")
