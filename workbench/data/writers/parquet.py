"""Parquet files, through pandas and pyarrow; nominal attributes are categories."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from workbench.core.deferred import deferred
from workbench.core.errors import DataError
from workbench.core.files import written_atomically
from workbench.data.dataset import Column, Dataset
from workbench.data.extras import require
from workbench.data.schema import Attribute
from workbench.data.writers.remedies import CANNOT_HOLD

if TYPE_CHECKING:
    import pandas as pd
else:
    pd = deferred("pandas")


def write_parquet(dataset: Dataset, path: Path) -> None:
    """Write ``dataset`` to ``path``, whole or not at all.

    Raises:
        DataError: pyarrow is not installed, an attribute is an array or relational, or the file
            cannot be written.
    """
    pairs = zip(dataset.schema.attributes, dataset.columns, strict=True)
    frame = pd.DataFrame({a.name: _series(a, column) for a, column in pairs})
    require("pyarrow", "parquet", "Parquet files")  # no help where the data cannot be kept anyway
    with written_atomically(path) as beside, beside.open("wb") as file:
        frame.to_parquet(file, engine="pyarrow", index=False)


def _series(attribute: Attribute, column: Column) -> Any:
    if attribute.kind in {"array", "relational"}:
        kind = "an array" if attribute.kind == "array" else "relational"
        raise DataError(
            f"Attribute '{attribute.name}' is {kind}; this Parquet file cannot hold it.",
            remedy=CANNOT_HOLD[attribute.kind],
        )
    if attribute.kind == "nominal":
        labels = pd.CategoricalDtype(list(attribute.values))
        return pd.Categorical.from_codes(np.array(column).tolist(), dtype=labels)
    if attribute.kind == "string":
        return pd.Series(column.tolist(), dtype="str")
    return np.array(column)
