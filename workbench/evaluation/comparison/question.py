"""What is asked of a comparison."""

from dataclasses import dataclass

import numpy as np

from workbench.core.errors import ParameterError, Where
from workbench.data.dataset import FloatArray
from workbench.evaluation.comparison.trials import IN_UNITS, SCORES, Comparison

ROPE = 0.01


@dataclass(frozen=True)
class Question:
    """One score, and against which learner the others are tested.

    Args:
        base: number of the learner that the others are tested against.
        alpha: significance level, two-sided.
        rope: differences of at most this much do not matter; for errors in the target's unit, as
            a share of the mean.
    """

    score: str
    base: int = 0
    alpha: float = 0.05
    rope: float = ROPE

    @property
    def sign(self) -> int:
        """1 where more is better, −1 where less is."""
        return 1 if SCORES[self.score] else -1

    def rope_for(self, values: FloatArray) -> float:
        """The largest difference that does not matter, in the unit of the values."""
        known = values[np.isfinite(values)]
        if self.score not in IN_UNITS or not len(known):
            return self.rope
        return self.rope * abs(float(known.mean()))


def asked(
    comparison: Comparison,
    score: str = "",
    base: str = "",
    alpha: float = 0.05,
    rope: float = ROPE,
) -> Question:
    """A question by names.

    Args:
        score: by default the accuracy; where only numbers are predicted, their relative error.
        base: a learner; by default the strongest baseline, or else the first learner.

    Raises:
        ParameterError: there is no such score or learner.
    """
    if score and score not in comparison.scores:
        known = ", ".join(comparison.scores) or "none"
        raise ParameterError(
            f"There is no score '{score}' here; there are: {known}.", where=Where(parameter="score")
        )
    if base and base not in comparison.learners:
        known = ", ".join(f"'{name}'" for name in comparison.learners)
        raise ParameterError(
            f"There is no learner '{base}' here; there are: {known}.", where=Where(parameter="base")
        )
    strongest = comparison.baselines[-1] if comparison.baselines else ""
    name = base or strongest
    number = comparison.learners.index(name) if name else 0
    first = comparison.scores[0] if comparison.scores else "accuracy"
    return Question(score or first, number, alpha, rope)
