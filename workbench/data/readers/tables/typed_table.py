"""Named columns of Python values as a data set."""

from collections.abc import Mapping, Sequence
from typing import Any

from workbench.core.errors import DataError, Where
from workbench.core.run import Progressed, Run
from workbench.data.dataset import Dataset
from workbench.data.readers.tables.typed_columns import column_of
from workbench.data.schema import Schema


def table_of(
    relation: str,
    columns: Mapping[str, Sequence[Any]],
    nominal: Sequence[str] = (),
    *,
    is_typed: bool,
) -> Run[Dataset]:
    """The data set that the columns are; see ``tables/typed_columns.py``.

    Raises:
        DataError: there is no column, or none of a name in ``nominal``.
    """
    if not columns:
        raise DataError("There are no columns in it.")
    check_nominal(nominal, list(columns))
    named = []
    for i, (name, values) in enumerate(columns.items()):
        named.append(column_of(name, values, is_typed=is_typed, is_nominal=name in nominal))
        yield Progressed(i + 1, len(columns), f"attribute {name}")
    schema = Schema(tuple(attribute for attribute, _ in named), relation)
    return Dataset(schema, tuple(column for _, column in named))


def check_nominal(nominal: Sequence[str], names: Sequence[str]) -> None:
    """See that every attribute to be read as nominal is there.

    Raises:
        DataError: one is not.
    """
    for name in nominal:
        if name not in names:
            known = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
            raise DataError(
                f"There is no attribute '{name}' to read as nominal; there are: {known}.",
                where=Where(parameter="nominal"),
            )
