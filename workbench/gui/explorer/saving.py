"""Writes the data as they are now, in the background."""

from pathlib import Path

from workbench.core.errors import DataError, Where
from workbench.core.run import Progressed, Run
from workbench.data.dataset import Dataset
from workbench.data.writers.arff import write_arff
from workbench.data.writers.csv import write_csv

SUFFIXES = (".arff", ".csv")


def saved(dataset: Dataset, path: Path) -> Run[Path]:
    """Write a data set in the format that the file's ending says; gives the path.

    Raises:
        DataError: no format has that ending, the data do not fit it, or the file cannot be
            written.
    """
    yield Progressed(0, 0, f"writing {path.name}")
    try:
        _write(dataset, path)
    except OSError as error:
        raise DataError(
            f"The file cannot be written: {error.strerror}.",
            remedy="Save it in another folder.",
            where=Where(file=str(path)),
        ) from error
    return path


def _write(dataset: Dataset, path: Path) -> None:
    match path.suffix.lower():
        case ".arff":
            write_arff(dataset, path)
        case ".csv":
            write_csv(dataset, path)
        case suffix:
            raise DataError(
                f"Data cannot be saved as '{suffix}'.",
                remedy=f"Files can end in: {', '.join(SUFFIXES)}.",
                where=Where(file=str(path)),
            )
