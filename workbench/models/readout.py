"""A softmax, or a straight line, on what a network that was not told the class makes of rows."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.core.errors import ModelError
from workbench.core.run import Progressed, Run, Stop
from workbench.data.dataset import Column, Dataset, FloatArray
from workbench.data.schema import Attribute, Schema
from workbench.data.state import State
from workbench.models.blas import one_thread
from workbench.models.descent import Iterate, descend
from workbench.models.logistic import Likelihood, softmax
from workbench.models.stored import stored_floats

RIDGE = 1.0  # of the standardised codes, as in ``Logistic``
TOLERANCE = 1e-5
STEPS = 200


@dataclass(frozen=True, eq=False)
class Readout:
    """Class probabilities, or a number, as a function of codes (n, k).

    Args:
        mean, scale: what codes are standardised by, shape (k,).
        weights, biases: shapes (c, k) and (c,); c = 1 for a number. −∞ is the bias of a class
            without a training row.
    """

    mean: FloatArray
    scale: FloatArray
    weights: FloatArray
    biases: FloatArray
    is_of_classes: bool

    def outputs(self, codes: NDArray[np.floating]) -> FloatArray:
        """Probabilities (n, c), or values (n, 1)."""
        standard = (codes.astype(np.float64) - self.mean) / self.scale
        with one_thread():
            answers = standard @ self.weights.T + self.biases
        return softmax(answers) if self.is_of_classes else answers

    def state(self) -> State:
        """All it needs to come back, besides the numbers of classes and codes."""
        names = ("mean", "scale", "weights", "biases")
        return State(arrays={f"readout.{name}": getattr(self, name) for name in names})

    @classmethod
    def from_state(cls, state: State, schema: Schema, n_codes: int) -> "Readout":
        """The inverse of ``state``.

        Raises:
            ModelError: an array is missing or of the wrong shape; there is no class.
        """
        if schema.class_attribute is None:
            raise ModelError("The model predicts a class, and its schema has none.")
        is_of_classes = schema.task == "classification"
        c = len(schema.target.values) if is_of_classes else 1
        shapes = {"mean": (n_codes,), "scale": (n_codes,), "weights": (c, n_codes), "biases": (c,)}
        arrays = {n: stored_floats(state, f"readout.{n}", shape) for n, shape in shapes.items()}
        return cls(**arrays, is_of_classes=is_of_classes)


def fit_readout(codes: NDArray[np.floating], labels: Column, target: Attribute) -> Run[Readout]:
    """The read-out of codes (n, k), n ≥ 1, for labels (n,): class codes, or numbers.

    It tells how far it is, and ends early if it is asked to stop.
    """
    values = codes.astype(np.float64)
    mean, scale = values.mean(0), values.std(0)
    scale[scale < 1e-6] = 1.0
    standard = (values - mean) / scale
    if target.kind == "nominal":
        weights, biases = yield from _softmax(standard, labels, target)
        return Readout(mean, scale, weights, biases, is_of_classes=True)
    weights, biases = _line(standard, labels)
    return Readout(mean, scale, weights, biases, is_of_classes=False)


def _softmax(
    codes: FloatArray, labels: Column, target: Attribute
) -> Run[tuple[FloatArray, FloatArray]]:
    likelihood = Likelihood(_as_dataset(codes, labels, target), RIDGE)
    if not len(likelihood.start):  # one class only
        return likelihood.per_class(likelihood.start)
    iterate = yield from _descended(likelihood)
    return likelihood.per_class(iterate.parameters)


def _descended(likelihood: Likelihood) -> Run[Iterate]:
    """The likelihood's minimum, or near it after many steps or a stop."""
    iterates = descend(likelihood, likelihood.start, TOLERANCE)
    for step in range(1, STEPS):
        iterate = next(iterates)
        command = yield Progressed(step, STEPS, f"read-out · step {step}")
        if iterate.has_converged or isinstance(command, Stop):
            return iterate
    return next(iterates)


def _line(codes: FloatArray, values: Column) -> tuple[FloatArray, FloatArray]:
    """Ridge regression: weights (1, k) and bias (1,)."""
    targets = values.astype(np.float64)
    bias = float(targets.mean())
    with one_thread():
        square = codes.T @ codes + RIDGE * np.eye(codes.shape[1])
        weights = np.linalg.solve(square, codes.T @ (targets - bias))
    return np.asarray(weights[None], np.float64), np.array([bias])


def _as_dataset(codes: FloatArray, labels: Column, target: Attribute) -> Dataset:
    names: Iterator[str] = (f"code {i}" for i in range(codes.shape[1]))
    features = tuple(Attribute(name, "numeric") for name in names)
    goal = Attribute("class", "nominal", target.values, "class")
    columns = tuple(np.ascontiguousarray(column) for column in codes.T)
    return Dataset(Schema((*features, goal)), (*columns, labels.astype(np.int32)))
