"""A hash of all that the weights of a training depend on: its checkpoints are kept under it."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from types import FunctionType
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from workbench.training.job import Job, Settings

EDITION = "1"  # of the state; raised when older checkpoints can no longer be gone on from

_OF_ONE_JOB = {"further_epochs"}  # a finished training can be gone on with
_OF_EVERY_MODULE = {*vars(nn.Module()), "generator"}  # the job's seed makes that one
_ADDRESS = re.compile(" at 0x[0-9a-f]+")


def key_of(jobs: Sequence[Job], settings: Settings) -> str:
    """The key of a training. Further epochs do not count."""
    said = _Said()
    said.add([EDITION, torch.__version__])
    said.add(settings)
    for job in jobs:
        said.add([getattr(job, f.name) for f in fields(job) if f.name not in _OF_ONE_JOB])
    return said.hexdigest()


class _Said:
    """A digest of values of any kind; equal for equal ones, in any process."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self._seen: dict[int, tuple[int, object]] = {}  # kept alive, so that ids stay theirs

    def hexdigest(self) -> str:
        """The digest of all that was added."""
        return self._digest.hexdigest()[:32]

    def add(self, value: object) -> None:
        """Take note of a value: its type, and all that it holds."""
        self._text(type(value).__qualname__)
        match value:
            case np.ndarray():
                self._array(value)
            case Tensor():
                self._text(f"{value.dtype} {tuple(value.shape)} {value.requires_grad}")
                self._array(_bytes_of(value))
            case nn.Module():
                self._module(value)
            case FunctionType() | type():
                self._text(f"{value.__module__}.{value.__qualname__}")
            case _:
                self._several(value)

    def _several(self, value: object) -> None:
        match value:
            case Mapping():
                self._all(list(value.items()))
            case list() | tuple():
                self._all(value)
            case _ if is_dataclass(value):
                self._all([(f.name, getattr(value, f.name)) for f in fields(value)])
            case _ if getattr(value, "__dict__", None):
                if self._is_new(value):
                    self._all(sorted(vars(value).items()))
            case _:
                self._text(_ADDRESS.sub("", repr(value)))

    def _all(self, values: Sequence[object]) -> None:
        self._text(str(len(values)))
        for value in values:
            self.add(value)

    def _module(self, module: nn.Module) -> None:
        """A network: its layers with what they were made with, weights and buffers."""
        for name, layer in module.named_modules():
            self._text(f"{name} {type(layer).__module__}.{type(layer).__qualname__}")
            made_with = {key: vars(layer)[key] for key in vars(layer).keys() - _OF_EVERY_MODULE}
            self.add(dict(sorted(made_with.items())))
        self._all(list(module.named_parameters()))
        self._all(list(module.named_buffers()))

    def _array(self, array: NDArray[Any]) -> None:
        """Its numbers; of one that came before only that."""
        self._text(f"{array.dtype} {array.shape}")
        if self._is_new(array):
            self._digest.update(np.ascontiguousarray(array).reshape(-1).view(np.uint8).data)

    def _is_new(self, value: object) -> bool:
        """Whether it did not come before; its place among those that have come is noted."""
        n_before = len(self._seen)
        place, _ = self._seen.setdefault(id(value), (n_before, value))
        self._text(str(place))
        return place == n_before

    def _text(self, text: str) -> None:
        content = text.encode()
        self._digest.update(b"%d:" % len(content) + content)


def _bytes_of(tensor: Tensor) -> NDArray[np.uint8]:
    """The memory of a tensor of any type, bfloat16 too."""
    flat = tensor.detach().cpu().contiguous().reshape(-1)
    return flat.view(torch.uint8).numpy() if flat.numel() else np.empty(0, np.uint8)
