"""Small data sets that the rules are tried on."""

import numpy as np

from workbench.data.dataset import Column, Dataset
from workbench.data.schema import Attribute, Schema

COLOURS = ("red", "green", "blue")


def separable(n: int = 120, seed: int = 0) -> Dataset:
    """Two numbers and a class that a straight line tells apart, with room to spare."""
    random = np.random.default_rng(seed)
    labels = (np.arange(n) % 2).astype(np.int32)
    centres = np.where(labels == 1, 3.0, -3.0)
    x, y = centres + random.normal(size=n) * 0.7, random.normal(size=n)
    attributes = (Attribute("x", "numeric"), Attribute("y", "numeric"), classes("no", "yes"))
    return Dataset(Schema(attributes, "separable"), (x, y, labels))


def blobs(n: int = 90, seed: int = 0) -> Dataset:
    """Three overlapping classes in the plane."""
    random = np.random.default_rng(seed)
    labels = (np.arange(n) % 3).astype(np.int32)
    centres = np.array([[0.0, 2.0], [2.0, -1.0], [-2.0, -1.0]])[labels]
    points = centres + random.normal(size=(n, 2))
    attributes = (Attribute("x", "numeric"), Attribute("y", "numeric"), classes("a", "b", "c"))
    return Dataset(Schema(attributes, "blobs"), (points[:, 0].copy(), points[:, 1].copy(), labels))


def mixed(n: int = 60, seed: int = 0) -> Dataset:
    """Numbers and labels with gaps, a constant, a text, and some rows without a class."""
    random = np.random.default_rng(seed)
    number, code = random.normal(size=n), random.integers(3, size=n).astype(np.int32)
    labels = (number + (code == 1) > 0.3).astype(np.int32)
    columns: tuple[Column, ...] = (
        np.where(random.random(n) < 0.1, np.nan, number),
        np.where(random.random(n) < 0.1, -1, code).astype(np.int32),
        np.full(n, 7.0),
        np.full(n, "text", object),
        np.where(np.arange(n) % 20 == 19, -1, labels).astype(np.int32),
    )
    attributes = (
        Attribute("number", "numeric"),
        Attribute("colour", "nominal", COLOURS),
        Attribute("constant", "numeric"),
        Attribute("note", "string", role="meta"),
        classes("no", "yes"),
    )
    return Dataset(Schema(attributes, "mixed"), columns)


def line(n: int = 120, seed: int = 0) -> Dataset:
    """A number that is a linear function of two others."""
    random = np.random.default_rng(seed)
    x, y = random.normal(size=(2, n))
    features = (Attribute("x", "numeric"), Attribute("y", "numeric"))
    target = Attribute("z", "numeric", role="class")
    return Dataset(Schema((*features, target), "line"), (x, y, 50 + 20 * x - 10 * y))


def classes(*labels: str) -> Attribute:
    """A nominal class attribute."""
    return Attribute("class", "nominal", labels, "class")
