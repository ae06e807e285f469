"""Each layer of a network in ONNX gives what torch gives."""

from typing import Any

import numpy as np
import onnxruntime
import pytest
import torch
from torch import nn

from workbench.core.errors import ModelError
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.export.onnx.columns import GraphRows
from workbench.export.onnx.graph import OnnxGraph, operator, typed
from workbench.export.onnx.layers import given
from workbench.export.onnx.pictures import picture_input
from workbench.models.cnn_rows import PictureRows
from workbench.models.networks import modules
from workbench.models.networks.build import initial_network
from workbench.models.networks.design import Design
from workbench.models.networks.picture_input import PictureInput
from workbench.models.networks.presets import preset
from workbench.models.networks.scaling import Scaling

MAPS = (3, 4, 11, 9)


def ran(graph: OnnxGraph, output: str, feeds: dict[str, Any]) -> Any:
    graph.nodes.append(operator("Identity", [output], ["out"]))
    model = graph.model([typed("out", np.float32, None)], "test")
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    return session.run(None, feeds)[0]


def answers(module: nn.Module, inputs: torch.Tensor) -> tuple[Any, Any]:
    graph = OnnxGraph()
    graph.inputs.append(typed("in", np.float32, [None, *inputs.shape[1:]]))
    got = ran(graph, given(module.eval(), graph, "in"), {"in": inputs.numpy()})
    with torch.inference_mode():
        wanted = module(inputs).numpy()
    return got, wanted


def even(module: nn.Conv2d, margins: tuple[int, int, int, int]) -> nn.Module:
    assert isinstance(module, modules.MarginConvolution)
    module.margins = margins
    return module


def spread(module: nn.Module) -> nn.Module:
    """Batch norm with statistics and weights that matter."""
    for name, tensor in module.state_dict().items():
        if "num" not in name:
            tensor.copy_(torch.rand(tensor.shape) + 0.5)
    return module


def subsampling() -> nn.Module:
    made = modules.TrainableSubsampling(4, (2, 3))
    return spread(made)


def partly() -> nn.Module:
    made = modules.PartlyConnectedConvolution(((0, 1), (2,), (0, 1, 2, 3)), 4, (3, 2))
    return spread(made)


LAYERS: dict[str, Any] = {
    "convolution": lambda: nn.Conv2d(4, 6, (3, 2), (2, 1), (1, 0), groups=2),
    "dilated": lambda: nn.Conv2d(4, 3, 3, dilation=2, bias=False),
    "margins": lambda: even(modules.MarginConvolution(4, 5, 2), (0, 1, 0, 1)),
    "partly connected": partly,
    "max": lambda: nn.MaxPool2d(3, 2, 1),
    "max over the edge": lambda: nn.MaxPool2d(2, 2, ceil_mode=True),
    "max with margins": lambda: modules.MarginPooling(nn.MaxPool2d(2, 2), (0, 1, 1, 0), -np.inf),
    "average": lambda: nn.AvgPool2d(3, 2, 1),
    "average over the edge": lambda: nn.AvgPool2d(2, 2, 0, ceil_mode=True),
    "average with margins": lambda: modules.MarginPooling(nn.AvgPool2d(2, 1), (0, 1, 0, 1), 0.0),
    "l2": lambda: modules.L2Pool((2, 2), (2, 2), (0, 0), ceil=False),
    "l2 over the edge": lambda: modules.L2Pool((2, 2), (2, 2), (1, 1), ceil=True),
    "global average": lambda: modules.GlobalPool(takes_largest=False),
    "global max": lambda: modules.GlobalPool(takes_largest=True),
    "subsampling": subsampling,
    "batch norm": lambda: spread(modules.BatchNormOfMaps(4)),
    "response norm": lambda: nn.LocalResponseNorm(3, 0.5, 0.75, 2.0),
    "even response norm": lambda: nn.LocalResponseNorm(2, 0.5, 0.75, 2.0),
    "leaky": lambda: nn.LeakyReLU(0.2),
    "elu": nn.ELU,
    "sigmoid": nn.Sigmoid,
    "tanh": nn.Tanh,
    "relu": nn.ReLU,
    "scaled tanh": modules.ScaledTanh,
    "dropout": nn.Dropout,
    "flatten": nn.Flatten,
    "zero padded": lambda: modules.ZeroPadded(7, 2),
    "chain": lambda: nn.Sequential(nn.Flatten(), nn.Linear(396, 5), nn.Linear(5, 2, bias=False)),
}


@pytest.mark.parametrize("name", LAYERS)
@torch.no_grad()
def test_that_a_layer_gives_what_torch_gives(name: str) -> None:
    torch.manual_seed(1)
    got, wanted = answers(LAYERS[name](), torch.randn(MAPS))
    assert got.shape == wanted.shape
    np.testing.assert_allclose(got, wanted, rtol=1e-5, atol=2e-6)


def test_that_rows_are_normalised_by_running_statistics() -> None:
    with torch.no_grad():
        got, wanted = answers(spread(modules.BatchNormOfRows(6)), torch.randn(5, 6))
    np.testing.assert_allclose(got, wanted, rtol=1e-5, atol=1e-6)


def test_that_an_unknown_layer_is_refused_by_name() -> None:
    with pytest.raises(ModelError, match="'Mish', which cannot be put into ONNX"):
        given(nn.Mish(), OnnxGraph(), "in")


# The pictures that they are tried with, as small as the design allows.
PRESETS = {
    "lenet5": (1, 32, 32),
    "lenet5-modern": (1, 32, 32),
    "small": (1, 28, 28),
    "nin-cifar10": (3, 32, 32),
    "cifar-resnet-20": (3, 32, 32),
    "resnet-18": (3, 64, 64),
    "googlenet": (3, 64, 64),
}


@pytest.mark.parametrize("name", PRESETS)
def test_that_a_whole_network_gives_what_torch_gives(name: str) -> None:
    shape = PRESETS[name]
    network = initial_network(Design.of(*preset(name).make()), shape, 10, "he", 1)
    got, wanted = answers(network, torch.randn(2, *shape))
    np.testing.assert_allclose(got, wanted, rtol=1e-4, atol=1e-5 * np.abs(wanted).max())


# Channels, height and width that arrive, and that the network takes; how small ones are fitted.
SIZES = [
    ((1, 8, 8), (1, 8, 8), "resize"),
    ((1, 28, 28), (1, 32, 32), "pad"),
    ((1, 8, 8), (3, 19, 23), "resize"),
    ((3, 40, 30), (1, 13, 17), "resize"),
    ((3, 9, 30), (3, 20, 17), "resize"),
]


@pytest.mark.parametrize(("source", "shape", "fit"), SIZES, ids=str)
@pytest.mark.parametrize("is_bytes", [True, False])
def test_that_pictures_enter_as_in_torch(source: Any, shape: Any, fit: Any, is_bytes: Any) -> None:
    scaling = Scaling((0.4,), (0.3,), fit)
    module = PictureInput(source, shape, scaling)
    random = np.random.default_rng(1)
    sides = source[1:] if source[0] == 1 else (*source[1:], source[0])
    column: Any = random.integers(0, 256, (4, *sides)).astype(np.uint8)
    if not is_bytes:
        column = column / 255.0
        column[0, 0, 0] = np.nan
    how = PictureRows("image", source, scaling)
    attribute = Attribute("image", "array", shape=tuple(sides))
    graph = OnnxGraph()
    kind = np.uint8 if is_bytes else np.float64
    graph.inputs.append(typed("image", kind, [None, *sides]))
    pictures = frozenset({"image"} if is_bytes else ())
    rows = GraphRows(graph, (attribute,), {"image": "image"}, pictures, "")
    got = ran(graph, picture_input(module, how, rows), {"image": column})
    inputs = how.inputs(Dataset(Schema((attribute,)), (column.copy(),)))
    wanted = module(torch.from_numpy(np.array(inputs))).numpy()
    np.testing.assert_allclose(got, wanted, rtol=1e-5, atol=2e-6)
