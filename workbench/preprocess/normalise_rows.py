"""Normalise rows: each sample scaled to length 1 (scikit-learn: Normalizer)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, Self, TypeAlias

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.data.dataset import Dataset, FloatArray
from workbench.data.state import State
from workbench.preprocess.columns import chosen, column_of, with_replaced
from workbench.preprocess.transform import FittedTransform, Transform

Norm: TypeAlias = Literal["euclidean", "manhattan", "maximum"]


@dataclass(frozen=True, eq=False)
class FittedNormaliseRows(FittedTransform):
    """Has learnt nothing but which attributes there are; the model does the same to its rows."""

    key: ClassVar[str] = "normalise_rows"

    names: tuple[str, ...]
    norm: Norm

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        columns = [column_of(dataset, name, "numeric") for name in self.names]
        lengths = self._lengths(columns, dataset.n_samples)
        divisors = np.where((lengths > 0) & np.isfinite(lengths), lengths, 1.0)
        return with_replaced(
            dataset, {n: c / divisors for n, c in zip(self.names, columns, strict=True)}
        )

    def _lengths(self, columns: Sequence[FloatArray], n: int) -> FloatArray:
        """The length of each row, shape (n,); a missing value counts as 0."""
        sizes = np.zeros((n, len(columns)))
        for i, column in enumerate(columns):
            sizes[:, i] = np.abs(np.where(np.isnan(column), 0, column))
        if self.norm == "manhattan":
            return np.asarray(sizes.sum(axis=1))
        largest = sizes.max(axis=1, initial=0.0)
        if self.norm == "maximum":
            return np.asarray(largest)
        # Scaled by the largest first, so that no square is too large or too small.
        scale = np.where((largest > 0) & np.isfinite(largest), largest, 1.0)
        with np.errstate(over="ignore"):  # where a value is infinite, so is the length
            return np.asarray(scale * np.sqrt(((sizes / scale[:, None]) ** 2).sum(axis=1)))

    @override
    def state(self) -> State:
        return State({"names": list(self.names), "norm": self.norm})

    @classmethod
    @override
    def from_state(cls, state: State) -> Self:
        return cls(tuple(state.values["names"]), state.values["norm"])


class NormaliseRows(Transform):
    """Scale each sample so that its numbers, as an arrow, have length 1.

    Missing values stay missing and count as 0; a sample of zeros stays, and so does one with an
    infinite number. To scale attributes instead, take min–max or standardise.
    """

    key: ClassVar[str] = "normalise_rows"
    title: ClassVar[str] = "Normalise rows"
    icon: ClassVar[str] = "mdi6.vector-line"
    weka: ClassVar[tuple[str, ...]] = ("weka.filters.unsupervised.instance.Normalize",)
    aliases: ClassVar[tuple[str, ...]] = ("Normalizer", "unit length", "L2", "cosine")

    norm: Norm = Field(default="euclidean", description="What is meant by a row's length.")
    attributes: tuple[str, ...] = Field(
        default=(),
        description="Which attributes; none means every numeric one but the class.",
        json_schema_extra={"editor": "attributes"},
    )

    @override
    def fit(self, train: Dataset) -> FittedNormaliseRows:
        names = tuple(a.name for a in chosen(train, self.attributes, "numeric"))
        return FittedNormaliseRows(names, self.norm)

    @override
    def status(self) -> str:
        return self.norm
