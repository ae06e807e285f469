"""The fitted transforms of a preparation, each as the operators that do the same."""

from functools import singledispatch

import numpy as np

from workbench.core.errors import ModelError
from workbench.data.dataset import MISSING_CODE
from workbench.data.schema import Attribute
from workbench.export.onnx.columns import GraphRows
from workbench.export.onnx.graph import body, operator, typed
from workbench.export.onnx.texts import counted, tokenised
from workbench.preprocess.cut_points import interval_labels
from workbench.preprocess.discretise import FittedDiscretise
from workbench.preprocess.impute import FittedImpute
from workbench.preprocess.normalise_rows import FittedNormaliseRows
from workbench.preprocess.one_hot import FittedOneHot
from workbench.preprocess.pca import FittedPca
from workbench.preprocess.scaling import FittedScaling
from workbench.preprocess.select_attributes import FittedSelection
from workbench.preprocess.series_scaling import ChannelScaling, FittedSeriesScaling
from workbench.preprocess.string_to_words import FittedStringToWords
from workbench.preprocess.tokenise import FittedTokenise
from workbench.preprocess.transform import FittedTransform
from workbench.preprocess.zero_as_missing import FittedZeroAsMissing


@singledispatch
def applied(step: FittedTransform, rows: GraphRows) -> GraphRows:
    """The rows after a step.

    Raises:
        ModelError: it cannot be written with ONNX's operators.
    """
    raise ModelError(
        f"The step '{step.key}' of this model cannot be put into ONNX.",
        remedy="Do it before the split, or train without it.",
    )


@applied.register
def _selection(step: FittedSelection, rows: GraphRows) -> GraphRows:
    kept = [a for a in rows.attributes if a.name not in step.removed]
    return rows.of(kept, rows.columns)


@applied.register
def _impute(step: FittedImpute, rows: GraphRows) -> GraphRows:
    graph = rows.graph
    if step.numbers:
        names = list(step.numbers)
        matrix = rows.matrix(names)
        fills = graph.constant([list(step.numbers.values())], np.float64)  # (1, d)
        rows = rows.with_matrix(
            names, graph.add("Where", graph.add("IsNaN", matrix), fills, matrix)
        )
    missing = graph.constant(MISSING_CODE, np.int64)
    filled = {}
    for name, label in step.labels.items():
        column, code = rows.columns[name], _code(rows.attribute(name), label)
        is_missing = graph.add("Equal", column, missing)
        filled[name] = graph.add("Where", is_missing, graph.constant(code, np.int64), column)
    return rows.with_values(filled)


def _code(attribute: Attribute, label: str) -> int:
    """As the step itself has it: a label that the rows do not know is missing."""
    return attribute.values.index(label) if label in attribute.values else MISSING_CODE


@applied.register
def _scaling(step: FittedScaling, rows: GraphRows) -> GraphRows:
    if not step.names:
        return rows
    graph = rows.graph
    shifted = graph.add("Sub", rows.matrix(step.names), graph.constant(step.offsets[None]))
    scaled = graph.add("Div", shifted, graph.constant(step.divisors[None]))
    return rows.with_matrix(step.names, scaled)


@applied.register
def _one_hot(step: FittedOneHot, rows: GraphRows) -> GraphRows:
    graph, taken = rows.graph, {a.name for a in rows.attributes}
    result = rows
    for name, labels in step.labels.items():
        attribute = rows.attribute(name)
        position = {label: code for code, label in enumerate(attribute.values)}
        codes = graph.constant([[position.get(label, -2) for label in labels]], np.int64)
        is_label = graph.add("Equal", rows.columns[name], codes)  # (n, labels)
        columns = graph.parted(graph.cast(is_label, np.float64), len(labels)) if labels else []
        names = [f"{name}={label}" for label in labels]
        news = [
            Attribute(f"{one}'" if one in taken else one, "numeric", role=attribute.role)
            for one in names
        ]
        result = result.replaced(name, news, columns)
    return result


@applied.register
def _discretise(step: FittedDiscretise, rows: GraphRows) -> GraphRows:
    graph = rows.graph
    for name, cuts in step.cuts.items():
        column = rows.columns[name]
        is_beyond = graph.add("Greater", column, graph.constant(cuts[None], np.float64))
        codes = graph.summed(graph.cast(is_beyond, np.int64), 1, keeps=True)  # (n, 1)
        missing = graph.constant(MISSING_CODE, np.int64)
        codes = graph.add("Where", graph.add("IsNaN", column), missing, codes)
        old = rows.attribute(name)
        new = Attribute(name, "nominal", interval_labels(cuts), old.role)
        rows = rows.replaced(name, [new], [codes])
    return rows


@applied.register
def _zeros(step: FittedZeroAsMissing, rows: GraphRows) -> GraphRows:
    if not step.names:
        return rows
    graph, matrix = rows.graph, rows.matrix(step.names)
    is_zero = graph.add("Equal", matrix, graph.constant(0, np.float64))
    gap = graph.constant(np.nan, np.float64)
    return rows.with_matrix(step.names, graph.add("Where", is_zero, gap, matrix))


@applied.register
def _pca(step: FittedPca, rows: GraphRows) -> GraphRows:
    if not step.names:
        return rows
    graph = rows.graph
    centred = graph.add("Sub", rows.matrix(step.names), graph.constant(step.means[None]))
    scaled = graph.add("Div", centred, graph.constant(step.scales[None]))
    zero = graph.constant(0, np.float64)
    filled = graph.add("Where", graph.add("IsNaN", scaled), zero, scaled)
    components = graph.add("MatMul", filled, graph.constant(step.directions))  # (n, k)
    columns = graph.parted(components, len(step.new_names)) if step.new_names else []
    news = [Attribute(name, "numeric") for name in step.new_names]
    for name in step.names[1:]:
        rows = rows.replaced(name, [], [])
    return rows.replaced(step.names[0], news, columns)


@applied.register
def _unit_length(step: FittedNormaliseRows, rows: GraphRows) -> GraphRows:
    if not step.names:
        return rows
    graph, matrix = rows.graph, rows.matrix(step.names)
    zero, one = graph.constant(0, np.float64), graph.constant(1, np.float64)
    known = graph.add("Where", graph.add("IsNaN", matrix), zero, matrix)
    sizes = graph.add("Abs", known)
    if step.norm == "manhattan":
        lengths = graph.summed(sizes, 1, keeps=True)
    else:
        lengths = largest = graph.largest(sizes, 1, keeps=True)
        if step.norm == "euclidean":
            scale = _sound(rows, largest, one)
            shares = graph.add("Div", sizes, scale)
            squares = graph.summed(graph.add("Mul", shares, shares), 1, keeps=True)
            lengths = graph.add("Mul", scale, graph.add("Sqrt", squares))
    return rows.with_matrix(step.names, graph.add("Div", matrix, _sound(rows, lengths, one)))


def _sound(rows: GraphRows, lengths: str, otherwise: str) -> str:
    """Lengths (n, 1), and another number in the place of those that are zero or infinite."""
    graph = rows.graph
    is_positive = graph.add("Greater", lengths, graph.constant(0, np.float64))
    is_finite = graph.add("Not", graph.add("IsInf", lengths))
    return graph.add("Where", graph.add("And", is_positive, is_finite), lengths, otherwise)


@applied.register
def _series(step: FittedSeriesScaling, rows: GraphRows) -> GraphRows:
    changed = {}
    for name, scaling in step.channels.items():
        filled = _without_gaps(rows, rows.columns[name], scaling)
        shifted = rows.graph.add("Sub", filled, rows.graph.constant(scaling.offsets))
        changed[name] = rows.graph.add("Div", shifted, rows.graph.constant(scaling.divisors))
    return rows.with_values(changed)


def _without_gaps(rows: GraphRows, series: str, scaling: ChannelScaling) -> str:
    """Series (n, steps, channels) whose gaps are filled; NaN behind their last step."""
    graph, n_channels = rows.graph, len(scaling.fills)
    width = graph.constant([n_channels], np.int64)
    shape = graph.add("Concat", rows.count, width, axis=0)
    start = graph.add("Expand", graph.constant(scaling.fills[None]), shape)  # (n, channels)
    nodes = [
        operator("IsNaN", ["value"], ["is_gap"]),
        operator("Where", ["is_gap", "before", "value"], ["after"]),
        operator("Identity", ["after"], ["given"]),
    ]
    takes, gives = (
        [typed(name, np.float64, [None, n_channels]) for name in names]
        for names in (("before", "value"), ("after", "given"))
    )
    step = body(nodes, takes, gives)
    _, carried = graph.add_many(
        "Scan", start, series, n=2, body=step, num_scan_inputs=1, scan_input_axes=[1],
        scan_output_axes=[1],
    )  # fmt: skip
    is_behind = graph.add("Not", _is_within(rows, series))  # (n, steps, 1)
    return graph.add("Where", is_behind, graph.constant(np.nan, np.float64), carried)


def _is_within(rows: GraphRows, series: str) -> str:
    """Which steps are not behind a series' last one, (n, steps, 1)."""
    graph = rows.graph
    known = graph.cast(graph.add("Not", graph.add("IsNaN", series)), np.int64)
    zero, one = graph.constant(0, np.int64), graph.constant(1, np.int64)
    steps = graph.add("Squeeze", graph.add("Shape", series, start=1, end=2))
    places = graph.add("Range", one, graph.add("Add", steps, one), one)  # (steps,), from 1
    places = graph.reshaped(places, (1, -1, 1))
    last = graph.add("Mul", known, places)  # (n, steps, channels)
    ends = graph.add("ReduceMax", last, graph.constant([1, 2], np.int64), keepdims=1)  # (n, 1, 1)
    ends = graph.add("Max", ends, zero)
    return graph.add("LessOrEqual", places, ends)


@applied.register
def _tokenise(step: FittedTokenise, rows: GraphRows) -> GraphRows:
    for name, vocabulary in step.vocabularies.items():
        codes = tokenised(rows.graph, rows.columns[name], step, name)
        shape = (step.lengths[name],)
        new = Attribute(name, "array", vocabulary.values, rows.attribute(name).role, shape)
        rows = rows.replaced(name, [new], [codes])
    return rows


@applied.register
def _words(step: FittedStringToWords, rows: GraphRows) -> GraphRows:
    graph = rows.graph
    for name, words in step.words.items():
        matrix = counted(graph, rows.columns[name], step, words)  # (n, words)
        role = rows.attribute(name).role
        news = [Attribute(one, "numeric", role=role) for one in words.names]
        columns = graph.parted(matrix, len(news)) if news else []
        rows = rows.replaced(name, news, columns)
    return rows
