"""The contract of a reader: a file in, a data set out."""

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from pydantic import Field
from typing_extensions import override

from workbench.core.component import Category, Component
from workbench.core.content import contents_hash
from workbench.core.errors import DataError, Where
from workbench.core.files import resource
from workbench.core.run import Event, Noted, Run
from workbench.data.dataset import Dataset
from workbench.data.readers.compression import DEVICE, is_device, opened

RESOURCE = "resource:"


class Reader(Component, ABC):
    """Read a data set from a file.

    Attributes:
        suffixes: the file name endings that choose this reader, in lower case with the dot; a
            further ``.gz``, ``.bz2`` or ``.xz`` is understood.
        takes_folders: whether the path may be that of a folder.
        places: parameters that say only where something lies; what lies there ``fingerprint`` says.
    """

    category: ClassVar[Category] = "Data"
    places: ClassVar[tuple[str, ...]] = ("path",)
    suffixes: ClassVar[tuple[str, ...]] = ()
    takes_folders: ClassVar[bool] = False

    path: str = Field(
        default="",
        description="The file; 'resource:data/iris.arff' is a sample that comes with the program.",
        json_schema_extra={"editor": "file", "filter": "*.arff *.csv"},
    )
    class_attribute: str = Field(
        default="",
        description="The attribute to be predicted; empty: the last one, 'none': no class.",
    )

    @classmethod
    def recognises(cls, path: Path) -> bool:
        """Whether a file or folder is of this kind by more than its suffix.

        By a name such as ``train-images-idx3-ubyte``, by what a folder or an archive holds. It is
        asked before the suffix is looked at, must be quick and must not raise.
        """
        return False

    @abstractmethod
    def read(self) -> Run[Dataset]:
        """The data set in the file; its events are Progressed (bytes) and Noted.

        ``Stop`` is not heeded, as half a file is no data set: ``close()`` cancels.

        Raises:
            DataError: the file is missing, empty, not text, or wrong; says where, and carries
                up to 20 further errors in ``others``.
        """

    @property
    def file(self) -> Path:
        """The absolute path of the file.

        Raises:
            DataError: no file has been chosen.
        """
        if not self.path.strip():
            raise DataError(
                "No file has been chosen.",
                remedy="Give the reader a path.",
                where=Where(parameter="path"),
            )
        if self.path.startswith(RESOURCE):
            return resource(*self.path.removeprefix(RESOURCE).split("/"))
        try:
            return Path(self.path.replace("\0", "")).expanduser().absolute()
        except RuntimeError:  # "~nobody": no home folder of that name
            return Path(self.path).absolute()

    @override
    def status(self) -> str:
        return Path(self.path).name

    def fingerprint(self) -> str:
        """A key for caches: parameters, the file's name and what it holds, not where it lies.

        The name counts, as relations are called by it.

        Raises:
            DataError: there is no such file, or it cannot be read.
        """
        if is_device(self.file):
            raise DataError(DEVICE, where=Where(file=self.path))
        try:
            self.file.stat()
            folder = self.file if self.file.is_dir() else self.file.parent
            content = contents_hash(self.sources(), folder)
        except OSError as error:
            raise self._unreadable(error) from error
        settings = {n: v for n, v in self.parameters().items() if n not in self.places}
        facts = [self.key, self.version, settings, self.told_by_path(), content]
        return hashlib.blake2b(json.dumps(facts).encode(), digest_size=16).hexdigest()

    def sources(self) -> Iterable[Path]:
        """Every file that the result depends on: the file, or all those in the folder.

        Raises:
            DataError: the file is not there.
        """
        return sorted(self.file.rglob("*")) if self.file.is_dir() else [self.file]

    def told_by_path(self) -> str:
        """What the reader is told by the path itself: the name of the file."""
        return self.file.name

    def content(self, encoding: str = "utf-8") -> bytes:
        """The text of the file as UTF-8 without a byte order mark, every line ended by LF alone.

        Raises:
            DataError: the file is missing, a folder, unreadable or empty, or not text in that
                encoding; text that is said to be UTF-8 is not checked.
        """
        with opened(self.file, self.path) as stream:
            data = stream.read()
        if encoding != "utf-8":
            data = decoded(data, encoding).encode()
        data = data.removeprefix(b"\xef\xbb\xbf")
        if b"\r" in data:
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        if not data or data.isspace():
            raise DataError("The file is empty.", where=Where(file=self.path))
        return data

    def with_chosen_class(self, dataset: Dataset) -> tuple[Dataset, list[Event]]:
        """The data set with its class attribute, and what there is to say about the choice.

        As in WEKA's Explorer the last attribute is the class unless another is named; here only
        if it is nominal or numeric, for nothing else can be predicted.

        Raises:
            DataError: there is no attribute of the name asked for.
        """
        if self.class_attribute == "none":
            return dataset.with_class(None), []
        if self.class_attribute:
            try:
                return dataset.with_class(self.class_attribute), []
            except DataError as error:
                raise error.at(file=self.path) from None
        candidates = [a for a in dataset.schema.attributes if a.role != "weight"]
        last = candidates[-1]
        if last.kind in {"nominal", "numeric"}:
            return dataset.with_class(last.name), []
        article = "an" if last.kind == "array" else "a"
        text = f"No class: the last attribute, '{last.name}', is {article} {last.kind} attribute."
        return dataset.with_class(None), [Noted(text)]

    def _unreadable(self, error: OSError) -> DataError:
        where = Where(file=self.path)
        if isinstance(error, FileNotFoundError):
            return DataError("There is no such file.", where=where)
        if isinstance(error, IsADirectoryError):
            return DataError("This is a folder, not a file.", where=where)
        return DataError(f"The file cannot be read: {error.strerror}.", where=where)


def decoded(data: bytes, encoding: str = "utf-8", first_line: int = 1) -> str:
    """The text of some bytes of a file that begin at line ``first_line``.

    Raises:
        DataError: the bytes are not text in that encoding; names line and column.
    """
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "replace")
        before = before.replace("\r\n", "\n").replace("\r", "\n")
        begins_as_utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        raise DataError(
            f"The byte 0x{data[error.start]:02X} is not {encoding.upper()} text.",
            remedy="The file begins as UTF-16 does: choose that encoding, or save it as UTF-8."
            if begins_as_utf16
            else "Choose the encoding it was written in, or save the file as UTF-8.",
            where=Where(
                line=first_line + before.count("\n"), column=len(before) - before.rfind("\n")
            ),
        ) from None
