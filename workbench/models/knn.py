"""k-nearest neighbours, with WEKA's IBk as one of its distances (Aha, Kibler and Albert 1991)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Self, TypeAlias

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.condition import Conditions, unless
from workbench.core.errors import FitError, ModelError
from workbench.core.run import Noted, Progressed, Run
from workbench.data.dataset import MISSING_CODE, BoolArray, Dataset, FloatArray, IntArray
from workbench.data.schema import Schema
from workbench.data.state import State
from workbench.models.learner import Fold
from workbench.models.model import Model
from workbench.models.neighbours import Neighbours, Space, nearest
from workbench.models.neighbours_plain import EuclideanSpace, ManhattanSpace
from workbench.models.neighbours_weka import WekaSpace
from workbench.models.preparation import LARGEST, NumericLearner, known_class, refuse_enormous
from workbench.models.stored import stored_floats
from workbench.preprocess.transform import FittedTransform

Weights: TypeAlias = Literal["uniform", "distance"]
Distance: TypeAlias = Literal["euclidean", "manhattan", "weka"]


class KNN(NumericLearner):
    """Predict by a vote of the k nearest training samples, or by the mean of their values.

    Nothing is computed before a prediction is asked for. Numbers should be on one scale, which
    ``scale`` sees to. The distance ``weka`` gives what WEKA's IBk gives, to the sample: it has its
    own treatment of scales, labels and missing values, keeps all samples tied at the k-th
    distance, counts a sample by its weight in the ARFF file, and gives every class a small vote
    (one divided by the number of samples) to begin with; its numbers depend a little on the order
    of the rows to be predicted.
    """

    key: ClassVar[str] = "knn"
    title: ClassVar[str] = "k-nearest neighbours"
    icon: ClassVar[str] = "mdi6.dots-hexagon"
    weka: ClassVar[tuple[str, ...]] = ("weka.classifiers.lazy.IBk",)
    aliases: ClassVar[tuple[str, ...]] = ("KNeighborsClassifier", "nearest neighbour")
    only_if: ClassVar[Mapping[str, Conditions]] = {
        "prepare": {"distance": unless("weka")},
        "scale": {"distance": unless("weka")},
    }
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "WEKA's IBk": {"k": 1, "weights": "uniform", "distance": "weka"},
        "WEKA's IBk, 7 neighbours": {"k": 7, "weights": "uniform", "distance": "weka"},
    }

    k: int = Field(
        default=5,
        ge=1,
        description="Number of neighbours that vote.",
        json_schema_extra={"slider": "1..50"},
    )
    weights: Weights = Field(
        default="uniform",
        description="How much a vote counts: the same for all, or one divided by the distance.",
    )
    distance: Distance = Field(
        default="euclidean",
        description="How far apart two samples are; weka is as WEKA's IBk measures it.",
    )

    @override
    def fit(self, fold: Fold) -> Run["KNNModel"]:
        if self.distance == "weka":
            rows = yield from _for_weka(fold.train)
            preparation: tuple[FittedTransform, ...] = ()
        else:
            preparation, rows = yield from self.prepared(fold.train)
        if self.k > rows.n_samples:
            yield Noted(
                f"k is {self.k}, but there are only {rows.n_samples} training rows: all vote.",
                is_warning=True,
            )
        features = [a for a in rows.schema.features if a.kind in {"numeric", "nominal"}]
        names = tuple(a.name for a in features)
        return KNNModel(
            schema=fold.train.schema,
            preparation=preparation,
            names=names,
            nominal=np.array([a.kind == "nominal" for a in features]),
            samples=_matrix(rows, names),
            labels=rows.labels.astype(np.float64),
            sample_weights=_sample_weights(rows),
            n_used=sum(a.kind in {"numeric", "nominal", "date"} for a in rows.schema.features),
            k=self.k,
            weights=self.weights,
            distance=self.distance,
        )

    @override
    def status(self) -> str:
        return f"k = {self.k}" + ("" if self.distance == "euclidean" else f" · {self.distance}")


@dataclass(frozen=True, eq=False, kw_only=True)
class KNNModel(Model):
    """The training samples, and how they are asked.

    Args:
        names: the prepared attributes that distances are about, length d.
        nominal: which of them are nominal, shape (d,).
        samples: shape (n, d); nominal values as codes, missing as NaN (with ``weka`` only).
        labels: class codes or values, shape (n,).
        sample_weights: what the ARFF file gives each sample; count with ``weka`` only, shape (n,).
        n_used: how many attributes WEKA takes the mean squared difference over.
    """

    key: ClassVar[str] = "knn"

    names: tuple[str, ...]
    nominal: BoolArray
    samples: FloatArray
    labels: FloatArray
    sample_weights: FloatArray
    n_used: int
    k: int
    weights: Weights
    distance: Distance

    @override
    def _outputs(self, prepared: Dataset) -> Run[FloatArray]:
        queries = _matrix(prepared, self.names)
        self._check(queries)
        k, n = min(self.k, len(self.samples)), len(queries)
        outputs = np.empty((n, max(1, len(self.classes))))  # (q, c)
        for rows, found in nearest(self._space(queries), k, keeps_ties=self.distance == "weka"):
            outputs[rows] = self._outcome(found)
            yield Progressed(rows.stop, n, f"predicted {rows.stop:,} of {n:,} rows")
        return outputs

    def _space(self, queries: FloatArray) -> Space:
        if self.distance == "weka":
            return WekaSpace(queries, self.samples, self.nominal)
        kind = EuclideanSpace if self.distance == "euclidean" else ManhattanSpace
        return kind(queries, self.samples)

    def _check(self, queries: FloatArray) -> None:
        wrong = np.abs(queries) > LARGEST
        if self.distance != "weka":
            wrong |= np.isnan(queries)
        if np.any(wrong):
            row, column = np.argwhere(wrong)[0]
            what = "missing" if np.isnan(queries[row, column]) else "infinite or far too large"
            raise ModelError(
                f"Attribute '{self.names[column]}' is {what} in row {row + 1} of the rows to be "
                "predicted; a number is needed."
            )

    def _outcome(self, found: Neighbours) -> FloatArray:
        """Class probabilities, shape (b, c), or means, shape (b, 1)."""
        weights = self._weights_of(found)
        labels = self.labels[found.samples]
        b, c = found.n_queries, len(self.classes)
        if c == 0:
            sums = np.bincount(found.queries, weights * labels, b)
            means: FloatArray = sums / np.bincount(found.queries, weights, b)
            return means[:, None]
        # IBk.makeDistribution's correction; it comes first, as there, so that sums round alike.
        prior = 1.0 / len(self.samples) if self.distance == "weka" else 0.0
        cells = found.queries * c + labels.astype(np.int64)
        votes = _summed(cells, weights, np.full(b * c, prior)).reshape(b, c)
        # Not votes.sum(): its rounding hangs on the order of classes and would part equal shares.
        totals = _summed(found.queries, weights, np.full(b, c * prior))
        shares: FloatArray = votes / totals[:, None]
        return shares

    def _weights_of(self, found: Neighbours) -> FloatArray:
        """What each neighbour's vote counts, shape (p,)."""
        if self.distance == "weka":
            return self.sample_weights[found.samples] * self._closeness(found.distances)
        if self.weights == "uniform":
            return np.ones(len(found.samples))
        distances = np.sqrt(found.distances) if self.distance == "euclidean" else found.distances
        # Samples at the query itself outvote all others, as in scikit-learn.
        at_query = distances == 0
        has_such = np.bincount(found.queries, at_query, found.n_queries)[found.queries] > 0
        return np.where(has_such, at_query, 1.0 / np.where(at_query, 1.0, distances))

    def _closeness(self, distances: FloatArray) -> FloatArray:
        """IBk's weights: 1, or with -I the inverse of the root mean squared difference."""
        if self.weights == "uniform":
            return np.ones(len(distances))
        squared = np.square(np.sqrt(distances))  # there and back, as WEKA does: it rounds
        return 1.0 / (np.sqrt(squared / self.n_used) + 0.001)

    @override
    def state(self) -> State:
        values = {
            "names": list(self.names),
            "n_used": self.n_used,
            "k": self.k,
            "weights": self.weights,
            "distance": self.distance,
        }
        samples = np.ascontiguousarray(self.samples)
        arrays = {
            "samples": samples,
            "labels": self.labels,
            "nominal": self.nominal,
            "sample_weights": self.sample_weights,
        }
        return State(values, arrays)

    @classmethod
    @override
    def from_state(
        cls, state: State, schema: Schema, preparation: tuple[FittedTransform, ...]
    ) -> Self:
        samples: Any = state.arrays.get("samples")
        labels: Any = state.arrays.get("labels")
        nominal = state.arrays.get("nominal")
        names = tuple(state.values["names"])
        asked = KNN.parse({name: state.values[name] for name in ("k", "weights", "distance")})
        if samples is None or labels is None or nominal is None:
            raise ModelError("The model file lacks the samples of a nearest-neighbour model.")
        if samples.shape != (len(labels), len(names)) or nominal.shape != (len(names),):
            raise ModelError("The samples in the model file do not have the shape they should.")
        if schema.task == "classification" and not np.all(
            (labels >= 0) & (labels < len(schema.target.values))
        ):
            raise ModelError("The samples in the model file are of classes that do not exist.")
        return cls(
            schema=schema,
            preparation=preparation,
            names=names,
            nominal=nominal.astype(np.bool_),
            samples=np.asfortranarray(samples, dtype=np.float64),
            labels=labels.astype(np.float64),
            sample_weights=stored_floats(state, "sample_weights", labels.shape),
            n_used=int(state.values["n_used"]),
            k=asked.k,
            weights=asked.weights,
            distance=asked.distance,
        )


def _for_weka(train: Dataset) -> Run[Dataset]:
    """The rows that IBk keeps: those with a class."""
    rows = known_class(train)
    refuse_enormous(rows, rows.schema.features)
    if dropped := train.n_samples - rows.n_samples:
        yield Noted(f"Training rows without a class, left out: {dropped}.")
    kinds = {a.name: a.kind for a in rows.schema.features}
    if ignored := [name for name, kind in kinds.items() if kind not in {"numeric", "nominal"}]:
        listed = ", ".join(f"'{name}' ({kinds[name]})" for name in ignored)
        yield Noted(f"Left out of the distance: {listed}.", is_warning=True)
    if len(ignored) == len(kinds):
        raise FitError("There is no numeric or nominal attribute to measure distances by.")
    return rows


def _sample_weights(rows: Dataset) -> FloatArray:
    """The column with the role ``weight``; 1 throughout where there is none."""
    for attribute in rows.schema.attributes:
        if attribute.role == "weight":
            return rows.column(attribute.name).astype(np.float64)
    return np.ones(rows.n_samples)


def _summed(cells: IntArray, weights: FloatArray, start: FloatArray) -> FloatArray:
    """``start`` with each weight added to its cell, one after the other."""
    everything = np.concatenate([np.arange(len(start)), cells])
    sums = np.bincount(everything, np.concatenate([start, weights]))
    return np.asarray(sums, np.float64)


def _matrix(rows: Dataset, names: tuple[str, ...]) -> FloatArray:
    """The named columns side by side, shape (n, d): numbers, or codes; missing is NaN."""
    matrix = np.empty((rows.n_samples, len(names)), order="F")  # read column by column
    for j, name in enumerate(names):
        column = rows.column(name)
        matrix[:, j] = column
        if rows.schema.attribute(name).kind == "nominal":
            matrix[column == MISSING_CODE, j] = np.nan
    return matrix
