"""JSON lines: one object per sample, as ``data/row_values.py`` says."""

import json
from pathlib import Path
from typing import Any

from workbench.core.files import write_text
from workbench.data.dataset import Dataset
from workbench.data.row_values import json_columns, json_rows
from workbench.data.schema import Attribute


def write_jsonl(dataset: Dataset, path: Path) -> None:
    """Write ``dataset`` to ``path``, whole or not at all.

    What the file cannot say is lost: roles, the order of labels, and that a text was nominal.

    Raises:
        DataError: the file cannot be written.
    """
    names = dataset.schema.names
    columns = [
        _bags(attribute, dataset) if attribute.kind == "relational" else column
        for attribute, column in zip(dataset.schema.attributes, json_columns(dataset), strict=True)
    ]
    rows = (dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True))
    write_text(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def _bags(attribute: Attribute, dataset: Dataset) -> list[Any]:
    """Each bag as a list of objects."""
    return [
        None
        if bag is None
        else [dict(zip(bag.schema.names, r, strict=True)) for r in json_rows(bag)]
        for bag in dataset.column(attribute.name)
    ]
