"""The inputs of a graph, one for each attribute and named as it is, and what they are read as."""

from collections.abc import Sequence

import numpy as np

from workbench.core.errors import ModelError
from workbench.data.dataset import MISSING_CODE
from workbench.data.schema import Attribute
from workbench.data.text.vocabulary import UNKNOWN
from workbench.export.onnx.columns import GraphRows
from workbench.export.onnx.decimals import meant
from workbench.export.onnx.graph import OnnxGraph, typed

ROWS = "rows"  # the name of the first dimension: any number of them


def declared(
    graph: OnnxGraph,
    features: Sequence[Attribute],
    pictures: frozenset[str],
    *,
    is_double: bool,
    has_any_length: bool,
) -> GraphRows:
    """The raw rows that a graph takes.

    A number is float (n, 1), NaN where it is missing; a label or text is a string (n, 1). A label
    that is none of the attribute's is missing, and so are "" and "?". A picture is uint8
    (n, h, w) or (n, h, w, c), a series float (n, steps, channels) with NaN in its gaps, a sequence
    of tokens a string (n, steps) with "" behind its last token.

    Args:
        pictures: names of the arrays that are bytes.
        is_double: whether numbers are double instead of float.
        has_any_length: whether series may have other lengths than in training.

    Raises:
        ModelError: there is no attribute, or one without a name.
    """
    taken = [a for a in features if a.kind != "relational"]
    if not taken:
        raise ModelError("A model without attributes cannot be written as ONNX: it has no input.")
    if any(not a.name for a in taken):
        raise ModelError(
            "One attribute has no name; an ONNX input must have one.",
            remedy="Rename the attribute and train again.",
        )
    number = np.dtype(np.float64 if is_double else np.float32)
    for attribute in taken:
        shape = _shape(attribute, has_any_length=has_any_length)
        graph.inputs.append(typed(attribute.name, _dtype(attribute, pictures, number), shape))
    columns = {a.name: _read(graph, a, pictures) for a in taken if a.kind != "numeric"}
    columns |= _numbers(graph, [a.name for a in taken if a.kind == "numeric"], number)
    count = graph.count(taken[0].name)
    return GraphRows(graph, tuple(taken), columns, pictures, count)


def _dtype(attribute: Attribute, pictures: frozenset[str], number: np.dtype) -> np.dtype:
    if attribute.kind == "numeric":
        return number
    if attribute.kind != "array" or attribute.values:
        return np.dtype(object)
    return np.dtype(np.uint8) if attribute.name in pictures else number


def _shape(attribute: Attribute, *, has_any_length: bool) -> list[int | str | None]:
    if attribute.kind != "array":
        return [ROWS, 1]
    is_free = bool(attribute.values) or (has_any_length and len(attribute.shape) == 2)
    first = f"{attribute.name} steps" if is_free else attribute.shape[0]
    return [ROWS, first, *attribute.shape[1:]]


def _numbers(graph: OnnxGraph, names: list[str], number: np.dtype) -> dict[str, str]:
    """The numeric columns, float64."""
    if not names:
        return {}
    matrix = graph.joined(names)
    if number != np.float64:
        matrix = meant(graph, matrix)
    return dict(zip(names, graph.parted(matrix, len(names)), strict=True))


def _read(graph: OnnxGraph, attribute: Attribute, pictures: frozenset[str]) -> str:
    """A column that is no number."""
    name = attribute.name
    if attribute.kind == "nominal":
        return graph.looked_up(name, _codes(attribute.values), MISSING_CODE)
    if attribute.kind != "array" or name in pictures:
        return name
    if attribute.values:
        return _tokens(graph, attribute)
    return graph.cast(name, np.float64)


def _tokens(graph: OnnxGraph, attribute: Attribute) -> str:
    """Codes of tokens; one that is unknown, where there is no ``<unknown>``, is left out."""
    codes = _codes(attribute.values)
    unknown = codes.get(UNKNOWN, MISSING_CODE)
    return graph.looked_up(attribute.name, {"": MISSING_CODE} | codes, unknown)


def _codes(values: Sequence[str]) -> dict[str, int]:
    return {value: code for code, value in enumerate(values)}
