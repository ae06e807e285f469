"""ARFF files, such that WEKA reads them and our reader gives an equal data set back."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from workbench.core.errors import DataError
from workbench.core.files import write_text
from workbench.data.dataset import Column, Dataset
from workbench.data.readers.date_format import ISO
from workbench.data.schema import Attribute
from workbench.data.writers.number_text import number_text

_BARE = re.compile(r"[^\x00-\x20,%'\"{}?@\\][^\x00-\x20,%'\"{}\\]*")
_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED = re.compile(r"[\\'\x00-\x1f]")


def write_arff(dataset: Dataset, path: Path) -> None:
    """Write ``dataset`` to ``path``, whole or not at all.

    Numbers are written so that they come back exactly. Of the roles, only a last attribute
    ``weight`` with the role weight is kept (as sample weights); ARFF has no place for the others.

    Raises:
        DataError: an attribute is an array, or the file cannot be written.
    """
    write_text(path, "\n".join(_lines(dataset)) + "\n")


def quoted(text: str) -> str:
    """A name, label or text as ARFF writes it: in single quotes only where it must be."""
    if _BARE.fullmatch(text):
        return text
    return "'" + _ESCAPED.sub(lambda match: _escape(match[0]), text) + "'"


def _lines(dataset: Dataset) -> Iterator[str]:
    attributes = list(zip(dataset.schema.attributes, dataset.columns, strict=True))
    weights = attributes.pop()[1] if _has_weights(dataset) else None
    yield f"@relation {quoted(dataset.schema.relation)}"
    yield ""
    for attribute, column in attributes:
        yield f"@attribute {quoted(attribute.name)} {_type(attribute, column)}"
    yield ""
    yield "@data"
    columns = [_texts(attribute, column) for attribute, column in attributes]
    if weights is not None:
        columns.append([f"{{{number_text(weight)}}}" for weight in weights.tolist()])
    yield from (",".join(row) for row in zip(*columns, strict=True))


def _has_weights(dataset: Dataset) -> bool:
    last = dataset.schema.attributes[-1]
    weights = dataset.columns[-1]
    return (last.name, last.role) == ("weight", "weight") and bool(
        np.all(np.isfinite(weights) & (weights >= 0)) and np.any(weights != 1)
    )


def _type(attribute: Attribute, column: Column) -> str:
    if attribute.kind == "array":
        raise DataError(f"Attribute '{attribute.name}' is an array; ARFF cannot hold it.")
    if attribute.kind == "nominal":
        return "{" + ",".join(map(quoted, attribute.values)) + "}"
    if attribute.kind == "date":
        return f"date {quoted(_pattern(column))}"
    return attribute.kind


def _pattern(column: Column) -> str:
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
        unit = "s" if _pattern(column) == ISO else "ms"
        texts = np.datetime_as_string(column.astype(f"datetime64[{unit}]")).tolist()
        return ["?" if text == "NaT" else quoted(text) for text in texts]
    return ["?" if value is None else quoted(value) for value in values]


def _escape(character: str) -> str:
    return _ESCAPES.get(character) or f"\\{ord(character):03o}"
