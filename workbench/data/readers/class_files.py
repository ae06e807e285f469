"""Texts whose class is the name of the file or the folder they lie in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.errors import DataError, Where
from workbench.core.run import Noted, Progressed, Run
from workbench.data.dataset import Dataset
from workbench.data.readers.reader import Reader
from workbench.data.readers.text_file import (
    ENCODING_HELP,
    Encoding,
    bytes_of,
    head_of,
    lines_of,
    looks_like_table,
    text_of,
)
from workbench.data.schema import Attribute, Schema

_POLAR = (".pos", ".neg")
_ABOUT = ("readme", "license", "licence")  # files about the others


@dataclass(frozen=True)
class _Source:
    """One file.

    Args:
        is_document: whether the whole file is one text; else each of its lines is.
    """

    path: Path
    label: str
    is_document: bool


class ClassFilesReader(Reader):
    """Read texts that are sorted by class: one file or one folder for each class.

    In a folder with one text file per class (names/Korean.txt) each line is a sample; in a
    folder with one folder per class each file is one. A pair such as reviews.pos and reviews.neg
    is read by naming one of them. Blank lines and files called readme or licence are left out.
    """

    key: ClassVar[str] = "class_files"
    title: ClassVar[str] = "Text files by class"
    icon: ClassVar[str] = "mdi6.folder-text-outline"
    weka: ClassVar[tuple[str, ...]] = ("weka.core.converters.TextDirectoryLoader",)
    aliases: ClassVar[tuple[str, ...]] = ("load_files", "folder of texts")

    encoding: Encoding = Field(
        default="utf-8", description=ENCODING_HELP, json_schema_extra={"advanced": True}
    )

    @classmethod
    @override
    def recognises(cls, path: Path) -> bool:
        try:
            sources = _sources(path)
            has_others = path.is_dir() and any(_is_other(entry) for entry in path.iterdir())
        except OSError:
            return False
        if has_others or len({source.label for source in sources}) < 2:
            return False
        # A sentence alone in its file may well look like a row; numbers are no text.
        separators = "" if sources[0].is_document else "\t|;,"
        return not looks_like_table(head_of(sources[0].path), separators)

    @override
    def sources(self) -> Iterable[Path]:
        return [source.path for source in self._found()]

    @override
    def read(self) -> Run[Dataset]:
        sources = self._found()
        labels = tuple(dict.fromkeys(source.label for source in sources))
        texts: list[str] = []
        codes: list[int] = []
        for done, source in enumerate(sources):
            found = self._texts(source)
            if not found:
                yield Noted(f"'{source.path.name}' holds no text.", is_warning=True)
            texts += found
            codes += [labels.index(source.label)] * len(found)
            yield Progressed(done + 1, len(sources), source.path.name)
        attributes = (Attribute("text", "string"), Attribute("class", "nominal", labels))
        columns = (np.array(texts, dtype=object), np.array(codes, dtype=np.int32))
        dataset, notes = self.with_chosen_class(
            Dataset(Schema(attributes, self.file.stem), columns)
        )
        yield from notes
        return dataset

    def _found(self) -> Sequence[_Source]:
        """The files by class.

        Raises:
            DataError: there is nothing at the path, or no text files by class.
        """
        where = Where(file=self.path)
        if not self.file.exists():
            raise DataError("There is no such file.", where=where)
        try:
            sources = _sources(self.file)
        except OSError as error:
            raise DataError(f"It cannot be read: {error.strerror}.", where=where) from error
        if not sources:
            raise DataError(
                "There are no text files by class.",
                remedy="Name a folder with a .txt file or a folder of them for each class.",
                where=where,
            )
        return sources

    def _texts(self, source: _Source) -> list[str]:
        shown = str(source.path)
        text = text_of(bytes_of(source.path, shown), self.encoding, shown)
        if source.is_document:
            return [text] if text.strip() else []
        return [line for _, line in lines_of(text)]


def _sources(path: Path) -> list[_Source]:
    """The files by class at a path, in the order of the classes' names; none if it has no such."""
    if path.is_file():
        return _pair(path)
    if not path.is_dir():
        return []
    inside = sorted(entry for entry in path.iterdir() if not entry.name.startswith("."))
    files = [entry for entry in inside if entry.is_file() and not _is_about(entry)]
    texts = [entry for entry in files if entry.suffix.lower() == ".txt"]
    polar = [entry for entry in files if entry.suffix in _POLAR]
    if texts:
        return [_Source(entry, entry.stem, is_document=False) for entry in texts]
    if polar:
        return _pair(polar[0])
    folders = [entry for entry in inside if entry.is_dir()]
    return [
        _Source(document, folder.name, is_document=True)
        for folder in folders
        for document in sorted(folder.glob("*.txt"))
        if document.is_file()
    ]


def _pair(path: Path) -> list[_Source]:
    """``reviews.neg`` and ``reviews.pos``, if ``path`` is one of them."""
    if path.suffix not in _POLAR:
        return []
    both = [path.with_suffix(suffix) for suffix in sorted(_POLAR)]
    return [_Source(p, p.suffix[1:], is_document=False) for p in both if p.is_file()]


def _is_about(path: Path) -> bool:
    return path.stem.lower() in _ABOUT


def _is_other(path: Path) -> bool:
    """Whether a file makes one doubt that a folder is one of texts."""
    is_text = path.suffix.lower() in {".txt", *_POLAR}
    return path.is_file() and not (is_text or path.name.startswith(".") or _is_about(path))
