"""The networks of the course: Fashion-MNIST, the CIFAR-10 ladder, labs 26 and 27; a small one."""

from collections.abc import Iterator

from workbench.models.networks.layers import (
    Activation,
    BatchNorm,
    Convolution,
    Dense,
    Dropout,
    Flatten,
    GlobalPooling,
    Layer,
    MaxPooling,
)
from workbench.models.networks.presets.preset import Preset

_LECTURE = "Lecture 002, image and video deep learning (Kim Seung-Hwan)"
_LABS = "Lecture 001 (Byun Yung-Cheol), repository yungbyun/myml"
_ADAM = {"optimizer": "adam", "learning_rate": 0.001}


def _small() -> Iterator[Layer]:
    # Pooling keeps windows that reach over the edge, so that sides of one pixel pass.
    yield Convolution(channels=16, kernel=3, padding="same")
    yield from (Activation(), MaxPooling(size=2, ceil=True))
    yield Convolution(channels=32, kernel=3, padding="same")
    yield from (Activation(), GlobalPooling(), Dense())


def _fashion() -> Iterator[Layer]:
    for channels in (64, 32):
        yield Convolution(channels=channels, kernel=2, padding="same")
        yield from (Activation(), MaxPooling(), Dropout(rate=0.3))
    yield from (Flatten(), Dense(units=256), Activation(), Dropout(rate=0.5), Dense())


def _cifar(*, normed: bool) -> Iterator[Layer]:
    """Batch norm before each convolution makes 79 % of 74 %."""
    norm = (BatchNorm(),) if normed else ()
    yield from norm
    yield Convolution(channels=32, kernel=3, padding="same")
    yield from (Activation(), *norm)
    yield Convolution(channels=32, kernel=3)
    yield from (Activation(), MaxPooling(), Dropout(rate=0.25), *norm)
    yield Convolution(channels=64, kernel=3, padding="same")
    yield from (Activation(), MaxPooling(), Dropout(rate=0.25), Flatten())
    yield from (Dense(units=512), Activation(), Dropout(rate=0.5), Dense())


def _deeper() -> Iterator[Layer]:
    for channels, rate in ((32, 0.2), (64, 0.3), (128, 0.4)):
        for _ in range(2):
            yield Convolution(channels=channels, kernel=3, padding="same")
            yield from (Activation(function="elu"), BatchNorm())
        yield from (MaxPooling(), Dropout(rate=rate))
    yield from (Flatten(), Dense())


def _lab(channels: tuple[int, ...], rate: float, hidden: int) -> Iterator[Layer]:
    for width in channels:
        yield Convolution(channels=width, kernel=3, padding="same", bias=False)
        yield from (Activation(), MaxPooling(size=2, padding="same"))
        yield from (Dropout(rate=rate),) if rate else ()
    yield Flatten()
    if hidden:
        yield from (Dense(units=hidden), Activation(), Dropout(rate=rate))
    yield Dense()


def _on_cifar(key: str, title: str, make: Iterator[Layer], *remarks: str) -> Preset:
    layers = tuple(make)
    decay = {"weight_decay": 0.0001} if "candidate" in title else {}
    return Preset(
        key=key,
        title=title,
        source=_LECTURE,
        input_shape=(3, 32, 32),
        n_outputs=10,
        make=lambda: layers,
        training={**_ADAM, "batch_size": 32, "epochs": 25, "validation_share": 0.1, **decay},
        remarks=remarks,
    )


def _on_mnist(key: str, title: str, source: str, make: Iterator[Layer], epochs: int) -> Preset:
    layers = tuple(make)
    return Preset(
        key=key,
        title=title,
        source=source,
        input_shape=(1, 28, 28),
        n_outputs=10,
        make=lambda: layers,
        training={**_ADAM, "batch_size": 100, "epochs": epochs},
    )


_SIZES = (
    "The slide gives the parameters of each layer and not the sizes of the pictures; these are "
    "the ones that lead to its 1,606,144."
)
_RECONSTRUCTED = (
    "A reconstruction: the slide names 32, 64 and 128 kernels and L2 only. Keras counts 309,290 "
    "with batch norm's running statistics."
)

COURSE = (
    Preset(
        key="small",
        title="Small network for any picture",
        source="Workbench",
        input_shape=(1, 28, 28),
        n_outputs=10,
        make=lambda: tuple(_small()),
        takes_any_size=True,
        training={**_ADAM, "learning_rate": 0.003, "batch_size": 32, "epochs": 30},
    ),
    _on_mnist("fashion-mnist", "Fashion-MNIST, 412,778 parameters", _LECTURE, _fashion(), 20),
    _on_cifar("cifar10-74", "CIFAR-10, 74 %", _cifar(normed=False), _SIZES),
    _on_cifar(
        "cifar10-79",
        "CIFAR-10, 79 %: batch norm",
        _cifar(normed=True),
        _SIZES,
        "Keras counts 1,640,182 parameters with batch norm's running statistics.",
    ),
    _on_cifar("cifar10-84", "CIFAR-10, 84 %: deeper, L2 (candidate)", _deeper(), _RECONSTRUCTED),
    _on_cifar(
        "cifar10-88",
        "CIFAR-10, 88 %: augmentation (candidate)",
        _deeper(),
        _RECONSTRUCTED,
        "The network of 84 %, with pictures turned, shifted and mirrored, and many epochs.",
    ),
    _on_mnist("lab-26", "Course lab 26: CNN", _LABS, _lab((32, 64), 0, 0), 15),
    _on_mnist("lab-27", "Course lab 27: deep CNN", _LABS, _lab((32, 64, 128), 0.3, 625), 15),
)
