"""Convolution (LeCun et al. 1989)."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import Field
from typing_extensions import override

from workbench.models.networks.layers.layer import (
    Family,
    Layer,
    LayerError,
    Shape,
    told,
    want_picture,
)
from workbench.models.networks.layers.sides import (
    Margins,
    Padding,
    Sides,
    margins,
    pair,
    slid,
    want_room,
)

Channels: TypeAlias = Annotated[int, Field(ge=1, le=100_000)] | Literal["classes"]


class Convolution(Layer):
    """Kernels that slide over the picture; each gives one map of where it is found."""

    kind: ClassVar[str] = "convolution"
    title: ClassVar[str] = "Convolution"
    family: ClassVar[Family] = "Convolution"
    word: ClassVar[str] = "conv"
    positional: ClassVar[tuple[str, ...]] = ("channels", "kernel")
    flags: ClassVar[Mapping[str, tuple[str, Any]]] = {
        "same": ("padding", "same"),
        "valid": ("padding", "valid"),
        "nobias": ("bias", False),
    }

    channels: Channels = Field(
        default=16, description="Kernels, each of which gives one map; “classes” for one a class."
    )
    kernel: Sides = Field(
        default=3, description="Height and width of a kernel; one number for both."
    )
    stride: Sides = Field(default=1, description="How far the kernel moves at a time.")
    padding: Padding = Field(
        default="valid",
        description="“valid” adds none, “same” keeps the size at stride 1; or zeros on each side.",
    )
    groups: int = Field(
        default=1,
        ge=1,
        le=100_000,
        description="Groups of channels that see nothing of one another; both must divide by it.",
    )
    dilation: Sides = Field(default=1, description="Distance between a kernel's own values.")
    bias: bool = Field(default=True, description="Add a number to each map; not before batch norm.")

    @override
    def check(self, shapes: tuple[Shape, ...]) -> None:
        (shape,) = shapes
        want_picture("A convolution", shape)
        _want_divisible(shape[0], self.groups, f"{told(shape)} arrive")
        if self.channels != "classes":
            _want_divisible(self.channels, self.groups, f"it has {self.channels}")
        want_room("kernel", shape, self.margins(shape), self.reach)

    @override
    def gives(self, shapes: tuple[Shape, ...], n_outputs: int) -> Shape:
        (shape,) = shapes
        channels = n_outputs if self.channels == "classes" else self.channels
        return channels, *slid(shape, self.margins(shape), self.reach, pair(self.stride))

    @property
    def reach(self) -> tuple[int, int]:
        """Height and width of what a kernel sees."""
        (high, wide), (down, across) = pair(self.kernel), pair(self.dilation)
        return (high - 1) * down + 1, (wide - 1) * across + 1

    def margins(self, shape: Shape) -> Margins:
        """Zeros that are added left, right, above and below."""
        sides = (pair(self.kernel), pair(self.stride), pair(self.dilation))
        return margins(self.padding, shape, *sides)


def _want_divisible(channels: int, groups: int, which: str) -> None:
    if channels % groups:
        raise LayerError(
            f"The channels cannot be divided into {groups} groups: {which}.",
            "Choose a number of groups that divides the channels on both sides.",
        )
