"""What a format cannot say of a data set, to be told when one is saved in it."""

from collections.abc import Iterator

from workbench.data.cell import as_number
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute

KEEPS_ALL = ".npz"
KEEP_LABELS = (".arff", ".npz", ".parquet")
KEEP_DATES = (".arff", ".npz", ".parquet", ".xlsx", ".csv", ".tsv")
TYPED = (".jsonl", ".ndjson")  # a text that looks like a number stays one
SHOWN = 6


def losses(dataset: Dataset, ending: str) -> Iterator[str]:
    """What reading the file again would give otherwise, a sentence each.

    Args:
        ending: that of the format, without a compression's.
    """
    if ending == KEEPS_ALL:
        return
    attributes = dataset.schema.attributes
    yield from _lost_roles(dataset, ending)
    if ending not in KEEP_LABELS:
        numbers = [] if ending in TYPED else [a for a in attributes if _looks_numeric(a)]
        if numbers:
            named = _named(numbers)
            yield f"Labels that are numbers come back as numbers without --nominal: {named}."
        if any(a.kind == "nominal" for a in attributes):
            yield "The order of labels, and labels that no row has, are not kept."
    dates = [a for a in attributes if a.kind == "date"]
    if dates and ending not in KEEP_DATES:
        yield f"Dates come back as texts: {_named(dates)}."
    bags = [a for a in attributes if a.kind == "relational"]
    if bags and ending in TYPED:
        yield f"Relational attributes come back as texts: {_named(bags)}."


def _lost_roles(dataset: Dataset, ending: str) -> Iterator[str]:
    """An ARFF file keeps weights; the class is the last attribute unless the reader is told."""
    target = dataset.schema.class_attribute
    attributes = [a for a in dataset.schema.attributes if a.role != "weight" or ending != ".arff"]
    if target is not None and attributes[-1] is not target:
        yield f"The class is not kept; read the file with --class '{target.name}'."
    others = [a for a in attributes if a.role in {"meta", "weight"}]
    if others:
        yield f"The role of these attributes is not kept: {_named(others)}."


def _looks_numeric(attribute: Attribute) -> bool:
    values = attribute.values
    return (
        attribute.kind == "nominal"
        and bool(values)
        and all(as_number(value) is not None for value in values)
    )


def _named(attributes: list[Attribute]) -> str:
    shown = ", ".join(f"'{a.name}'" for a in attributes[:SHOWN])
    more = len(attributes) - SHOWN
    return f"{shown} and {more} more" if more > 0 else shown
