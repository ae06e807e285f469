"""PCA: principal components (WEKA: PrincipalComponents; scikit-learn: PCA)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.condition import Conditions, when
from workbench.core.errors import DataError
from workbench.data.dataset import Column, Dataset, FloatArray
from workbench.data.schema import Attribute
from workbench.data.state import State
from workbench.preprocess.columns import chosen, column_of, fresh_name
from workbench.preprocess.transform import FittedTransform, Transform

_BLOCK = 256  # rows per product: always as many, so that a row alone gets the same last digit


@dataclass(frozen=True, eq=False)
class FittedPca(FittedTransform):
    """Means, scales and directions.

    Args:
        names: the numeric attributes that are replaced, length d.
        new_names: of the components, length k.
        means, scales: shape (d,).
        directions: shape (d, k); a sample's components are ((x − means) / scales) @ directions.
        shares: of the variance, one per component, shape (k,).
    """

    key: ClassVar[str] = "pca"

    names: tuple[str, ...]
    new_names: tuple[str, ...]
    means: FloatArray
    scales: FloatArray
    directions: FloatArray
    shares: FloatArray

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        matrix = np.empty((dataset.n_samples, len(self.names)))
        for i, name in enumerate(self.names):
            matrix[:, i] = column_of(dataset, name, "numeric")
        components = self._components(matrix)
        added = [Attribute(name, "numeric") for name in self.new_names]
        attributes: list[Attribute] = []
        columns: list[Column] = []
        for attribute, column in zip(dataset.schema.attributes, dataset.columns, strict=True):
            if attribute.name not in self.names:
                attributes.append(attribute)
                columns.append(column)
            elif attribute.name == self.names[0]:  # they stand where the first one stood
                attributes += added
                columns += [components[:, i].copy() for i in range(len(added))]
        return dataset.with_columns(attributes, columns)

    def _components(self, matrix: FloatArray) -> FloatArray:
        """Shape (n, d) to (n, k); a missing value counts as the mean."""
        components = np.empty((len(matrix), len(self.new_names)))
        block = np.zeros((_BLOCK, matrix.shape[1]))
        with np.errstate(invalid="ignore", over="ignore"):  # an infinite value gives such, or none
            for start in range(0, len(matrix), _BLOCK):
                rows = matrix[start : start + _BLOCK]
                block[: len(rows)] = (rows - self.means) / self.scales
                block[np.isnan(block)] = 0
                components[start : start + _BLOCK] = (block @ self.directions)[: len(rows)]
        return components

    @override
    def state(self) -> State:
        return State(
            {"names": list(self.names), "new_names": list(self.new_names)},
            {
                "means": self.means,
                "scales": self.scales,
                "directions": self.directions,
                "shares": self.shares,
            },
        )

    @classmethod
    @override
    def from_state(cls, state: State) -> Self:
        arrays = {name: np.asarray(array, np.float64) for name, array in state.arrays.items()}
        return cls(tuple(state.values["names"]), tuple(state.values["new_names"]), **arrays)


class Pca(Transform):
    """Replace numbers by their principal components: the directions in which they vary most.

    Components are called pc1, pc2 and so on, the one of most variance first. A missing value
    counts as the training part's mean.
    """

    key: ClassVar[str] = "pca"
    title: ClassVar[str] = "PCA"
    icon: ClassVar[str] = "mdi6.axis-arrow"
    weka: ClassVar[tuple[str, ...]] = (
        "weka.filters.unsupervised.attribute.PrincipalComponents",
        "weka.attributeSelection.PrincipalComponents",
    )
    aliases: ClassVar[tuple[str, ...]] = (
        *("principal components", "Karhunen-Loeve", "dimension reduction"),
    )
    only_if: ClassVar[Mapping[str, Conditions]] = {"variance": {"count": when(None)}}
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "Two components": {"count": 2},
        "95 % of the variance": {"count": None, "variance": 0.95},
    }

    count: int | None = Field(
        default=None,
        ge=1,
        description="How many components; if given, 'variance' does not count.",
    )
    variance: float = Field(
        default=0.95,
        gt=0,
        le=1,
        description="As many components as explain this share of the variance.",
    )
    standardise: bool = Field(
        default=True,
        description="Whether each attribute is first scaled to standard deviation 1, so that "
        "units do not matter.",
    )
    attributes: tuple[str, ...] = Field(
        default=(),
        description="Which attributes; none means every numeric feature.",
        json_schema_extra={"editor": "attributes"},
    )

    @override
    def fit(self, train: Dataset) -> FittedPca:
        names = tuple(dict.fromkeys(a.name for a in chosen(train, self.attributes, "numeric")))
        means, scales = np.zeros(len(names)), np.ones(len(names))
        centred = np.zeros((train.n_samples, len(names)))
        for i, name in enumerate(names):
            means[i], scales[i] = self._mean_and_scale(name, train.column(name))
            column = (train.column(name) - means[i]) / scales[i]
            centred[:, i] = np.where(np.isnan(column), 0, column)
        variances, directions = _principal(centred)
        n_kept = self._n_kept(variances)
        total = variances.sum()
        shares = variances / total if total > 0 else np.zeros(len(variances))
        taken = set(train.schema.names) - set(names)
        new_names = tuple(fresh_name(f"pc{i + 1}", taken) for i in range(n_kept))
        return FittedPca(
            names, new_names, means, scales, directions[:, :n_kept].copy(), shares[:n_kept].copy()
        )

    @override
    def status(self) -> str:
        return f"{self.variance:.0%} of variance" if self.count is None else f"{self.count}"

    def _mean_and_scale(self, name: str, column: FloatArray) -> tuple[float, float]:
        known = column[~np.isnan(column)]
        if np.any(np.abs(known) > 1e100):
            raise DataError(
                f"Attribute '{name}' holds an infinite or enormous number.",
                remedy="Filter such rows out, or replace the value.",
            )
        if not len(known) or known.min() == known.max():
            return (float(known[0]) if len(known) else 0.0), 1.0
        # n − 1, so that the total variance is the number of attributes, as with correlations.
        scale = float(known.std(ddof=1)) if self.standardise else 1.0
        return float(known.mean()), scale or 1.0

    def _n_kept(self, variances: FloatArray) -> int:
        if self.count is not None:
            return min(self.count, len(variances))
        if not len(variances) or variances.sum() <= 0:
            return min(1, len(variances))
        explained = np.cumsum(variances) / variances.sum()
        return int(np.count_nonzero(explained < self.variance - 1e-12)) + 1


def _principal(centred: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Variances (k,), the largest first, and directions (d, k), k = min(n, d).

    The sign of a direction is such that its largest weight is positive.
    """
    n, d = centred.shape
    if not n or not d:
        return np.zeros(min(n, d)), np.zeros((d, min(n, d)))
    if n > d:
        squares, vectors = np.linalg.eigh(centred.T @ centred)
        squares, vectors = squares[::-1], vectors[:, ::-1]
    else:
        _, lengths, rows = np.linalg.svd(centred, full_matrices=False)
        squares, vectors = lengths**2, rows.T
    largest = np.argmax(np.abs(vectors), axis=0)
    signs = np.where(vectors[largest, np.arange(vectors.shape[1])] < 0, -1.0, 1.0)
    return np.maximum(squares, 0) / max(n - 1, 1), vectors * signs
