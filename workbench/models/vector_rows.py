"""Rows as vectors for networks that know nothing of pictures, and vectors as rows again.

Numbers come as they were prepared; pictures and series are laid out row by row, the last index
fastest, and brought to the range that the network wants.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from workbench.core.errors import ModelError
from workbench.data.dataset import Column, Dataset, FloatArray
from workbench.data.schema import Attribute
from workbench.data.state import State
from workbench.models.stored import stored_array

Vectors: TypeAlias = NDArray[np.float32]
Range: TypeAlias = Literal["unit", "standard", "as-is"]

WHITE = 255.0  # of a pixel


def is_vector_part(attribute: Attribute) -> bool:
    """Whether it can be part of a vector: numbers, labels (one-hot), pictures, series."""
    is_numbers = attribute.kind == "array" and not attribute.values
    return attribute.kind in {"numeric", "nominal"} or is_numbers


def is_unit_by_nature(rows: Dataset) -> bool:
    """Whether every raw feature lies in [0, 1] by what it is: pictures, labels, zeros and ones."""
    return all(
        a.kind == "nominal" or _is_picture(rows.column(a.name)) or _is_within_unit(a, rows)
        for a in rows.schema.features
        if is_vector_part(a)
    )


@dataclass(frozen=True, eq=False)
class VectorRows:
    """Which attribute lies where in the vectors: ``vector = (value − shift) / scale``.

    Args:
        attributes: the features of prepared rows, in order: numbers and arrays.
        shift, scale: shape (d,), float32; no scale is zero.
        pictures: names of those attributes that are pictures of bytes.
        is_unit: whether the vectors lie in [0, 1]; values of new rows beyond it are cut.
    """

    attributes: tuple[Attribute, ...]
    shift: Vectors
    scale: Vectors
    pictures: tuple[str, ...] = ()
    is_unit: bool = False

    @classmethod
    def fit(cls, train: Dataset, how: Range) -> "VectorRows":
        """For rows like the prepared training rows ``train``.

        Args:
            how: what arrays are brought to; prepared numbers stay as they are. "unit": a pixel
                0 … 255 to [0, 1] (0 … the brightest where all are dark), a series from its least
                and greatest value; "standard": each place to mean 0 and deviation 1; "as-is":
                pixels still to [0, 1], no more.
        """
        parts = [_fitted(a, train.column(a.name), how) for a in train.schema.features]
        shift, scale = (
            np.concatenate([np.empty(0), *side]).astype(np.float32)
            for side in zip(*parts, strict=True)
        )
        names = [a.name for a in train.schema.features]
        pictures = tuple(name for name in names if _is_picture(train.column(name)))
        return cls(train.schema.features, shift, scale, pictures, is_unit=how == "unit")

    @property
    def width(self) -> int:
        """How many numbers a vector has: d."""
        return len(self.shift)

    def vectors(self, rows: Dataset) -> Vectors:
        """The vectors of prepared rows, shape (n, d), float32. Gaps in a series become 0."""
        vectors = np.empty((rows.n_samples, self.width), np.float32)
        for attribute, place in self._places():
            column = rows.column(attribute.name)
            vectors[:, place] = column.reshape(rows.n_samples, _size(attribute))
        vectors -= self.shift
        vectors /= self.scale
        np.nan_to_num(vectors, copy=False, posinf=np.inf, neginf=-np.inf)
        return np.clip(vectors, 0, 1, out=vectors) if self.is_unit else vectors

    def columns(self, vectors: NDArray[np.floating[Any]]) -> dict[str, Column]:
        """The columns of prepared rows that vectors (n, d) stand for, by attribute.

        Pictures come as uint8, rounded and cut to 0 … 255.
        """
        values = vectors.astype(np.float64) * self.scale + self.shift
        return {
            attribute.name: self._column(attribute, values[:, place])
            for attribute, place in self._places()
        }

    def state(self) -> State:
        """All it needs to come back, besides the attributes."""
        values = {"is_unit": self.is_unit, "pictures": list(self.pictures)}
        return State(values, {"shift": self.shift, "scale": self.scale})

    @classmethod
    def from_state(cls, state: State, attributes: Sequence[Attribute]) -> "VectorRows":
        """The inverse of ``state``.

        Args:
            attributes: the features of prepared rows.

        Raises:
            ModelError: what is there does not fit them.
        """
        width = sum(_size(attribute) for attribute in attributes)
        shift, scale = (
            stored_array(state, name, (width,)).astype(np.float32) for name in ("shift", "scale")
        )
        pictures, is_unit = state.values.get("pictures"), state.values.get("is_unit")
        is_sound = np.all(scale) and np.all(np.isfinite([shift, scale]))
        if not (isinstance(pictures, list) and isinstance(is_unit, bool) and is_sound):
            raise ModelError("The model's description of its vectors is damaged.")
        return cls(tuple(attributes), shift, scale, tuple(map(str, pictures)), is_unit)

    def _places(self) -> Iterator[tuple[Attribute, slice]]:
        start = 0
        for attribute in self.attributes:
            stop = start + _size(attribute)
            yield attribute, slice(start, stop)
            start = stop

    def _column(self, attribute: Attribute, values: FloatArray) -> Column:
        """The values (n, size) of one attribute as its column."""
        if attribute.name in self.pictures:
            values = np.rint(np.clip(values, 0, WHITE)).astype(np.uint8)
        return np.ascontiguousarray(values.reshape(len(values), *attribute.shape))


def _size(attribute: Attribute) -> int:
    return int(np.prod(attribute.shape, initial=1))


def _is_picture(column: Column) -> bool:
    return column.dtype == np.uint8


def _is_within_unit(attribute: Attribute, rows: Dataset) -> bool:
    """Whether it holds zeros, ones and gaps only."""
    column = rows.column(attribute.name)
    return bool(np.all((column == 0) | (column == 1) | np.isnan(column)))


def _fitted(attribute: Attribute, column: Column, how: Range) -> tuple[FloatArray, FloatArray]:
    """Shift and scale of one attribute's places, shape (size,) each."""
    size = _size(attribute)
    shift, scale = np.zeros(size), np.ones(size)
    if attribute.kind != "array":
        return shift, scale
    if how == "standard":
        return _standard(column.reshape(len(column), size))
    if _is_picture(column):
        return shift, np.full(size, _white(column))
    known = column[~np.isnan(column)]
    if how == "unit" and len(known):
        least, greatest = float(known.min()), float(known.max())
        return shift + least, scale * ((greatest - least) or 1.0)
    return shift, scale


def _white(pictures: Column) -> float:
    """What is white in these pictures: 255, or their brightest pixel where all are dark.

    The digits of scikit-learn are drawn in 0 … 16.
    """
    brightest = float(pictures.max(initial=0))
    return WHITE if brightest > WHITE / 2 else max(1.0, brightest)


def _standard(values: Column) -> tuple[FloatArray, FloatArray]:
    """Mean and deviation of each place, 1 for a deviation that would be zero."""
    moments = np.array([_moments(values[:, i]) for i in range(values.shape[1])])  # (size, 2)
    return moments[:, 0], moments[:, 1]


def _moments(values: Column) -> tuple[float, float]:
    known = values[~np.isnan(values)]
    if not len(known):
        return 0.0, 1.0
    deviation = float(known.std(dtype=np.float64))
    return float(known.mean(dtype=np.float64)), deviation if deviation > 1e-6 else 1.0
