"""NumPy's files: .npz archives of arrays (those that we write among them), .npy for one array."""

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.errors import DataError, Where
from workbench.core.run import Noted, Progressed, Run
from workbench.data.dataset import Column, Dataset
from workbench.data.readers.pictures.image_set import CLASS, IMAGE
from workbench.data.readers.reader import Reader
from workbench.data.readers.tables.array_columns import (
    NamedColumn,
    as_pictures,
    features_of,
    labels_of,
)
from workbench.data.readers.tables.numpy_archive import Arrays, arrays_in
from workbench.data.readers.tables.numpy_data_set import SCHEMA, data_set_of
from workbench.data.schema import Schema

# What people call them, in the order in which they are looked for.
FEATURES = (
    "X", "x", "images", "image", "data", "features", "samples",
    "x_train", "X_train", "train_images", "train_x",
)  # fmt: skip
LABELS = (
    "y", "Y", "labels", "label", "targets", "target", "classes", "class",
    "y_train", "Y_train", "train_labels", "train_y",
)  # fmt: skip


class NumpyReader(Reader):
    """Read arrays from NumPy's .npz or .npy files: pictures, series or numbers, and labels.

    Files that this program wrote give back the data set with all that was known of it. Arrays of
    Python objects are never loaded, as they can hold programs.
    """

    key: ClassVar[str] = "numpy"
    title: ClassVar[str] = "NumPy file"
    icon: ClassVar[str] = "mdi6.code-brackets"
    aliases: ClassVar[tuple[str, ...]] = ("npz", "npy", "ndarray")
    suffixes: ClassVar[tuple[str, ...]] = (".npz", ".npy")

    features: str = Field(
        default="",
        description="The array of samples in an archive; empty: X, images, data, x_train …",
    )
    labels: str = Field(
        default="",
        description="The array of labels in an archive; empty: y, labels, y_train …; 'none': none.",
    )

    @override
    def read(self) -> Run[Dataset]:
        with arrays_in(self.file, self.path) as arrays:
            yield Progressed(0, 0, "reading")
            try:
                if SCHEMA in arrays.names:
                    dataset = yield from data_set_of(arrays)
                    is_stored = not self.class_attribute
                else:
                    dataset = yield from self._foreign(arrays)
                    is_stored = False
            except DataError as error:
                raise error.at(file=self.path) from None
        if is_stored:  # the class, or that there is none, is part of what was kept
            return dataset
        dataset, notes = self.with_chosen_class(dataset)
        yield from notes
        return dataset

    def _foreign(self, arrays: Arrays) -> Run[Dataset]:
        features, labels = self._chosen(arrays.names)
        if features is None:
            used = [name for name in arrays.names if name != labels]
            named = [column for name in used for column in features_of(name, arrays[name])]
        else:
            used = [features]
            named = _features(arrays[features])
        if labels is not None:
            named.append(labels_of(CLASS, arrays[labels]))
        unused = sorted(set(arrays.names) - {*used, labels})
        if unused:
            some = f"Read '{used[0]}'" + (f" with the labels '{labels}'" if labels else "")
            yield Noted(f"{some}; not read: {', '.join(unused)}.")
        lengths = sorted({len(column) for _, column in named})
        if len(lengths) != 1:
            raise DataError(
                f"The arrays have different numbers of samples: {', '.join(map(str, lengths))}.",
                remedy="Name those that belong together as 'features' and 'labels'.",
            )
        schema = Schema(tuple(a for a, _ in named), self.file.name.split(".")[0])
        return Dataset(schema, tuple(np.ascontiguousarray(column) for _, column in named))

    def _chosen(self, names: Sequence[str]) -> tuple[str | None, str | None]:
        """The names of the arrays of samples and labels; None: every array, or no labels."""
        if len(names) == 1:
            return names[0], None
        features = self._named("features", self.features, names, FEATURES)
        wanted: tuple[str, ...] = LABELS
        if self.features:  # those that belong to a test part that was asked for by name
            pairs = (("x", "y"), ("X", "y"), ("images", "labels"))
            wanted = (
                *(self.features.replace(a, b) for a, b in pairs if a in self.features),
                *wanted,
            )
        if self.labels == "none":
            return features, None
        labels = self._named("labels", self.labels, names, wanted)
        return features, labels

    def _named(
        self, parameter: str, name: str, names: Sequence[str], wanted: Sequence[str]
    ) -> str | None:
        if not name:
            return next((candidate for candidate in wanted if candidate in names), None)
        if name not in names:
            raise DataError(
                f"There is no array '{name}' in the file; there are: {', '.join(names)}.",
                where=Where(parameter=parameter),
            )
        return name


def _features(array: Column) -> list[NamedColumn]:
    if array.dtype.names:
        return [column for name in array.dtype.names for column in features_of(name, array[name])]
    is_picture = array.ndim > 2 and array.dtype.kind in "biuf" and as_pictures(array) is not None
    return features_of(IMAGE if is_picture else "x", array)
