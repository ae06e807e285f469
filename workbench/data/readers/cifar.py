"""CIFAR-10 and CIFAR-100 in their binary layout: labels, then the planes of red, green and blue."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.condition import Conditions, unless
from workbench.core.errors import DataError, Where
from workbench.core.run import Progressed, Run
from workbench.data.dataset import Column, Dataset
from workbench.data.readers.compression import opened
from workbench.data.readers.pictures.image_set import checked_codes, picture_set
from workbench.data.readers.reader import Reader

SIDE = 32
PIXELS = 3 * SIDE * SIDE
RECORDS = 1024  # transposed in one go
CHUNK_BYTES = 1 << 20
# The files of training pictures, as the archives of both sets call them.
TRAINING = ("data_batch_*.bin", "train.bin", "*.bin")
NAMES = {
    "cifar10": ("batches.meta.txt",),
    "fine": ("fine_label_names.txt",),
    "coarse": ("coarse_label_names.txt",),
}


class CifarReader(Reader):
    """Read pictures of CIFAR-10 or CIFAR-100 in the binary layout, one file or a folder of them.

    Of a folder the files of training pictures are read, one after the other.
    """

    key: ClassVar[str] = "cifar"
    title: ClassVar[str] = "CIFAR file"
    icon: ClassVar[str] = "mdi6.image-album"
    aliases: ClassVar[tuple[str, ...]] = ("CIFAR-10", "CIFAR-100", "pictures")
    suffixes: ClassVar[tuple[str, ...]] = (".bin",)
    takes_folders: ClassVar[bool] = True
    only_if: ClassVar[Mapping[str, Conditions]] = {"labels": {"layout": unless("cifar10")}}

    layout: Literal["auto", "cifar10", "cifar100"] = Field(
        default="auto",
        description="One or two labels per picture; 'auto' goes by the size of the file.",
    )
    labels: Literal["fine", "coarse"] = Field(
        default="fine", description="Which of CIFAR-100's two labels is the class."
    )

    @classmethod
    @override
    def recognises(cls, path: Path) -> bool:
        return path.is_dir() and any(path.glob("*_batch*.bin"))

    @override
    def read(self) -> Run[Dataset]:
        images: list[Column] = []
        codes: list[Column] = []
        kinds: set[str] = set()
        for file in self._files():
            shown = str(file) if self.file.is_dir() else self.path
            records = yield from self._records(file, shown)
            kind, n_labels = _kind(records.shape[1] - PIXELS, self.labels)
            kinds.add(kind)
            codes.append(records[:, n_labels].astype(np.int32))
            images.append((yield from _pictures(records)))
        if len(kinds) > 1:
            raise DataError(
                "Some files are of CIFAR-10, others of CIFAR-100.", where=Where(file=self.path)
            )
        joined = images[0] if len(images) == 1 else np.concatenate(images)
        joined_codes = np.concatenate(codes)
        names = self._class_names(kinds.pop())
        checked = checked_codes(joined_codes, names, self.path)
        relation = self.file.name.removesuffix(".bin")
        dataset, notes = self.with_chosen_class(picture_set(relation, joined, names, checked))
        yield from notes
        return dataset

    @override
    def sources(self) -> Iterable[Path]:
        names = [self._folder / name for group in NAMES.values() for name in group]
        return [*self._files(), *names]

    @property
    def _folder(self) -> Path:
        return self.file if self.file.is_dir() else self.file.parent

    def _files(self) -> list[Path]:
        if not self.file.is_dir():
            return [self.file]
        for pattern in TRAINING:
            found = sorted(self.file.glob(pattern))
            if found:
                return found
        raise DataError("There is no .bin file in this folder.", where=Where(file=self.path))

    def _records(self, file: Path, shown: str) -> Run[Column]:
        """The records of a file, shape (n, 3073) or (n, 3074)."""
        data = bytearray()
        with opened(file, shown) as stream:
            while chunk := stream.read(CHUNK_BYTES):
                data += chunk
                yield Progressed(len(data), 0, file.name)
        sizes = {"cifar10": PIXELS + 1, "cifar100": PIXELS + 2}
        wanted = [s for kind, s in sizes.items() if self.layout in {"auto", kind}]
        size = next((s for s in wanted if data and len(data) % s == 0), None)
        if size is None:
            must = " or ".join(f"{s:,}" for s in wanted)
            raise DataError(
                f"The file has {len(data):,} bytes, which is no multiple of {must}, "
                "the size of one picture with its label.",
                remedy="Fetch the file again, if it is one of CIFAR's.",
                where=Where(file=shown),
            )
        return np.frombuffer(data, dtype=np.uint8).reshape(-1, size)

    def _class_names(self, kind: str) -> tuple[str, ...]:
        """The names in the file beside the pictures; the numbers if there is none."""
        for name in NAMES[kind]:
            try:
                lines = (self._folder / name).read_text(encoding="utf-8").split("\n")
            except (OSError, UnicodeDecodeError):
                continue
            names = tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))
            if names:
                return names
        n = {"cifar10": 10, "fine": 100, "coarse": 20}[kind]
        return tuple(map(str, range(n)))


def _kind(n_labels: int, labels: str) -> tuple[str, int]:
    """Which labels are read, and their position in a record."""
    if n_labels == 1:
        return "cifar10", 0
    return labels, 1 if labels == "fine" else 0


def _pictures(records: Column) -> Run[Column]:
    """The pictures of some records, shape (n, 32, 32, 3)."""
    images = np.empty((len(records), SIDE, SIDE, 3), dtype=np.uint8)
    for start in range(0, len(records), RECORDS):
        part = records[start : start + RECORDS, -PIXELS:].reshape(-1, 3, SIDE, SIDE)
        images[start : start + RECORDS] = part.transpose(0, 2, 3, 1)
        yield Progressed(start, len(records), f"picture {start:,}")
    return images
