"""AlexNet (Krizhevsky, Sutskever and Hinton 2012)."""

from collections.abc import Iterator

from workbench.models.networks.layers import (
    Activation,
    Convolution,
    Dense,
    Dropout,
    Flatten,
    Layer,
    LocalResponseNorm,
    MaxPooling,
)
from workbench.models.networks.presets.preset import Preset
from workbench.models.networks.scaling import IMAGENET

_SOURCE = (
    "Krizhevsky, Sutskever and Hinton 2012, ImageNet classification with deep convolutional "
    "neural networks"
)
_POOL = MaxPooling(size=3, stride=2)
_TRAINING = {
    "optimizer": "momentum",
    "learning_rate": 0.01,
    "batch_size": 128,
    "weight_decay": 0.0005,
    "epochs": 90,
}


def _published(groups: int) -> Iterator[Layer]:
    """Conv 2, 4 and 5 see only the maps of their own GPU, where there are two groups."""
    yield Convolution(channels=96, kernel=11, stride=4)
    yield from (Activation(), LocalResponseNorm(), _POOL)
    yield Convolution(channels=256, kernel=5, padding=2, groups=groups)
    yield from (Activation(), LocalResponseNorm(), _POOL)
    yield Convolution(channels=384, kernel=3, padding=1)
    yield Activation()
    yield Convolution(channels=384, kernel=3, padding=1, groups=groups)
    yield Activation()
    yield Convolution(channels=256, kernel=3, padding=1, groups=groups)
    yield from (Activation(), _POOL, Flatten())
    for name in ("fc6", "fc7"):
        yield Dense(name=name, units=4096)
        yield from (Activation(), Dropout(rate=0.5))
    yield Dense(name="fc8")


def _torchvision() -> Iterator[Layer]:
    yield Convolution(channels=64, kernel=11, stride=4, padding=2)
    yield from (Activation(), _POOL)
    yield Convolution(channels=192, kernel=5, padding=2)
    yield from (Activation(), _POOL)
    for channels in (384, 256, 256):
        yield Convolution(channels=channels, kernel=3, padding=1)
        yield Activation()
    yield from (_POOL, Flatten())
    for _ in range(2):
        yield Dropout(rate=0.5)
        yield Dense(units=4096)
        yield Activation()
    yield Dense()


ALEXNETS = (
    Preset(
        key="alexnet",
        title="AlexNet, two groups",
        source=_SOURCE,
        input_shape=(3, 227, 227),
        n_outputs=1000,
        make=lambda: tuple(_published(2)),
        scaling=IMAGENET,
        training=_TRAINING,
        remarks=(
            "Local response norm stands behind conv 1 and conv 2, before the first and second "
            "pooling; the slide says first and third, and that conv 1 has no pooling.",
            "2,334,080 parameters in convolutions, 58,631,144 in dense layers: 25 to 1.",
        ),
    ),
    Preset(
        key="alexnet-single",
        title="AlexNet, one group",
        source=_SOURCE,
        input_shape=(3, 227, 227),
        n_outputs=1000,
        make=lambda: tuple(_published(1)),
        scaling=IMAGENET,
        training=_TRAINING,
    ),
    Preset(
        key="alexnet-torchvision",
        title="AlexNet of torchvision",
        source="Krizhevsky 2014, One weird trick for parallelizing convolutional neural networks",
        input_shape=(3, 224, 224),
        n_outputs=1000,
        make=lambda: tuple(_torchvision()),
        scaling=IMAGENET,
        training=_TRAINING,
        remarks=("The form for which torchvision publishes weights.",),
    ),
)
