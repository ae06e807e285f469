"""Two networks that learn against each other (Goodfellow et al. 2014)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional
from typing_extensions import override

from workbench.training.alone import Alone
from workbench.training.batch import Batch, Pass
from workbench.training.losses import Loss
from workbench.training.tally import Tally
from workbench.training.trainee import Given, Rule, Trainee


class Pair(Protocol):
    """A generator and a discriminator as one module, the generator's parameters first."""

    @property
    def n_generator_parameters(self) -> int:
        """How many of the parameters are the generator's."""
        ...

    def fakes(self, rows: Tensor) -> Tensor:
        """As many made-up rows, shape (b, d), with the labels of these."""
        ...

    def __call__(self, rows: Tensor) -> Tensor:
        """Logits of "this is of the data", shape (b, 1), for rows (b, d)."""
        ...


@dataclass(frozen=True)
class DiscriminatorLoss(Loss):
    """−ln D(x) − ln(1 − D(G(z))); the score is the share of x and G(z) that D tells rightly.

    At the optimum, where D is ½ everywhere, it is 2 ln 2 = 1.386, and the score ½.
    """

    name: ClassVar[str] = "discriminator loss"
    score_name: ClassVar[str] = "told apart"

    @override
    def per_sample(self, outputs: Tensor, targets: Tensor) -> Tensor:
        """The loss of logits of real and made-up rows, shape (…, b), for outputs (…, b, 2)."""
        return functional.softplus(-outputs[..., 0]) + functional.softplus(outputs[..., 1])

    @override
    def hits(self, outputs: Tensor, targets: Tensor, losses: Tensor) -> Tensor:
        told = (outputs[..., 0] > 0).to(losses.dtype) + (outputs[..., 1] < 0).to(losses.dtype)
        return told / 2

    @override
    def score(
        self, mean_hits: NDArray[np.float64], spread: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        return mean_hits


@dataclass(frozen=True)
class Adversarial(Rule):
    """For each batch a step of the discriminator, then one of the generator.

    The generator raises ln D(G(z)) instead of lowering ln(1 − D(G(z))): the same aim, with a
    gradient that does not vanish while D still tells everything apart.

    Args:
        smoothing: D is told that rows of the data are real with 1 − smoothing only (Salimans et
            al. 2016).
    """

    smoothing: float = 0.0

    @override
    def trainee(self, given: Given) -> "AdversarialTrainee":
        [network], [seed] = given.networks, given.seeds
        return AdversarialTrainee(Alone(network, given.device, seed), given.loss, self.smoothing)


class AdversarialTrainee(Trainee):
    """A pair in training. Its groups: the discriminator's parameters, the generator's."""

    monitors: ClassVar[tuple[str, ...]] = ("generator loss", "D(x)", "D(G(z))")
    body: Alone

    def __init__(self, body: Alone, loss: Loss, smoothing: float) -> None:
        self.body, self._loss, self._smoothing = body, loss, smoothing
        n_columns = self._pair(Pass()).n_generator_parameters
        self._columns = (slice(n_columns, None), slice(0, n_columns))
        self._discriminator, self._generator = _parted(body.parameters, n_columns)

    @property
    @override
    def groups(self) -> tuple[slice, ...]:
        return self._columns

    @override
    def gradients(self, batch: Batch, tally: Tally) -> Iterator[tuple[int, Tensor]]:
        pair, rows, weights = (
            self._pair(batch.how),
            batch.inputs[0],
            batch.weights[0],
        )  # (b, d), (b,)
        logits = _logits(pair, rows, pair.fakes(rows).detach())
        self._told(logits, batch, tally)
        losses = self._loss.per_sample(logits, rows) + self._smoothing * logits[:, 0]
        yield 0, _gradient((losses * weights).sum(), self._discriminator)
        made = pair(pair.fakes(rows))[:, 0]  # (b,)
        losses = functional.softplus(-made)
        tally.monitor("generator loss", losses.detach().mean()[None])
        yield 1, _gradient((losses * weights).sum(), self._generator)

    @override
    def look(self, batch: Batch, tally: Tally) -> None:
        pair, rows = self._pair(batch.how), batch.inputs[0]
        logits = _logits(pair, rows, pair.fakes(rows))
        self._told(logits, batch, tally, batch.weights[..., None])
        tally.monitor("generator loss", functional.softplus(-logits[:, 1]).mean()[None])

    def _pair(self, how: Pass) -> Pair:
        return cast("Pair", self.body.module(how))

    def _told(
        self, logits: Tensor, batch: Batch, tally: Tally, weights: Tensor | None = None
    ) -> None:
        told = logits.detach()
        tally.add(told[None], batch.targets, weights)
        real, made = torch.sigmoid(told).mean(0)
        tally.monitor("D(x)", real[None])
        tally.monitor("D(G(z))", made[None])


def _logits(pair: Pair, rows: Tensor, fakes: Tensor) -> Tensor:
    """What the discriminator makes of real and of made-up rows, shape (b, 2)."""
    return torch.cat([pair(rows), pair(fakes)], 1)


def _parted(
    parameters: Sequence[Tensor], n_columns: int
) -> tuple[Sequence[Tensor], Sequence[Tensor]]:
    """The discriminator's parameters, and the generator's: the first ones, of so many numbers."""
    place, n = 0, 0
    while n < n_columns:
        n += parameters[place].numel()
        place += 1
    return parameters[place:], parameters[:place]


def _gradient(loss: Tensor, parameters: Sequence[Tensor]) -> Tensor:
    """As one row, shape (1, columns)."""
    gradients = torch.autograd.grad(loss, list(parameters))
    return torch.cat([gradient.reshape(-1) for gradient in gradients])[None]
