"""The order of a network's layers, told from the names of its weights.

A safetensors file keeps no order, so names such as "layer2.0.downsample.0.weight" must say it. The
words are those of torchvision's VGG, AlexNet, ResNet and Inception-v3. Names of other kinds are in
the order of their numbers, else as they come in the file.
"""

import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

T = TypeVar("T")

SIDE = ("AuxLogits.", "aux1.", "aux2.")  # auxiliary heads, which predict nothing
_PARTS = ("weight", "bias", "running_mean", "running_var")
_NUMBERED = re.compile(r"^([A-Za-z]+)(\d*)$")
_DIGITS = re.compile(r"(\d+)")
# Place among others, and after those of the same number.
_WORDS: Mapping[str, tuple[int, int]] = {
    "features": (0, 0),
    "conv": (0, 0),
    "bn": (0, 1),
    "layer": (1, 0),
    "downsample": (2, 0),
    "classifier": (9, 0),
    "fc": (9, 0),
}
# Inception-v3's branches, in the order in which the paper's figures have them.
_BRANCHES = (
    "branch1x1",
    "branch5x5",
    "branch3x3",
    "branch3x3dbl",
    "branch7x7",
    "branch7x7dbl",
    "branch7x7x3",
    "branch_pool",
)
_Place = tuple[int, tuple[int | str, ...], int]


def by_layers(tensors: Mapping[str, T], *, is_ordered: bool) -> list[dict[str, T]]:
    """The tensors of each layer, by the last part of their names, in the order of the layers.

    Args:
        is_ordered: whether the file keeps the order in which the network was made.
    """
    layers: dict[str, dict[str, T]] = {}
    for name, tensor in tensors.items():
        layer, _, part = name.rpartition(".")
        if part in _PARTS and not name.startswith(SIDE):
            layers.setdefault(layer, {})[part] = tensor
    return [layers[name] for name in in_order(layers, is_ordered=is_ordered)]


def in_order(names: Iterable[str], *, is_ordered: bool) -> list[str]:
    """Names of layers in the order of the layers."""
    given = list(names)
    places = {name: [_place(step) for step in name.split(".")] for name in given}
    if all(place is not None for steps in places.values() for place in steps):
        return sorted(given, key=lambda name: [p for p in places[name] if p is not None])
    if is_ordered:
        return given
    return sorted(given, key=lambda name: [_natural(step) for step in name.split(".")])


def _place(step: str) -> _Place | None:
    """Where a step of a name stands among its neighbours; None for one that is not known."""
    if step.isdigit():
        return 0, (int(step),), 0
    branch = next((b for b in reversed(_BRANCHES) if step.startswith(b)), None)
    if branch is not None:
        return _BRANCHES.index(branch), _natural(step.removeprefix(branch)), 0
    if step.startswith(("Conv2d_", "Mixed_")):
        return int(step.startswith("Mixed_")), _natural(step.partition("_")[2]), 0
    numbered = _NUMBERED.match(step)
    if numbered is None or numbered[1] not in _WORDS:
        return None
    rank, after = _WORDS[numbered[1]]
    return rank, (int(numbered[2] or 0),), after


def _natural(text: str) -> tuple[int | str, ...]:
    """Letters as letters, digits as numbers: "a10" behind "a2"."""
    parts = _DIGITS.split(text)
    return tuple(int(part) if i % 2 else part for i, part in enumerate(parts))
