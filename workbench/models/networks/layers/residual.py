"""Residual blocks (He, Zhang, Ren and Sun 2015)."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field
from typing_extensions import override

from workbench.models.networks.layers.convolution import Convolution
from workbench.models.networks.layers.layer import (
    INPUT,
    Block,
    Family,
    Layer,
    LayerError,
    Shape,
    told,
    want_picture,
)
from workbench.models.networks.layers.sides import slid
from workbench.models.networks.layers.simple import Activation, Add, BatchNorm

WIDER = 4  # a bottleneck gives four times the channels of its inner convolutions


class ZeroPaddedShortcut(Layer):
    """Option A: every stride-th value, and channels of zeros for those that are missing."""

    kind: ClassVar[str] = "zero_padded_shortcut"
    title: ClassVar[str] = "Zero-padded shortcut"
    family: ClassVar[Family] = "Join"
    word: ClassVar[str] = "shortcut"
    positional: ClassVar[tuple[str, ...]] = ("channels", "stride")

    channels: int = Field(default=16, ge=1, le=100_000, description="Channels that it gives.")
    stride: int = Field(default=1, ge=1, le=1000, description="Every how many-th value it keeps.")

    @override
    def check(self, shapes: tuple[Shape, ...]) -> None:
        want_picture("A shortcut", shapes[0])
        if shapes[0][0] > self.channels:
            raise LayerError(
                f"A zero-padded shortcut adds channels, but {told(shapes[0])} arrive for "
                f"{self.channels}.",
                "Choose more channels, or option B.",
            )

    @override
    def gives(self, shapes: tuple[Shape, ...], n_outputs: int) -> Shape:
        stride = (self.stride, self.stride)
        return self.channels, *slid(shapes[0], (0, 0, 0, 0), (1, 1), stride)


class Residual(Block):
    """ReLU(F(x) + x): what the convolutions F learn is added to what they take."""

    kind: ClassVar[str] = "residual"
    title: ClassVar[str] = "Residual block"
    family: ClassVar[Family] = "Block"
    word: ClassVar[str] = "residual"
    positional: ClassVar[tuple[str, ...]] = ("channels",)
    flags: ClassVar[Mapping[str, tuple[str, Any]]] = {
        "basic": ("form", "basic"),
        "bottleneck": ("form", "bottleneck"),
        "A": ("shortcut", "A"),
        "B": ("shortcut", "B"),
        "nonorm": ("batch_norm", False),
    }

    channels: Annotated[int, Field(ge=1, le=25_000)] = Field(
        default=16, description="Kernels of its convolutions; a bottleneck gives four times these."
    )
    stride: int = Field(default=1, ge=1, le=1000, description="2 halves height and width.")
    form: Literal["basic", "bottleneck"] = Field(
        default="basic", description="3×3, 3×3; or 1×1, 3×3, 1×1 with four times the channels."
    )
    shortcut: Literal["A", "B"] = Field(
        default="B",
        description="Where the shape changes: A fills up with zeros, B projects by 1×1 kernels.",
    )
    stride_at: Literal["middle", "first"] = Field(
        default="middle",
        description="Which convolution of a bottleneck moves by the stride: the first in the "
        "paper, the middle one in torchvision.",
    )
    batch_norm: bool = Field(default=True, description="Batch norm behind each convolution.")

    @property
    def width(self) -> int:
        """The channels that it gives."""
        return self.channels * (WIDER if self.form == "bottleneck" else 1)

    @override
    def check(self, shapes: tuple[Shape, ...]) -> None:
        (shape,) = shapes
        want_picture("A residual block", shape)
        if self.shortcut == "A":
            self._padded().check(shapes)

    @override
    def parts(self, shape: Shape) -> tuple[Layer, ...]:
        way = list(self._way())
        is_same = shape[0] == self.width and self.stride == 1
        around = [] if is_same else list(self._around())
        end = around[-1].name if around else INPUT
        return (
            *way,
            *around,
            Add(name="sum", inputs=(way[-1].name, end)),
            Activation(name="relu", inputs=("sum",)),
        )

    def _way(self) -> Iterator[Layer]:
        """The convolutions, a ReLU between each two."""
        sizes: tuple[tuple[int, int], ...] = ((3, self.channels), (3, self.channels))
        if self.form == "bottleneck":
            sizes = ((1, self.channels), (3, self.channels), (1, self.width))
        strided = 1 if self.form == "bottleneck" and self.stride_at == "middle" else 0
        for i, (kernel, channels) in enumerate(sizes):
            if i:
                yield Activation(name=f"relu{i}")
            stride = self.stride if i == strided else 1
            yield from self._normed(f"conv{i + 1}", kernel, channels, stride)

    def _around(self) -> Iterator[Layer]:
        if self.shortcut == "A":
            yield self._padded()
        else:
            yield from self._normed("shortcut", 1, self.width, self.stride, (INPUT,))

    def _padded(self) -> ZeroPaddedShortcut:
        return ZeroPaddedShortcut(
            name="shortcut", inputs=(INPUT,), channels=self.width, stride=self.stride
        )

    def _normed(
        self, name: str, kernel: int, channels: int, stride: int, inputs: tuple[str, ...] = ()
    ) -> Iterator[Layer]:
        yield Convolution(
            name=name,
            inputs=inputs,
            channels=channels,
            kernel=kernel,
            stride=stride,
            padding=(kernel - 1) // 2,
            bias=not self.batch_norm,
        )
        if self.batch_norm:
            yield BatchNorm(name=f"{name}_norm")
