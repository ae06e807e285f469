"""What is in texts, pictures, series, tokens and bags: what they have in place of quantiles."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from workbench.core.run import Progressed, Run
from workbench.data.dataset import BoolArray, Column, FloatArray, IntArray, is_filled
from workbench.data.profile.average_image import average_images
from workbench.data.profile.histogram import Histogram, histogram
from workbench.data.schema import Attribute

Unit: TypeAlias = Literal["pixels", "steps", "characters", "tokens", "rows"]
_BLOCK_BYTES = 1 << 22  # of an array: some ten milliseconds
_PIECE = 5_000  # texts between two events
_MOST_TEXTS = 100_000  # whose words are counted: more hardly change the order of the commonest
_WORD = re.compile(r"\w+")
N_WORDS = 50
_MOST_MEANS = 12  # classes that have a mean picture of their own
_MOST_NUMBERS = 5_000_000  # in bags that are looked at as series


@dataclass(frozen=True, eq=False)
class Content:
    """The content of an attribute.

    Args:
        unit: what a sample is as long as.
        shortest, longest: of the samples that are there, in units; of pictures 0.
        lengths: how many samples are how long, by class; None where all are equally long.
        mean: the mean sample. Of pictures one for each of a few classes, else one of all, shape
            (k, h, w) or (k, h, w, 3); of series and bags of numbers shape (length, channels) with
            NaN where none has a value; None for the others.
        deviation: the standard deviation of series, shape as ``mean``; None for the others.
        bounds: least and greatest pixel or value of a series.
        words: the commonest words or tokens and how often they occur.
    """

    unit: Unit
    shortest: int = 0
    longest: int = 0
    lengths: Histogram | None = None
    mean: FloatArray | None = None
    deviation: FloatArray | None = None
    bounds: tuple[float, float] = (0.0, 0.0)
    words: tuple[tuple[str, int], ...] = ()


def content(
    attribute: Attribute,
    column: Column,
    is_missing: BoolArray,
    classes: tuple[Column | None, int],
) -> Run[Content | None]:
    """Look at what the samples hold; None for numbers, labels and dates, and if there is nothing.

    Args:
        is_missing: shape (n,).
        classes: class codes and how many there are, as ``classes_of`` gives them.
    """
    if is_missing.all() or attribute.kind in {"numeric", "nominal", "date"}:
        return None
    if attribute.kind == "string":
        return (yield from _of_texts(column, is_missing, classes))
    if attribute.kind == "relational":
        return (yield from _of_bags(column, is_missing, classes))
    if column.dtype.kind == "u":
        return (yield from _of_pictures(column, classes))
    if column.dtype.kind == "f":
        return (yield from _of_series(column, is_missing, classes))
    return (yield from _of_tokens(attribute, column, is_missing, classes))


def _measured(
    unit: Unit, sizes: IntArray, is_missing: BoolArray, classes: tuple[Column | None, int]
) -> Content:
    present = sizes[~is_missing]
    shortest, longest = int(present.min()), int(present.max())
    if shortest == longest:
        return Content(unit, shortest, longest)
    values = np.where(is_missing, np.nan, sizes)
    lengths = histogram(Attribute("length", "numeric"), values, *classes)
    return Content(unit, shortest, longest, lengths)


def _of_texts(
    column: Column, is_missing: BoolArray, classes: tuple[Column | None, int]
) -> Run[Content]:
    sizes = np.zeros(len(column), dtype=np.int64)
    tally: Counter[str] = Counter()
    every = -(-len(column) // _MOST_TEXTS)
    for start in range(0, len(column), _PIECE):
        texts = ["" if text is None else text for text in column[start : start + _PIECE]]
        sizes[start : start + len(texts)] = [len(text) for text in texts]
        for text in texts[::every]:
            tally.update(_WORD.findall(text.lower()))
        yield Progressed(start, len(column), "words")
    found = _measured("characters", sizes, is_missing, classes)
    return Content(
        found.unit, found.shortest, found.longest, found.lengths,
        words=tuple(tally.most_common(N_WORDS)),
    )  # fmt: skip


def _of_pictures(column: Column, classes: tuple[Column | None, int]) -> Run[Content]:
    codes, n_classes = classes
    if codes is None or not 1 < n_classes <= _MOST_MEANS:
        codes, n_classes = np.zeros(len(column), dtype=np.int64), 1
    mean = yield from average_images(column, codes, n_classes)
    low, high = 255, 0
    for block in _blocks(column):
        low, high = min(low, int(block.min())), max(high, int(block.max()))
        yield Progressed(0, 0, "pictures")
    return Content("pixels", mean=mean, bounds=(low, high))


def _of_bags(
    column: Column, is_missing: BoolArray, classes: tuple[Column | None, int]
) -> Run[Content]:
    """Bags whose attributes are all numbers are series."""
    sizes = np.array([0 if bag is None else bag.n_samples for bag in column])
    found = _measured("rows", sizes, is_missing, classes)
    first = column[int(np.argmin(is_missing))].schema
    shape = len(column), found.longest, len(first.attributes)
    are_numbers = all(a.kind == "numeric" for a in first.attributes)
    if not are_numbers or not 0 < np.prod(shape, dtype=np.int64) <= _MOST_NUMBERS:
        return found
    series = np.full(shape, np.nan)
    for bag, place in zip(column, series, strict=True):
        if bag is not None:
            place[: bag.n_samples] = np.column_stack(bag.columns)
    courses = yield from _of_series(series, is_missing, classes)
    return replace(courses, unit="rows", shortest=found.shortest, lengths=found.lengths)


def _of_series(
    column: Column, is_missing: BoolArray, classes: tuple[Column | None, int]
) -> Run[Content]:
    counts, sums, squares = (np.zeros(column.shape[1:]) for _ in range(3))
    low, high = np.inf, -np.inf
    lengths = []
    for block in _blocks(column):
        known = np.isfinite(block)
        values = np.where(known, block, 0.0)
        counts += known.sum(axis=0)
        sums += values.sum(axis=0)
        squares += (values**2).sum(axis=0)
        if known.any():
            low, high = min(low, float(block[known].min())), max(high, float(block[known].max()))
        lengths.append(_lengths(known))
        yield Progressed(0, 0, "series")
    found = _measured("steps", np.concatenate(lengths), is_missing, classes)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = sums / counts
        deviation = np.sqrt(np.maximum(squares / counts - mean**2, 0.0))
    shape = len(mean), -1
    return Content(
        found.unit, found.shortest, found.longest, found.lengths,
        mean.reshape(shape), deviation.reshape(shape), (low, high),
    )  # fmt: skip


def _of_tokens(
    attribute: Attribute,
    column: Column,
    is_missing: BoolArray,
    classes: tuple[Column | None, int],
) -> Run[Content]:
    n_values = max(len(attribute.values), 1)
    counts, lengths = np.zeros(n_values, dtype=np.int64), []
    for block in _blocks(column):
        counts += np.bincount(block.ravel() + 1, minlength=n_values + 1)[1 : n_values + 1]
        lengths.append(_lengths(is_filled(block)))
        yield Progressed(0, 0, "tokens")
    found = _measured("tokens", np.concatenate(lengths), is_missing, classes)
    order = np.argsort(-counts, kind="stable")[:N_WORDS]
    words = tuple((attribute.values[i], int(counts[i])) for i in order if counts[i])
    return Content(found.unit, found.shortest, found.longest, found.lengths, words=words)


def _blocks(column: Column) -> list[Column]:
    size = max(1, _BLOCK_BYTES // max(column[:1].nbytes, 1))
    return [column[start : start + size] for start in range(0, len(column), size)]


def _lengths(known: BoolArray) -> IntArray:
    """How long each sample is to its last value; gaps before it count, shape (n,)."""
    is_there: BoolArray = np.asarray(known.reshape(*known.shape[:2], -1).any(axis=2))
    from_end = is_there[:, ::-1].argmax(axis=1)
    return np.asarray(np.where(is_there.any(axis=1), known.shape[1] - from_end, 0))
