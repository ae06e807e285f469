"""Blocks: layers that are small designs themselves."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field
from typing_extensions import override

from workbench.models.networks.layers.convolution import Channels, Convolution
from workbench.models.networks.layers.layer import (
    INPUT,
    AnyLayer,
    Block,
    Family,
    Layer,
    Shape,
    want_picture,
)
from workbench.models.networks.layers.pooling import AveragePooling, MaxPooling
from workbench.models.networks.layers.sides import Padding, Sides
from workbench.models.networks.layers.simple import (
    Activation,
    Add,
    Concatenate,
    Dense,
    Dropout,
    Flatten,
)

Width = Annotated[int, Field(ge=0, le=100_000)]


class Branches(Block):
    """Several rows of layers side by side on one input; what they give is put together or added.

    A branch without layers hands on the input.
    """

    kind: ClassVar[str] = "branches"
    title: ClassVar[str] = "Branches"
    family: ClassVar[Family] = "Block"
    word: ClassVar[str] = "branches"
    flags: ClassVar[Mapping[str, tuple[str, Any]]] = {"add": ("join", "add")}

    branches: Annotated[tuple[tuple[AnyLayer, ...], ...], Field(min_length=1)] = Field(
        default=((), ()), description="The layers of each branch."
    )
    join: Literal["concatenate", "add"] = Field(
        default="concatenate", description="Put channels behind one another, or add values."
    )

    @override
    def parts(self, shape: Shape) -> tuple[Layer, ...]:
        layers, ends = [], []
        for number, branch in enumerate(self.branches, start=1):
            before = INPUT
            for place, layer in enumerate(branch, start=1):
                name = f"branch{number}_{place}"
                layers.append(layer.model_copy(update={"name": name, "inputs": (before,)}))
                before = name
            ends.append(before)
        kind = Concatenate if self.join == "concatenate" else Add
        return (*layers, kind(name=self.join, inputs=tuple(ends)))


class Inception(Block):
    """GoogLeNet's block: 1×1, 3×3, 5×5 and pooling side by side (Szegedy et al. 2014).

    A reduction of 0 leaves it out, as in the naive block.
    """

    kind: ClassVar[str] = "inception"
    title: ClassVar[str] = "Inception block"
    family: ClassVar[Family] = "Block"
    word: ClassVar[str] = "inception"
    positional: ClassVar[tuple[str, ...]] = (
        "one",
        "reduce_three",
        "three",
        "reduce_five",
        "five",
        "pooled",
    )

    one: Width = Field(default=64, ge=1, description="Kernels of 1×1.")
    reduce_three: Width = Field(default=96, description="Kernels of 1×1 before 3×3; 0 for none.")
    three: Width = Field(default=128, ge=1, description="Kernels of 3×3.")
    reduce_five: Width = Field(default=16, description="Kernels of 1×1 before 5×5; 0 for none.")
    five: Width = Field(default=32, ge=1, description="Kernels of 5×5.")
    pooled: Width = Field(default=32, description="Kernels of 1×1 behind the pooling; 0 for none.")

    @override
    def check(self, shapes: tuple[Shape, ...]) -> None:
        want_picture("An inception block", shapes[0])

    @override
    def parts(self, shape: Shape) -> tuple[Layer, ...]:
        branches = (
            (*_rectified(self.one, 1),),
            (*_rectified(self.reduce_three, 1), *_rectified(self.three, 3)),
            (*_rectified(self.reduce_five, 1), *_rectified(self.five, 5)),
            (MaxPooling(size=3, stride=1, padding=1), *_rectified(self.pooled, 1)),
        )
        return Branches(branches=branches).parts(shape)


class MlpConv(Block):
    """A convolution and others of 1×1 behind it: a small network that slides (Lin et al. 2013)."""

    kind: ClassVar[str] = "mlpconv"
    title: ClassVar[str] = "Mlpconv block"
    family: ClassVar[Family] = "Block"
    word: ClassVar[str] = "mlpconv"
    positional: ClassVar[tuple[str, ...]] = ("channels", "kernel")
    flags: ClassVar[Mapping[str, tuple[str, Any]]] = {
        "same": ("padding", "same"),
        "valid": ("padding", "valid"),
    }

    channels: Annotated[tuple[Channels, ...], Field(min_length=1)] = Field(
        default=(192, 160, 96), description="Kernels of the first convolution and of each behind."
    )
    kernel: Sides = Field(default=5, description="Height and width of the first kernel.")
    stride: Sides = Field(default=1, description="How far the first kernel moves at a time.")
    padding: Padding = Field(
        default="same", description="“valid” adds none, “same” keeps the size at stride 1."
    )

    @property
    def _first(self) -> Convolution:
        return Convolution(
            channels=self.channels[0],
            kernel=self.kernel,
            stride=self.stride,
            padding=self.padding,
        )

    @override
    def check(self, shapes: tuple[Shape, ...]) -> None:
        self._first.check(shapes)

    @override
    def parts(self, shape: Shape) -> tuple[Layer, ...]:
        behind = [layer for width in self.channels[1:] for layer in _rectified(width, 1)]
        return (self._first, Activation(), *behind)


class AuxiliaryHead(Block):
    """A second output half-way, which helps training only: its loss counts 0.3.

    GoogLeNet's: average pooling, a convolution of 1×1, two dense layers.
    """

    kind: ClassVar[str] = "auxiliary_head"
    title: ClassVar[str] = "Auxiliary head"
    family: ClassVar[Family] = "Block"
    word: ClassVar[str] = "auxiliary"
    positional: ClassVar[tuple[str, ...]] = ("channels", "units")
    is_side: ClassVar[bool] = True

    size: Sides = Field(default=5, description="Height and width of the pooled windows.")
    stride: Sides = Field(default=3, description="How far the window moves at a time.")
    channels: Width = Field(default=128, ge=1, description="Kernels of 1×1 behind the pooling.")
    units: Width = Field(default=1024, ge=1, description="Units of the dense layer.")
    rate: float = Field(default=0.7, ge=0, le=0.99, description="Share of the units dropped.")

    @property
    def _pooling(self) -> AveragePooling:
        return AveragePooling(size=self.size, stride=self.stride)

    @override
    def check(self, shapes: tuple[Shape, ...]) -> None:
        self._pooling.check(shapes)

    @override
    def parts(self, shape: Shape) -> tuple[Layer, ...]:
        return (
            self._pooling,
            *_rectified(self.channels, 1),
            Flatten(),
            Dense(units=self.units),
            Activation(),
            Dropout(rate=self.rate),
            Dense(units="classes"),
        )


def _rectified(channels: Channels, kernel: int) -> Iterator[Layer]:
    """A convolution that keeps the size, and its ReLU; nothing for 0 channels."""
    if channels:
        yield Convolution(channels=channels, kernel=kernel, padding="same")
        yield Activation()
