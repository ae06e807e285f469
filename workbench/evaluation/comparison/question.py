"""What is asked of a comparison."""

from dataclasses import dataclass

import numpy as np

from workbench.data.dataset import FloatArray
from workbench.evaluation.comparison.trials import IN_UNITS, SCORES

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
