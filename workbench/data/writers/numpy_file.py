""".npz archives that keep a whole data set: schema, roles and every column as it is.

``schema`` is JSON text; ``column_0`` … are the columns as ``data/dataset.py`` says they are held.
A column of texts is three arrays: ``…_text`` all texts in UTF-8 one after the other, ``…_ends``
where each ends, ``…_missing`` which are missing. Nothing is pickled.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from workbench.core.errors import DataError
from workbench.core.files import written_atomically
from workbench.data.dataset import Column, Dataset
from workbench.data.readers.tables.numpy_data_set import SCHEMA, column_name
from workbench.data.schema_facts import SchemaFacts
from workbench.data.writers.remedies import CANNOT_HOLD


def write_npz(dataset: Dataset, path: Path) -> None:
    """Write ``dataset`` to ``path``, whole or not at all; reading it gives an equal data set.

    Raises:
        DataError: an attribute is relational, or the file cannot be written.
    """
    arrays = dict(_arrays(dataset))
    with written_atomically(path) as beside, beside.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)


def _arrays(dataset: Dataset) -> Iterator[tuple[str, Column]]:
    facts = SchemaFacts.of(dataset.schema).model_dump()
    yield SCHEMA, np.frombuffer(json.dumps(facts).encode(), dtype=np.uint8)
    for i, (attribute, column) in enumerate(
        zip(dataset.schema.attributes, dataset.columns, strict=True)
    ):
        if attribute.kind == "relational":
            raise DataError(
                f"Attribute '{attribute.name}' is relational; an .npz file cannot hold it.",
                remedy=CANNOT_HOLD["relational"],
            )
        if attribute.kind == "string":
            yield from _text_arrays(column_name(i), column)
        else:
            yield column_name(i), column


def _text_arrays(name: str, column: Column) -> Iterator[tuple[str, Column]]:
    texts = [(text or "").encode("utf-8", "surrogatepass") for text in column.tolist()]
    yield f"{name}_text", np.frombuffer(b"".join(texts), dtype=np.uint8)
    yield f"{name}_ends", np.cumsum([len(text) for text in texts], dtype=np.int64)
    yield f"{name}_missing", np.array([text is None for text in column.tolist()], dtype=bool)
