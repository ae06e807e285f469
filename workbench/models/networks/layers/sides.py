"""Sizes along both sides of a picture: kernels, steps, padding."""

import math
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, Field

from workbench.models.networks.layers.layer import LayerError, Shape, told

Size: TypeAlias = Annotated[int, Field(ge=1, le=10_000)]
Margin: TypeAlias = Annotated[int, Field(ge=0, le=10_000)]
Pair: TypeAlias = tuple[int, int]


def _shortest(sides: Any) -> Any:
    """A pair of one number as that number, so that there is one way to say it."""
    return sides[0] if isinstance(sides, tuple) and sides[0] == sides[1] else sides


# One number for both sides, or height and width.
Sides: TypeAlias = Annotated[Size | tuple[Size, Size], AfterValidator(_shortest)]
Padding: TypeAlias = Annotated[
    Literal["same", "valid"] | Margin | tuple[Margin, Margin], AfterValidator(_shortest)
]
Margins: TypeAlias = tuple[int, int, int, int]  # left, right, top, bottom


def pair(sides: int | Pair) -> Pair:
    """Height and width."""
    return (sides, sides) if isinstance(sides, int) else sides


def margins(
    padding: Padding, shape: Shape, kernel: Pair, stride: Pair, dilation: Pair = (1, 1)
) -> Margins:
    """How much is added on each side of a picture of this shape.

    "same" gives outputs of ⌈side / stride⌉; an odd margin is one larger on the right and below,
    as Keras and TensorFlow have it.
    """
    if padding == "valid":
        return (0, 0, 0, 0)
    if padding == "same":
        (top, bottom), (left, right) = (
            _same(*one) for one in zip(shape[1:], kernel, stride, dilation, strict=True)
        )
        return (left, right, top, bottom)
    height, width = pair(padding)
    return (width, width, height, height)


def _same(side: int, kernel: int, stride: int, dilation: int) -> Pair:
    reach = (kernel - 1) * dilation + 1
    missing = max((math.ceil(side / stride) - 1) * stride + reach - side, 0)
    return missing // 2, missing - missing // 2


def slid(shape: Shape, added: Margins, reach: Pair, stride: Pair, *, ceil: bool = False) -> Pair:
    """Height and width of what a window gives that slides over a picture: (N − F + 2P)/S + 1.

    Args:
        reach: height and width of what the window sees.
        ceil: keep the windows that begin in the picture and reach over its edge.
    """
    left, right, top, bottom = added
    high = _slid(shape[1], (top, bottom), reach[0], stride[0], ceil=ceil)
    return high, _slid(shape[2], (left, right), reach[1], stride[1], ceil=ceil)


def _slid(side: int, added: Pair, reach: int, stride: int, *, ceil: bool) -> int:
    room = side + sum(added) - reach
    n = (-(-room // stride) if ceil else room // stride) + 1
    return n - 1 if ceil and (n - 1) * stride >= side + added[0] else n


def want_room(what: str, shape: Shape, added: Margins, reach: Pair) -> None:
    """Refuse a kernel that does not fit into its padded input.

    Raises:
        LayerError: it does not.
    """
    left, right, top, bottom = added
    if shape[1] + top + bottom >= reach[0] and shape[2] + left + right >= reach[1]:
        return
    padded = " with its padding" if any(added) else ""
    raise LayerError(
        f"The {what} of {reach[0]}×{reach[1]} is larger than its input of {told(shape)}{padded}.",
        "Choose a smaller one, padding “same”, or fewer poolings before it.",
    )
