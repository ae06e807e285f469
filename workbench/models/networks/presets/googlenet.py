"""GoogLeNet, with and without its auxiliary heads (Szegedy et al. 2014, table 1)."""

from collections.abc import Iterator

from workbench.models.networks.layers import (
    Activation,
    AuxiliaryHead,
    Convolution,
    Dense,
    Dropout,
    GlobalPooling,
    Inception,
    Layer,
    LocalResponseNorm,
    MaxPooling,
)
from workbench.models.networks.presets.preset import Preset
from workbench.models.networks.scaling import IMAGENET

_SOURCE = "Szegedy et al. 2014, Going deeper with convolutions"
_POOL = MaxPooling(size=3, stride=2, ceil=True)
# 1×1, 3×3 reduced, 3×3, 5×5 reduced, 5×5, pooling's projection; None is a pooling.
_BLOCKS: dict[str, tuple[int, int, int, int, int, int] | None] = {
    "3a": (64, 96, 128, 16, 32, 32),
    "3b": (128, 128, 192, 32, 96, 64),
    "pool3": None,
    "4a": (192, 96, 208, 16, 48, 64),
    "4b": (160, 112, 224, 24, 64, 64),
    "4c": (128, 128, 256, 24, 64, 64),
    "4d": (112, 144, 288, 32, 64, 64),
    "4e": (256, 160, 320, 32, 128, 128),
    "pool4": None,
    "5a": (256, 160, 320, 32, 128, 128),
    "5b": (384, 192, 384, 48, 128, 128),
}
_HEADS = {"4a": "auxiliary1", "4d": "auxiliary2"}


def _layers(*, has_heads: bool) -> Iterator[Layer]:
    yield Convolution(channels=64, kernel=7, stride=2, padding=3)
    yield from (Activation(), _POOL, LocalResponseNorm())
    yield Convolution(channels=64, kernel=1)
    yield Activation()
    yield Convolution(channels=192, kernel=3, padding=1)
    yield from (Activation(), LocalResponseNorm(), _POOL)
    for name, widths in _BLOCKS.items():
        if widths is None:
            yield _POOL
            continue
        one, reduce_three, three, reduce_five, five, pooled = widths
        yield Inception(
            name=f"inception{name}",
            one=one,
            reduce_three=reduce_three,
            three=three,
            reduce_five=reduce_five,
            five=five,
            pooled=pooled,
        )
        if has_heads and name in _HEADS:
            yield AuxiliaryHead(name=_HEADS[name])
    yield from (GlobalPooling(), Dropout(rate=0.4), Dense())


def _preset(key: str, title: str, remark: str, *, has_heads: bool) -> Preset:
    return Preset(
        key=key,
        title=title,
        source=_SOURCE,
        input_shape=(3, 224, 224),
        n_outputs=1000,
        make=lambda: tuple(_layers(has_heads=has_heads)),
        scaling=IMAGENET,
        training={"optimizer": "momentum", "learning_rate": 0.01, "batch_size": 128},
        remarks=(
            remark,
            "Winner of 2014 with 6.67 % top-5 error; the slide names VGG, which was second.",
        ),
    )


GOOGLENETS = (
    _preset(
        "googlenet",
        "GoogLeNet",
        "Without auxiliary heads, as it predicts: 6,998,552 parameters.",
        has_heads=False,
    ),
    _preset(
        "googlenet-aux",
        "GoogLeNet with auxiliary heads",
        "The two heads count 0.3 each in training and are left out afterwards: 13,378,280 "
        "parameters with them.",
        has_heads=True,
    ),
)
