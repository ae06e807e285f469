"""VGG, configurations A to E (Simonyan and Zisserman 2014, table 1)."""

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

_TRAINING = {
    "optimizer": "momentum",
    "learning_rate": 0.01,
    "batch_size": 256,
    "weight_decay": 0.0005,
    "epochs": 74,
}
_CHANNELS = (64, 128, 256, 512, 512)  # of the five stages
# For each stage the kernels of its convolutions; "n" is local response norm.
_STAGES = {
    "a": ("3", "3", "33", "33", "33"),
    "a-lrn": ("3n", "3", "33", "33", "33"),
    "b": ("33", "33", "33", "33", "33"),
    "c": ("33", "33", "331", "331", "331"),
    "d": ("33", "33", "333", "333", "333"),
    "e": ("33", "33", "3333", "3333", "3333"),
}
_TITLES = {
    "a": "VGG A, 11 layers",
    "a-lrn": "VGG A-LRN, 11 layers",
    "b": "VGG B, 13 layers",
    "c": "VGG C, 16 layers",
    "d": "VGG D (VGG-16)",
    "e": "VGG E (VGG-19)",
}


def _layers(letter: str) -> Iterator[Layer]:
    for channels, stage in zip(_CHANNELS, _STAGES[letter], strict=True):
        for sign in stage:
            if sign == "n":
                yield LocalResponseNorm()
                continue
            yield Convolution(channels=channels, kernel=int(sign), padding="same")
            yield Activation()
        yield MaxPooling()
    yield Flatten()
    for _ in range(2):
        yield Dense(units=4096)
        yield from (Activation(), Dropout(rate=0.5))
    yield Dense()


def _preset(letter: str) -> Preset:
    return Preset(
        key=f"vgg-{letter}",
        title=_TITLES[letter],
        source="Simonyan and Zisserman 2014, Very deep convolutional networks for large-scale "
        "image recognition",
        input_shape=(3, 224, 224),
        n_outputs=1000,
        make=lambda: tuple(_layers(letter)),
        scaling=IMAGENET,
        training=_TRAINING,
        remarks=("The dense layers hold 123,642,856 parameters; VGG was second in 2014.",),
    )


VGGS = tuple(_preset(letter) for letter in _STAGES)
