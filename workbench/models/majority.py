"""The majority class, or the mean: the baseline that every other learner has to beat.

Source: WEKA's ZeroR (weka.classifiers.rules.ZeroR).
"""

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
from typing_extensions import override

from workbench.core.errors import ModelError
from workbench.core.run import Progressed, Run
from workbench.data.dataset import Dataset, FloatArray
from workbench.data.schema import Schema
from workbench.data.state import State
from workbench.models.learner import Fold, Learner
from workbench.models.model import Model
from workbench.models.preparation import known_class
from workbench.preprocess.transform import FittedTransform


@dataclass(frozen=True, eq=False, kw_only=True)
class MajorityModel(Model):
    """Answers the same for every row.

    Args:
        answer: class probabilities, shape (c,), or the mean target, shape (1,).
    """

    key: ClassVar[str] = "majority"

    answer: FloatArray

    @override
    def _outputs(self, prepared: Dataset) -> Run[FloatArray]:
        yield from ()
        return np.tile(self.answer, (prepared.n_samples, 1))  # (n, c)

    @override
    def state(self) -> State:
        return State(arrays={"answer": self.answer})

    @classmethod
    @override
    def from_state(
        cls, state: State, schema: Schema, preparation: tuple[FittedTransform, ...]
    ) -> Self:
        answer = state.arrays.get("answer")
        n_outputs = len(schema.target.values) if schema.task == "classification" else 1
        if answer is None or answer.shape != (n_outputs,):
            raise ModelError(f"A majority model needs an array 'answer' of shape ({n_outputs},).")
        return cls(schema=schema, preparation=preparation, answer=answer.astype(np.float64))


class Majority(Learner):
    """Predict the most frequent class, or the mean, whatever the features say.

    The probabilities are WEKA's: each class starts with a count of one, so that none is
    impossible. Of equally frequent classes the first is predicted.
    """

    key: ClassVar[str] = "majority"
    title: ClassVar[str] = "Majority class"
    icon: ClassVar[str] = "mdi6.podium"
    weka: ClassVar[tuple[str, ...]] = ("weka.classifiers.rules.ZeroR",)
    aliases: ClassVar[tuple[str, ...]] = ("baseline", "mean")
    ignores_order: ClassVar[bool] = True

    @override
    def fit(self, fold: Fold) -> Run[Model]:
        train = known_class(fold.train)
        known = train.labels
        if train.schema.task == "classification":
            counts = 1.0 + np.bincount(known, minlength=len(train.schema.target.values))
            answer = counts / counts.sum()  # (c,)
        else:
            answer = np.array([known.mean()])  # (1,)
        yield Progressed(1, 1)
        return MajorityModel(schema=train.schema, answer=answer)
