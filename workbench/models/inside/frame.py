"""Which numbers of a row are a picture, and how they lie in it."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workbench.data.schema import Attribute
from workbench.models.inside.page import Floats
from workbench.models.networks.layers.layer import Shape
from workbench.models.networks.sizes import picture_shape

LEAST = 16  # numbers side by side that may be meant as a picture


@dataclass(frozen=True)
class Frame:
    """A picture that rows of numbers are.

    Args:
        is_last: whether the rows list the colours pixel by pixel.
    """

    channels: int
    height: int
    width: int
    is_last: bool = False

    @classmethod
    def of(cls, shape: Shape, *, is_last: bool = False) -> "Frame":
        """Of channels, height and width."""
        channels, height, width = shape
        return cls(channels, height, width, is_last)

    def pictures(self, values: Floats) -> Floats:
        """Rows (n, d) or (n, c, h, w) as pictures (n, c, h, w)."""
        if self.is_last and values.ndim == 2:
            pixels = values.reshape(len(values), self.height, self.width, self.channels)
            return np.moveaxis(pixels, -1, 1)
        return values.reshape(len(values), self.channels, self.height, self.width)


def frame_of(features: Sequence[Attribute]) -> Frame | None:
    """The picture that rows laid out as vectors are; None if they are none.

    Either their only attribute is one, or they are a square of numbers all called alike but for
    digits, such as p00 … p77.
    """
    if len(features) == 1 and features[0].kind == "array":
        shape = features[0].shape
        is_picture = len(shape) in {2, 3} and not features[0].values
        return Frame.of(picture_shape(shape), is_last=len(shape) == 3) if is_picture else None
    side = math.isqrt(len(features))
    is_square = side * side == len(features) >= LEAST
    stems = {re.sub(r"\d+", "#", a.name) for a in features}
    are_numbers = all(a.kind == "numeric" for a in features)
    return Frame(1, side, side) if is_square and len(stems) == 1 and are_numbers else None


def names_of(features: Sequence[Attribute]) -> tuple[str, ...]:
    """A name for each number of rows laid out as vectors."""
    return tuple(
        attribute.name if attribute.kind != "array" else f"{attribute.name} {i + 1}"
        for attribute in features
        for i in range(int(np.prod(attribute.shape, initial=1)))
    )


def signed(pictures: Floats) -> tuple[Floats, bool]:
    """Weights (n, c, h, w) as they can be drawn, and whether as colours: grey is 0 there."""
    if pictures.shape[1] != 3:
        return pictures.mean(1), False
    largest = np.abs(pictures).max(axis=(1, 2, 3), keepdims=True)
    unit = pictures / np.where(largest > 0, largest, 1) / 2 + 0.5
    return np.moveaxis(unit, 1, -1), True


def seen(pictures: Floats) -> Floats:
    """Pictures (n, c, h, w) as they can be drawn: (n, h, w), or colours (n, h, w, 3) in [0, 1]."""
    if pictures.shape[1] != 3:
        grey: Floats = pictures.mean(1)
        return grey
    low = pictures.min(axis=(1, 2, 3), keepdims=True)
    high = pictures.max(axis=(1, 2, 3), keepdims=True)
    unit: Floats = (pictures - low) / np.where(high > low, high - low, 1)
    return np.moveaxis(unit, 1, -1)
