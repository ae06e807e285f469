"""Residual networks for ImageNet and for CIFAR-10 (He, Zhang, Ren and Sun 2015)."""

from collections.abc import Iterator

from workbench.models.networks.layers import (
    Activation,
    BatchNorm,
    Convolution,
    Dense,
    GlobalPooling,
    Layer,
    MaxPooling,
    Residual,
)
from workbench.models.networks.presets.preset import Preset
from workbench.models.networks.scaling import IMAGENET, STANDARD

_SOURCE = "He, Zhang, Ren and Sun 2015, Deep residual learning for image recognition"
_TRAINING = {"optimizer": "momentum", "learning_rate": 0.1, "weight_decay": 0.0001}
_SIZES = {18: (2, 2, 2, 2), 34: (3, 4, 6, 3), 50: (3, 4, 6, 3), 152: (3, 8, 36, 3)}
_DEPTHS = (20, 32, 44, 56, 110, 1202)
_ERRORS = {20: 8.75, 32: 7.51, 44: 7.17, 56: 6.97, 110: 6.43, 1202: 7.93}  # %, in the paper


def _imagenet(depth: int) -> Iterator[Layer]:
    yield Convolution(channels=64, kernel=7, stride=2, padding=3, bias=False)
    yield from (BatchNorm(), Activation(), MaxPooling(size=3, stride=2, padding=1))
    form = "basic" if depth < 50 else "bottleneck"
    for stage, n_blocks in enumerate(_SIZES[depth]):
        for block in range(n_blocks):
            stride = 2 if stage and not block else 1
            yield Residual.model_validate(
                {"channels": 64 * 2**stage, "stride": stride, "form": form}
            )
    yield from (GlobalPooling(), Dense())


def _cifar(depth: int) -> Iterator[Layer]:
    yield Convolution(channels=16, kernel=3, padding=1, bias=False)
    yield from (BatchNorm(), Activation())
    for channels in (16, 32, 64):
        for block in range((depth - 2) // 6):
            stride = 2 if channels > 16 and not block else 1
            yield Residual(channels=channels, stride=stride, shortcut="A")
    yield from (GlobalPooling(), Dense())


def _of_imagenet(depth: int) -> Preset:
    strided = (
        "The stride of a bottleneck is at its 3×3 kernel, as in torchvision's weights; the paper "
        "has it at the first 1×1.",
    )
    return Preset(
        key=f"resnet-{depth}",
        title=f"ResNet-{depth}",
        source=_SOURCE,
        input_shape=(3, 224, 224),
        n_outputs=1000,
        make=lambda: tuple(_imagenet(depth)),
        scaling=IMAGENET,
        training={**_TRAINING, "batch_size": 256, "epochs": 90},
        remarks=(
            "Shortcuts are projections where the shape changes (option B). It answers degradation, "
            "a rising training error, and not overfitting, as the slide has it.",
            *(strided if depth >= 50 else ()),
        ),
    )


def _of_cifar(depth: int) -> Preset:
    return Preset(
        key=f"cifar-resnet-{depth}",
        title=f"ResNet-{depth} for CIFAR-10",
        source=f"{_SOURCE}, section 4.2",
        input_shape=(3, 32, 32),
        n_outputs=10,
        make=lambda: tuple(_cifar(depth)),
        takes_any_size=True,
        scaling=STANDARD,
        training={**_TRAINING, "batch_size": 128, "epochs": 164},
        remarks=(
            f"Shortcuts without parameters (option A). Test error in the paper: "
            f"{_ERRORS[depth]:.2f} %.",
        ),
    )


RESNETS = (*map(_of_imagenet, _SIZES), *map(_of_cifar, _DEPTHS))
