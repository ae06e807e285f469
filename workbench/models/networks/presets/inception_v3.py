"""Inception-v3 (Szegedy et al. 2015), in the form that was released, without auxiliary head."""

from collections.abc import Iterator

from workbench.models.networks.layers import (
    Activation,
    AveragePooling,
    BatchNorm,
    Branches,
    Convolution,
    Dense,
    Dropout,
    GlobalPooling,
    Layer,
    MaxPooling,
)
from workbench.models.networks.layers.sides import Padding, Sides
from workbench.models.networks.presets.preset import Preset
from workbench.models.networks.scaling import SIGNED

Row = tuple[Layer, ...]


def _conv(
    channels: int, kernel: Sides, stride: int = 1, padding: Padding = "same"
) -> tuple[Layer, Layer, Layer]:
    convolution = Convolution(
        channels=channels, kernel=kernel, stride=stride, padding=padding, bias=False
    )
    return convolution, BatchNorm(epsilon=0.001), Activation()


def _halving(channels: int) -> tuple[Layer, Layer, Layer]:
    return _conv(channels, 3, 2, "valid")


def _pooled(channels: int) -> Row:
    return (AveragePooling(size=3, stride=1, padding=1), *_conv(channels, 1))


def _block(name: str, *branches: Row) -> Branches:
    return Branches(name=name, branches=branches)


def _square(name: str, pooled: int) -> Branches:
    """Figure 5: 5×5 as such, and 3×3 twice."""
    return _block(
        name,
        _conv(64, 1),
        (*_conv(48, 1), *_conv(64, 5)),
        (*_conv(64, 1), *_conv(96, 3), *_conv(96, 3)),
        _pooled(pooled),
    )


def _long(name: str, width: int) -> Branches:
    """Figure 6: 7×7 as 1×7 and 7×1."""
    return _block(
        name,
        _conv(192, 1),
        (*_conv(width, 1), *_conv(width, (1, 7)), *_conv(192, (7, 1))),
        (
            *_conv(width, 1),
            *_conv(width, (7, 1)),
            *_conv(width, (1, 7)),
            *_conv(width, (7, 1)),
            *_conv(192, (1, 7)),
        ),
        _pooled(192),
    )


def _wide(name: str) -> Branches:
    """Figure 7: 1×3 and 3×1 side by side."""
    apart = Branches(branches=(_conv(384, (1, 3)), _conv(384, (3, 1))))
    return _block(
        name,
        _conv(320, 1),
        (*_conv(384, 1), apart),
        (*_conv(448, 1), *_conv(384, 3), apart),
        _pooled(192),
    )


def _stem() -> Iterator[Layer]:
    yield from _halving(32)
    yield from _conv(32, 3, padding="valid")
    yield from _conv(64, 3)
    yield MaxPooling(size=3, stride=2)
    yield from _conv(80, 1)
    yield from _conv(192, 3, padding="valid")
    yield MaxPooling(size=3, stride=2)


def _layers() -> Iterator[Layer]:
    pool = MaxPooling(size=3, stride=2)
    yield from _stem()
    for name, pooled in (("5b", 32), ("5c", 64), ("5d", 64)):
        yield _square(f"mixed{name}", pooled)
    reduced = (*_conv(64, 1), *_conv(96, 3), *_halving(96))
    yield _block("mixed6a", _halving(384), reduced, (pool,))
    for name, width in (("6b", 128), ("6c", 160), ("6d", 160), ("6e", 192)):
        yield _long(f"mixed{name}", width)
    lengthwise = (*_conv(192, 1), *_conv(192, (1, 7)), *_conv(192, (7, 1)), *_halving(192))
    yield _block("mixed7a", (*_conv(192, 1), *_halving(320)), lengthwise, (pool,))
    yield from (_wide("mixed7b"), _wide("mixed7c"))
    yield from (GlobalPooling(), Dropout(rate=0.5), Dense())


INCEPTION_V3 = Preset(
    key="inception-v3",
    title="Inception-v3",
    source="Szegedy et al. 2015, Rethinking the inception architecture for computer vision",
    input_shape=(3, 299, 299),
    n_outputs=1000,
    make=lambda: tuple(_layers()),
    scaling=SIGNED,
    training={"optimizer": "rmsprop", "learning_rate": 0.045, "batch_size": 32},
    remarks=(
        "The slide's table is the paper's outline (table 1) and stands under GoogLeNet; what was "
        "released differs in its stem: 80 kernels of 1×1, 192 of 3×3, pooling to 35×35.",
    ),
)
