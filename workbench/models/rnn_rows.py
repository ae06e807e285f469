"""Rows as sequences: which attributes a recurrent network reads, and how its steps are made."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from workbench.data.dataset import Column, Dataset, FloatArray
from workbench.data.schema import Attribute, Schema

# What a step is: a token, the channels of a series or a line of a picture, or one number of a row.
Steps: TypeAlias = Literal["tokens", "series", "numbers"]

FILLING = -1
LEAST_SPREAD = 0.1  # of a series by itself, in deviations over all training rows


@dataclass(frozen=True)
class Reading:
    """How rows of a schema are read step by step.

    Args:
        names: the attributes that are read; several series of one length stand side by side.
        length: steps at most.
        width: tokens in the vocabulary, or numbers in a step.
    """

    steps: Steps
    names: tuple[str, ...]
    length: int
    width: int

    @classmethod
    def of(cls, schema: Schema) -> "Reading":
        """Of prepared rows: the first array and others like it, else all numbers one by one."""
        first = next((a for a in schema.features if a.kind == "array"), None)
        if first is None:
            names = tuple(a.name for a in schema.features)
            return cls("numbers", names, len(names), 1)
        if first.values:
            return cls("tokens", (first.name,), first.shape[0], len(first.values))
        alike = sequence_attributes(schema.features)
        width = sum(int(np.prod(a.shape[1:], initial=1)) for a in alike)
        return cls("series", tuple(a.name for a in alike), first.shape[0], width)

    def inputs(self, rows: Dataset) -> NDArray[Any]:
        """What the network takes.

        Returns:
            Tokens (n, steps), int32, −1 behind a sequence's end; or numbers (n, steps, width),
            float32, NaN there; or pictures of bytes as they are.
        """
        if self.steps == "numbers":
            return rows.feature_matrix.astype(np.float32)[:, :, None]
        columns = [rows.column(name) for name in self.names]
        if self.steps == "tokens":
            return _closed(columns[0].astype(np.int32, copy=False))
        if len(columns) == 1 and columns[0].dtype == np.uint8:
            return columns[0]
        return np.concatenate([_numbers(column) for column in columns], 2)

    def next_tokens(self, rows: Dataset) -> NDArray[np.int64]:
        """What follows each token, the class behind the last one; −1 where there is only filling.

        Shape (n, steps); for rows whose class is the token that follows.
        """
        tokens = self.inputs(rows)
        following = np.full(tokens.shape, FILLING, np.int64)
        following[:, :-1] = tokens[:, 1:]
        lengths = ends_of(tokens)
        whole = lengths > 0
        following[whole, lengths[whole] - 1] = rows.labels[whole]
        return following


def _closed(tokens: NDArray[np.int32]) -> NDArray[np.int32]:
    """The tokens of each row side by side: filling belongs behind them."""
    is_token = tokens >= 0
    if not np.any(is_token[:, 1:] & ~is_token[:, :-1]):
        return tokens
    return np.take_along_axis(tokens, np.argsort(~is_token, axis=1, kind="stable"), axis=1)


def _numbers(column: Column) -> NDArray[np.float32]:
    """A series, or a picture's lines from 0 to 1, shape (n, steps, width)."""
    flat = column.reshape(*column.shape[:2], -1).astype(np.float32)
    return flat / np.float32(255) if column.dtype == np.uint8 else flat


@dataclass(frozen=True, eq=False)
class OwnScale:
    """Series, each in units of its own mean and deviation (Kim et al. 2022 call it reversible).

    Args:
        inputs: shape (n, steps, channels), float32.
        mean, spread: shape (n, channels); no spread is zero.
    """

    inputs: NDArray[np.float32]
    mean: FloatArray
    spread: FloatArray

    @classmethod
    def of(cls, series: NDArray[np.float32]) -> "OwnScale":
        """Of series (n, steps, channels) that are standardised over all training rows.

        A deviation is taken as a tenth of theirs at least: a series that stands still would be
        nothing but its noise.
        """
        known = ~np.isnan(series)
        counts = np.maximum(known.sum(1), 1)
        values = np.where(known, series, 0).astype(np.float64)
        mean = values.sum(1) / counts
        gaps = np.where(known, values - mean[:, None], 0)
        spread = np.maximum(np.sqrt((gaps**2).sum(1) / counts), LEAST_SPREAD)
        inputs = (series - mean[:, None]) / spread[:, None]
        return cls(inputs.astype(np.float32), mean, spread)


def ends_of(tokens: NDArray[np.integer[Any]]) -> NDArray[np.int64]:
    """The place behind the last token of each row, shape (n,)."""
    places = np.arange(1, tokens.shape[1] + 1)
    ends: NDArray[np.int64] = np.max(np.where(tokens >= 0, places, 0), axis=1, initial=0)
    return ends


def sequence_attributes(features: Sequence[Attribute]) -> tuple[Attribute, ...]:
    """The attributes that are read as sequences: the first array, or the first text.

    Further series of the same length belong to it. A text counts only where there is neither an
    array nor a number or label: beside those it is a remark more often than the matter.
    """
    first = next((a for a in features if a.kind == "array"), None)
    if first is None:
        is_tabular = any(a.kind in {"numeric", "nominal"} for a in features)
        texts = [] if is_tabular else [a for a in features if a.kind == "string"]
        return tuple(texts[:1])
    if first.values or len(first.shape) != 2:
        return (first,)
    return tuple(a for a in features if a == first or _is_beside(a, first))


def _is_beside(attribute: Attribute, first: Attribute) -> bool:
    is_series = attribute.kind == "array" and not attribute.values and len(attribute.shape) == 2
    return is_series and attribute.shape[0] == first.shape[0]


def asks_for_next_token(schema: Schema) -> bool:
    """Whether the class is a token of the vocabulary that the rows' sequences are made of."""
    target = schema.class_attribute
    read = sequence_attributes(schema.features)
    return (
        target is not None
        and bool(read)
        and bool(read[0].values)
        and (target.values == read[0].values)
    )


def starts_of(schema: Schema, tokens: NDArray[np.integer[Any]]) -> NDArray[np.float32]:
    """How often each token begins a sequence, shape (tokens,); none if none is to be gone on with.

    Args:
        schema: of prepared rows.
        tokens: shape (n, steps).
    """
    if not asks_for_next_token(schema):
        return np.empty(0, np.float32)
    firsts = tokens[:, 0]
    counts = np.bincount(firsts[firsts >= 0], minlength=Reading.of(schema).width)
    return counts.astype(np.float32)
