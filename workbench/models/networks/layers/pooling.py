"""Pooling: a picture becomes smaller, or one number a channel."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from pydantic import Field
from typing_extensions import override

from workbench.models.networks.layers.layer import Family, Layer, LayerError, Shape, want_picture
from workbench.models.networks.layers.sides import (
    Margins,
    Padding,
    Sides,
    margins,
    pair,
    slid,
    want_room,
)


class Pooling(Layer):
    """What the three local poolings have in common."""

    family: ClassVar[Family] = "Pooling"
    positional: ClassVar[tuple[str, ...]] = ("size",)
    flags: ClassVar[Mapping[str, tuple[str, Any]]] = {
        "same": ("padding", "same"),
        "valid": ("padding", "valid"),
        "ceil": ("ceil", True),
    }

    size: Sides = Field(default=2, description="Height and width of a window; one number for both.")
    stride: Sides | None = Field(
        default=None, description="How far the window moves at a time; none for its own size."
    )
    padding: Padding = Field(
        default="valid", description="“valid” adds none, “same” covers all; or a margin's width."
    )
    ceil: bool = Field(
        default=False, description="Keep the windows that reach over the edge, as Caffe does."
    )

    @property
    def step(self) -> tuple[int, int]:
        """How far the window moves down and across."""
        return pair(self.size if self.stride is None else self.stride)

    def margins(self, shape: Shape) -> Margins:
        """What is added left, right, above and below."""
        return margins(self.padding, shape, pair(self.size), self.step)

    @override
    def check(self, shapes: tuple[Shape, ...]) -> None:
        (shape,) = shapes
        want_picture("Pooling", shape)
        added, (high, wide) = self.margins(shape), pair(self.size)
        if self.padding != "same" and (2 * added[2] > high or 2 * added[0] > wide):
            raise LayerError(
                "The padding is more than half of the window.",
                "Choose a smaller padding or a larger window.",
            )
        if not self.ceil:
            want_room("window", shape, added, (high, wide))

    @override
    def gives(self, shapes: tuple[Shape, ...], n_outputs: int) -> Shape:
        (shape,) = shapes
        window = (self.margins(shape), pair(self.size), self.step)
        return shape[0], *slid(shape, *window, ceil=self.ceil)


class MaxPooling(Pooling):
    """The largest value of each window."""

    kind: ClassVar[str] = "max_pooling"
    title: ClassVar[str] = "Max pooling"
    word: ClassVar[str] = "maxpool"


class AveragePooling(Pooling):
    """The mean of each window; padding counts as zeros."""

    kind: ClassVar[str] = "average_pooling"
    title: ClassVar[str] = "Average pooling"
    word: ClassVar[str] = "avgpool"


class L2Pooling(Pooling):
    """The root of the sum of squares of each window."""

    kind: ClassVar[str] = "l2_pooling"
    title: ClassVar[str] = "L2 pooling"
    word: ClassVar[str] = "l2pool"


class GlobalPooling(Layer):
    """One number for each channel, its mean or largest value: no flatten is needed behind it."""

    kind: ClassVar[str] = "global_pooling"
    title: ClassVar[str] = "Global pooling"
    family: ClassVar[Family] = "Pooling"
    word: ClassVar[str] = "globalpool"
    aliases: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "globalavg": {"how": "average"},
        "globalmax": {"how": "max"},
    }

    how: Literal["average", "max"] = Field(
        default="average", description="What is taken of each channel."
    )

    @property
    @override
    def stem(self) -> str:
        return "globalavg" if self.how == "average" else "globalmax"

    @override
    def check(self, shapes: tuple[Shape, ...]) -> None:
        want_picture("Global pooling", shapes[0])

    @override
    def gives(self, shapes: tuple[Shape, ...], n_outputs: int) -> Shape:
        return shapes[0][:1]


class Subsampling(Layer):
    """LeNet-5's S layers: each window's sum times a trained coefficient, plus a trained bias."""

    kind: ClassVar[str] = "subsampling"
    title: ClassVar[str] = "Trainable subsampling"
    family: ClassVar[Family] = "Pooling"
    word: ClassVar[str] = "subsample"
    positional: ClassVar[tuple[str, ...]] = ("size",)

    size: Sides = Field(default=2, description="Height and width of a window, and its step.")

    @override
    def check(self, shapes: tuple[Shape, ...]) -> None:
        want_picture("Subsampling", shapes[0])
        want_room("window", shapes[0], (0, 0, 0, 0), pair(self.size))

    @override
    def gives(self, shapes: tuple[Shape, ...], n_outputs: int) -> Shape:
        size = pair(self.size)
        return shapes[0][0], *slid(shapes[0], (0, 0, 0, 0), size, size)
