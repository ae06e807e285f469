"""ARFF files, such that WEKA reads them and our reader gives an equal data set back."""

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import numpy as np

from workbench.core.errors import DataError
from workbench.core.files import write_text
from workbench.data.dataset import Column, Dataset
from workbench.data.readers.arff_text.date_format import ISO
from workbench.data.readers.arff_text.values import column_of
from workbench.data.readers.arff_text.weights import weight_name
from workbench.data.schema import Attribute, Schema
from workbench.data.writers.number_text import number_text

_BARE = re.compile(r"[^\x00-\x20,%'\"{}?@\\][^\x00-\x20,%'\"{}\\]*")
_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED = re.compile(r"[\\'\x00-\x1f]")
_FIRST, _END = np.datetime64("0001-01-01", "ms"), np.datetime64("10000-01-01", "ms")


def write_arff(dataset: Dataset, path: Path) -> None:
    """Write ``dataset`` to ``path``, whole or not at all.

    Numbers are written so that they come back exactly, a relational attribute as a quoted text
    per bag. Of the roles, only a last attribute ``weight`` with the role weight is kept (as
    sample weights, if one is not 1); ARFF has no place for the others.

    Raises:
        DataError: an attribute is an array, a date lies outside the years 1 to 9999, or the file
            cannot be written.
    """
    write_text(path, "\n".join(_lines(dataset)) + "\n")


def quoted(text: str) -> str:
    """A name, label or text as ARFF writes it: in single quotes only where it must be."""
    if _BARE.fullmatch(text):
        return text
    return "'" + _ESCAPED.sub(lambda match: _escape(match[0]), text) + "'"


def _lines(dataset: Dataset) -> Iterator[str]:
    yield f"@relation {quoted(dataset.schema.relation)}"
    yield ""
    yield from _declarations(dataset)
    yield ""
    yield "@data"
    yield from _rows(dataset)


def _declarations(dataset: Dataset) -> Iterator[str]:
    """The lines @attribute, those of the bags among them."""
    attributes = dataset.schema.attributes[: len(dataset.columns) - _has_weights(dataset)]
    for attribute, column in zip(attributes, dataset.columns, strict=False):
        weight = "" if attribute.weight == 1 else f" {{{number_text(attribute.weight)}}}"
        start = f"@attribute {quoted(attribute.name)}"
        if attribute.kind == "relational":
            yield f"{start} relational{weight}"
            yield from _declarations(_joined(attribute, column))
            yield f"@end {quoted(attribute.name)}"
        else:
            yield f"{start} {_type(attribute, column)}{weight}"


def _rows(dataset: Dataset) -> Iterator[str]:
    attributes = list(zip(dataset.schema.attributes, dataset.columns, strict=True))
    weights = attributes.pop()[1] if _has_weights(dataset) else None
    columns = [_texts(attribute, column) for attribute, column in attributes]
    if weights is not None:
        columns.append([f"{{{number_text(weight)}}}" for weight in weights.tolist()])
    return (",".join(row) for row in zip(*columns, strict=True))


def _joined(attribute: Attribute, column: Column) -> Dataset:
    """The rows of all bags of a relational attribute as one data set."""
    schema = attribute.nested or Schema(())
    bags = [bag.columns for bag in column if bag is not None]
    nothing = tuple(column_of(a, ()) for a in schema.attributes)
    columns = zip(nothing, *bags, strict=True)
    return Dataset(schema, tuple(np.concatenate(parts) for parts in columns))


def _has_weights(dataset: Dataset) -> bool:
    """Whether the last attribute comes back if it is written as sample weights."""
    if len(dataset.columns) < 2:
        return False
    *others, last = dataset.schema.attributes
    weights = dataset.columns[-1]
    name = weight_name(Schema(tuple(others)))
    return bool(
        (last.name, last.role, last.kind) == (name, "weight", "numeric")
        and np.all(np.isfinite(weights) & (weights >= 0))
        and np.any(weights != 1)
    )


def _type(attribute: Attribute, column: Column) -> str:
    if attribute.kind == "array":
        raise DataError(
            f"Attribute '{attribute.name}' is an array of shape {attribute.shape}, which an ARFF "
            "file cannot hold.",
            remedy="Flatten it to numeric attributes first, or write a .npz file.",
        )
    if attribute.kind == "nominal":
        return "{" + ",".join(map(quoted, attribute.values)) + "}"
    if attribute.kind == "date":
        return f"date {quoted(_pattern(attribute, column))}"
    return attribute.kind


def _pattern(attribute: Attribute, column: Column) -> str:
    if np.any((column < _FIRST) | (column >= _END)):
        raise DataError(
            f"A date of '{attribute.name}' lies outside the years 1 to 9999, which an ARFF file "
            "cannot hold."
        )
    seconds = column.astype("datetime64[s]")
    is_whole = np.isnat(column) | (seconds.astype("datetime64[ms]") == column)
    return ISO if is_whole.all() else ISO + ".SSS"


def _texts(attribute: Attribute, column: Column) -> list[str]:
    values: list[Any] = column.tolist()
    if attribute.kind == "numeric":
        return ["?" if value != value else number_text(value) for value in values]  # noqa: PLR0124
    if attribute.kind == "nominal":
        labels = [*map(quoted, attribute.values), "?"]  # the last is for missing: −1
        return [labels[code] for code in values]
    if attribute.kind == "date":
        unit = "s" if _pattern(attribute, column) == ISO else "ms"
        texts = np.datetime_as_string(column.astype(f"datetime64[{unit}]")).tolist()
        return ["?" if text == "NaT" else quoted(text) for text in texts]
    if attribute.kind == "relational":
        return _bags(attribute, column)
    return ["?" if value is None else quoted(value) for value in values]


def _bags(attribute: Attribute, column: Column) -> list[str]:
    """Each bag as a quoted text with a row per line."""
    rows = list(_rows(_joined(attribute, column)))
    sizes = [0 if bag is None else bag.n_samples for bag in column]
    texts = ["\n".join(rows[a:b]) for a, b in pairwise(accumulate(sizes, initial=0))]
    return ["?" if bag is None else quoted(text) for bag, text in zip(column, texts, strict=True)]


def _escape(character: str) -> str:
    return _ESCAPES.get(character) or f"\\{ord(character):03o}"
