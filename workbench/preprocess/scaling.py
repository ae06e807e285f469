"""What standardise and min-max share once fitted: each numeric attribute shifted and divided."""

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
from typing_extensions import override

from workbench.data.dataset import Dataset, FloatArray
from workbench.data.state import State
from workbench.preprocess.columns import column_of, with_replaced
from workbench.preprocess.transform import FittedTransform


@dataclass(frozen=True, eq=False)
class FittedScaling(FittedTransform):
    """``(value − offset) / divisor`` for each named attribute; missing stays missing.

    Args:
        names: the attributes, length d.
        offsets, divisors: shape (d,); no divisor is zero.
    """

    key: ClassVar[str] = "scaling"

    names: tuple[str, ...]
    offsets: FloatArray
    divisors: FloatArray

    @override
    def apply(self, dataset: Dataset) -> Dataset:
        steps = zip(self.names, self.offsets, self.divisors, strict=True)
        return with_replaced(
            dataset,
            {
                name: (column_of(dataset, name, "numeric") - offset) / divisor
                for name, offset, divisor in steps
            },
        )

    @property
    def changes_nothing(self) -> bool:
        """Whether the attributes are scaled in this way already, but for rounding."""
        return bool(
            np.all(np.abs(self.offsets) < 1e-6) and np.allclose(self.divisors, 1, rtol=1e-6)
        )

    @override
    def state(self) -> State:
        return State(
            {"names": list(self.names)}, {"offsets": self.offsets, "divisors": self.divisors}
        )

    @classmethod
    @override
    def from_state(cls, state: State) -> Self:
        return cls(
            tuple(state.values["names"]),
            state.arrays["offsets"].astype(np.float64),
            state.arrays["divisors"].astype(np.float64),
        )


def known_values(column: FloatArray) -> FloatArray:
    """The values of a numeric column that are not missing."""
    return column[~np.isnan(column)]
