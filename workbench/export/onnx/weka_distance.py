"""The distance of WEKA's nearest-neighbour search inside a graph; see ``neighbours_weka.py``.

Each query widens the ranges for itself and those after it, so the answers depend, as WEKA's do,
on the order of the rows that come in one batch.
"""

from typing import Any

import numpy as np

from workbench.export.onnx.graph import OnnxGraph, body, double, operator, typed
from workbench.models.knn import KNNModel


def weka_distances(graph: OnnxGraph, queries: str, model: KNNModel) -> str:
    """Squared distances of queries (n, d) to each sample, (n, m), float64."""
    low, high = _ranges(graph, queries, model)  # (n, d) each
    m = len(model.samples)
    takes = [
        typed("before", np.float64, [None, m]),
        *(typed(name, np.float64, [None, 1]) for name in ("query", "low", "high")),
        typed("sample", np.float64, [1, m]),
        typed("nominal", np.bool_, []),
    ]
    step = body(_difference(), takes, [typed("after", np.float64, [None, m])])
    width = graph.constant([m], np.int64)
    shape = graph.add("Concat", graph.count(queries), width, axis=0)
    start = graph.add("Expand", graph.constant(np.zeros((1, 1))), shape)
    moved = [_by_attribute(graph, value) for value in (queries, low, high)]  # (d, n, 1) each
    samples = graph.constant(np.ascontiguousarray(model.samples.T[:, None]))  # (d, 1, m)
    nominal = graph.constant(model.nominal, np.bool_)
    return graph.add("Scan", start, *moved, samples, nominal, body=step, num_scan_inputs=5)


def _by_attribute(graph: OnnxGraph, value: str) -> str:
    turned = graph.add("Transpose", value, perm=[1, 0])
    return graph.add("Unsqueeze", turned, graph.constant([2], np.int64))


def _ranges(graph: OnnxGraph, queries: str, model: KNNModel) -> tuple[str, str]:
    """Least and greatest value of each attribute as each query sees it; ±∞ where none is known."""
    known = np.isfinite(model.samples)
    least = np.where(known, model.samples, np.inf).min(axis=0)
    most = np.where(known, model.samples, -np.inf).max(axis=0)
    nodes = [
        operator("IsNaN", ["query"], ["is_gap"]),
        *(
            node
            for side in ("low", "high")
            for node in (
                operator("Where", ["is_gap", side, "query"], [f"{side}_of"]),
                operator("Min" if side == "low" else "Max", [side, f"{side}_of"], [f"next_{side}"]),
                operator("Identity", [f"next_{side}"], [f"given_{side}"]),
            )
        ),
    ]
    d = len(model.names)
    takes = [typed(name, np.float64, [d]) for name in ("low", "high", "query")]
    given = ("next_low", "next_high", "given_low", "given_high")
    step = body(nodes, takes, [typed(name, np.float64, [d]) for name in given])
    ends = graph.constant(least), graph.constant(most)
    _, _, low, high = graph.add_many("Scan", *ends, queries, n=4, body=step, num_scan_inputs=1)
    return low, high


def _difference() -> list[Any]:
    """Adds one attribute's squared difference to the distances before."""
    return [
        operator("Constant", [], ["zero"], value=double(0.0)),
        operator("Constant", [], ["half"], value=double(0.5)),
        operator("Constant", [], ["one"], value=double(1.0)),
        operator("Sub", ["high", "low"], ["width"]),
        operator("IsInf", ["width"], ["is_empty"]),
        operator("Not", ["is_empty"], ["is_known"]),
        operator("Greater", ["width", "zero"], ["is_wide"]),
        operator("And", ["is_wide", "is_known"], ["is_range"]),
        operator("Where", ["is_range", "low", "zero"], ["from"]),
        operator("Where", ["is_range", "width", "one"], ["by"]),
        *_normalised("query", "x"),
        *_normalised("sample", "y"),
        operator("Sub", ["x", "y"], ["plain"]),
        operator("IsNaN", ["plain"], ["is_gap"]),
        # The known one of the two; NaN where neither is.
        operator("IsNaN", ["x"], ["x_is_gap"]),
        operator("Where", ["x_is_gap", "y", "x"], ["value"]),
        operator("IsNaN", ["value"], ["is_nothing"]),
        operator("Less", ["value", "half"], ["is_low"]),
        operator("Sub", ["one", "value"], ["rest"]),
        operator("Where", ["is_low", "rest", "value"], ["far"]),
        operator("Where", ["is_nothing", "one", "far"], ["farthest"]),
        operator("Where", ["is_gap", "farthest", "plain"], ["numeric"]),
        operator("Equal", ["query", "sample"], ["is_same"]),
        operator("Where", ["is_same", "zero", "one"], ["labels"]),
        operator("Where", ["nominal", "labels", "numeric"], ["difference"]),
        operator("Mul", ["difference", "difference"], ["part"]),
        operator("Add", ["before", "part"], ["after"]),
    ]


def _normalised(value: str, out: str) -> list[Any]:
    """By the range; 0 where that is a single point; missing stays NaN."""
    return [
        operator("Sub", [value, "from"], [f"{out}_moved"]),
        operator("Div", [f"{out}_moved", "by"], [f"{out}_scaled"]),
        operator("IsNaN", [value], [f"{out}_missing"]),
        operator("Or", ["is_range", f"{out}_missing"], [f"{out}_stays"]),
        operator("Where", [f"{out}_stays", f"{out}_scaled", "zero"], [out]),
    ]
