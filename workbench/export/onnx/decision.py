"""Probabilities become a class name, by the model's threshold if it has one."""

import numpy as np

from workbench.export.onnx.graph import OnnxGraph
from workbench.models.model import Model


def label_of(graph: OnnxGraph, model: Model, probabilities: str) -> str:
    """The name of the class that is predicted, string (n,), as ``Model.decided`` has it."""
    if model.threshold is None:
        codes = graph.add("ArgMax", probabilities, axis=1, keepdims=0)
        return graph.add("Gather", graph.constant(list(model.classes)), codes)
    code = model.threshold.code(model.classes)
    is_chosen = np.zeros(len(model.classes))
    is_chosen[code] = 2.0  # taken away, none of the others is less probable
    others = graph.add("Sub", probabilities, graph.constant(is_chosen))
    next_best = graph.add("ArgMax", others, axis=1, keepdims=0)
    mine = graph.reshaped(graph.sliced(probabilities, 1, code, code + 1), (-1,))
    reaches = graph.add("GreaterOrEqual", mine, graph.constant(model.threshold.value, np.float64))
    codes = graph.add("Where", reaches, graph.constant(code, np.int64), next_best)
    return graph.add("Gather", graph.constant(list(model.classes)), codes)
