"""The arrays of an .npz or .npy file, each loaded when it is asked for; never a pickled one."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from workbench.core.errors import DataError, Where
from workbench.data.dataset import Column
from workbench.data.readers.compression import opened

ONLY = "data"  # the name of the array of an .npy file


class Arrays:
    """Arrays by name."""

    def __init__(self, source: Any) -> None:
        self._source = source
        self.names: tuple[str, ...] = (
            (ONLY,) if isinstance(source, np.ndarray) else tuple(source.files)
        )

    def __getitem__(self, name: str) -> Column:
        """The array ``name``.

        Raises:
            DataError: it is damaged, or holds Python objects.
        """
        if isinstance(self._source, np.ndarray):
            return self._source
        with _sentences(f"The array '{name}'"):
            array = self._source[name]
            if not isinstance(array, np.ndarray):
                raise DataError(f"'{name}' in the archive is no array.")
            return array

    def get(self, name: str) -> Column:
        """The array ``name``.

        Raises:
            DataError: there is none, or as above.
        """
        if name not in self.names:
            raise DataError(f"The array '{name}' is missing in the file.")
        return self[name]


@contextmanager
def arrays_in(path: Path, shown: str) -> Iterator[Arrays]:
    """The arrays of a file.

    Raises:
        DataError: the file is missing, damaged, or holds no arrays.
    """
    with opened(path, shown) as stream:
        try:
            arrays = Arrays(_loaded(stream))
        except DataError as error:
            raise error.at(file=shown) from None
        if not arrays.names:
            raise DataError("There is no array in the file.", where=Where(file=shown))
        yield arrays


def _loaded(stream: BinaryIO) -> Any:
    with _sentences("The file"):
        return np.load(stream, allow_pickle=False)


@contextmanager
def _sentences(what: str) -> Iterator[None]:
    """What NumPy raises on damaged bytes, which is nearly anything, as a sentence."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except DataError:
        raise
    except Exception as error:
        said = " ".join(str(error).split())
        if "pickle" in said:
            raise DataError(
                f"{what} holds Python objects or is no array at all; objects are never loaded, "
                "as they can hold programs.",
                remedy="Save plain arrays of numbers or texts.",
            ) from error
        raise DataError(f"{what} is damaged ({said[:200] or type(error).__name__}).") from error
