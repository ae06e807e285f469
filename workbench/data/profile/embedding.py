"""Data on a plane: principal components, and t-SNE (van der Maaten and Hinton 2008)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from workbench.core.deferred import deferred
from workbench.core.errors import DataError
from workbench.core.run import Progressed, Run
from workbench.data.dataset import BoolArray, Dataset, FloatArray, IntArray
from workbench.data.profile.axis_values import axis_values, sampled_rows

if TYPE_CHECKING:
    import threadpoolctl  # type: ignore[import-untyped]  # it has no stubs
    from sklearn import decomposition, manifold
else:
    decomposition = deferred("sklearn.decomposition")
    manifold = deferred("sklearn.manifold")
    threadpoolctl = deferred("threadpoolctl")

Method: TypeAlias = Literal["pca", "tsne"]
MOST_FOR_PCA, MOST_FOR_TSNE = 50_000, 3_000
_SLICE, _SLICES = 250, 4  # steps of t-SNE between two looks at whether it is still wanted
_EXAGGERATION = 12.0
_BEFORE_TSNE = 30  # components: noise and time go with the rest
_MOST_LABELS, _MOST_COLUMNS = 50, 4096
_MOST_NUMBERS, _LEAST_FITTED = 8_000_000, 1000  # that principal components are found on
_ROWS = 2000  # that are laid out between two events


@dataclass(frozen=True, eq=False)
class Embedding:
    """Samples on a plane.

    Args:
        rows: which samples those are, shape (m,).
        places: shape (m, 2).
        explained: the share of the variance along each axis, for principal components.
        n_features: columns that went in.
    """

    method: Method
    rows: IntArray
    places: FloatArray
    explained: tuple[float, ...]
    n_features: int


@dataclass(frozen=True, eq=False)
class Standard:
    """Means and standard deviations of columns, and which of them are not constant; shape (d,)."""

    means: FloatArray
    deviations: FloatArray
    kept: BoolArray

    @staticmethod
    def of(table: FloatArray) -> "Standard":
        """Those of a table, shape (m, d); NaN is left out."""
        known = ~np.isnan(table)
        counts = np.maximum(known.sum(axis=0), 1)
        means = np.where(known, table, 0.0).sum(axis=0) / counts
        centred = np.where(known, table - means, 0.0)
        deviations = np.sqrt((centred**2).sum(axis=0) / counts)
        return Standard(means, deviations, deviations > 1e-12 * np.maximum(np.abs(means), 1))

    def applied(self, table: FloatArray) -> FloatArray:
        """The columns that are kept, standardised; the mean for what is missing."""
        centred = table[:, self.kept] - self.means[self.kept]
        centred /= self.deviations[self.kept]
        return np.nan_to_num(centred, copy=False)


def embedded(
    dataset: Dataset, method: Method, *, perplexity: float = 30.0, seed: int = 1
) -> Run[Embedding]:
    """Lay samples out so that like ones lie near one another.

    Numbers are standardised, labels one-hot, pictures and series flattened; what is missing takes
    the mean. The class is left out. Of wide data, such as pictures, the components are found on
    some thousand samples, and all are laid out by them. scikit-learn's t-SNE tells nothing while
    it works, so it is run in slices, each from where the last has ended.

    Raises:
        DataError: there is nothing to go by, or there are fewer than three samples.
    """
    yield Progressed(0, 0, "reading the attributes")
    rows = sampled_rows(dataset.n_samples, MOST_FOR_PCA if method == "pca" else MOST_FOR_TSNE)
    n_columns = _raw_table(dataset, rows[:1]).shape[1]
    fitted = rows[sampled_rows(len(rows), max(_LEAST_FITTED, _MOST_NUMBERS // max(n_columns, 1)))]
    raw = _raw_table(dataset, fitted)
    yield Progressed(0, 0, "reading the attributes")
    scale = Standard.of(raw)
    features = scale.applied(raw)
    if len(rows) < 3 or not features.shape[1]:
        raise DataError(
            "A map needs at least three samples and one numeric, nominal or picture attribute "
            "besides the class.",
        )
    yield Progressed(0, 0, "principal components")
    n = min(2 if method == "pca" else _BEFORE_TSNE, *features.shape)
    model = decomposition.PCA(n, random_state=seed, svd_solver="auto")
    places = np.asarray(model.fit_transform(features))
    if len(fitted) < len(rows):
        places = yield from _projected(dataset, rows, scale, model)
    if method == "tsne":
        places = yield from _tsne(places, perplexity, seed)
    if places.shape[1] == 1:
        places = np.column_stack([places, np.zeros(len(places))])
    explained = tuple(model.explained_variance_ratio_[:2].tolist()) if method == "pca" else ()
    return Embedding(method, rows, places[:, :2], explained, features.shape[1])


def feature_table(dataset: Dataset, rows: IntArray) -> FloatArray:
    """The samples ``rows`` as numbers, shape (m, d): no column is constant, none has a gap."""
    raw = _raw_table(dataset, rows)
    return Standard.of(raw).applied(raw)


def _projected(dataset: Dataset, rows: IntArray, scale: Standard, model: Any) -> Run[FloatArray]:
    """The places of the samples ``rows`` by components that are found already, shape (m, n)."""
    found = []
    for start in range(0, len(rows), _ROWS):
        yield Progressed(start, len(rows), "principal components")
        raw = _raw_table(dataset, rows[start : start + _ROWS])
        found.append(model.transform(scale.applied(raw)))
    return np.vstack(found)


def _raw_table(dataset: Dataset, rows: IntArray) -> FloatArray:
    blocks: list[FloatArray] = []
    for attribute in dataset.schema.features:
        column = dataset.column(attribute.name)
        if attribute.kind in {"numeric", "date"}:
            values = axis_values(dataset, attribute.name).values[rows]
            blocks.append(values[:, None])
        elif attribute.kind == "nominal" and 1 < len(attribute.values) <= _MOST_LABELS:
            blocks.append((column[rows, None] == np.arange(len(attribute.values))).astype(float))
        elif attribute.kind == "array" and column.dtype.kind in "uf":
            flat = column[rows].reshape(len(rows), -1)
            step = -(-flat.shape[1] // _MOST_COLUMNS)  # larger pictures are thinned out
            blocks.append(flat[:, ::step].astype(np.float64))
    if not blocks:
        return np.empty((len(rows), 0))
    return np.hstack(blocks)


def _tsne(features: FloatArray, perplexity: float, seed: int) -> Run[FloatArray]:
    """Slices of 250 steps, the fewest that scikit-learn takes; the first with exaggeration."""
    n = len(features)
    places = features[:, :2] if features.shape[1] > 1 else np.repeat(features, 2, axis=1)
    places = places / max(float(places[:, 0].std()), 1e-12) * 1e-4
    for number in range(_SLICES):
        done = number * _SLICE
        yield Progressed(done, _SLICES * _SLICE, f"t-SNE, step {done} of {_SLICES * _SLICE}")
        model = manifold.TSNE(
            perplexity=max(1.0, min(perplexity, (n - 1) / 3)),
            early_exaggeration=_EXAGGERATION if number == 0 else 1.0,
            learning_rate=max(n / _EXAGGERATION / 4, 50.0),
            max_iter=_SLICE,
            init=places.astype(np.float32),
            random_state=seed,
        )
        # One thread: more of them wait for one another as soon as anything else computes.
        with threadpoolctl.threadpool_limits(1):
            places = np.asarray(model.fit_transform(features), dtype=np.float64)
    return places
