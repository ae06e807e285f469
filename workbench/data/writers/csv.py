"""CSV files (RFC 4180, commas, a row of names), such that our reader gives the same values back."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from workbench.core.errors import DataError
from workbench.core.files import write_text
from workbench.data.dataset import Column, Dataset
from workbench.data.readers.csv_text.rows import is_missing
from workbench.data.schema import Attribute
from workbench.data.writers.number_text import number_text
from workbench.data.writers.remedies import CANNOT_HOLD

_SPECIAL = re.compile(r"[\",;|\t\n\r]|^\s|\s$|^[#%']|^sep=")


def write_csv(dataset: Dataset, path: Path, separator: str = ",") -> None:
    """Write ``dataset`` to ``path``, whole or not at all.

    Missing values are empty cells. A CSV file does not say what its columns are: labels that are
    all numbers come back as numbers unless the reader is told (``nominal``), and line ends in
    texts come back as LF.

    Raises:
        DataError: an attribute is an array, or the file cannot be written.
    """
    write_text(path, "\n".join(_lines(dataset, separator)) + "\n")


def cell(text: str) -> str:
    """A text as a cell: in quotes where it would be read as something else."""
    if is_missing(text) or _SPECIAL.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def _lines(dataset: Dataset, separator: str) -> Iterator[str]:
    attributes = dataset.schema.attributes
    # A lone empty cell would be a blank line, which readers skip.
    missing = "" if len(attributes) > 1 else "?"
    yield separator.join(cell(attribute.name) for attribute in attributes)
    columns = [
        _texts(attribute, column, missing)
        for attribute, column in zip(attributes, dataset.columns, strict=True)
    ]
    yield from (separator.join(row) for row in zip(*columns, strict=True))


def _texts(attribute: Attribute, column: Column, missing: str) -> list[str]:
    values: list[Any] = column.tolist()
    if attribute.kind in {"array", "relational"}:
        kind = "an array" if attribute.kind == "array" else "relational"
        raise DataError(
            f"Attribute '{attribute.name}' is {kind}; a CSV file cannot hold it.",
            remedy=CANNOT_HOLD[attribute.kind],
        )
    if attribute.kind == "numeric":
        return [missing if value != value else number_text(value) for value in values]  # noqa: PLR0124
    if attribute.kind == "nominal":
        cells = [*map(cell, attribute.values), missing]  # the last is for missing: −1
        return [cells[code] for code in values]
    if attribute.kind == "date":
        texts = np.datetime_as_string(column).tolist()
        return [missing if text == "NaT" else text for text in texts]
    return [missing if value is None else cell(value) for value in values]
