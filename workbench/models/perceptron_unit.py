"""One threshold unit while it learns: the rule itself."""

from typing import Literal, TypeAlias

import numpy as np

from workbench.core.run import Run, Stop
from workbench.data.dataset import FloatArray, IntArray
from workbench.models.blas import one_thread
from workbench.models.perceptron_events import WeightsUpdated

Variant: TypeAlias = Literal["plain", "averaged", "pocket"]
Order: TypeAlias = Literal["shuffled", "random", "given"]

FIRST_BLOCK = 8  # samples looked at in one product; doubled while none is on the wrong side
LARGEST_BLOCK = 1024


class Unit:
    """Weights that change: a positive sample with w·x ≤ 0 is added, a negative with w·x ≥ 0 taken.

    Args:
        number: which unit of the perceptron.
        features: shape (n, d), with a last column of ones where there is a bias.
        signs: +1 for positive samples, −1 for the rest, shape (n,).
        start: the first weights, shape (d,).
    """

    def __init__(  # noqa: PLR0913 -- one unit is told all of this once, in one place
        self,
        number: int,
        features: FloatArray,
        signs: FloatArray,
        start: FloatArray,
        *,
        variant: Variant,
        order: Order,
        random: np.random.Generator,
    ) -> None:
        self._number, self._features, self._signs = number, features, signs
        self._variant, self._order, self._random = variant, order, random
        self._weights = start
        self._sum = np.zeros_like(start)  # of the weights over all steps
        self._steps = 0
        self._run = 0  # samples classified rightly in a row
        self._pocket, self._pocket_run, self._pocket_errors = start, 0, self._n_errors(start)
        self.n_updates = 0
        self.is_satisfied = False

    def train(self, fold: int) -> Run[bool]:
        """One pass over the samples, an event for each update; whether a stop was asked for."""
        order, done, block = self._next_order(), 0, FIRST_BLOCK
        while done < len(order):
            rows = order[done : done + block]
            wrong = np.flatnonzero(self._signs[rows] * (self._features[rows] @ self._weights) <= 0)
            n_right = int(wrong[0]) if len(wrong) else len(rows)
            self._pass_over(n_right)
            done += n_right
            block = min(2 * block, LARGEST_BLOCK) if n_right == len(rows) else FIRST_BLOCK
            if n_right < len(rows):
                command = yield self._update(int(rows[n_right]), fold)
                done += 1
                if isinstance(command, Stop):
                    return True
        self._fill_pocket()
        self.is_satisfied = self._n_errors(self._weights) == 0
        return False

    def kept(self) -> FloatArray:
        """The weights that predict, shape (d,)."""
        if self._variant == "averaged" and self._steps:
            return self._sum / self._steps
        return self._pocket if self._variant == "pocket" else self._weights

    def _next_order(self) -> IntArray:
        n = len(self._signs)
        if self._order == "given":
            return np.arange(n)
        return (
            self._random.permutation(n)
            if self._order == "shuffled"
            else (self._random.integers(n, size=n))
        )

    def _pass_over(self, n_right: int) -> None:
        """Samples on the right side change nothing, but count as steps."""
        self._steps += n_right
        self._run += n_right
        self._sum = self._sum + n_right * self._weights

    def _update(self, sample: int, fold: int) -> WeightsUpdated:
        self._fill_pocket()
        sign = self._signs[sample]
        self._weights = self._weights + sign * self._features[sample]
        self._weights.flags.writeable = False
        self._sum = self._sum + self._weights
        self._steps, self._run = self._steps + 1, 0
        self.n_updates += 1
        return WeightsUpdated(
            fold, self._number, self._steps, self.n_updates, sample, int(sign), self._weights
        )

    def _fill_pocket(self) -> None:
        """Keep the weights if they had a longer run than the pocket's and make fewer errors."""
        if self._variant != "pocket" or self._run <= self._pocket_run:
            return
        errors = self._n_errors(self._weights)
        if errors < self._pocket_errors:
            self._pocket, self._pocket_errors = self._weights, errors
            self._pocket_run = self._run

    def _n_errors(self, weights: FloatArray) -> int:
        with one_thread():
            return int(np.sum(self._signs * (self._features @ weights) <= 0))
