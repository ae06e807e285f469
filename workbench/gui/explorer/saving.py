"""Writes the data as they are now, in the background."""

from pathlib import Path

from workbench.core.run import Progressed, Run
from workbench.data.dataset import Dataset
from workbench.data.writers.open import write


def saved(dataset: Dataset, path: Path) -> Run[Path]:
    """Write a data set in the format that the file's ending says; gives the path.

    Raises:
        DataError: no format has that ending, the data do not fit it, or the file cannot be
            written.
    """
    yield Progressed(0, 0, f"writing {path.name}")
    write(dataset, path)
    return path
