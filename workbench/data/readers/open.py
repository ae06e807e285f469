"""The reader for a file, chosen by what it is, else by the ending of its name."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from workbench.core.discover import classes_in, plugged_in
from workbench.core.errors import DataError, Where
from workbench.core.run import finish
from workbench.data import readers
from workbench.data.dataset import Dataset
from workbench.data.readers.compression import DEVICE, SUFFIXES, bare_name, is_device
from workbench.data.readers.reader import Reader


@cache
def all_readers() -> tuple[type[Reader], ...]:
    """Every reader there is: found by walking this package and the installed plug-ins."""
    found = [kind for kind in classes_in(readers, Reader) if hasattr(kind, "key")]
    return (*found, *plugged_in(Reader))


def kind_of(path: Path) -> type[Reader] | None:
    """The reader for a file or folder; None if no reader takes it."""
    if is_device(path):
        return None
    by_content = (kind for kind in all_readers() if kind.recognises(path))
    name = bare_name(path)
    by_name = (kind for kind in all_readers() if name.endswith(kind.suffixes))
    return next(by_content, None) or next(by_name, None)


def reader_for(path: Path | str, **parameters: Any) -> Reader:
    """The reader for ``path`` with these parameters.

    Raises:
        DataError: no reader knows the suffix; says so of a missing file or a folder first.
        ParameterError: the reader has no such parameter.
    """
    kind = kind_of(Path(path))
    if kind is None:
        raise DataError(_refusal(Path(path)), where=Where(file=str(path)))
    return kind.parse({"path": str(path), **parameters})


def known_endings() -> tuple[str, ...]:
    """The endings of the files that can be read, compressed ones among them."""
    plain = dict.fromkeys(ending for kind in all_readers() for ending in kind.suffixes)
    return (*plain, *SUFFIXES)


def _refusal(path: Path) -> str:
    if path.is_dir():
        return (
            "This folder is none that can be read: it must hold a folder of pictures or texts, or "
            "a text file, for each class, or CIFAR's files. Choose a file in it."
        )
    if not path.exists():
        return "There is no such file."
    if is_device(path):
        return DEVICE
    suffix = Path(bare_name(path)).suffix
    known = ", ".join(known_endings())
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
