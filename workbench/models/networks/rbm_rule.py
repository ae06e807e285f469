"""Contrastive divergence as a rule of the training loop (Hinton 2002; Tieleman 2008).

∂ log p(v) / ∂W = ⟨vh⟩ of the data − ⟨vh⟩ of the model. The loop descends, so the trainee gives
what is to be lowered: the model's statistics, after k Gibbs steps, less the data's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from typing_extensions import override

from workbench.models.networks.rbm import RBM, Machines
from workbench.models.networks.rbm_body import RBMBody
from workbench.models.networks.rbm_gibbs import Gibbs
from workbench.models.networks.sides import Side, counts_of, differences, weighted_mean
from workbench.training.batch import Batch
from workbench.training.streams import Streams
from workbench.training.tally import Tally
from workbench.training.trainee import Arrays, Given, Rule, Trainee, from_arrays

N_CHAINS = 100  # of persistent contrastive divergence, for each machine
MONITORED = 8  # one in so many batches is looked at more closely
FLIPPED = 4  # units of each row, for the pseudo-likelihood
LEAST_LOG = -100.0  # of a probability, as torch has it
REMEMBERED = 8  # of these, batches whose free energy is compared with the watched rows'


@dataclass(frozen=True)
class ContrastiveDivergence(Rule):
    """CD-k, or persistent CD-k.

    Args:
        k: Gibbs steps of each update.
        is_persistent: whether chains go on from update to update instead of starting at the data.
        early_momentum: of the first ``early_epochs`` epochs (Hinton 2010, section 9).
        sparsity: share of the rows for which a hidden unit shall be on.
        sparsity_cost: how much that counts; 0 = not at all (Hinton 2010, section 11).
    """

    k: int = 1
    is_persistent: bool = False
    early_momentum: float = 0.5
    momentum: float = 0.9
    early_epochs: int = 5
    sparsity: float = 0.1
    sparsity_cost: float = 0.0

    @override
    def trainee(self, given: Given) -> "ContrastiveTrainee":
        body = RBMBody.of([cast("RBM", network) for network in given.networks], given.device)
        return ContrastiveTrainee(body, self, given.seeds)


class ContrastiveTrainee(Trainee):
    """Machines in training.

    With label units the loss is that of p(y | x), and the rows' targets are their classes;
    without, it is the reconstruction's squared error, and targets are not looked at.
    """

    monitors: ClassVar[tuple[str, ...]] = (
        "reconstruction error",
        "reconstruction cross-entropy",
        "pseudo-likelihood",
        "free-energy gap",
    )
    body: RBMBody

    def __init__(self, body: RBMBody, rule: ContrastiveDivergence, seeds: Sequence[int]) -> None:
        self.body, self._rule = body, rule
        self._streams = Streams(seeds, body.values.device)
        self._velocity = torch.zeros_like(body.values)
        self._chains = body.values.new_zeros(len(body), 0, body.shape.n_hidden)
        self._epoch = self._n_batches = 0
        self._seen: list[Tensor] = []

    @override
    def begin_epoch(self, epoch: int) -> None:
        if epoch != self._epoch:  # else it was broken off and goes on
            self._epoch, self._n_batches, self._seen = epoch, 0, []

    @override
    @torch.no_grad()
    def gradients(self, batch: Batch, tally: Tally) -> Iterator[tuple[int, Tensor]]:
        machines = self.body.first(len(batch.inputs)).machines
        gibbs = Gibbs(self._streams, counts_of(batch))
        visible = machines.with_labels(batch.inputs, batch.targets)  # (A, b, n_inputs)
        hidden = machines.hidden(visible)  # (A, b, n_hidden)
        if self._rule.is_persistent:
            model = self._chained(machines)
        else:
            model = self._from_data(machines, hidden, batch.weights, gibbs)
        reconstruction = machines.visible(hidden)
        self._tell(machines, batch, reconstruction, tally)
        data = Side(visible, hidden, batch.weights[..., None])
        yield 0, self._with_momentum(self.body.gathered(_gradient(model, data, self._rule)))

    @override
    def look(self, batch: Batch, tally: Tally) -> None:
        machines, rows = self.body.machines, batch.inputs
        visible = machines.with_labels(rows, batch.targets)
        reconstruction = machines.visible(machines.hidden(visible))
        self._tell_loss(machines, batch, reconstruction, tally, batch.weights[..., None])
        if self._seen:
            free = torch.stack([machines.free_energy(seen).mean(1) for seen in self._seen])
            gap = weighted_mean(machines.free_energy(visible), batch.weights) - free.mean(0)
            tally.monitor("free-energy gap", gap)

    @override
    def keep(self, rows: NDArray[np.int64]) -> None:
        super().keep(rows)
        self._streams.keep(rows)
        self._velocity, self._chains = self._velocity[rows], self._chains[rows]
        self._seen = [seen[rows] for seen in self._seen]

    @override
    def state(self) -> Arrays:
        seen = {f"seen{i}": rows.cpu().numpy() for i, rows in enumerate(self._seen)}
        return {
            **self._streams.state(),
            **seen,
            "velocity": self._velocity.cpu().numpy().copy(),
            "chains": self._chains.cpu().numpy().copy(),
            "done": np.array([self._epoch, self._n_batches]),
        }

    @override
    def load(self, state: Arrays) -> None:
        self._streams.load(state)
        self._velocity = from_arrays(state, "velocity", self._velocity)
        self._chains = from_arrays(state, "chains", self._chains)
        self._epoch, self._n_batches = state["done"].tolist()
        names = sorted(name for name in state if name.startswith("seen"))
        self._seen = [from_arrays(state, name, self._velocity) for name in names]

    def _from_data(self, machines: Machines, hidden: Tensor, weights: Tensor, gibbs: Gibbs) -> Side:
        """Where k steps from the data lead.

        Hidden states that drive a reconstruction are drawn; the last reconstruction and the last
        hidden units are probabilities, for less noise (Hinton 2010, section 3).
        """
        states = gibbs.drawn(hidden)
        for _ in range(self._rule.k - 1):
            states = gibbs.hidden(machines, gibbs.visible(machines, states))
        states = machines.visible(states)
        return Side(states, machines.hidden(states), weights[..., None])

    def _chained(self, machines: Machines) -> Side:
        """Where k further steps of the persistent chains lead, whose states are all drawn."""
        n, n_hidden = len(machines.weight), machines.shape.n_hidden
        gibbs = Gibbs(self._streams, [N_CHAINS] * n)
        if not self._chains.shape[1]:
            self._chains = self._begun(n_hidden)
        chains = self._chains[:n]
        states, probabilities = chains, chains
        for _ in range(self._rule.k):
            states = gibbs.visible(machines, chains)
            probabilities = machines.hidden(states)
            chains = gibbs.drawn(probabilities)
        self._chains[:n] = chains
        weight = probabilities.new_full((n, N_CHAINS, 1), 1 / N_CHAINS)
        return Side(states, probabilities, weight)

    def _begun(self, n_hidden: int) -> Tensor:
        """Hidden units on and off by chance, shape (S, N_CHAINS, n_hidden)."""
        n = len(self.body)
        return (self._streams.uniform([N_CHAINS] * n, n_hidden) < 0.5).to(self.body.values.dtype)

    def _with_momentum(self, gradient: Tensor) -> Tensor:
        rule = self._rule
        momentum = rule.early_momentum if self._epoch <= rule.early_epochs else rule.momentum
        velocity = self._velocity[: len(gradient)].mul_(momentum).add_(gradient)
        return velocity.clone()  # what is given may be overwritten

    def _tell(self, machines: Machines, batch: Batch, reconstruction: Tensor, tally: Tally) -> None:
        """Tell of a batch; of one in ``MONITORED`` more."""
        self._tell_loss(machines, batch, reconstruction, tally, batch.how.present)
        self._n_batches += 1
        if self._n_batches % MONITORED != 1:
            return
        n, rows = machines.shape.n_visible, batch.inputs
        visible = machines.with_labels(rows, batch.targets)
        if len(rows) == len(self.body) and batch.how.present is None:
            self._seen = [*self._seen, visible][-REMEMBERED:]
        if machines.shape.n_labels:
            errors = (rows - reconstruction[..., :n]).square().sum(-1)
            tally.monitor("reconstruction error", weighted_mean(errors, batch.weights))
        if machines.shape.visible == "binary":
            told = _cross_entropy(reconstruction[..., :n], rows)
            tally.monitor("reconstruction cross-entropy", weighted_mean(told, batch.weights))
            if self._rule.is_persistent:
                likelihood = self._pseudo_likelihood(machines, visible.round())
                tally.monitor("pseudo-likelihood", weighted_mean(likelihood, batch.weights))

    def _pseudo_likelihood(self, machines: Machines, visible: Tensor) -> Tensor:
        """Of each row, shape (A, b), from ``FLIPPED`` units; over an epoch all have their turn."""
        n = machines.shape.n_visible
        rows = torch.arange(visible.shape[1], device=visible.device)
        first = rows + self._n_batches
        told = [
            machines.pseudo_likelihood(
                visible, ((first + i * n // FLIPPED) % n).expand(visible.shape[:2])
            )
            for i in range(FLIPPED)
        ]
        return torch.stack(told).mean(0)

    def _tell_loss(
        self,
        machines: Machines,
        batch: Batch,
        reconstruction: Tensor,
        tally: Tally,
        weights: Tensor | None,
    ) -> None:
        if machines.shape.n_labels:
            tally.add(machines.label_scores(batch.inputs), batch.targets, weights)
        else:
            tally.add(reconstruction, batch.inputs, weights)


def _cross_entropy(probabilities: Tensor, rows: Tensor) -> Tensor:
    """Of rows in [0, 1] under these probabilities, added up over the units, shape (A, b).

    Torch's own refuses the NaN of a training that has diverged, which the loop is to tell of.
    """
    on = probabilities.log().clamp(min=LEAST_LOG)
    off = (-probabilities).log1p().clamp(min=LEAST_LOG)
    return -(rows * on + (1 - rows) * off).sum(-1)


def _gradient(model: Side, data: Side, rule: ContrastiveDivergence) -> list[Tensor]:
    """The model's statistics less the data's, in the order of ``Machines.of``."""
    weight, visible_bias, hidden_bias = differences(model, data)
    if rule.sparsity_cost:
        share = (data.hidden * data.weights).sum(1, keepdim=True)  # (A, 1, n_hidden)
        push = rule.sparsity_cost * (share - rule.sparsity)
        mean = (data.visible * data.weights).sum(1)[..., None]  # (A, n_inputs, 1)
        weight, hidden_bias = weight + mean * push, hidden_bias + push
    return [weight, visible_bias, hidden_bias]
