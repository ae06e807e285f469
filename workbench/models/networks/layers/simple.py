"""Layers that give value by value what they take, and those that end in rows of values."""

from collections.abc import Mapping
from math import prod
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import Field
from typing_extensions import override

from workbench.models.networks.layers.layer import (
    Family,
    Layer,
    LayerError,
    Shape,
    is_picture,
    told,
    want_picture,
)

Function: TypeAlias = Literal["relu", "sigmoid", "tanh", "leaky_relu", "elu", "scaled_tanh"]
FUNCTIONS: tuple[Function, ...] = (
    "relu",
    "sigmoid",
    "tanh",
    "leaky_relu",
    "elu",
    "scaled_tanh",
)
Units: TypeAlias = Annotated[int, Field(ge=1, le=1_000_000)] | Literal["classes"]


class Activation(Layer):
    """A function of each value; without one, layers in a row are no more than one layer."""

    kind: ClassVar[str] = "activation"
    title: ClassVar[str] = "Activation"
    family: ClassVar[Family] = "Activation"
    word: ClassVar[str] = "activation"
    positional: ClassVar[tuple[str, ...]] = ("function",)
    aliases: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        name: {"function": name} for name in FUNCTIONS
    }
    keeps_shape: ClassVar[bool] = True

    function: Function = Field(
        default="relu",
        description="The function; scaled_tanh is LeNet-5's 1.7159 tanh(2a/3).",
    )
    slope: float = Field(
        default=0.01,
        ge=0,
        le=1,
        allow_inf_nan=False,
        description="Slope of leaky_relu below 0.",
    )

    @property
    @override
    def stem(self) -> str:
        return self.function


class BatchNorm(Layer):
    """Brings each channel to mean 0 and variance 1 over the batch, then scales and shifts it."""

    kind: ClassVar[str] = "batch_norm"
    title: ClassVar[str] = "Batch norm"
    family: ClassVar[Family] = "Regularisation"
    word: ClassVar[str] = "batchnorm"
    keeps_shape: ClassVar[bool] = True

    momentum: float = Field(
        default=0.1,
        gt=0,
        le=1,
        allow_inf_nan=False,
        description="Weight of a new batch in the running averages (Keras says 1 minus this).",
    )
    epsilon: float = Field(
        default=1e-5, gt=0, le=1, allow_inf_nan=False, description="Added to the variance."
    )


class LocalResponseNorm(Layer):
    """Divides each value by what the neighbouring channels have at its place (AlexNet, 2012)."""

    kind: ClassVar[str] = "lrn"
    title: ClassVar[str] = "Local response norm"
    family: ClassVar[Family] = "Regularisation"
    word: ClassVar[str] = "lrn"
    positional: ClassVar[tuple[str, ...]] = ("size",)
    keeps_shape: ClassVar[bool] = True

    size: int = Field(
        default=5,
        ge=1,
        le=1001,
        description="Channels that count, its own included: the paper's n.",
    )
    alpha: float = Field(
        default=1e-4,
        ge=0,
        le=100,
        allow_inf_nan=False,
        description="The paper's α, by which the sum of squares is multiplied (torch wants n·α).",
    )
    beta: float = Field(
        default=0.75, ge=0, le=10, allow_inf_nan=False, description="The exponent β."
    )
    k: float = Field(
        default=2.0, gt=0, le=100, allow_inf_nan=False, description="Added before the power."
    )

    @override
    def check(self, shapes: tuple[Shape, ...]) -> None:
        want_picture("Local response norm", shapes[0])


class Dropout(Layer):
    """Sets a random share of the values to 0 in training."""

    kind: ClassVar[str] = "dropout"
    title: ClassVar[str] = "Dropout"
    family: ClassVar[Family] = "Regularisation"
    word: ClassVar[str] = "dropout"
    positional: ClassVar[tuple[str, ...]] = ("rate",)
    keeps_shape: ClassVar[bool] = True

    rate: float = Field(
        default=0.5, ge=0, le=0.99, allow_inf_nan=False, description="Share that is dropped."
    )


class Flatten(Layer):
    """All values of a picture in a row, as dense layers take them."""

    kind: ClassVar[str] = "flatten"
    title: ClassVar[str] = "Flatten"
    family: ClassVar[Family] = "Dense"
    word: ClassVar[str] = "flatten"

    @override
    def gives(self, shapes: tuple[Shape, ...], n_outputs: int) -> Shape:
        return (prod(shapes[0]),)


class Dense(Layer):
    """Fully connected units: each sees all values."""

    kind: ClassVar[str] = "dense"
    title: ClassVar[str] = "Dense"
    family: ClassVar[Family] = "Dense"
    word: ClassVar[str] = "dense"
    positional: ClassVar[tuple[str, ...]] = ("units",)
    flags: ClassVar[Mapping[str, tuple[str, Any]]] = {"nobias": ("bias", False)}

    units: Units = Field(
        default="classes",
        description="Number of units; “classes” for one a class (or one for a number).",
    )
    bias: bool = Field(default=True, description="Add a number to each unit.")

    @override
    def check(self, shapes: tuple[Shape, ...]) -> None:
        if is_picture(shapes[0]):
            raise LayerError(
                f"A dense layer takes values in a row, but {told(shapes[0])} arrive.",
                "Put a flatten layer, or a global pooling, before it.",
            )

    @override
    def gives(self, shapes: tuple[Shape, ...], n_outputs: int) -> Shape:
        return (n_outputs if self.units == "classes" else self.units,)


class Add(Layer):
    """The sum of several inputs of one shape, value by value."""

    kind: ClassVar[str] = "add"
    title: ClassVar[str] = "Add"
    family: ClassVar[Family] = "Join"
    word: ClassVar[str] = "add"
    is_join: ClassVar[bool] = True

    @override
    def check(self, shapes: tuple[Shape, ...]) -> None:
        _want_alike(shapes, shapes, "added", "all sides")

    @override
    def gives(self, shapes: tuple[Shape, ...], n_outputs: int) -> Shape:
        return shapes[0]


class Concatenate(Layer):
    """The channels of several inputs behind one another."""

    kind: ClassVar[str] = "concatenate"
    title: ClassVar[str] = "Concatenate"
    family: ClassVar[Family] = "Join"
    word: ClassVar[str] = "concat"
    is_join: ClassVar[bool] = True

    @override
    def check(self, shapes: tuple[Shape, ...]) -> None:
        sides = tuple(shape[1:] for shape in shapes)
        _want_alike(sides, shapes, "put together", "height and width")

    @override
    def gives(self, shapes: tuple[Shape, ...], n_outputs: int) -> Shape:
        return (sum(shape[0] for shape in shapes), *shapes[0][1:])


def _want_alike(what: tuple[Shape, ...], shapes: tuple[Shape, ...], done: str, sides: str) -> None:
    if len(set(what)) > 1:
        raise LayerError(
            f"{' and '.join(map(told, shapes))} cannot be {done}.",
            f"Make the branches agree in {sides}, by their strides, paddings and channels.",
        )
