"""From which probability on a class is predicted: a choice of the user's, kept with the model."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.core.errors import ModelError
from workbench.data.dataset import FloatArray


@dataclass(frozen=True)
class DecisionThreshold:
    """The class ``label`` is predicted from ``value`` on, else the most probable of the others.

    Args:
        label: one of the model's classes.
        value: a probability in [0, 1]; one that is equal to it counts for the class.

    Raises:
        ModelError: the value is no probability.
    """

    label: str
    value: float

    def __post_init__(self) -> None:
        if not 0.0 <= self.value <= 1.0:
            raise ModelError(f"The threshold must be between 0 and 1, not {self.value:g}.")

    def decided(self, classes: Sequence[str], probabilities: FloatArray) -> NDArray[np.int32]:
        """The class codes, shape (n,), for probabilities of shape (n, c); first of equals.

        Raises:
            ModelError: ``label`` is none of the classes.
        """
        code = self.code(classes)
        others = probabilities.copy()
        others[:, code] = -np.inf
        chosen = np.argmax(others, axis=1).astype(np.int32)
        return np.where(probabilities[:, code] >= self.value, np.int32(code), chosen)

    def code(self, classes: Sequence[str]) -> int:
        """The place of ``label`` among the classes.

        Raises:
            ModelError: it is none of them.
        """
        if self.label not in classes:
            raise ModelError(
                f"The threshold is for the class '{self.label}', which the model does not have; "
                f"there are: {', '.join(classes[:10])}.",
                remedy="Choose one of these as the threshold's class.",
            )
        return list(classes).index(self.label)
