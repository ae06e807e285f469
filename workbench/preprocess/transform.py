"""The contract of the room: what a transform is, before and after it has seen training data."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Self

from workbench.core.component import Category, Component
from workbench.data.dataset import Dataset, IntArray
from workbench.data.state import State


@dataclass(frozen=True, eq=False)
class FittedTransform(ABC):
    """A transform with what it learnt; applies the same way to any rows, and never changes.

    Attributes:
        key: the key of the transform that made it; names it in model files.
    """

    key: ClassVar[str]

    @abstractmethod
    def apply(self, dataset: Dataset) -> Dataset:
        """The same samples, transformed. Shape (n, ·) stays n; the class is left alone.

        Raises:
            DataError: an attribute it was fitted on is missing or of another kind.
        """

    @abstractmethod
    def state(self) -> State:
        """All it needs to come back from a file."""

    @classmethod
    @abstractmethod
    def from_state(cls, state: State) -> Self:
        """The inverse of ``state``."""


class Transform(Component, ABC):
    """Learns from the training part of a split: ``Splits → Splits`` in a flow."""

    category: ClassVar[Category] = "Prepare"

    @abstractmethod
    def fit(self, train: Dataset) -> FittedTransform:
        """Learn from training rows only.

        Raises:
            DataError: a named attribute is missing or of a kind this cannot transform.
        """


class DatasetTransform(Component, ABC):
    """Learns nothing (set the class, choose columns): ``Dataset → Dataset`` in a flow."""

    category: ClassVar[Category] = "Prepare"

    @abstractmethod
    def apply(self, dataset: Dataset) -> Dataset:
        """The data set, changed.

        Raises:
            DataError: a named attribute does not exist or is of the wrong kind.
        """


class RowSampler(Component, ABC):
    """Chooses training rows, some perhaps more than once: ``Splits → Splits`` in a flow.

    Only the training part of each split is touched: test rows stay as they came.
    """

    category: ClassVar[Category] = "Prepare"

    @abstractmethod
    def rows(self, train: Dataset) -> IntArray:
        """The chosen row numbers of ``train``, in order, shape (m,).

        Raises:
            DataError: there is no nominal class where one is needed, or no row.
        """
