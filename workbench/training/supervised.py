"""Learning from targets: the gradient of a loss, for stacked networks or one alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from typing_extensions import override

from workbench.training.alone import Alone
from workbench.training.batch import Batch
from workbench.training.losses import Loss
from workbench.training.stacking import Stack, dropout_rates, is_stackable
from workbench.training.tally import Tally
from workbench.training.trainee import Body, Given, Outputs, Rule, Trainee

AUXILIARY_WEIGHT = 0.3  # of the loss at auxiliary heads (Szegedy et al. 2015)


@dataclass(frozen=True)
class Supervised(Rule):
    """Gradient descent on the loss."""

    @override
    def trainee(self, given: Given) -> "SupervisedTrainee":
        return SupervisedTrainee(body_of(given), given.loss, _rates(given.networks))


class SupervisedTrainee(Trainee):
    """Networks that learn from targets.

    Args:
        rates: of the dropout layers in each network, shape (S, layers).
    """

    def __init__(self, body: Body, loss: Loss, rates: NDArray[np.float64]) -> None:
        self.body = body
        self._loss, self._rates = loss, rates
        self._firsts: dict[int, Body] = {}

    @property
    @override
    def dropouts(self) -> Sequence[tuple[int, NDArray[np.float64]]]:
        return list(zip(self.body.dropout_widths, self._rates.T, strict=True))

    @override
    def gradients(self, batch: Batch, tally: Tally) -> Iterator[tuple[int, Tensor]]:
        body = self._first(batch.inputs.shape[0])
        outputs = as_tuple(body(batch.inputs, batch.how))  # (A, b, …) each
        told = outputs[0].detach()
        pushes = [self._loss.gradient(told, batch.targets, batch.weights)]
        for other in outputs[1:]:
            push = self._loss.gradient(other.detach(), batch.targets, batch.weights)
            pushes.append(push.mul_(AUXILIARY_WEIGHT))
        gradients = torch.autograd.grad(outputs, body.parameters, pushes)
        tally.add(told, batch.targets, batch.how.present)
        yield 0, body.gathered(gradients)

    @override
    def look(self, batch: Batch, tally: Tally) -> None:
        outputs = as_tuple(self.body(batch.inputs, batch.how))[0]
        tally.add(outputs, batch.targets, batch.weights[..., None])

    @override
    def keep(self, rows: NDArray[np.int64]) -> None:
        super().keep(rows)
        self._rates, self._firsts = self._rates[rows], {}

    def _first(self, n: int) -> Body:
        if n not in self._firsts:
            self._firsts[n] = self.body.first(n)
        return self._firsts[n]


def body_of(given: Given) -> Body:
    """The networks as one function.

    Raises:
        ValueError: there are several that cannot be stacked.
    """
    networks = given.networks
    if all(is_stackable(network) for network in networks):
        return Stack.of(networks, given.device)
    if len(networks) > 1:
        raise ValueError(f"{type(networks[0]).__name__} cannot be stacked")
    return Alone(networks[0], given.device, given.seeds[0])


def as_tuple(outputs: Outputs) -> tuple[Tensor, ...]:
    """The outputs, of auxiliary heads as well."""
    return outputs if isinstance(outputs, tuple) else (outputs,)


def _rates(networks: Sequence[nn.Module]) -> NDArray[np.float64]:
    if all(is_stackable(network) for network in networks):
        return np.array([dropout_rates(network) for network in networks])
    return np.empty((len(networks), 0))
