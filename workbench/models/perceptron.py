"""The perceptron and its rule of positive and negative samples.

Sources: Rosenblatt (1958); Rojas (1996), algorithm 4.2.1; averaged: Freund and Schapire (1999);
pocket: Gallant (1990), with ratchet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Self

import numpy as np
from pydantic import Field
from typing_extensions import override

from workbench.core.condition import IS_ON, Conditions
from workbench.core.errors import FitError
from workbench.core.run import Run, Stop
from workbench.data.dataset import Dataset, FloatArray, IntArray
from workbench.data.schema import Schema
from workbench.data.state import State
from workbench.models.epoch_log import EpochLog
from workbench.models.learner import Fold
from workbench.models.model import Model
from workbench.models.perceptron_unit import Order, Unit, Variant
from workbench.models.preparation import NumericLearner
from workbench.models.stored import prepared_schema, stored_array, stored_floats
from workbench.preprocess.transform import FittedTransform

LARGEST_MARGIN = 500.0  # e^500 is still a number


@dataclass(frozen=True, eq=False, kw_only=True)
class PerceptronModel(Model):
    """One unit for two classes, one unit per class for more.

    The probability is a squashing, not an estimate: the logistic function of the sample's distance
    from the unit's line, (w·x + b)/‖w‖. With more than two classes each unit gives such a
    figure for its class, and they are divided by their sum. So the most probable class is the one
    on whose side the sample lies furthest, and a ROC curve ranks by distance.

    Args:
        seen: codes of the classes that had training rows, shape (s,).
        weights: shape (u, d), u = 1 for s = 2 (positive: the later class), else u = s.
        biases: shape (u,).
        n_updates: of each unit, shape (u,).
    """

    key: ClassVar[str] = "perceptron"

    seen: IntArray
    weights: FloatArray
    biases: FloatArray
    n_updates: IntArray

    @override
    def _outputs(self, prepared: Dataset) -> Run[FloatArray]:
        yield from ()
        return self.probabilities(prepared.feature_matrix)

    def probabilities(self, features: FloatArray) -> FloatArray:
        """Class probabilities, shape (n, c), of prepared rows (n, d)."""
        lengths = np.linalg.norm(self.weights, axis=1)
        margins = (features @ self.weights.T + self.biases) / np.where(lengths > 0, lengths, 1)
        margins = np.clip(margins, -LARGEST_MARGIN, LARGEST_MARGIN)  # (n, u)
        if len(self.seen) == 2:
            margins = np.column_stack([-margins, margins])  # (n, 2)
        squashed = 1 / (1 + np.exp(-margins))
        result = np.zeros((len(features), len(self.classes)))
        result[:, self.seen] = squashed / squashed.sum(axis=1, keepdims=True)
        return result

    @override
    def state(self) -> State:
        return State(
            arrays={
                "seen": self.seen,
                "weights": self.weights,
                "biases": self.biases,
                "n_updates": self.n_updates,
            }
        )

    @classmethod
    @override
    def from_state(
        cls, state: State, schema: Schema, preparation: tuple[FittedTransform, ...]
    ) -> Self:
        n_seen = len(state.arrays.get("seen", ()))
        u, d = _n_units(n_seen), len(prepared_schema(schema, preparation).features)
        return cls(
            schema=schema,
            preparation=preparation,
            seen=stored_array(state, "seen", (n_seen,)).astype(np.int64),
            weights=stored_floats(state, "weights", (u, d)),
            biases=stored_floats(state, "biases", (u,)),
            n_updates=stored_array(state, "n_updates", (u,)).astype(np.int64),
        )


class Perceptron(NumericLearner):
    """A threshold unit that adds positive samples on its wrong side and subtracts negative ones.

    It stops once every training sample is on its right side, which happens only if a straight
    line can part the classes. More than two classes are learnt one against the rest.
    """

    key: ClassVar[str] = "perceptron"
    title: ClassVar[str] = "Perceptron"
    icon: ClassVar[str] = "mdi6.vector-line"
    weka: ClassVar[tuple[str, ...]] = ("weka.classifiers.functions.VotedPerceptron",)
    aliases: ClassVar[tuple[str, ...]] = ("threshold unit", "Rosenblatt")
    needs_two_classes: ClassVar[bool] = True
    only_if: ClassVar[Mapping[str, Conditions]] = {"scale": {"bias": IS_ON}}
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "Rosenblatt's rule": {"variant": "plain", "start": "random", "order": "random"},
        "Averaged (Freund and Schapire)": {"variant": "averaged", "order": "shuffled"},
        "Pocket (Gallant)": {"variant": "pocket", "order": "random"},
    }

    variant: Variant = Field(
        default="plain",
        description="Which weights are kept: the last ones, their average over all steps, "
        "or the best ones met (pocket).",
    )
    bias: bool = Field(
        default=True,
        description="Whether each sample gets a constant 1 as a further feature. Without it the "
        "line goes through the origin, and attributes are not scaled: centring is a bias as well.",
    )
    epochs: int = Field(
        default=50, ge=1, le=1_000_000, description="Passes over the training rows at most."
    )
    start: Literal["zero", "random"] = Field(
        default="zero", description="The first weights: all 0, or drawn from N(0, 1)."
    )
    order: Order = Field(
        default="shuffled",
        description="The order of samples: shuffled anew in each pass, drawn at random with "
        "repetition, or as given.",
    )
    seed: int = Field(default=1, ge=0, description="Of the random order and first weights.")

    @override
    def fit(self, fold: Fold) -> Run[Model]:
        if fold.train.schema.task != "classification":
            raise FitError(
                f"A perceptron predicts classes; '{fold.train.schema.target.name}' is a number.",
                remedy="Choose a nominal class, or a learner of numbers such as mlp or knn.",
            )
        steps, train = yield from self._centred_only_with_bias().prepared(fold.train)
        features = train.feature_matrix
        if self.bias:
            features = np.column_stack([features, np.ones(len(features))])  # (n, d + 1)
        random = np.random.default_rng(self.seed)
        units = self._units(features, train, random)
        log = EpochLog(fold, steps, train, self.epochs)
        for _ in range(self.epochs):
            is_stopped = yield from _epoch(units, fold.number)
            model = self._model(fold.train.schema, steps, np.unique(train.labels), units)
            command = yield log.ended(model.probabilities)
            if is_stopped or isinstance(command, Stop) or all(u.is_satisfied for u in units):
                break
        return self._model(fold.train.schema, steps, np.unique(train.labels), units, log)

    @override
    def status(self) -> str:
        return self.variant if self.bias else f"{self.variant}, no bias"

    def _centred_only_with_bias(self) -> "Perceptron":
        return self if self.bias else self.with_parameters({"scale": "none"})

    def _units(
        self, features: FloatArray, train: Dataset, random: np.random.Generator
    ) -> list[Unit]:
        seen = np.unique(train.labels)
        positives = seen[1:] if len(seen) == 2 else seen
        units = []
        for number, positive in enumerate(positives):
            d = features.shape[1]
            drawn = random.standard_normal((d,))
            start = drawn if self.start == "random" else np.zeros(d)
            signs = np.where(train.labels == positive, 1.0, -1.0)  # (n,)
            unit = Unit(
                number,
                features,
                signs,
                start,
                variant=self.variant,
                order=self.order,
                random=random,
            )
            units.append(unit)
        return units

    def _model(
        self,
        schema: Schema,
        steps: tuple[FittedTransform, ...],
        seen: IntArray,
        units: list[Unit],
        log: EpochLog | None = None,
    ) -> PerceptronModel:
        kept = np.stack([unit.kept() for unit in units])  # (u, d) or (u, d + 1)
        return PerceptronModel(
            schema=schema,
            preparation=steps,
            curve=log.curve() if log else None,
            seen=seen.astype(np.int64),
            weights=kept[:, :-1].copy() if self.bias else kept,
            biases=kept[:, -1].copy() if self.bias else np.zeros(len(kept)),
            n_updates=np.array([unit.n_updates for unit in units]),
        )


def _epoch(units: list[Unit], fold: int) -> Run[bool]:
    """One pass of every unit that is not satisfied; whether a stop was asked for."""
    for unit in units:
        if not unit.is_satisfied:
            is_stopped = yield from unit.train(fold)
            if is_stopped:
                return True
    return False


def _n_units(n_seen: int) -> int:
    return 1 if n_seen == 2 else n_seen
