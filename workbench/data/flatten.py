"""Array attributes as numeric columns, for files and learners that know tables only."""

from collections.abc import Collection
from itertools import product

import numpy as np

from workbench.core.errors import DataError
from workbench.data.dataset import Dataset, is_filled
from workbench.data.readers.tables.array_columns import MAX_COLUMNS, NamedColumn
from workbench.data.schema import Attribute


def flattened(dataset: Dataset, names: Collection[str] = ()) -> Dataset:
    """The data set with each value of an array as a numeric column, ``image[0,0]`` and so on.

    The places go row by row, the last index fastest. Fillings and gaps are missing; tokens are
    their numbers in the vocabulary.

    Args:
        names: the array attributes; none: all of them.

    Raises:
        DataError: there would be too many columns, or a name is no array.
    """
    for name in names:
        if dataset.schema.attribute(name).kind != "array":
            raise DataError(f"Attribute '{name}' is no array.")
    named: list[NamedColumn] = []
    for attribute, column in zip(dataset.schema.attributes, dataset.columns, strict=True):
        if attribute.kind == "array" and (not names or attribute.name in names):
            named += _places(dataset, attribute)
        else:
            named.append((attribute, column))
    return dataset.with_columns([a for a, _ in named], [c for _, c in named])


def _places(dataset: Dataset, attribute: Attribute) -> list[NamedColumn]:
    column = dataset.column(attribute.name)
    n = int(np.prod(attribute.shape))
    if n > MAX_COLUMNS:
        raise DataError(
            f"'{attribute.name}' would become {n:,} columns; {MAX_COLUMNS:,} are the most."
        )
    flat = column.reshape(len(column), n)
    is_token = column.dtype.kind == "i"
    named = []
    for i, place in enumerate(product(*map(range, attribute.shape))):
        name = f"{attribute.name}[{','.join(map(str, place))}]"
        numbers = flat[:, i].astype(np.float64)
        if is_token:
            numbers[~is_filled(flat[:, i])] = np.nan
        named.append((Attribute(name, "numeric", role=attribute.role), numbers))
    return named
