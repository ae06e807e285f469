"""A table or view of an SQLite database."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, ClassVar

from pydantic import Field
from typing_extensions import override

from workbench.core.errors import DataError, Where
from workbench.core.run import Noted, Progressed, Run
from workbench.data.dataset import Dataset
from workbench.data.readers.compression import opened
from workbench.data.readers.reader import Reader
from workbench.data.readers.tables.typed_columns import renamed, unique_names
from workbench.data.readers.tables.typed_table import table_of

MAGIC = b"SQLite format 3\0"
ROWS = 2000  # fetched in one go


class SqliteReader(Reader):
    """Read a table or view of an SQLite database; the database is never written to."""

    key: ClassVar[str] = "sqlite"
    title: ClassVar[str] = "SQLite table"
    icon: ClassVar[str] = "mdi6.database-outline"
    weka: ClassVar[tuple[str, ...]] = ("weka.core.converters.DatabaseLoader",)
    aliases: ClassVar[tuple[str, ...]] = ("SQL", "database")
    suffixes: ClassVar[tuple[str, ...]] = (".sqlite", ".sqlite3", ".db", ".db3")

    table: str = Field(
        default="",
        description="The table or view; may be empty where there is only one.",
        json_schema_extra={"empty": "the only one"},
    )
    nominal: tuple[str, ...] = Field(
        default=(), description="Names of attributes to read as nominal, numbers or not."
    )

    @override
    def sources(self) -> Iterable[Path]:
        # What has been written last may still lie beside the database.
        return [self.file, *(Path(f"{self.file}{end}") for end in ("-wal", "-journal"))]

    @override
    def read(self) -> Run[Dataset]:
        with self._connected() as connection:
            table = self._chosen(connection)
            names, rows = yield from _rows(connection, table)
        names, given = unique_names(names), names
        yield from renamed(given, names)
        columns = dict(
            zip(names, zip(*rows, strict=True) if rows else [()] * len(names), strict=True)
        )
        binary = [name for name, values in columns.items() if _is_binary(values)]
        for name in binary:
            yield Noted(f"Column '{name}' holds binary data and is left out.", is_warning=True)
            del columns[name]
        try:
            dataset = yield from table_of(table, columns, self.nominal, is_typed=False)
        except DataError as error:
            raise error.at(file=self.path) from None
        dataset, notes = self.with_chosen_class(dataset)
        yield from notes
        return dataset

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        where = Where(file=self.path)
        with opened(self.file, self.path) as stream:
            if stream.read(len(MAGIC)) != MAGIC:
                raise DataError("This is no SQLite database.", where=where)
        try:
            address = f"{self.file.as_uri()}?mode=ro"
            with closing(sqlite3.connect(address, uri=True)) as connection:
                yield connection
        except (sqlite3.Error, ValueError, OverflowError) as error:  # text that is no UTF-8, too
            raise DataError(f"The database cannot be read: {error}.", where=where) from error

    def _chosen(self, connection: sqlite3.Connection) -> str:
        query = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name"
        tables = [str(n) for (n,) in connection.execute(query) if not str(n).startswith("sqlite_")]
        chosen = self.table or (tables[0] if len(tables) == 1 else "")
        if chosen in tables:
            return chosen
        known = ", ".join(tables) or "none"
        what = f"There is no table '{self.table}'" if self.table else "No table has been chosen"
        raise DataError(
            f"{what}; the tables are: {known}.",
            remedy="Set 'table' to one of them." if tables else None,
            where=Where(file=self.path, parameter="table"),
        )


def _rows(
    connection: sqlite3.Connection, table: str
) -> Run[tuple[list[str], list[tuple[Any, ...]]]]:
    quoted = '"' + table.replace('"', '""') + '"'
    (total,) = connection.execute(f"SELECT COUNT(*) FROM {quoted}").fetchone()  # noqa: S608  quoted
    cursor = connection.execute(f"SELECT * FROM {quoted}")  # noqa: S608
    names = [str(name) for name, *_ in cursor.description]
    rows: list[tuple[Any, ...]] = []
    while part := cursor.fetchmany(ROWS):
        rows += part
        yield Progressed(len(rows), total, f"row {len(rows):,}")
    return names, rows


def _is_binary(values: Sequence[Any]) -> bool:
    return any(isinstance(value, bytes) for value in values)
