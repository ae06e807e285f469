"""Parquet files."""

from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.deferred import deferred
from workbench.core.errors import DataError, Where
from workbench.core.run import Noted, Progressed, Run
from workbench.data.dataset import Dataset
from workbench.data.extras import require
from workbench.data.readers.compression import opened
from workbench.data.readers.reader import Reader
from workbench.data.readers.tables.array_columns import NamedColumn
from workbench.data.readers.tables.typed_columns import TRUTH, column_of, renamed, unique_names
from workbench.data.readers.tables.typed_table import check_nominal
from workbench.data.schema import Attribute, Schema

if TYPE_CHECKING:
    import pandas as pd
    from pyarrow import parquet
else:
    pd = deferred("pandas")
    parquet = deferred("pyarrow.parquet")

_ROW_NUMBERS = "__index_level_"  # what pandas calls an index without a name


class ParquetReader(Reader):
    """Read a Parquet file. Every column keeps its type; categories and truth values are nominal."""

    key: ClassVar[str] = "parquet"
    title: ClassVar[str] = "Parquet file"
    icon: ClassVar[str] = "mdi6.table-column"
    aliases: ClassVar[tuple[str, ...]] = ("Arrow", "pyarrow")
    suffixes: ClassVar[tuple[str, ...]] = (".parquet", ".pq")

    nominal: tuple[str, ...] = Field(
        default=(), description="Names of attributes to read as nominal, numbers or not."
    )

    @override
    def read(self) -> Run[Dataset]:
        require("pyarrow", "parquet", "Parquet files")
        frame = self._frame()
        names = unique_names(list(frame.columns))
        yield from renamed(list(frame.columns), names)
        named: list[NamedColumn] = []
        try:
            check_nominal(self.nominal, names)
            for i, name in enumerate(names):
                yield Progressed(i, len(names), f"attribute {name}")
                cells = frame.iloc[:, i]
                if _is_binary(cells):
                    text = f"Column '{name}' holds binary data and is left out."
                    yield Noted(text, is_warning=True)
                    continue
                named.append(_column(name, cells, is_nominal=name in self.nominal))
        except DataError as error:
            raise error.at(file=self.path) from None
        if not named:
            raise DataError("There are no columns in it.", where=Where(file=self.path))
        schema = Schema(tuple(a for a, _ in named), self.file.name.split(".")[0])
        dataset, notes = self.with_chosen_class(Dataset(schema, tuple(c for _, c in named)))
        yield from notes
        return dataset

    def _frame(self) -> "pd.DataFrame":
        with opened(self.file, self.path) as stream:
            try:
                table = parquet.ParquetFile(stream).read()
                # Without what pandas noted: it would hide a named index.
                frame: pd.DataFrame = table.to_pandas(ignore_metadata=True)
            except Exception as error:  # whatever damaged bytes bring about
                said = " ".join(str(error).split())[:200] or type(error).__name__
                raise DataError(
                    f"The Parquet file is damaged ({said}).", where=Where(file=self.path)
                ) from error
        return frame.loc[:, [not str(name).startswith(_ROW_NUMBERS) for name in frame.columns]]


def _column(name: str, cells: "pd.Series[Any]", *, is_nominal: bool) -> NamedColumn:
    kind = cells.dtype
    if is_nominal:
        return column_of(name, _values(cells), is_typed=True, is_nominal=True)
    if isinstance(kind, pd.CategoricalDtype):
        labels = unique_names([str(label) for label in kind.categories])
        return Attribute(name, "nominal", tuple(labels)), cells.cat.codes.to_numpy(np.int32)
    if pd.api.types.is_bool_dtype(kind):
        codes = cells.astype("Int32").to_numpy(np.int32, na_value=-1)
        return Attribute(name, "nominal", TRUTH), codes
    if pd.api.types.is_numeric_dtype(kind):
        return Attribute(name, "numeric"), cells.to_numpy(np.float64, na_value=np.nan)
    if isinstance(kind, pd.DatetimeTZDtype):
        cells = cells.dt.tz_convert(None)
    if pd.api.types.is_datetime64_any_dtype(cells.dtype):
        return Attribute(name, "date"), cells.to_numpy("datetime64[ms]")
    return column_of(name, _values(cells), is_typed=True)


def _is_binary(cells: "pd.Series[Any]") -> bool:
    return cells.dtype == object and any(isinstance(value, bytes) for value in cells)


def _values(cells: "pd.Series[Any]") -> list[Any]:
    return [
        None if is_gap else value
        for value, is_gap in zip(cells.tolist(), cells.isna(), strict=True)
    ]
