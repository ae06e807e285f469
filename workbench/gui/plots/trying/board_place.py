"""What a drawing stands for in a row: a picture attribute, or a square of numeric ones."""

from dataclasses import dataclass
from math import isqrt
from typing import Any

import numpy as np

from workbench.data.schema import Attribute, Schema
from workbench.gui.plots.trying.strokes import Pixels
from workbench.models.trying import TryOut

SMALLEST, LARGEST = 8, 512  # pixels of a side


@dataclass(frozen=True)
class BoardPlace:
    """Where a picture goes in a row.

    Args:
        names: one attribute that holds pictures, or height × width numeric ones, row by row.
        shape: of the picture.
        white: the number that stands for a white pixel.
        is_dark_on_light: whether the training pictures are.
    """

    names: tuple[str, ...]
    shape: tuple[int, ...]
    white: float = 255.0
    is_dark_on_light: bool = False

    def values(self, pixels: Pixels) -> dict[str, Any]:
        """What a picture is in a row, by attribute."""
        if len(self.names) == 1:
            return {self.names[0]: pixels}
        numbers = np.round(pixels.ravel() * (self.white / 255.0), 0 if self.white >= 8 else 4)
        return dict(zip(self.names, numbers.tolist(), strict=True))

    def pixels(self, values: dict[str, Any]) -> Pixels:
        """The picture in a row."""
        if len(self.names) == 1:
            return np.asarray(values[self.names[0]], dtype=np.uint8)
        numbers = np.array([values[name] for name in self.names], dtype=np.float64)
        light = np.nan_to_num(numbers * (255.0 / self.white)).clip(0, 255)
        return light.reshape(self.shape).astype(np.uint8)


def board_place(tried: TryOut) -> BoardPlace | None:
    """Where a drawing goes in the rows of a model; None where it takes no pictures."""
    schema = tried.model.schema
    for attribute in schema.features:
        if attribute.kind == "array" and _is_picture(tried, attribute):
            return BoardPlace(
                (attribute.name,), attribute.shape,
                is_dark_on_light=_brightness(tried, attribute.name) > 127,
            )  # fmt: skip
    return _square(tried, schema)


def _is_picture(tried: TryOut, attribute: Attribute) -> bool:
    shape = attribute.shape
    is_flat = len(shape) == 2 or (len(shape) == 3 and shape[2] == 3)
    if not is_flat or attribute.values or not all(SMALLEST <= n <= LARGEST for n in shape[:2]):
        return False
    if tried.dataset is not None:
        return tried.dataset.column(attribute.name).dtype == np.uint8
    return len(shape) == 3 or shape[0] == shape[1]  # a model file does not tell series apart


def _square(tried: TryOut, schema: Schema) -> BoardPlace | None:
    """Numeric attributes that are the pixels of a square picture: as many as one has, from 0 on."""
    features = schema.features
    side, statistics = isqrt(len(features)), tried.model.statistics
    is_square = side >= SMALLEST and side * side == len(features)
    if not is_square or statistics is None or any(a.kind != "numeric" for a in features):
        return None
    known = [a for a in statistics.attributes if len(a.points)]
    if not known or any(a.points[0] < 0 for a in known):
        return None
    white = max(float(a.points[-1]) for a in known)
    names = tuple(a.name for a in features)
    return BoardPlace(names, (side, side), white) if white > 0 else None


def _brightness(tried: TryOut, name: str) -> float:
    known = tried.model.statistics.attribute(name) if tried.model.statistics else None
    return known.typical if known is not None and known.n_known else 0.0
