"""Every kind of layer, as frozen values that import without torch."""

from workbench.models.networks.layers.blocks import AuxiliaryHead, Branches, Inception, MlpConv
from workbench.models.networks.layers.convolution import Convolution
from workbench.models.networks.layers.layer import (
    CLASSES,
    INPUT,
    AnyLayer,
    Block,
    Layer,
    LayerError,
    Shape,
    layer_kinds,
    layer_of,
)
from workbench.models.networks.layers.partly_connected import LENET_TABLE, PartlyConnected
from workbench.models.networks.layers.pooling import (
    AveragePooling,
    GlobalPooling,
    L2Pooling,
    MaxPooling,
    Subsampling,
)
from workbench.models.networks.layers.residual import Residual, ZeroPaddedShortcut
from workbench.models.networks.layers.simple import (
    Activation,
    Add,
    BatchNorm,
    Concatenate,
    Dense,
    Dropout,
    Flatten,
    LocalResponseNorm,
)

__all__ = [
    "CLASSES",
    "INPUT",
    "LENET_TABLE",
    "Activation",
    "Add",
    "AnyLayer",
    "AuxiliaryHead",
    "AveragePooling",
    "BatchNorm",
    "Block",
    "Branches",
    "Concatenate",
    "Convolution",
    "Dense",
    "Dropout",
    "Flatten",
    "GlobalPooling",
    "Inception",
    "L2Pooling",
    "Layer",
    "LayerError",
    "LocalResponseNorm",
    "MaxPooling",
    "MlpConv",
    "PartlyConnected",
    "Residual",
    "Shape",
    "Subsampling",
    "ZeroPaddedShortcut",
    "layer_kinds",
    "layer_of",
]
