"""Rows as vectors, for networks that know nothing of pictures: ``models/vector_rows.py``."""

import numpy as np

from workbench.export.onnx.columns import GraphRows
from workbench.models.vector_rows import VectorRows


def vectors_of(layout: VectorRows, rows: GraphRows) -> str:
    """Float32 (n, d), scaled; gaps are 0."""
    graph = rows.graph
    parts = []
    for attribute in layout.attributes:
        column = rows.columns[attribute.name]
        size = int(np.prod(attribute.shape, initial=1))
        flat = graph.reshaped(column, (-1, size)) if attribute.kind == "array" else column
        parts.append(rows.floats(flat) if attribute.kind == "array" else flat)
    whole = _whole(rows, layout, parts)
    shifted = graph.add("Sub", whole, graph.constant(layout.shift[None]))
    scaled = graph.add("Div", shifted, graph.constant(layout.scale[None]))
    zero, one = graph.constant(0, np.float32), graph.constant(1, np.float32)
    filled = graph.add("Where", graph.add("IsNaN", scaled), zero, scaled)
    return graph.add("Clip", filled, zero, one) if layout.is_unit else filled


def _whole(rows: GraphRows, layout: VectorRows, parts: list[str]) -> str:
    """All parts side by side as float32; numbers alone are cast at once."""
    if all(a.kind != "array" for a in layout.attributes):
        return rows.floats(rows.graph.joined(parts))
    singles = [
        part if attribute.kind == "array" else rows.floats(part)
        for attribute, part in zip(layout.attributes, parts, strict=True)
    ]
    return rows.graph.joined(singles)
