"""Network in network (Lin, Chen and Yan 2013)."""

from collections.abc import Iterator

from workbench.models.networks.layers import Dropout, GlobalPooling, Layer, MaxPooling, MlpConv
from workbench.models.networks.presets.preset import Preset
from workbench.models.networks.scaling import IMAGENET, STANDARD

_SOURCE = "Lin, Chen and Yan 2013, Network in network"
_TRAINING = {
    "optimizer": "momentum",
    "learning_rate": 0.01,
    "batch_size": 128,
    "weight_decay": 0.0005,
}


def _cifar() -> Iterator[Layer]:
    pool = MaxPooling(size=3, stride=2, ceil=True)
    yield MlpConv(channels=(192, 160, 96), kernel=5)
    yield from (pool, Dropout(rate=0.5))
    yield MlpConv(channels=(192, 192, 192), kernel=5)
    yield from (pool, Dropout(rate=0.5))
    yield MlpConv(channels=(192, 192, "classes"), kernel=3)
    yield GlobalPooling()


def _imagenet() -> Iterator[Layer]:
    pool = MaxPooling(size=3, stride=2)
    yield MlpConv(channels=(96, 96, 96), kernel=11, stride=4, padding="valid")
    yield pool
    yield MlpConv(channels=(256, 256, 256), kernel=5)
    yield pool
    yield MlpConv(channels=(384, 384, 384), kernel=3)
    yield from (pool, Dropout(rate=0.5))
    yield MlpConv(channels=(1024, 1024, "classes"), kernel=3)
    yield GlobalPooling()


NINS = (
    Preset(
        key="nin-cifar10",
        title="Network in network, CIFAR-10",
        source=_SOURCE,
        input_shape=(3, 32, 32),
        n_outputs=10,
        make=lambda: tuple(_cifar()),
        takes_any_size=True,
        scaling=STANDARD,
        training=_TRAINING,
    ),
    Preset(
        key="nin-imagenet",
        title="Network in network, ImageNet",
        source=_SOURCE,
        input_shape=(3, 227, 227),
        n_outputs=1000,
        make=lambda: tuple(_imagenet()),
        scaling=IMAGENET,
        training=_TRAINING,
    ),
)
