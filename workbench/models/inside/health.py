"""One look at a fitted network: the gradient of its loss on training rows, layer by layer."""

from collections.abc import Callable
from functools import singledispatch

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from workbench.data.dataset import Dataset, FloatArray
from workbench.models.cnn_model import CNNModel
from workbench.models.inside.subject import prepared, subject
from workbench.models.model import Model
from workbench.models.rnn_model import RNNModel
from workbench.models.rnn_rows import OwnScale
from workbench.training.diagnostics import LIMIT
from workbench.training.layer_place import LayerPlace, places_in_module

MOST_ROWS = 512


class Probe:
    """Figures of each layer of a network for one batch, shape (layers,); NaN where there are none.

    Attributes:
        layers: their names, as a training tells them.
    """

    def __init__(
        self, network: nn.Module, inputs: Tensor, loss: Callable[[Tensor], Tensor]
    ) -> None:
        self._places = places_in_module(network)
        self.layers = tuple(place.name for place in self._places.values())
        nothing = np.full(len(self.layers), np.nan)
        self.gradient_norm, self.dead_share = nothing.copy(), nothing.copy()
        self.saturated_share, self.activation_std = nothing.copy(), nothing.copy()
        hooks = [
            module.register_forward_hook(self._taker(number, place))
            for number, (module, place) in enumerate(self._places.items())
        ]
        network.requires_grad_(requires_grad=True)
        with torch.enable_grad():
            value = loss(network(inputs))
            for hook in hooks:
                hook.remove()
            self._take_gradients(value)

    def _taker(self, number: int, place: LayerPlace) -> Callable[..., None]:
        def take(_module: nn.Module, _inputs: object, outputs: object) -> None:
            if not isinstance(outputs, Tensor) or not outputs.is_floating_point():
                return
            given = outputs.detach()
            self.activation_std[number] = float(given.std(correction=0))
            if place.is_rectifier:
                self.dead_share[number] = dead_share(given)
            if place.limit:
                away = (given - place.middle).abs()
                self.saturated_share[number] = float((away > LIMIT * place.limit).float().mean())

        return take

    def _take_gradients(self, value: Tensor) -> None:
        seen = set[int]()
        for number, module in enumerate(self._places):
            own = [p for p in module.parameters(recurse=False) if id(p) not in seen]
            seen.update(map(id, own))
            if own:
                found = torch.autograd.grad(value, own, retain_graph=True, allow_unused=True)
                squares = [float(g.double().square().sum()) for g in found if g is not None]
                self.gradient_norm[number] = float(np.sqrt(sum(squares)))


def dead_share(outputs: Tensor) -> float:
    """The share of units, or maps, that give 0 for every row, of outputs (n, units, …)."""
    largest = outputs.flatten(2).amax(2) if outputs.ndim > 2 else outputs  # (n, units)
    return float((largest.amax(0) <= 0).float().mean())


def probe(model: Model, rows: Dataset) -> Probe | None:
    """A look at a fitted model with raw training rows; None for one that is no such network.

    Raises:
        ModelError: the rows do not fit the model.
    """
    target = model.schema.class_attribute
    if target is None:
        return None
    known = rows.take(~rows.missing(target.name))
    some = known.take(slice(0, MOST_ROWS))
    if not some.n_samples:
        return None
    return _probed(model, some)


@singledispatch
def _probed(model: Model, rows: Dataset) -> Probe | None:
    network = subject(model)
    if network is None:
        return None
    return Probe(network.body, network.entering(rows), _loss(model, prepared(model, rows).labels))


@_probed.register
def _of_cnn(model: CNNModel, rows: Dataset) -> Probe:
    ready = prepared(model, rows)
    inputs = torch.from_numpy(np.array(model.rows.inputs(ready)))
    return Probe(model.network(), inputs, _loss(model, ready.labels))


@_probed.register
def _of_rnn(model: RNNModel, rows: Dataset) -> Probe | None:
    ready = prepared(model, rows)
    inputs = model.reading.inputs(ready)
    if model.own_scale:
        if model.schema.task != "classification":
            return None  # each row's target has a scale of its own
        inputs = OwnScale.of(inputs).inputs
    tensor = torch.from_numpy(np.array(inputs))
    return Probe(model.network(), tensor, _loss(model, ready.labels))


def _loss(model: Model, labels: FloatArray) -> Callable[[Tensor], Tensor]:
    """Cross-entropy, or the squared error as a share of the targets' variance."""
    if model.schema.task == "classification":
        codes = torch.from_numpy(labels.astype(np.int64))
        return lambda outputs: functional.cross_entropy(outputs, codes)
    if isinstance(model, CNNModel):  # whose network answers in units of the deviation
        labels = (labels - model.target_mean) / model.target_scale
    wanted = torch.from_numpy(labels.astype(np.float32))
    scale = max(float(np.var(labels)), 1e-12)
    return lambda outputs: functional.mse_loss(outputs[:, 0], wanted) / scale
