"""What the loop trains: S networks of one shape, and the rule by which they learn.

All parameters of all networks lie in one tensor of shape (S, P), one network per row, all running
statistics in another: so a step of the optimiser, keeping the best weights, averaging them and
writing them down are each one operation, whatever the networks are.

``Body`` is the networks as one function, ``Trainee`` a body with a rule: what gradient a batch
gives, and what is told of it.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from workbench.training.batch import Batch, Pass
from workbench.training.computing import Computing
from workbench.training.layer_place import LayerPlace
from workbench.training.losses import Loss
from workbench.training.tally import Tally

Outputs: TypeAlias = Tensor | tuple[Tensor, ...]
# Is told a layer's place in ``Body.layers`` and its outputs, shape (S, b, …), without a graph.
Note: TypeAlias = Callable[[int, Tensor], None]
Arrays: TypeAlias = Mapping[str, NDArray[Any]]


class Body(ABC):
    """S networks of one shape as one function.

    Attributes:
        values: all trained parameters, shape (S, P).
        statistics: all running statistics of batch norm, shape (S, Q).
        parameters: leaves that share memory with ``values``, for the gradient.
        dropout_widths: of each dropout layer whose masks come with the batch, in order.
    """

    values: Tensor
    statistics: Tensor
    parameters: list[Tensor]
    dropout_widths: list[int]

    def __len__(self) -> int:
        return self.values.shape[0]

    @abstractmethod
    def __call__(self, inputs: Tensor, how: Pass) -> Outputs:
        """The outputs (S, b, …) for inputs (S, b, …); with auxiliary ones behind the first."""

    @abstractmethod
    def first(self, n: int) -> "Body":
        """The first ``n`` networks, sharing memory with this body."""

    @abstractmethod
    def kept(self, rows: Sequence[int]) -> "Body":
        """A body of some of the networks, which shares nothing with this one."""

    @abstractmethod
    def gathered(self, gradients: Sequence[Tensor]) -> Tensor:
        """Gradients with respect to ``parameters`` as one tensor, shape (S, P)."""

    @abstractmethod
    def unpacked(self, network: nn.Module, values: Tensor, statistics: Tensor) -> nn.Module:
        """A copy of ``network`` on the processor, in evaluation mode, with these numbers.

        Args:
            values, statistics: a row of those of this body, shapes (P,) and (Q,).
        """

    @property
    def layers(self) -> Sequence[LayerPlace]:
        """The layers that can be looked into; none if that is not known."""
        return ()

    def watch(self, note: Note | None) -> None:  # noqa: B027 -- nothing by default
        """Tell ``note`` what each layer gives, until told None."""

    def compile(self, inputs: Tensor) -> str:
        """Let torch compile the networks, tried on inputs (S, b, …) of a batch.

        Returns:
            Why they compute as they are instead; empty if they are compiled.
        """
        return "networks laid out to be trained together are not"

    def random_state(self) -> Arrays:
        """Where the networks' own streams of random numbers are; empty if they have none."""
        return {}

    def set_random_state(self, state: Arrays) -> None:  # noqa: B027 -- nothing by default
        """Go on from there."""


class Trainee(ABC):
    """A body that learns by a rule.

    Attributes:
        monitors: names of further figures that are told after each epoch.
        groups: columns of ``values`` that have an optimiser of their own.
        dropouts: of each dropout layer whose masks come with the batch its width, and its rate in
            each network, shape (S,).
    """

    monitors: ClassVar[tuple[str, ...]] = ()
    body: Body

    @property
    def values(self) -> Tensor:
        """All trained parameters, shape (S, P)."""
        return self.body.values

    @property
    def statistics(self) -> Tensor:
        """All running statistics, shape (S, Q)."""
        return self.body.statistics

    @property
    def groups(self) -> tuple[slice, ...]:
        """Columns of ``values`` that have an optimiser of their own."""
        return (slice(None),)

    @property
    def dropouts(self) -> Sequence[tuple[int, NDArray[np.float64]]]:
        """Dropout layers whose masks come with the batch."""
        return ()

    @abstractmethod
    def gradients(self, batch: Batch, tally: Tally) -> Iterator[tuple[int, Tensor]]:
        """For one group of parameters after the other the gradient of what is to be lowered.

        The group has made its step before the next gradient is asked for. What the batch tells
        goes into ``tally``.

        Returns:
            The group's number and its gradient, shape (A, columns), for the A networks that the
            batch has rows of; it may be overwritten.
        """

    @abstractmethod
    def look(self, batch: Batch, tally: Tally) -> None:
        """Tell ``tally`` of watched rows, changing nothing."""

    def begin_epoch(self, epoch: int) -> None:  # noqa: B027 -- nothing by default
        """Told before each epoch, 1-based: for rules that change during training."""

    def take_notes(self) -> list[str]:
        """Sentences that the user should read, of what has happened since the last time."""
        return []

    def keep(self, rows: NDArray[np.int64]) -> None:
        """Go on with these networks only."""
        self.body = self.body.kept(rows.tolist())

    def unpacked(self, network: nn.Module, values: Tensor, statistics: Tensor) -> nn.Module:
        """As ``Body.unpacked``."""
        return self.body.unpacked(network, values, statistics)

    def state(self) -> Arrays:
        """What else there is to be written down to go on as if nothing had been."""
        return self.body.random_state()

    def load(self, state: Arrays) -> None:
        """The inverse of ``state``."""
        self.body.set_random_state(state)


@dataclass(frozen=True, eq=False)
class Given:
    """What a rule makes a trainee of.

    Args:
        networks: of one shape, with their initial weights; they stay as they are.
        seeds: one per network.
        computing: how passes are computed, for rules that leave a choice.
        row: one sample, shape (1, …); None where no layer asks how much arrives.
    """

    networks: Sequence[nn.Module]
    seeds: Sequence[int]
    loss: Loss
    device: torch.device
    computing: Computing = field(default_factory=Computing)
    row: Tensor | None = None


class Rule(ABC):
    """How networks learn: makes trainees. A frozen value whose ``repr`` says all of it."""

    @abstractmethod
    def trainee(self, given: Given) -> Trainee:
        """The networks, to be trained together.

        Raises:
            ValueError: they cannot be.
        """


def from_arrays(state: Arrays, name: str, like: Tensor) -> Tensor:
    """The array ``name`` of a state as a tensor of the type and on the device of ``like``."""
    return torch.from_numpy(np.array(state[name])).to(like)
