"""Which attributes a transform works on, and how changed columns go back into a data set."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from workbench.core.errors import DataError
from workbench.data.dataset import Column, Dataset
from workbench.data.schema import Attribute, Kind

LARGEST = 4_000_000_000  # bytes; learners hold such columns some four times over


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


def with_attribute(dataset: Dataset, attribute: Attribute, column: Column) -> Dataset:
    """The samples with one more attribute before a class that comes last, else at the end.

    One of the same name is replaced in its place, and its role is kept.
    """
    attributes, columns = list(dataset.schema.attributes), list(dataset.columns)
    if attribute.name in dataset.schema:
        position = dataset.schema.index(attribute.name)
        attributes[position] = replace(attribute, role=attributes[position].role)
        columns[position] = column
        return dataset.with_columns(attributes, columns)
    is_class_last = bool(attributes) and attributes[-1].role == "class"
    position = len(attributes) - is_class_last
    attributes.insert(position, attribute)
    columns.insert(position, column)
    return dataset.with_columns(attributes, columns)


def refuse_too_many(n_rows: int, n_columns: int, name: str, remedy: str) -> None:
    """See that columns of numbers, each of eight bytes, fit into a computer's memory.

    Raises:
        DataError: they need more than ``LARGEST`` bytes.
    """
    size = 8 * n_rows * n_columns
    if size > LARGEST:
        raise DataError(
            f"'{name}' would become {n_columns:,} columns of {n_rows:,} numbers, "
            f"{size / 1e9:.1f} GB; {LARGEST / 1e9:.1f} GB are the most.",
            remedy=f"{remedy}, or take fewer rows.",
        )


def fresh_name(name: str, taken: Collection[str]) -> str:
    """``name``, with as many primes as it needs to differ from the names that are taken."""
    while name in taken:
        name += "'"
    return name
