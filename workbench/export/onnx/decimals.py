"""Inputs of single precision read as the decimal numbers that were meant.

A float32 5.1 is 5.0999999046; the data say 5.1. Where neighbours are as far from a row as from
each other that little decides a vote. So each input is taken for the shortest decimal number of
six or seven digits that is the same float32, if there is one: what a table holds with up to six
digits comes through exactly. Everything behind it computes in double precision.
"""

import numpy as np

from workbench.export.onnx.graph import OnnxGraph

DIGITS = (6, 7)  # six always survive the way through float32 and back, seven mostly
LARGEST_POWER = 22  # of ten: the largest that is a double without rounding


def meant(graph: OnnxGraph, singles: str) -> str:
    """The float32 matrix (n, d) as float64; NaN and infinite numbers stay."""
    exact = graph.cast(singles, np.float64)
    magnitude = _magnitude(graph, exact)
    result = exact
    for digits in reversed(DIGITS):
        rounded = _rounded(graph, exact, magnitude, digits)
        is_same = graph.add("Equal", graph.cast(rounded, np.float32), singles)
        result = graph.add("Where", is_same, rounded, result)
    return result


def _magnitude(graph: OnnxGraph, values: str) -> str:
    """The power of ten of the first digit, float64; of a missing number that of 1."""
    sizes = graph.add("Abs", values)
    is_gap = graph.add("IsNaN", sizes)
    sizes = graph.add("Where", is_gap, graph.constant(1, np.float64), sizes)
    least = graph.constant(1e-30, np.float64)
    most = graph.constant(1e30, np.float64)
    within = graph.add("Clip", sizes, least, most)
    logarithm = graph.add("Log", within)
    return graph.add("Floor", graph.add("Div", logarithm, graph.constant(np.log(10.0))))


def _rounded(graph: OnnxGraph, values: str, magnitude: str, digits: int) -> str:
    """The values rounded to so many digits; each the double nearest to its decimal number."""
    ends = [graph.constant(i, np.float64) for i in (0, LARGEST_POWER)]
    places = graph.add("Sub", graph.constant(digits - 1, np.float64), magnitude)
    powers = graph.constant([10.0**i for i in range(LARGEST_POWER + 1)], np.float64)

    def power(exponents: str) -> str:
        whole = graph.cast(graph.add("Clip", exponents, *ends), np.int64)
        return graph.add("Gather", powers, whole)

    up, down = power(places), power(graph.add("Neg", places))
    digits_alone = graph.add("Round", graph.add("Div", graph.add("Mul", values, up), down))
    return graph.add("Mul", graph.add("Div", digits_alone, up), down)
