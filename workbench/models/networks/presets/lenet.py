"""LeNet-5 (LeCun, Bottou, Bengio and Haffner 1998)."""

from collections.abc import Iterator

from workbench.models.networks.layers import (
    Activation,
    Convolution,
    Dense,
    Flatten,
    Layer,
    MaxPooling,
    PartlyConnected,
    Subsampling,
)
from workbench.models.networks.presets.preset import Preset
from workbench.models.networks.scaling import LENET

_SQUASH = Activation(function="scaled_tanh")
_TRAINING = {"optimizer": "adam", "learning_rate": 0.001, "batch_size": 100, "epochs": 20}


def _published() -> Iterator[Layer]:
    yield Convolution(name="C1", channels=6, kernel=5)
    yield _SQUASH
    yield Subsampling(name="S2", size=2)
    yield _SQUASH
    yield PartlyConnected(name="C3", kernel=5)
    yield _SQUASH
    yield Subsampling(name="S4", size=2)
    yield _SQUASH
    yield Convolution(name="C5", channels=120, kernel=5)
    yield _SQUASH
    yield Flatten()
    yield Dense(name="F6", units=84)
    yield _SQUASH
    yield Dense(name="output")


def _modern() -> Iterator[Layer]:
    yield Convolution(channels=6, kernel=5, padding=2)
    yield Activation()
    yield MaxPooling()
    yield Convolution(channels=16, kernel=5)
    yield Activation()
    yield MaxPooling()
    yield Flatten()
    for units in (120, 84):
        yield Dense(units=units)
        yield Activation()
    yield Dense()


LENETS = (
    Preset(
        key="lenet5",
        title="LeNet-5 as published",
        source="LeCun, Bottou, Bengio and Haffner 1998, Gradient-based learning applied to "
        "document recognition",
        input_shape=(1, 32, 32),
        n_outputs=10,
        make=lambda: tuple(_published()),
        scaling=LENET,
        training=_TRAINING,
        remarks=(
            "60,000 parameters and 340,908 connections up to F6 and the published output of 840 "
            "fixed weights; the dense output that takes its place here has 850. The slide's "
            "14,000 and 187,000 are wrong.",
        ),
    ),
    Preset(
        key="lenet5-modern",
        title="LeNet-5, modern",
        source="LeNet-5 with max pooling, ReLU and all maps of C3 connected",
        input_shape=(1, 28, 28),
        n_outputs=10,
        make=lambda: tuple(_modern()),
        training=_TRAINING,
    ),
)
