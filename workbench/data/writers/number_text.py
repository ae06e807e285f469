"""Numbers as text: the shortest that gives the same number back."""

import math


def number_text(value: float) -> str:
    """``148`` for 148.0, ``33.6`` for 33.6, ``Infinity`` as Java and WEKA write it."""
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    text = repr(value)
    return "-0" if text == "-0.0" else text.removesuffix(".0")
