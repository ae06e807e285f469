"""Recurrent networks as ONNX's own RNN, LSTM and GRU operators."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.data.dataset import MISSING_CODE
from workbench.export.onnx.columns import GraphRows
from workbench.export.onnx.graph import OnnxGraph
from workbench.models.networks.recurrence import Cell, Recurrence
from workbench.models.rnn_model import RNNModel
from workbench.models.rnn_rows import LEAST_SPREAD, Reading

Weights = NDArray[np.float32]

# Our gates in the order in which ONNX has them: LSTM i, o, f, g of i, f, g, o; GRU z, r, n of r, z.
_ORDER: dict[Cell, tuple[int, ...]] = {"elman": (0,), "lstm": (0, 3, 1, 2), "gru": (1, 0, 2)}
_KIND: dict[Cell, str] = {"elman": "RNN", "lstm": "LSTM", "gru": "GRU"}


def recurrent_outputs(model: RNNModel, rows: GraphRows) -> str:
    """Logits, or the predicted number in its unit, float64 (n, outputs)."""
    graph = rows.graph
    sequences = _sequences(model.reading, rows)
    mean = spread = ""
    if model.own_scale:
        sequences, mean, spread = _own_scale(graph, sequences)
    outputs = graph.cast(_answers(model, graph, sequences), np.float64)
    if model.schema.task == "classification" or not model.own_scale:
        return outputs
    answers = graph.add("Add", graph.add("Mul", outputs, spread), mean)
    scaled = graph.add("Mul", answers, graph.constant(model.target_scale, np.float64))
    return graph.add("Add", scaled, graph.constant(model.target_mean, np.float64))


def _sequences(reading: Reading, rows: GraphRows) -> str:
    """Tokens int64 (n, steps), −1 behind the last; or numbers float32 (n, steps, width), NaN."""
    graph = rows.graph
    if reading.steps == "numbers":
        matrix = rows.floats(rows.feature_matrix())
        return graph.add("Unsqueeze", matrix, graph.constant([2], np.int64))
    if reading.steps == "tokens":
        return _closed(graph, rows.columns[reading.names[0]])
    parts = []
    for name in reading.names:
        shape = rows.attribute(name).shape
        width = int(np.prod(shape[1:], initial=1))
        part = rows.floats(graph.reshaped(rows.columns[name], (0, -1, width)))
        if name in rows.pictures:
            part = graph.add("Div", part, graph.constant(255, np.float32))
        parts.append(part)
    return parts[0] if len(parts) == 1 else graph.add("Concat", *parts, axis=2)


def _closed(graph: OnnxGraph, tokens: str) -> str:
    """The tokens side by side and at least one −1 behind them, so that there is a step."""
    filling = graph.constant(MISSING_CODE, np.int64)
    ends = graph.constant([0, 0, 0, 1], np.int64)
    padded = graph.add("Pad", tokens, ends, filling)
    steps = graph.add("Shape", padded, start=1, end=2)
    places = graph.add(
        "Range", graph.constant(0, np.int64), graph.add("Squeeze", steps), graph.constant(1)
    )
    is_filling = graph.cast(graph.add("Equal", padded, filling), np.int64)
    keys = graph.add("Add", graph.add("Mul", is_filling, steps), places)
    _, order = graph.add_many("TopK", keys, steps, n=2, largest=0, axis=1)
    return graph.add("GatherElements", padded, order, axis=1)


def _own_scale(graph: OnnxGraph, series: str) -> tuple[str, str, str]:
    """Series in units of their own mean and deviation; mean and deviation of channel 0, (n, 1)."""
    is_gap = graph.add("IsNaN", series)
    zero, one = graph.constant(0, np.float64), graph.constant(1, np.float64)
    known = graph.cast(graph.add("Not", is_gap), np.float64)
    counts = graph.add("Max", graph.summed(known, 1, keeps=True), one)
    numbers = graph.cast(series, np.float64)
    values = graph.add("Where", is_gap, zero, numbers)
    mean = graph.add("Div", graph.summed(values, 1, keeps=True), counts)  # (n, 1, channels)
    gaps = graph.add("Where", is_gap, zero, graph.add("Sub", values, mean))
    squares = graph.summed(graph.add("Mul", gaps, gaps), 1, keeps=True)
    deviation = graph.add("Sqrt", graph.add("Div", squares, counts))
    spread = graph.add("Max", deviation, graph.constant(LEAST_SPREAD, np.float64))
    scaled = graph.add("Div", graph.add("Sub", numbers, mean), spread)
    first = [graph.reshaped(graph.sliced(v, 2, 0, 1), (-1, 1)) for v in (mean, spread)]
    return graph.cast(scaled, np.float32), first[0], first[1]


def _answers(model: RNNModel, graph: OnnxGraph, sequences: str) -> str:
    """What the last linear map gives of the last states, float32 (n, outputs)."""
    network = model.network()
    arrays = {name: t.detach().numpy() for name, t in network.state_dict().items()}
    if network.V.bias is not None:
        arrays["V.bias"] = network.V.bias.detach().numpy()
    lengths = _lengths(model.shape, graph, sequences)  # (n,)
    entering = _entering(model.shape, graph, sequences, arrays)  # (steps, n, D)
    one, zero = graph.constant(1, np.int64), graph.constant(0, np.int64)
    asked = graph.cast(graph.add("Max", lengths, one), np.int32)
    last = ""
    for i in range(model.shape.layers):
        entering, last = _layer(model.shape, graph, entering, asked, (i, arrays))
    is_there = graph.cast(graph.add("Greater", lengths, zero), np.float32)
    columns = graph.add("Unsqueeze", is_there, graph.constant([1], np.int64))
    taken = [graph.add("Mul", last, columns), graph.constant(arrays["V.weight"])]
    if "V.bias" in arrays:
        taken.append(graph.constant(arrays["V.bias"]))
    return graph.add("Gemm", *taken, transB=1)


def _lengths(shape: Recurrence, graph: OnnxGraph, sequences: str) -> str:
    """The place behind the last step, int64 (n,)."""
    if shape.n_tokens:
        is_step = graph.add("GreaterOrEqual", sequences, graph.constant(0, np.int64))
    else:
        is_known = graph.cast(graph.add("Not", graph.add("IsNaN", sequences)), np.int64)
        is_step = graph.add("Greater", graph.largest(is_known, 2), graph.constant(0, np.int64))
    steps = graph.add("Squeeze", graph.add("Shape", sequences, start=1, end=2))
    one = graph.constant(1, np.int64)
    places = graph.add("Range", one, graph.add("Add", steps, one), one)
    return graph.largest(graph.add("Mul", graph.cast(is_step, np.int64), places), 1)


def _entering(shape: Recurrence, graph: OnnxGraph, sequences: str, arrays: dict[str, Any]) -> str:
    """What enters the first layer, float32 (steps, n, D)."""
    if not shape.n_tokens:
        zero = graph.constant(0, np.float32)
        known = graph.add("Where", graph.add("IsNaN", sequences), zero, sequences)
        return graph.add("Transpose", known, perm=[1, 0, 2])
    codes = graph.add("Max", sequences, graph.constant(0, np.int64))
    by_step = graph.add("Transpose", codes, perm=[1, 0])
    if shape.embedding:
        return graph.add("Gather", graph.constant(arrays["embedding.weight"]), by_step)
    depth = graph.constant([shape.n_tokens], np.int64)
    return graph.add("OneHot", by_step, depth, graph.constant([0, 1], np.float32), axis=-1)


def _layer(
    shape: Recurrence, graph: OnnxGraph, entering: str, lengths: str, at: tuple[int, dict[str, Any]]
) -> tuple[str, str]:
    """The states (steps, n, H · directions) of a layer, and the last ones (n, H · directions)."""
    number, arrays = at
    sides = ["forth", "back"] if shape.bidirectional else ["forth"]
    parts = [_ordered(shape, f"{side}.{number}", arrays) for side in sides]
    u, w, b = (graph.constant(np.stack(same)) for same in zip(*parts, strict=True))
    more: dict[str, Any] = {"linear_before_reset": 1} if shape.cell == "gru" else {}
    if shape.bidirectional:
        more["direction"] = "bidirectional"
    states, last = graph.add_many(
        _KIND[shape.cell], entering, u, w, b, lengths, n=2, hidden_size=shape.hidden, **more
    )
    by_step = graph.add("Transpose", states, perm=[0, 2, 1, 3])  # (steps, n, directions, H)
    last = graph.add("Transpose", last, perm=[1, 0, 2])  # (n, directions, H)
    wide = shape.n_state
    return graph.reshaped(by_step, (0, 0, wide)), graph.reshaped(last, (-1, wide))


def _ordered(
    shape: Recurrence, name: str, arrays: dict[str, Any]
) -> tuple[Weights, Weights, Weights]:
    """U, W and the two biases of one direction, gates in ONNX's order."""
    u, w = arrays[f"{name}.U"], arrays[f"{name}.W"]
    b = arrays.get(f"{name}.b", np.zeros(len(u), np.float32))

    def turned(rows: Weights) -> Weights:
        gates = np.split(rows, len(_ORDER[shape.cell]))
        return np.concatenate([gates[i] for i in _ORDER[shape.cell]]).astype(np.float32)

    first = turned(b)
    return turned(u), turned(w), np.concatenate([first, np.zeros_like(first)])
