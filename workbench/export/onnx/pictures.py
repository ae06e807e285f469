"""A network's first module: pictures as they lie in the data become what it computes with."""

from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from workbench.export.onnx.columns import GraphRows
from workbench.export.onnx.graph import OnnxGraph
from workbench.export.onnx.layers import weights_of
from workbench.models.cnn_rows import PictureRows
from workbench.models.networks.picture_input import PictureInput

Matrix = NDArray[np.float32]


def picture_input(module: PictureInput, how: PictureRows, rows: GraphRows) -> str:
    """What the network's other layers take, float32 (n, c, h, w)."""
    graph = rows.graph
    is_bytes = how.name in rows.pictures
    sized = _sized(module, graph, _maps(how, rows, is_bytes=is_bytes))
    factor = weights_of(module.factor) / np.float32(255 if is_bytes else 1)
    scaled = graph.add("Mul", sized, graph.constant(factor))
    return graph.add("Add", scaled, graph.constant(weights_of(module.shift)))


def _maps(how: PictureRows, rows: GraphRows, *, is_bytes: bool) -> str:
    """Float32 (n, c, h, w), on the scale of the data."""
    graph = rows.graph
    if not how.name:
        flat = graph.reshaped(rows.feature_matrix(), (-1, *how.source))
        return rows.floats(_filled(how, graph, flat))
    column, shape = rows.columns[how.name], rows.attribute(how.name).shape
    if len(shape) == 2:
        maps = graph.add("Unsqueeze", column, graph.constant([1], np.int64))
    else:
        maps = graph.add("Transpose", column, perm=[0, 3, 1, 2])
    return rows.floats(maps if is_bytes else _filled(how, graph, maps))


def _filled(how: PictureRows, graph: OnnxGraph, maps: str) -> str:
    """Gaps become the mean of their channel, as ``PictureRows.inputs`` has it."""
    mean = how.scaling.mean
    full = mean if len(mean) == how.source[0] else [float(np.mean(mean))]
    fills = graph.constant(np.reshape(full, (-1, 1, 1)), np.float64)
    return graph.add("Where", graph.add("IsNaN", maps), fills, maps)


def _sized(module: PictureInput, graph: OnnxGraph, maps: str) -> str:
    """Of the size and channels that the network takes."""
    source, shape = module.source, module.shape
    if source[0] > shape[0]:
        maps = graph.add("ReduceMean", maps, graph.constant([1], np.int64), keepdims=1)
    elif source[0] < shape[0]:
        wide = graph.constant([1, shape[0], 1, 1], np.int64)
        maps = graph.add("Expand", maps, wide)
    if source[1:] == shape[1:]:
        return maps
    if module.margins is not None:
        left, right, top, bottom = module.margins
        ends = graph.constant([0, 0, top, left, 0, 0, bottom, right], np.int64)
        return graph.add("Pad", maps, ends, graph.constant(0, np.float32))
    down, across = resizing(source[1:], shape[1:])
    narrowed = graph.add("MatMul", maps, graph.constant(across.T))
    return graph.add("MatMul", graph.constant(down), narrowed)


def resizing(source: tuple[int, ...], shape: tuple[int, ...]) -> tuple[Matrix, Matrix]:
    """The matrices (new, old) that resize rows and columns as torch does.

    Bilinear interpolation is linear in each direction, so two products say the same as an operator
    whose rounding and smoothing would have to be that of torch.
    """
    is_smaller = shape[0] < source[0] or shape[1] < source[1]

    def matrix(old: int, new: int) -> Matrix:
        # One picture, as wide as high: torch resizes pictures one pixel wide wrongly.
        each = torch.eye(old)[None, None]
        moved = functional.interpolate(each, (new, old), mode="bilinear", antialias=is_smaller)
        return cast("Matrix", moved[0, 0].contiguous().numpy())

    return matrix(source[0], shape[0]), matrix(source[1], shape[1])
