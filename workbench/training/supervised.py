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
from workbench.training.compiling import note_of
from workbench.training.memory import Pieces
from workbench.training.precision import Precision
from workbench.training.stacking import Stack, dropout_rates, is_stackable
from workbench.training.tally import Tally
from workbench.training.trainee import Arrays, Body, Given, Outputs, Rule, Trainee

AUXILIARY_WEIGHT = 0.3  # of the loss at auxiliary heads (Szegedy et al. 2015)


@dataclass(frozen=True)
class Supervised(Rule):
    """Gradient descent on the loss."""

    @override
    def trainee(self, given: Given) -> "SupervisedTrainee":
        return SupervisedTrainee(body_of(given), given, _rates(given))


class SupervisedTrainee(Trainee):
    """Networks that learn from targets.

    Args:
        rates: of the dropout layers in each network, shape (S, layers).
    """

    def __init__(self, body: Body, given: Given, rates: NDArray[np.float64]) -> None:
        self.body = body
        self._loss, self._rates = given.loss, rates
        self._firsts: dict[int, Body] = {}
        self._precision = Precision(given.computing.precision, given.device, len(body))
        self._is_to_compile = given.computing.compiles
        mixes_rows = any(mixes(n, draws=not isinstance(body, Stack)) for n in given.networks)
        self._pieces = Pieces(given.device, mixes_rows=mixes_rows)
        self._looked_pieces = Pieces(given.device, mixes_rows=False)
        self._notes: list[str] = []

    @property
    @override
    def dropouts(self) -> Sequence[tuple[int, NDArray[np.float64]]]:
        return list(zip(self.body.dropout_widths, self._rates.T, strict=True))

    @override
    def gradients(self, batch: Batch, tally: Tally) -> Iterator[tuple[int, Tensor]]:
        if self._is_to_compile:
            self._compile(batch.inputs)
        found = self._pieces.each(batch, self._passed)
        gradient, told = found[0]
        if len(found) > 1:
            told = torch.cat([outputs for _, outputs in found], 1)
            for more, _ in found[1:]:
                gradient += more
        tally.add(told, batch.targets, batch.how.present)
        if self._precision.scales is None or self._is_finite(gradient):
            yield 0, gradient

    def _passed(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """The gradient (A, P) of a batch or a piece of one, and the outputs (A, b, …)."""
        body = self._first(batch.inputs.shape[0])
        outputs = self._outputs(body, batch)  # (A, b, …) each
        told = outputs[0].detach()
        pushes = [self._loss.gradient(told, batch.targets, batch.weights)]
        for other in outputs[1:]:
            push = self._loss.gradient(other.detach(), batch.targets, batch.weights)
            pushes.append(push.mul_(AUXILIARY_WEIGHT))
        if self._precision.scales is not None:
            pushes = [self._precision.scales.up(push) for push in pushes]
        gradients = torch.autograd.grad(outputs, body.parameters, pushes)
        return body.gathered(gradients), told

    def _outputs(self, body: Body, batch: Batch) -> tuple[Tensor, ...]:
        """What the networks give, as float32."""
        if not self._precision.is_mixed:
            return as_tuple(body(batch.inputs, batch.how))
        with self._precision.passes():
            outputs = body(batch.inputs, batch.how)
        return tuple(one.float() for one in as_tuple(outputs))

    def _is_finite(self, gradient: Tensor) -> bool:
        """Whether there is a step to be made; those without a finite gradient stand still."""
        scales = self._precision.scales
        if scales is None:
            return True
        is_finite = scales.down(gradient)
        if not is_finite.all():
            gradient[torch.from_numpy(~is_finite).to(gradient.device)] = 0.0
        return bool(is_finite.any())

    def _compile(self, inputs: Tensor) -> None:
        self._is_to_compile = False
        with self._precision.passes():
            reason = self.body.compile(inputs)
        if reason:
            self._notes.append(note_of(reason))

    @override
    def look(self, batch: Batch, tally: Tally) -> None:
        def passed(piece: Batch) -> Tensor:
            return self._outputs(self.body, piece)[0]

        outputs = self._looked_pieces.each(batch, passed)
        told = outputs[0] if len(outputs) == 1 else torch.cat(outputs, 1)
        tally.add(told, batch.targets, batch.weights[..., None])

    @override
    def take_notes(self) -> list[str]:
        notes = self._notes + self._pieces.notes
        self._notes, self._pieces.notes = [], []
        return notes

    @override
    def keep(self, rows: NDArray[np.int64]) -> None:
        super().keep(rows)
        if self._precision.scales is not None:
            self._precision.scales.keep(rows)
        self._rates, self._firsts = self._rates[rows], {}

    @override
    def state(self) -> Arrays:
        scales = self._precision.scales
        return {**super().state(), **({} if scales is None else scales.state())}

    @override
    def load(self, state: Arrays) -> None:
        super().load(state)
        if self._precision.scales is not None:
            self._precision.scales.load(state)

    def _first(self, n: int) -> Body:
        if n == len(self.body):
            return self.body
        if n not in self._firsts:
            self._firsts[n] = self.body.first(n)
        return self._firsts[n]


def body_of(given: Given) -> Body:
    """The networks as one function.

    Raises:
        ValueError: there are several that cannot be stacked.
    """
    networks = given.networks
    if _stacks(given):
        return Stack.of(networks, given.device, given.row)
    if len(networks) > 1:
        raise ValueError(f"{type(networks[0]).__name__} cannot be stacked")
    last = given.computing.channels_last
    return Alone(networks[0], given.device, given.seeds[0], channels_last=last)


def mixes(network: nn.Module, *, draws: bool) -> bool:
    """Whether some layer looks across the rows of a batch or draws random numbers.

    Args:
        draws: whether layers draw them; those of a stack are given masks with the batch.
    """
    norm = nn.modules.batchnorm._BatchNorm  # noqa: SLF001 -- their one base
    layers = list(network.modules())
    return any(isinstance(m, norm) or (draws and hasattr(m, "generator")) for m in layers)


def as_tuple(outputs: Outputs) -> tuple[Tensor, ...]:
    """The outputs, of auxiliary heads as well."""
    return outputs if isinstance(outputs, tuple) else (outputs,)


def _stacks(given: Given) -> bool:
    """Whether the networks are stacked; one alone with convolutions is not if it is compiled."""
    if not all(is_stackable(network) for network in given.networks):
        return False
    is_alone = len(given.networks) == 1 and given.computing.compiles
    return not (is_alone and any(isinstance(m, nn.Conv2d) for m in given.networks[0].modules()))


def _rates(given: Given) -> NDArray[np.float64]:
    if _stacks(given):
        return np.array([dropout_rates(network) for network in given.networks])
    return np.empty((len(given.networks), 0))
