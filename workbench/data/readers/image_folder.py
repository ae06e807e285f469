"""Pictures in folders, one folder per class, or in a zip archive of such folders."""

from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.errors import DataError
from workbench.core.run import Event, Noted, Progressed, Run
from workbench.data.dataset import Dataset
from workbench.data.readers.pictures.image_files import ImageFiles, holds_pictures, image_files
from workbench.data.readers.pictures.image_set import picture_set, ticks
from workbench.data.readers.pictures.image_stack import ImageStack
from workbench.data.readers.reader import Reader
from workbench.data.schema import Attribute

FILE = "file"
MAX_ERRORS = 20


class ImageFolderReader(Reader):
    """Read pictures (PNG, JPEG and others) from a folder or zip archive with a folder per class.

    The class of a picture is the name of the folder directly above it. All pictures get one size;
    the name of each is kept in an attribute that learners do not look at.
    """

    key: ClassVar[str] = "image_folder"
    title: ClassVar[str] = "Picture folder"
    icon: ClassVar[str] = "mdi6.folder-multiple-image"
    weka: ClassVar[tuple[str, ...]] = ("weka.core.converters.ImageDirectoryLoader",)
    aliases: ClassVar[tuple[str, ...]] = ("ImageFolder", "PNG", "JPEG")
    suffixes: ClassVar[tuple[str, ...]] = (".zip",)
    takes_folders: ClassVar[bool] = True

    height: int = Field(
        default=0, ge=0, le=4096, description="The height of all pictures; 0: that of the first.",
        json_schema_extra={"unit": "pixels"},
    )  # fmt: skip
    width: int = Field(
        default=0, ge=0, le=4096, description="The width of all pictures; 0: that of the first.",
        json_schema_extra={"unit": "pixels"},
    )  # fmt: skip
    colour: Literal["auto", "grey", "colour"] = Field(
        default="auto", description="'auto': in colour if any of the pictures is."
    )

    @classmethod
    @override
    def recognises(cls, path: Path) -> bool:
        return holds_pictures(path)

    @override
    def read(self) -> Run[Dataset]:
        with image_files(self.file, self.path) as files:
            stack = yield from self._decoded(files)
        yield from _notes(stack, files)
        dataset = _data_set(self.file.stem, stack, files)
        dataset, notes = self.with_chosen_class(dataset)
        yield from notes
        return dataset

    @override
    def sources(self) -> Iterable[Path]:
        if not self.file.is_dir():
            return super().sources()
        with image_files(self.file, self.path) as files:
            return [self.file / name for name in files.names]

    def _decoded(self, files: ImageFiles) -> Run[ImageStack]:
        n = len(files.names)
        stack = ImageStack(n, self.height, self.width, self.colour)
        errors: list[DataError] = []
        for name, is_due in zip(files.names, ticks(), strict=False):
            try:
                stack.take(files.content(name))
            except DataError as error:
                errors.append(error.at(file=f"{self.path}/{name}"))
            if len(errors) == MAX_ERRORS:
                break
            if is_due:
                yield Progressed(stack.n_done, n, name)
        if errors:
            first = errors[0]
            raise DataError(
                first.message, remedy=first.remedy, where=first.where, others=errors[1:]
            )
        return stack


def _data_set(relation: str, stack: ImageStack, files: ImageFiles) -> Dataset:
    names = np.array([*files.names, None], dtype=object)[:-1]
    classes = files.classes()
    labels = tuple(sorted(set(classes)))
    if len(labels) > 1:
        positions = {label: code for code, label in enumerate(labels)}
        codes = np.array([positions[name] for name in classes], dtype=np.int32)
        dataset = picture_set(relation, stack.images, labels, codes)
    else:
        dataset = picture_set(relation, stack.images)
    image, *target = zip(dataset.schema.attributes, dataset.columns, strict=True)
    named = [image, (Attribute(FILE, "string", role="meta"), names), *target]
    return dataset.with_columns([a for a, _ in named], [c for _, c in named])


def _notes(stack: ImageStack, files: ImageFiles) -> list[Event]:
    notes: list[Event] = []
    if stack.resized:
        size = f"{stack.width} × {stack.height}"
        text = f"{stack.resized:,} of {stack.n:,} pictures had another size than {size}: resized."
        notes.append(Noted(text))
    above = {str(PurePosixPath(name).parent.parent) for name in files.names}
    if len(above) > 1:
        text = f"Pictures of {len(above)} folders are read as one set: {', '.join(sorted(above))}."
        notes.append(Noted(text, is_warning=True))
    return notes
