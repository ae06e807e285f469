"""The reader for a file, chosen by the ending of its name."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from workbench.core.errors import DataError, Where
from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.readers.arff import ArffReader
from workbench.data.readers.csv import CsvReader
from workbench.data.readers.reader import Reader

READERS: tuple[type[Reader], ...] = (ArffReader, CsvReader)


def reader_for(path: Path | str, **parameters: Any) -> Reader:
    """The reader for ``path`` with these parameters.

    Raises:
        DataError: no reader knows the suffix; says so of a missing file or a folder first.
        ParameterError: the reader has no such parameter.
    """
    suffix = Path(path).suffix.lower()
    for kind in READERS:
        if suffix in kind.suffixes:
            return kind.parse({"path": str(path), **parameters})
    raise DataError(_refusal(Path(path), suffix), where=Where(file=str(path)))


def _refusal(path: Path, suffix: str) -> str:
    if path.is_dir():
        return "This is a folder, not a file."
    if not path.exists():
        return "There is no such file."
    known = ", ".join(ending for kind in READERS for ending in kind.suffixes)
    which = f"Files ending in '{suffix}'" if suffix else "Files without an ending"
    return f"{which} cannot be read; known endings: {known}."


def read(path: Path | str, class_name: str | None = None, nominal: Sequence[str] = ()) -> Dataset:
    """The data set in a file.

    Args:
        class_name: the class attribute; None: the last one, "none": no class.
        nominal: the attributes of a CSV file to read as nominal.

    Raises:
        DataError: the file cannot be read, or is wrong.
    """
    parameters: dict[str, Any] = {"class_attribute": class_name or ""}
    if nominal:
        parameters["nominal"] = list(nominal)
    return finish(reader_for(path, **parameters).read())
