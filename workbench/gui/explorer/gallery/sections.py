"""How the pictures are put in order: a few of each class, all by class, or as in the file."""

from typing import Literal, TypeAlias

import numpy as np

from workbench.data.dataset import Column, Dataset
from workbench.gui.explorer.gallery.shelf import Section

Arrangement: TypeAlias = Literal["few", "class", "file"]
Titles: TypeAlias = tuple[str, str]  # of all pictures, and of those without a class

N_FEW = 40
MAX_CLASSES = 1_000


def classes_of(dataset: Dataset) -> tuple[Column, tuple[str, ...]]:
    """The class of each sample as an index, −1 for none, and the classes' labels."""
    target = dataset.schema.class_attribute
    if target is None or target.kind != "nominal" or len(target.values) > MAX_CLASSES:
        return np.zeros(dataset.n_samples, dtype=np.int64), ("",)
    return dataset.labels, target.values


def sections_of(dataset: Dataset, arrangement: Arrangement, titles: Titles) -> tuple[Section, ...]:
    """The samples in sections; classes without a sample have none."""
    classes, labels = classes_of(dataset)
    if arrangement == "file" or labels == ("",):
        rows = np.arange(dataset.n_samples)
        return (Section(titles[0], rows, len(rows)),)
    order = np.argsort(classes, kind="stable")
    ends = np.searchsorted(classes[order], np.arange(-1, len(labels)), "right")
    groups = np.split(order, ends[:-1])  # without a class first, then class by class
    most = N_FEW if arrangement == "few" else dataset.n_samples
    named = [*zip(labels, groups[1:], strict=True), (titles[1], groups[0])]
    return tuple(Section(name, g[:most], len(g)) for name, g in named if len(g))
