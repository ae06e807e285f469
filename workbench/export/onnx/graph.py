"""A graph while it is drawn: operators are added one by one, each giving the name of its output."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from workbench.core.deferred import deferred

if TYPE_CHECKING:
    from onnx import helper, numpy_helper
else:
    helper = deferred("onnx.helper")
    numpy_helper = deferred("onnx.numpy_helper")

ML = "ai.onnx.ml"
MICROSOFT = "com.microsoft"  # onnxruntime's own operators; only texts need one
VERSIONS = {"": 20, ML: 4, MICROSOFT: 1}
IR_VERSION = 10
INNER = "/step/"


@dataclass(eq=False)
class OnnxGraph:
    """Nodes, constants and inputs; values are known by their names.

    Columns are tensors (n, 1). What is done to many of them at once is done to the matrix of
    them: ``joined`` and ``parted`` go between the two and back without needless operators.
    """

    nodes: list[Any] = field(default_factory=list)
    constants: list[Any] = field(default_factory=list)
    inputs: list[Any] = field(default_factory=list)
    _n_names: int = 0
    _wholes: dict[tuple[str, ...], str] = field(default_factory=dict)
    _known: dict[tuple[str, tuple[int, ...], bytes], str] = field(default_factory=dict)

    def name(self, stem: str) -> str:
        """A name that nothing has yet; inputs are called as attributes, perhaps like this one."""
        taken = {one.name for one in self.inputs}
        self._n_names += 1
        while f"/{stem}_{self._n_names}" in taken:
            self._n_names += 1
        return f"/{stem}_{self._n_names}"

    def add(self, kind: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        """An operator with one output; gives that output's name."""
        [output] = self.add_many(kind, *inputs, n=1, domain=domain, **attributes)
        return output

    def add_many(
        self, kind: str, *inputs: str, n: int, domain: str = "", **attributes: Any
    ) -> list[str]:
        """An operator with ``n`` outputs; gives their names."""
        outputs = [self.name(kind) for _ in range(n)]
        self.nodes.append(helper.make_node(kind, inputs, outputs, domain=domain, **attributes))
        return outputs

    def constant(self, value: Any, dtype: Any = None) -> str:
        """A tensor of numbers or texts; equal ones are held once."""
        array = np.asarray(value, dtype=dtype)
        if array.dtype.kind in "UO":
            array = np.asarray(value, dtype=object)  # numpy's own texts lose a last "\0"
            content = repr(array.tolist()).encode()
        else:
            content = array.tobytes()
        key = (array.dtype.str, array.shape, content)
        if key not in self._known:
            self._known[key] = self.name("const")
            self.constants.append(numpy_helper.from_array(array, self._known[key]))
        return self._known[key]

    def cast(self, value: str, dtype: Any) -> str:
        """The tensor as numbers of numpy's type ``dtype``."""
        kind = helper.np_dtype_to_tensor_dtype(np.dtype(dtype))
        return self.add("Cast", value, to=kind)

    def joined(self, columns: Sequence[str]) -> str:
        """Columns (n, 1) side by side, shape (n, d)."""
        if len(columns) == 1:
            return columns[0]
        key = tuple(columns)
        if key not in self._wholes:
            self._wholes[key] = self.add("Concat", *columns, axis=1)
        return self._wholes[key]

    def parted(self, matrix: str, n_columns: int) -> list[str]:
        """The columns (n, 1) of a matrix (n, d)."""
        if n_columns == 1:
            return [matrix]
        sizes = self.constant([1] * n_columns, np.int64)
        columns = self.add_many("Split", matrix, sizes, n=n_columns, axis=1)
        self._wholes[tuple(columns)] = matrix
        return columns

    def reshaped(self, value: str, shape: Sequence[int]) -> str:
        """The tensor with another shape; −1 stands for what is left, 0 for what it was."""
        return self.add("Reshape", value, self.constant(list(shape), np.int64))

    def sliced(self, value: str, axis: int, start: int, stop: int) -> str:
        """A part of the tensor along an axis."""
        bounds = [self.constant([i], np.int64) for i in (start, stop, axis)]
        return self.add("Slice", value, *bounds)

    def summed(self, value: str, axis: int, *, keeps: bool = False) -> str:
        """Sums along an axis."""
        return self.add("ReduceSum", value, self.constant([axis], np.int64), keepdims=int(keeps))

    def largest(self, value: str, axis: int, *, keeps: bool = False) -> str:
        """Maxima along an axis."""
        return self.add("ReduceMax", value, self.constant([axis], np.int64), keepdims=int(keeps))

    def looked_up(self, texts: str, codes: dict[str, int], otherwise: int) -> str:
        """The code of each text, int64; ``otherwise`` for those that have none."""
        if not codes:
            shape = self.add("Shape", texts)
            value = numpy_helper.from_array(np.array([otherwise], np.int64))
            return self.add("ConstantOfShape", shape, value=value)
        return self.add(
            "LabelEncoder",
            texts,
            domain=ML,
            keys_strings=list(codes),
            values_int64s=list(codes.values()),
            default_int64=otherwise,
        )

    def count(self, value: str) -> str:
        """How many rows a tensor has, shape (1,)."""
        return self.add("Shape", value, start=0, end=1)

    def model(self, outputs: Sequence[Any], name: str) -> Any:
        """The finished model, without what no output needs."""
        kept = _needed(self.nodes, {output.name for output in outputs})
        used = {one for node in kept for one in _all_inputs(node)}
        constants = [tensor for tensor in self.constants if tensor.name in used]
        graph = helper.make_graph(kept, name, self.inputs, list(outputs), constants)
        domains = {node.domain for node in kept}
        versions = [
            helper.make_opsetid(domain, version)
            for domain, version in VERSIONS.items()
            if domain in {"", *domains}
        ]
        return helper.make_model(graph, opset_imports=versions, ir_version=IR_VERSION)


def operator(kind: str, inputs: Sequence[str], outputs: Sequence[str], **attributes: Any) -> Any:
    """An operator by itself, whose outputs' names are given."""
    return helper.make_node(kind, inputs, outputs, **attributes)


def double(value: float) -> Any:
    """A constant for inside an operator that repeats others."""
    return numpy_helper.from_array(np.array(value, np.float64))


def tell(model: Any, facts: Mapping[str, str]) -> None:
    """Put metadata into a model."""
    helper.set_model_props(model, dict(facts))


def body(nodes: Sequence[Any], inputs: Sequence[Any], outputs: Sequence[Any]) -> Any:
    """What is repeated by an operator such as ``Scan``.

    Its names get a prefix: an attribute, and thereby an input outside, may be called like one.
    """
    for node in nodes:
        node.input[:] = [f"{INNER}{name}" for name in node.input]
        node.output[:] = [f"{INNER}{name}" for name in node.output]
    for value in (*inputs, *outputs):
        value.name = f"{INNER}{value.name}"
    return helper.make_graph(list(nodes), "step", list(inputs), list(outputs))


def typed(name: str, dtype: Any, shape: Sequence[int | str | None] | None) -> Any:
    """A named value of a type, for inputs and outputs.

    Args:
        dtype: numpy's; ``object`` for texts.
        shape: None where it is not said.
    """
    return helper.make_tensor_value_info(
        name,
        helper.np_dtype_to_tensor_dtype(np.dtype(dtype)),
        None if shape is None else list(shape),
    )


def _needed(nodes: Sequence[Any], wanted: set[str]) -> list[Any]:
    kept = []
    for node in reversed(nodes):
        if wanted.intersection(node.output):
            kept.append(node)
            wanted = wanted | _all_inputs(node)
    return kept[::-1]


def _all_inputs(node: Any) -> set[str]:
    """What a node takes, also from within what it repeats."""
    taken = set(node.input)
    for attribute in node.attribute:
        for inner in attribute.g.node:
            taken |= _all_inputs(inner)
    return taken
