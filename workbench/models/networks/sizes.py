"""Shapes of samples: as arrays lie in memory, as networks take them, as a user writes them."""

import math
import re
from collections.abc import Sequence

from workbench.core.errors import ParameterError
from workbench.models.networks.layers.layer import Shape
from workbench.models.networks.trouble import shortened

LONGEST = 100_000  # of a side
_NUMBER = re.compile(r"^\d{1,6}$", re.ASCII)


def picture_shape(shape: Sequence[int]) -> Shape:
    """Channels, height and width of a sample that lies as (h, w), (h, w, c) or (d,).

    A row of d values is a square where d is one, else a picture of one line.
    """
    if len(shape) == 3:
        height, width, channels = shape
        return channels, height, width
    if len(shape) == 2:
        return (1, *shape)
    side = math.isqrt(shape[0])
    return (1, side, side) if side * side == shape[0] else (1, 1, shape[0])


def row_shape(shape: Sequence[int]) -> Shape:
    """All values of a sample in a row."""
    return (math.prod(shape),)


def written_shape(text: str) -> Shape:
    """The shape behind "3x32x32" (channels, height, width) or "8" (values in a row).

    Raises:
        ParameterError: it is neither.
    """
    parts = text.lower().replace("×", "x").split("x")
    numbers = [int(part) for part in parts if _NUMBER.match(part)]
    if len(numbers) != len(parts) or len(parts) not in {1, 3}:
        raise ParameterError(
            f"“{shortened(text)}” is no size of an input.",
            remedy="Write channels x height x width, such as 1x28x28, or a number of values.",
        )
    if min(numbers) < 1 or max(numbers) > LONGEST:
        raise ParameterError(
            f"The sides of an input must be 1 to {LONGEST:,}; it was {shortened(text)}."
        )
    return tuple(numbers)
