"""A fitted network laid open: what enters it, and its layers by name."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from workbench.data.dataset import Dataset
from workbench.models.cnn_model import CNNModel
from workbench.models.conform import conform
from workbench.models.dbn_model import DBNModel
from workbench.models.inside.frame import Frame, frame_of, names_of
from workbench.models.mlp_model import MLPModel
from workbench.models.model import Model
from workbench.models.networks.graph_module import module_name
from workbench.models.networks.wiring import wired
from workbench.models.stored import prepared_schema


@dataclass(frozen=True, eq=False)
class NamedLayer:
    """One layer, called as the design or its place says, with what it is."""

    name: str
    module: nn.Module

    @property
    def weight(self) -> NDArray[Any] | None:
        """The weights of a linear (out, in) or convolutional (out, in, h, w) layer."""
        weight = getattr(self.module, "weight", None)
        if not isinstance(weight, Tensor) or weight.ndim not in {2, 4}:
            return None
        return numbers(weight)


@dataclass(frozen=True, eq=False)
class Subject:
    """A network that can be looked into.

    Args:
        body: takes what ``entry`` gives, (n, c, h, w) or (n, d); gives logits, or the target.
        entry: what enters the body for prepared rows.
        frame: the picture that what enters is, if it is one.
        inputs: names of the numbers that enter, where they are no picture.
        layers: in the order in which they stand.
    """

    model: Model
    body: nn.Module
    entry: Callable[[Dataset], Tensor]
    frame: Frame | None
    inputs: tuple[str, ...]
    layers: tuple[NamedLayer, ...]

    @torch.no_grad()
    def entering(self, rows: Dataset) -> Tensor:
        """What enters the body for raw rows.

        Raises:
            ModelError: they do not fit the model.
        """
        return self.entry(prepared(self.model, rows))

    def outputs_of(self, entering: Tensor) -> tuple[dict[int, Tensor], Tensor]:
        """What each layer gives, by its place, and what the network gives.

        A layer that is run several times in one pass is told as it was the last time.
        """
        given: dict[int, Tensor] = {}
        hooks = [
            layer.module.register_forward_hook(_taker(given, place))
            for place, layer in enumerate(self.layers)
        ]
        try:
            outputs: Tensor = self.body(entering)
        finally:
            for hook in hooks:
                hook.remove()
        return given, outputs


def _taker(given: dict[int, Tensor], place: int) -> Callable[..., None]:
    def take(_module: nn.Module, _inputs: object, outputs: object) -> None:
        if isinstance(outputs, Tensor):
            given[place] = outputs

    return take


def prepared(model: Model, rows: Dataset) -> Dataset:
    """Raw rows as the model proper takes them.

    Raises:
        ModelError: they do not fit its schema.
    """
    ready = conform(rows, model.schema)
    for transform in model.preparation:
        ready = transform.apply(ready)
    return ready


@singledispatch
def subject(_model: Model) -> Subject | None:
    """The model's network laid open; None for a model without one of this kind."""
    return None


@subject.register
def _of_mlp(model: MLPModel) -> Subject:
    features = prepared_schema(model.schema, model.preparation).features

    def entry(rows: Dataset) -> Tensor:
        if model.layout is not None:
            return torch.from_numpy(model.layout.vectors(rows))
        return torch.from_numpy(rows.feature_matrix.astype(np.float32))

    body = _frozen(model.network())
    return Subject(model, body, entry, frame_of(features), names_of(features), _counted(body))


@subject.register
def _of_dbn(model: DBNModel) -> Subject | None:
    body, features = _frozen(model.network()), model.layout.attributes
    if not isinstance(body, nn.Sequential):
        return None

    def entry(rows: Dataset) -> Tensor:
        return torch.from_numpy(model.layout.vectors(rows))

    return Subject(model, body, entry, frame_of(features), names_of(features), _counted(body))


@subject.register
def _of_cnn(model: CNNModel) -> Subject:
    network = _frozen(model.network())
    first, body = network[0], network[1:]

    def entry(rows: Dataset) -> Tensor:
        pictures: Tensor = first(torch.from_numpy(np.array(model.rows.inputs(rows))))
        return pictures

    sides = {module_name(step.name) for step in wired(model.design.layers) if step.layer.is_side}
    return Subject(model, body, entry, Frame.of(model.shape), (), tuple(_leaves(body, sides)))


def _frozen(network: Any) -> Any:
    """The network, of which only what enters it is differentiated by."""
    return network.requires_grad_(requires_grad=False)


def _counted(body: nn.Module) -> tuple[NamedLayer, ...]:
    """Layers called by their number; what follows a linear one belongs to it."""
    layers, number = [], 0
    for module in body.children():
        number += isinstance(module, nn.Linear)
        layers.append(NamedLayer(f"Layer {number} · {type(module).__name__}", module))
    return tuple(layers)


def _leaves(body: nn.Module, sides: Collection[str]) -> Iterator[NamedLayer]:
    """The innermost layers but those of side outputs, which only training asks for."""
    for name, module in body.named_modules():
        own = name.removeprefix("network.")
        if name and not any(module.children()) and own.partition(".")[0] not in sides:
            words = own.replace(".", " · ")
            yield NamedLayer(f"{words} ({type(module).__name__})", module)


def numbers(tensor: Tensor) -> NDArray[Any]:
    """A tensor's numbers."""
    array: NDArray[Any] = tensor.detach().cpu().numpy()
    return array
