"""Rows to try a graph with: made up where a model comes without any, and spoilt ones.

A file is to answer as the model does not only for the rows it was trained on but for gaps, labels
and words that it never saw, and numbers far out.
"""

from collections.abc import Iterator

import numpy as np

from workbench.data.dataset import MISSING_CODE, Column, Dataset
from workbench.data.schema import Attribute
from workbench.models.model import Model
from workbench.models.training_statistics import AttributeStatistics
from workbench.preprocess.scaling import FittedScaling
from workbench.preprocess.string_to_words import FittedStringToWords
from workbench.preprocess.tokenise import FittedTokenise

N_ROWS = 200
N_SPOILT = 64
FAR = 3.0  # how many times as large a number is made
UNSEEN = ("", "?", "a label that was never seen")
_WORDS = ("Neverseen", "3.14", "!", "it's", "한국어를")


def made_up(model: Model, pictures: frozenset[str]) -> Dataset:
    """Rows in the model's schema, like those it was trained on as far as that is known."""
    random = np.random.default_rng(1)
    columns = tuple(_column(model, a, pictures, random) for a in model.schema.attributes)
    return Dataset(model.schema, columns)


def spoilt(rows: Dataset) -> Iterator[Dataset]:
    """Some of the rows with gaps in every third cell, then some with numbers far out.

    Where there is nothing to spoil, as in pictures, none.
    """
    few = rows.take(np.linspace(0, rows.n_samples - 1, min(N_SPOILT, rows.n_samples)).astype(int))
    kinds = {a.kind for a in rows.schema.features}
    if kinds & {"numeric", "nominal", "string"}:
        yield _with_gaps(few)
    if "numeric" in kinds:
        yield _far(few)


def feed_of(attribute: Attribute, column: Column, dtype: str) -> Column:
    """A column as a graph takes it; a missing label is each of ``UNSEEN`` in turn.

    Args:
        dtype: as onnxruntime names it, such as ``tensor(float)``.
    """
    if attribute.kind == "nominal":
        gaps = [text for text in UNSEEN if text not in attribute.values]
        labels = np.array([*attribute.values, None], dtype=object)[column]
        for i, row in enumerate(np.flatnonzero(column == MISSING_CODE)):
            labels[row] = gaps[i % len(gaps)]
        return np.asarray(labels[:, None])
    if attribute.kind == "array" and attribute.values:
        return np.array([*attribute.values, ""], dtype=object)[column]
    if attribute.kind in {"string", "date"}:
        texts = np.array(["" if v is None else str(v) for v in column] + [None], dtype=object)
        return np.asarray(texts[:-1, None])
    values = column if attribute.kind == "array" else column[:, None]
    kinds = {"tensor(float)": np.float32, "tensor(double)": np.float64, "tensor(uint8)": np.uint8}
    with np.errstate(over="ignore"):
        return np.asarray(values.astype(kinds[dtype]))


def _with_gaps(rows: Dataset) -> Dataset:
    features = {a.name for a in rows.schema.features}
    columns: list[Column] = []
    for place, (attribute, column) in enumerate(
        zip(rows.schema.attributes, rows.columns, strict=True)
    ):
        chosen = (np.arange(rows.n_samples) + place) % 3 == 0
        gap = _gap(attribute, column)
        if attribute.name in features and gap is not None:
            spoilt_column = column.copy()
            spoilt_column[chosen] = gap[0]
            columns.append(spoilt_column)
        else:
            columns.append(column)
    return rows.with_columns(rows.schema.attributes, columns)


def _gap(attribute: Attribute, column: Column) -> tuple[object] | None:
    """What is missing in such a column; nothing in pictures, and no array is emptied whole."""
    if attribute.kind == "numeric":
        return (np.nan,)
    if attribute.kind == "nominal":
        return (MISSING_CODE,)
    return (None,) if attribute.kind == "string" else None


def _far(rows: Dataset) -> Dataset:
    columns = [
        column * FAR if a.kind == "numeric" and a.role == "feature" else column
        for a, column in zip(rows.schema.attributes, rows.columns, strict=True)
    ]
    return rows.with_columns(rows.schema.attributes, columns)


def _column(
    model: Model, attribute: Attribute, pictures: frozenset[str], random: np.random.Generator
) -> Column:
    known = model.statistics.attribute(attribute.name) if model.statistics else None
    if attribute.kind == "numeric":
        return _numbers(model, attribute, known, random)
    if attribute.kind == "nominal":
        return random.integers(-1, len(attribute.values), N_ROWS).astype(np.int32)
    if attribute.kind == "array":
        return _arrays(attribute, pictures, random)
    if attribute.kind == "string":
        return _texts(model, attribute, random)
    kind = "datetime64[ms]" if attribute.kind == "date" else "O"
    return np.zeros(N_ROWS, "M8[ms]") if kind != "O" else np.full(N_ROWS, None, dtype=object)


def _numbers(
    model: Model,
    attribute: Attribute,
    known: AttributeStatistics | None,
    random: np.random.Generator,
) -> Column:
    if known is not None and len(known.points):
        return random.choice(known.points, N_ROWS)
    centre, spread = 0.0, 1.0
    for step in model.preparation:
        if isinstance(step, FittedScaling) and attribute.name in step.names:
            place = step.names.index(attribute.name)
            centre, spread = float(step.offsets[place]), float(step.divisors[place])
            break
    return np.round(centre + spread * random.standard_normal(N_ROWS), 4)


def _arrays(attribute: Attribute, pictures: frozenset[str], random: np.random.Generator) -> Column:
    shape = (N_ROWS, *attribute.shape)
    if attribute.name in pictures:
        return random.integers(0, 256, shape).astype(np.uint8)
    steps = random.integers(1, attribute.shape[0] + 1, (N_ROWS, 1))
    is_there = np.arange(attribute.shape[0]) < steps  # (n, steps)
    if attribute.values:
        tokens = random.integers(0, len(attribute.values), shape)
        return np.where(is_there, tokens, MISSING_CODE).astype(np.int32)
    wide = is_there.reshape(*is_there.shape, *[1] * (len(shape) - 2))
    return np.where(wide, random.standard_normal(shape), np.nan)


def _texts(model: Model, attribute: Attribute, random: np.random.Generator) -> Column:
    words = list(_WORDS)
    for step in model.preparation:
        if isinstance(step, FittedTokenise) and attribute.name in step.vocabularies:
            words += step.vocabularies[attribute.name].values[1:]
        if isinstance(step, FittedStringToWords) and attribute.name in step.words:
            words += step.words[attribute.name].vocabulary.values[1:]
    texts = np.empty(N_ROWS, dtype=object)
    texts[:] = [
        " ".join(random.choice(np.array(words, dtype=object), size))
        for size in random.integers(1, 12, N_ROWS)
    ]
    return texts
