"""IDX files, as MNIST, Fashion-MNIST and EMNIST come: pictures in one file, labels in another."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import ClassVar

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.condition import Conditions, unless
from workbench.core.errors import DataError, Where
from workbench.core.run import Noted, Run
from workbench.data.dataset import Column, Dataset
from workbench.data.readers.compression import SUFFIXES
from workbench.data.readers.pictures.idx_file import idx_array
from workbench.data.readers.pictures.image_set import CLASS, checked_codes, picture_set
from workbench.data.readers.reader import Reader
from workbench.data.readers.tables.array_columns import as_pictures, features_of, labels_of
from workbench.data.schema import Schema

FASHION = (
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
    "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
)  # fmt: skip
MAX_CLASSES = 10_000
_NAME = re.compile(r"idx\d[-_.]?ubyte")


class IdxReader(Reader):
    """Read pictures from an IDX file (MNIST, Fashion-MNIST), and their classes from another.

    The file of labels is found by its name beside the pictures.
    """

    key: ClassVar[str] = "idx"
    title: ClassVar[str] = "IDX file"
    icon: ClassVar[str] = "mdi6.image-multiple-outline"
    aliases: ClassVar[tuple[str, ...]] = ("MNIST", "Fashion-MNIST", "pictures", "ubyte")
    suffixes: ClassVar[tuple[str, ...]] = ("-ubyte", ".idx")
    only_if: ClassVar[Mapping[str, Conditions]] = {"class_names": {"labels": unless("none")}}

    labels: str = Field(
        default="",
        description=(
            "The file of the labels; empty: the one beside the pictures whose name says labels "
            "and idx1; 'none': pictures without classes."
        ),
        json_schema_extra={"editor": "file"},
    )
    class_names: tuple[str, ...] = Field(
        default=(),
        description=(
            "What the labels 0, 1, 2 … are called; none: by their numbers, or Fashion-MNIST's "
            "names where the path says fashion."
        ),
    )

    @classmethod
    @override
    def recognises(cls, path: Path) -> bool:
        return bool(_NAME.search(path.name.lower())) and path.is_file()

    @override
    def read(self) -> Run[Dataset]:
        array = yield from idx_array(self.file, self.path)
        pictures = as_pictures(array)
        if pictures is None:
            return (yield from self._table(array))
        codes = yield from self._codes(len(pictures))
        if codes is None:
            dataset = picture_set(self._relation, pictures)
        else:
            labels = self._class_labels(codes)
            checked = checked_codes(codes, labels, self.path)
            dataset = picture_set(self._relation, pictures, labels, checked)
        dataset, notes = self.with_chosen_class(dataset)
        yield from notes
        return dataset

    @override
    def sources(self) -> Iterable[Path]:
        return [self.file, self._labels_file or self.file]

    @override
    def told_by_path(self) -> str:
        return f"{self.file.name}, fashion: {self._is_fashion}"

    @property
    def _is_fashion(self) -> bool:
        return "fashion" in str(self.file).lower()

    @property
    def _relation(self) -> str:
        return self.file.name.split("-idx")[0].split(".")[0]

    @property
    def _labels_file(self) -> Path | None:
        """The file of the labels; None if there should be one and is not."""
        if self.labels:
            return Path(self.labels).expanduser().absolute()
        name = re.sub("images", "labels", self.file.name, flags=re.IGNORECASE)
        name = re.sub(r"idx\d", "idx1", name)
        bare = next((name.removesuffix(s) for s in SUFFIXES if name.endswith(s)), name)
        candidates = [self.file.with_name(n) for n in (name, bare, *(bare + s for s in SUFFIXES))]
        return next((c for c in candidates if c != self.file and c.is_file()), None)

    def _codes(self, n: int) -> Run[Column | None]:
        """The codes of the labels, shape (n,); None where pictures alone are wanted."""
        if self.labels == "none":
            return None
        file = self._labels_file
        if file is None:
            raise DataError(
                "There is no file of labels beside the pictures.",
                remedy="Give it as 'labels', or 'none' for pictures without classes.",
                where=Where(file=self.path, parameter="labels"),
            )
        codes = yield from idx_array(file, str(file))
        if codes.ndim != 1 or codes.dtype.kind not in "iu":
            raise DataError("This file holds no labels (IDX1).", where=Where(file=str(file)))
        if len(codes) != n:
            raise DataError(
                f"There are {len(codes):,} labels, but {n:,} pictures in '{self.file.name}'.",
                remedy="Take the two files of the same set.",
                where=Where(file=str(file)),
            )
        return codes

    def _class_labels(self, codes: Column) -> tuple[str, ...]:
        if self.class_names:
            return self.class_names
        n = min(max(10, int(codes.max(initial=0)) + 1), MAX_CLASSES)
        if n == len(FASHION) and self._is_fashion:
            return FASHION
        return tuple(map(str, range(n)))

    def _table(self, array: Column) -> Run[Dataset]:
        """Labels alone, numbers, or series: an IDX file of no pictures."""
        try:
            is_labels = array.ndim == 1 and array.dtype.kind in "iu"
            named = [labels_of(CLASS, array)] if is_labels else features_of("x", array)
        except DataError as error:
            raise error.at(file=self.path) from None
        columns = tuple(np.ascontiguousarray(column) for _, column in named)
        dataset = Dataset(Schema(tuple(a for a, _ in named), self._relation), columns)
        yield Noted(f"No pictures are in the file; its number of dimensions is {array.ndim}.")
        dataset, notes = self.with_chosen_class(dataset)
        yield from notes
        return dataset
