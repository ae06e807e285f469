"""What a learner must tell of itself for its networks to be trained together."""

from abc import ABC, abstractmethod
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

from workbench.core.run import Run
from workbench.models.learner import Fold
from workbench.models.mlp_rows import ReadyFold
from workbench.models.model import Model
from workbench.models.preparation import NumericLearner

if TYPE_CHECKING:
    from workbench.training.grouping import Grouping
    from workbench.training.job import Job, Settings, Trained


class StackableLearner(NumericLearner, ABC):
    """A learner of networks, which ``models/stacks.py`` trains: folds, and variants, at once."""

    @property
    @abstractmethod
    def stack_key(self) -> Hashable:
        """Equal for variants whose networks can be in one stack, as far as parameters go."""

    @property
    @abstractmethod
    def n_epochs(self) -> int:
        """After how many epochs training ends at the latest."""

    @abstractmethod
    def refuse(self, folds: Sequence[Fold]) -> None:
        """Look, before any work, whether it can be done.

        Raises:
            DeviceError, ParameterError: it cannot.
        """

    @abstractmethod
    def ready_key(self, fold: Fold) -> Hashable:
        """Equal where ``ready`` would give the same."""

    @abstractmethod
    def ready(self, fold: Fold) -> Run[ReadyFold]:
        """The fold as a network sees it.

        Raises:
            FitError: it cannot be learnt from.
        """

    @abstractmethod
    def grouping(self, fold: ReadyFold, n_networks: int) -> "Grouping":
        """How many networks such as this fold's to train together."""

    @classmethod
    def pretrained(
        cls, stack: Sequence[tuple["StackableLearner", ReadyFold]]
    ) -> Run[list[ReadyFold]]:
        """The folds of one stack, each with its learner, with what is learnt before the networks.

        For learners that train in phases; told to stop, it hands over what there is.
        """
        yield from ()
        return [fold for _, fold in stack]

    @abstractmethod
    def job(self, fold: ReadyFold, epochs: int) -> "Job":
        """A network to be trained for so many epochs."""

    @abstractmethod
    def settings(self, fold: ReadyFold) -> "Settings":
        """How it is trained; the same for variants of one ``stack_key``."""

    @abstractmethod
    def model(self, fold: ReadyFold, trained: "Trained") -> Model:
        """The model that a trained network makes."""

    def finished(self, fold: ReadyFold, trained: "Trained") -> Run[Model]:
        """The same with what is learnt after the network; for learners that learn more then."""
        yield from ()
        return self.model(fold, trained)
