"""Recipes: a published network with all by which it was, or is best, trained."""

from collections.abc import Mapping
from typing import Any

from workbench.models.networks.presets import PRESETS

_PLAIN: Mapping[str, Any] = {
    "picture": "auto",
    "pixels": "auto",
    "augmentation": "none",
    "schedule": "constant",
    "weight_decay": 0.0,
    "validation_share": 0.0,
    "early_stopping": 0,
}


def _recipe(key: str, **changes: Any) -> Mapping[str, Any]:
    return {**_PLAIN, **PRESETS[key].training, "preset": key, **changes}


def _on_cifar(key: str, **changes: Any) -> Mapping[str, Any]:
    """A rung of the lecture's ladder, which leaves open how pixels are scaled.

    With 4,000 pictures, 8 epochs: standardised channels 57.9 %, values from 0 to 1 55.7 %.
    """
    return _recipe(key, **{"pixels": "standardise", "initialisation": "xavier", **changes})


RECIPES: Mapping[str, Mapping[str, Any]] = {
    # Its rate fell during training in the paper, too.
    "LeNet-5 (1998)": _recipe("lenet5", initialisation="xavier", schedule="cosine"),
    "LeNet-5, modern": _recipe("lenet5-modern", initialisation="he"),
    "Fashion-MNIST, 92 %": _recipe(
        "fashion-mnist", initialisation="xavier", batch_size=64, epochs=8
    ),
    "CIFAR-10, 74 %": _on_cifar("cifar10-74"),
    "CIFAR-10, 79 %: batch norm": _on_cifar("cifar10-79"),
    "CIFAR-10, 84 %: deeper, L2": _on_cifar(
        "cifar10-84", initialisation="he", batch_size=64, epochs=50
    ),
    "CIFAR-10, 88 %: augmentation": _on_cifar(
        "cifar10-88",
        initialisation="he",
        batch_size=64,
        epochs=125,
        augmentation="flip, shift 0.1, rotate 15",
        schedule="cosine",
    ),
    "Course lab 26: CNN": _recipe("lab-26", initialisation="xavier"),
    "Course lab 27: deep CNN": _recipe("lab-27", initialisation="xavier"),
    "ResNet-20 for CIFAR-10": _recipe(
        "cifar-resnet-20", initialisation="he", augmentation="flip, crop 4", schedule="cosine"
    ),
}
