"""Multinomial logistic regression with a ridge penalty.

Source: le Cessie and van Houwelingen (1992), as in WEKA's weka.classifiers.functions.Logistic:
the same penalised likelihood, hence the same model; found here by Newton's method or L-BFGS.
"""

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.errors import FitError
from workbench.core.run import Noted, Run, Stop
from workbench.data.dataset import Column, Dataset, FloatArray
from workbench.data.schema import Schema
from workbench.data.state import State
from workbench.models.descent import Iterate, Objective, descend
from workbench.models.epoch_log import EpochLog
from workbench.models.learner import Fold
from workbench.models.model import Model
from workbench.models.preparation import NumericLearner
from workbench.models.stored import prepared_schema, stored_floats
from workbench.preprocess.transform import FittedTransform

TOLERANCE = 1e-8  # largest entry of the gradient of the mean loss


@dataclass(frozen=True, eq=False, kw_only=True)
class LogisticModel(Model):
    """Softmax of one linear function per class.

    Args:
        weights: shape (c, d).
        biases: shape (c,); −∞ for a class without a training row.
    """

    key: ClassVar[str] = "logistic"

    weights: FloatArray
    biases: FloatArray

    @override
    def _outputs(self, prepared: Dataset) -> Run[FloatArray]:
        yield from ()
        return softmax(prepared.feature_matrix @ self.weights.T + self.biases)  # (n, c)

    @override
    def state(self) -> State:
        return State(arrays={"weights": self.weights, "biases": self.biases})

    @classmethod
    @override
    def from_state(
        cls, state: State, schema: Schema, preparation: tuple[FittedTransform, ...]
    ) -> Self:
        c, d = len(schema.target.values), len(prepared_schema(schema, preparation).features)
        return cls(
            schema=schema,
            preparation=preparation,
            weights=stored_floats(state, "weights", (c, d)),
            biases=stored_floats(state, "biases", (c,)),
        )


class Logistic(NumericLearner):
    """Logistic regression: a linear function for each class, turned into probabilities.

    A baseline that is hard to beat where classes are told apart by a straight line.
    """

    key: ClassVar[str] = "logistic"
    title: ClassVar[str] = "Logistic regression"
    icon: ClassVar[str] = "mdi6.chart-bell-curve-cumulative"
    weka: ClassVar[tuple[str, ...]] = ("weka.classifiers.functions.Logistic",)
    aliases: ClassVar[tuple[str, ...]] = ("softmax regression", "maximum entropy")
    ignores_order: ClassVar[bool] = True
    needs_two_classes: ClassVar[bool] = True

    ridge: float = Field(
        default=1e-8,
        ge=0,
        allow_inf_nan=False,
        description="Weight of the sum of squared coefficients in the loss, as in WEKA.",
        json_schema_extra={"slider": "0, 1e-10..100 log"},
    )
    max_iterations: int = Field(
        default=200, ge=1, le=100_000, description="Steps of the optimiser at most."
    )

    @override
    def fit(self, fold: Fold) -> Run[Model]:
        if fold.train.schema.task != "classification":
            raise FitError(
                f"Logistic regression predicts classes; '{fold.train.schema.target.name}' is a "
                "number.",
                remedy="Choose a nominal class, or a learner of numbers such as mlp or knn.",
            )
        steps, train = yield from self.prepared(fold.train)
        likelihood = Likelihood(train, self.ridge)
        log = EpochLog(fold, steps, train, self.max_iterations)
        iterate = yield from self._descend(likelihood, log)
        weights, biases = likelihood.per_class(iterate.parameters)
        return LogisticModel(
            schema=fold.train.schema,
            preparation=steps,
            curve=log.curve(),
            weights=weights,
            biases=biases,
        )

    @override
    def status(self) -> str:
        return f"ridge {self.ridge:g}"

    def _descend(self, likelihood: "Likelihood", log: EpochLog) -> Run[Iterate]:
        iterates = descend(likelihood, likelihood.start, TOLERANCE)
        for _, iterate in zip(range(self.max_iterations), iterates, strict=False):
            weights, biases = likelihood.per_class(iterate.parameters)
            command = yield log.ended(lambda x, w=weights, b=biases: softmax(x @ w.T + b))  # type: ignore[misc]
            if iterate.has_converged or isinstance(command, Stop):
                return iterate
        yield Noted(
            f"Logistic regression stopped after {self.max_iterations} steps, before it had "
            "converged; the classes may be perfectly separable: a larger ridge helps.",
            is_warning=True,
        )
        return iterate


class Likelihood(Objective):
    """(−ln likelihood + ridge · Σ coefficient²) / n; the last class that occurs has weights 0.

    The parameters are a matrix of shape (s − 1, d + 1), flattened, for the s classes that occur;
    the last column holds the biases, which the ridge leaves alone.
    """

    def __init__(self, train: Dataset, ridge: float) -> None:
        self._features = np.column_stack([train.feature_matrix, np.ones(train.n_samples)])
        labels: Column = train.labels
        self._n_classes = len(train.schema.target.values)
        self._seen, codes = np.unique(labels, return_inverse=True)
        self._targets = np.eye(len(self._seen))[codes]  # (n, s)
        self._shape = (len(self._seen) - 1, self._features.shape[1])
        penalty = np.full(self._shape, 2 * ridge / train.n_samples)
        penalty[:, -1] = 0
        self._penalty = penalty.ravel()

    @property
    def start(self) -> FloatArray:
        """All zero."""
        return np.zeros(self._shape[0] * self._shape[1])

    @override
    def value(self, parameters: FloatArray) -> tuple[float, FloatArray]:
        logits = self._logits(parameters)  # (n, s)
        n = len(logits)
        peak = logits.max(axis=1)
        log_sum = peak + np.log(np.exp(logits - peak[:, None]).sum(axis=1))
        loss = float((log_sum - (logits * self._targets).sum(axis=1)).mean())
        difference = (softmax(logits) - self._targets)[:, :-1]  # (n, s − 1)
        gradient = (difference.T @ self._features).ravel() / n + self._penalty * parameters
        return loss + float(self._penalty @ parameters**2) / 2, gradient

    @override
    def hessian(self, parameters: FloatArray) -> FloatArray:
        p = softmax(self._logits(parameters))[:, :-1]  # (n, s − 1)
        k, d = self._shape
        blocks = np.empty((k, d, k, d))
        for i in range(k):
            for j in range(k):
                weight = p[:, i] * ((i == j) - p[:, j]) / len(p)
                blocks[i, :, j, :] = self._features.T @ (weight[:, None] * self._features)
        return np.asarray(blocks.reshape(k * d, k * d) + np.diag(self._penalty))

    def per_class(self, parameters: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Weights (c, d) and biases (c,) for every class of the schema."""
        matrix = parameters.reshape(self._shape)
        weights = np.zeros((self._n_classes, self._shape[1] - 1))
        biases = np.full(self._n_classes, -np.inf)
        biases[self._seen] = 0.0
        weights[self._seen[:-1]], biases[self._seen[:-1]] = matrix[:, :-1], matrix[:, -1]
        return weights, biases

    def _logits(self, parameters: FloatArray) -> FloatArray:
        free = self._features @ parameters.reshape(self._shape).T
        return np.column_stack([free, np.zeros(len(free))])


def softmax(logits: FloatArray) -> FloatArray:
    """exp(z) / Σ exp(z) by row, shape (n, c), safe from overflow."""
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))
