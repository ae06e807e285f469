"""Rows inside a graph: what a data set is there, column by column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from workbench.data.schema import Attribute
from workbench.export.onnx.graph import OnnxGraph


@dataclass(frozen=True)
class GraphRows:
    """The features of rows at one place of a graph, in the order of the data set.

    How a column is held, by the kind of its attribute: numeric float64 (n, 1), missing NaN;
    nominal int64 codes (n, 1), missing −1; string and date texts (n, 1); an array uint8 or float64
    (n, *shape), or int64 tokens (n, steps), −1 behind the last.

    Args:
        columns: names of tensors, one for each attribute.
        pictures: names of those attributes whose arrays are bytes.
        count: the number of rows, a tensor (1,).
    """

    graph: OnnxGraph
    attributes: tuple[Attribute, ...]
    columns: Mapping[str, str]
    pictures: frozenset[str]
    count: str

    def attribute(self, name: str) -> Attribute:
        """The attribute of that name."""
        return next(a for a in self.attributes if a.name == name)

    def matrix(self, names: Sequence[str]) -> str:
        """Numeric columns side by side, float64 (n, d)."""
        return self.graph.joined([self.columns[name] for name in names])

    def feature_matrix(self) -> str:
        """All features, which are numeric, side by side, float64 (n, d)."""
        return self.matrix([a.name for a in self.attributes])

    def with_values(self, changed: Mapping[str, str]) -> "GraphRows":
        """The same attributes, some of them with other values."""
        return self.of(self.attributes, {**self.columns, **changed})

    def with_matrix(self, names: Sequence[str], matrix: str) -> "GraphRows":
        """The numeric columns ``names`` replaced by those of a matrix (n, d)."""
        columns = self.graph.parted(matrix, len(names)) if names else []
        return self.with_values(dict(zip(names, columns, strict=True)))

    def of(self, attributes: Sequence[Attribute], columns: Mapping[str, str]) -> "GraphRows":
        """Other attributes, of the same rows."""
        kept = {a.name: columns[a.name] for a in attributes}
        return GraphRows(self.graph, tuple(attributes), kept, self.pictures, self.count)

    def replaced(self, name: str, news: Sequence[Attribute], columns: Sequence[str]) -> "GraphRows":
        """One attribute replaced by others in its place, which may be none."""
        attributes: list[Attribute] = []
        for attribute in self.attributes:
            attributes += news if attribute.name == name else [attribute]
        given = dict(zip([a.name for a in news], columns, strict=True))
        return self.of(attributes, {**self.columns, **given})

    def floats(self, value: str) -> str:
        """A tensor as the float32 that networks compute with."""
        return self.graph.cast(value, np.float32)
