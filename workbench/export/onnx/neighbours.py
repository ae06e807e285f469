"""k-nearest neighbours as a graph: its training samples are constants of it.

Distances are summed attribute by attribute in double precision, in the same order as
``models/neighbours_plain.py`` and ``neighbours_weka.py``, so that ties stay ties.
"""

import numpy as np

from workbench.data.dataset import FloatArray
from workbench.export.onnx.columns import GraphRows
from workbench.export.onnx.graph import OnnxGraph, body, operator, typed
from workbench.export.onnx.weka_distance import weka_distances
from workbench.models.knn import KNNModel


def knn_answers(model: KNNModel, rows: GraphRows) -> str:
    """Class probabilities (n, c) or values (n, 1), float64."""
    if model.distance == "weka":
        return _of_all(model, rows)
    graph, k = rows.graph, min(model.k, len(model.samples))
    distances = _distances(graph, rows.matrix(model.names), model)  # (n, m)
    count = graph.constant([k], np.int64)
    found, places = graph.add_many("TopK", distances, count, n=2, largest=0, axis=1)  # (n, k)
    weights = _weights(graph, found, model)
    return _voted(graph, weights, places, model)


def _distances(graph: OnnxGraph, queries: str, model: KNNModel) -> str:
    """Squared Euclidean or Manhattan distances to each sample, (n, m)."""
    power = ["Mul", "difference", "difference"] if model.distance == "euclidean" else None
    nodes = [
        operator("Unsqueeze", ["query", "last"], ["column"]),  # (n, 1)
        operator("Sub", ["column", "sample"], ["difference"]),  # (n, m)
        operator("Mul", power[1:], ["part"])
        if power
        else operator("Abs", ["difference"], ["part"]),
        operator("Add", ["before", "part"], ["after"]),
    ]
    last = operator("Constant", [], ["last"], value_ints=[1])
    m = len(model.samples)
    takes = [
        typed("before", np.float64, [None, m]),
        typed("query", np.float64, [None]),
        typed("sample", np.float64, [m]),
    ]
    step = body([last, *nodes], takes, [typed("after", np.float64, [None, m])])
    start = _zeros(graph, graph.count(queries), m)
    by_attribute = graph.add("Transpose", queries, perm=[1, 0])  # (d, n)
    samples = graph.constant(np.ascontiguousarray(model.samples.T))  # (d, m)
    return graph.add("Scan", start, by_attribute, samples, body=step, num_scan_inputs=2)


def _weights(graph: OnnxGraph, distances: str, model: KNNModel) -> str:
    """What each neighbour's vote counts, (n, k)."""
    one, zero = graph.constant(1, np.float64), graph.constant(0, np.float64)
    if model.weights == "uniform":
        return graph.cast(graph.add("Equal", distances, distances), np.float64)
    lengths = graph.add("Sqrt", distances) if model.distance == "euclidean" else distances
    is_here = graph.add("Equal", lengths, zero)
    here = graph.cast(is_here, np.float64)
    has_such = graph.add("Greater", graph.summed(here, 1, keeps=True), zero)
    inverse = graph.add("Div", one, graph.add("Where", is_here, one, lengths))
    return graph.add("Where", has_such, here, inverse)


def _voted(graph: OnnxGraph, weights: str, places: str, model: KNNModel) -> str:
    """Shares of the votes, or the weighted mean, of the samples at ``places`` (n, k)."""
    totals = graph.summed(weights, 1, keeps=True)  # (n, 1)
    labels = graph.add("Gather", graph.constant(model.labels), places)  # (n, k)
    if not model.classes:
        sums = graph.summed(graph.add("Mul", weights, labels), 1, keeps=True)
        return graph.add("Div", sums, totals)
    last = graph.constant([2], np.int64)
    codes = graph.constant(np.arange(len(model.classes), dtype=np.float64))
    is_of_class = graph.add("Equal", graph.add("Unsqueeze", labels, last), codes)  # (n, k, c)
    votes = graph.add(
        "Mul", graph.add("Unsqueeze", weights, last), graph.cast(is_of_class, np.float64)
    )
    return graph.add("Div", graph.summed(votes, 1), totals)


def _of_all(model: KNNModel, rows: GraphRows) -> str:
    """WEKA's IBk: all samples tied at the k-th distance vote, each class has a small vote."""
    graph, m, k = rows.graph, len(model.samples), min(model.k, len(model.samples))
    distances = weka_distances(graph, _queries(model, rows), model)  # (n, m)
    count = graph.constant([k], np.int64)
    found, _ = graph.add_many("TopK", distances, count, n=2, largest=0, axis=1)
    farthest = graph.largest(found, 1, keeps=True)  # (n, 1)
    is_near = graph.cast(graph.add("LessOrEqual", distances, farthest), np.float64)
    weights = graph.add("Mul", is_near, graph.constant(model.sample_weights[None]))
    if model.weights == "distance":
        weights = graph.add("Mul", weights, _closeness(graph, distances, model.n_used))
    if not model.classes:
        sums = graph.add("MatMul", weights, graph.constant(model.labels[:, None]))
        return graph.add("Div", sums, graph.summed(weights, 1, keeps=True))
    votes = graph.add("MatMul", weights, graph.constant(_indicators(model)))  # (n, c)
    votes = graph.add("Add", votes, graph.constant(1.0 / m, np.float64))
    return graph.add("Div", votes, graph.summed(votes, 1, keeps=True))


def _queries(model: KNNModel, rows: GraphRows) -> str:
    """The attributes as numbers, codes of labels too, missing NaN, (n, d)."""
    graph = rows.graph
    columns = []
    for name, is_nominal in zip(model.names, model.nominal, strict=True):
        column = rows.columns[name]
        if is_nominal:
            is_gap = graph.add("Less", column, graph.constant(0, np.int64))
            number = graph.cast(column, np.float64)
            column = graph.add("Where", is_gap, graph.constant(np.nan, np.float64), number)
        columns.append(column)
    return graph.joined(columns)


def _closeness(graph: OnnxGraph, distances: str, n_used: int) -> str:
    root = graph.add("Sqrt", distances)
    squared = graph.add("Mul", root, root)  # there and back, as WEKA does: it rounds
    mean = graph.add("Sqrt", graph.add("Div", squared, graph.constant(n_used, np.float64)))
    least = graph.add("Add", mean, graph.constant(0.001, np.float64))
    return graph.add("Div", graph.constant(1, np.float64), least)


def _indicators(model: KNNModel) -> FloatArray:
    """1 where a sample is of a class, shape (m, c)."""
    return np.eye(len(model.classes))[model.labels.astype(np.int64)]


def _zeros(graph: OnnxGraph, rows: str, n_columns: int) -> str:
    shape = graph.add("Concat", rows, graph.constant([n_columns], np.int64), axis=0)
    return graph.add("Expand", graph.constant(np.zeros((1, 1))), shape)
