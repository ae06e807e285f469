"""Hints: what in an attribute a person should look at before anything is learnt from it."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from workbench.data.dataset import FloatArray, IntArray
from workbench.data.schema import Attribute

About: TypeAlias = Literal["zero", "constant", "identifier", "code", "missing"]

ZERO_GAP = 3.0  # times the usual distance between neighbouring values
MAX_ZEROS = 0.6  # more zeros than that are what the attribute is about
MIN_ZEROS = 3  # one or two may be chance
MIN_DISTINCT = 12  # with fewer values, a gap says nothing
FEW_CODES = 3
FEW_CLASSES = 20  # as many whole numbers as that in a class are labels, more likely than not
MANY_MISSING = 0.5


@dataclass(frozen=True)
class Hint:
    """Something to look at.

    Args:
        about: "zero": 0 seems to stand for "not measured"; "constant": one value only;
            "identifier": another value for every sample; "code": a few whole numbers that may
            be labels; "missing": more than half of the values are missing.
        count: how many samples it is about.
    """

    about: About
    count: int


def hints(
    attribute: Attribute,
    n_samples: int,
    n_missing: int,
    values: FloatArray | None,
    counts: IntArray,
) -> tuple[Hint, ...]:
    """What there is to say of an attribute.

    Args:
        values: the different numbers of a numeric attribute in rising order; None for others.
        counts: how often each value occurs, of any kind.
    """
    found: list[Hint] = []
    n_there, n_distinct = n_samples - n_missing, int(np.count_nonzero(counts))
    if values is not None and looks_like_missing(values, counts):
        found.append(Hint("zero", int(counts[np.searchsorted(values, 0.0)])))
    if n_distinct == 1 and n_there > 1:
        found.append(Hint("constant", n_there))
    elif values is not None and _are_codes(attribute, values, n_there):
        found.append(Hint("code", n_distinct))
    if _are_names(attribute, values, n_distinct, n_there):
        found.append(Hint("identifier", n_distinct))
    if n_missing > MANY_MISSING * n_samples:
        found.append(Hint("missing", n_missing))
    return tuple(found)


def looks_like_missing(values: FloatArray, counts: IntArray) -> bool:
    """Whether 0 stands apart from all other values, as "not measured" does.

    No value is below 0, and from 0 to the next one it is much farther than between neighbours.
    """
    if len(values) < MIN_DISTINCT or values[0] != 0 or not np.isfinite(values[-1]):
        return False
    if not MIN_ZEROS <= counts[0] <= MAX_ZEROS * counts.sum():
        return False
    usual = float(np.median(np.diff(values[1:])))
    return bool(values[1] > ZERO_GAP * usual)


def _are_codes(attribute: Attribute, values: FloatArray, n_there: int) -> bool:
    limit = FEW_CLASSES if attribute.role == "class" else FEW_CODES
    is_few = 1 < len(values) <= limit and n_there > 10 * len(values)
    return is_few and _are_whole(values)


def _are_names(
    attribute: Attribute, values: FloatArray | None, n_distinct: int, n_there: int
) -> bool:
    """Whether each sample has a name or a number of its own; measurements may differ, too."""
    if n_distinct != n_there or n_there < MIN_DISTINCT or attribute.role == "meta":
        return False
    if values is None:
        return attribute.kind in {"nominal", "string"}
    return bool(values[-1] - values[0] == n_distinct - 1) and _are_whole(values)


def _are_whole(values: FloatArray) -> bool:
    return bool(np.all(values == np.floor(values)))
