"""Up–down, the contrastive wake–sleep algorithm (Hinton, Osindero and Teh 2006, appendix B).

Wake: hidden states are drawn upwards, and generative weights learn to give the layer below.
Top: the undirected pair learns by contrastive divergence. Sleep: states are drawn downwards from
where its Gibbs chain has come to, and recognition weights learn to give the layer above.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Self, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from typing_extensions import override

from workbench.models.networks.dbn import Beliefs, DeepBelief, Directed
from workbench.models.networks.dbn_shape import DBNShape
from workbench.models.networks.packed_body import PackedBody, packed
from workbench.models.networks.rbm_gibbs import Gibbs
from workbench.models.networks.sides import Side, counts_of, differences, weighted_mean
from workbench.training.batch import Batch, Pass
from workbench.training.streams import Streams
from workbench.training.tally import Tally
from workbench.training.trainee import Arrays, Given, Rule, Trainee


@dataclass(frozen=True)
class UpDown(Rule):
    """Wake–sleep with ``k`` Gibbs steps of the top pair."""

    k: int = 1

    @override
    def trainee(self, given: Given) -> "UpDownTrainee":
        networks = [cast("DeepBelief", network) for network in given.networks]
        body = BeliefBody(networks[0].shape, packed(networks, given.device))
        return UpDownTrainee(body, self.k, given.seeds)


class BeliefBody(PackedBody):
    """S generative models of one shape; as a function, the logits of the labels."""

    def __init__(self, shape: DBNShape, values: Tensor) -> None:
        super().__init__(values)
        self.shape, self.beliefs = shape, Beliefs.of(shape, values)

    @override
    def like(self, values: Tensor) -> Self:
        return type(self)(self.shape, values)

    @override
    def __call__(self, inputs: Tensor, how: Pass) -> Tensor:
        return self.beliefs.label_scores(inputs)


class UpDownTrainee(Trainee):
    """Generative models in training. The loss is that of p(label | row)."""

    monitors: ClassVar[tuple[str, ...]] = ("reconstruction error",)
    body: BeliefBody

    def __init__(self, body: BeliefBody, k: int, seeds: Sequence[int]) -> None:
        self.body, self._k = body, k
        self._streams = Streams(seeds, body.values.device)

    @override
    @torch.no_grad()
    def gradients(self, batch: Batch, tally: Tally) -> Iterator[tuple[int, Tensor]]:
        beliefs = self.body.first(len(batch.inputs)).beliefs
        gibbs = Gibbs(self._streams, counts_of(batch))
        weights = batch.weights[..., None]
        awake = _upwards(beliefs, batch.inputs, gibbs)
        top, model = self._top(beliefs, awake[-1], batch, gibbs)
        n = beliefs.top.shape.n_visible
        asleep = _downwards(beliefs, model.visible[..., :n], gibbs)
        parts: list[Tensor] = []
        for level, layer in enumerate(beliefs.layers):
            woken, slept = awake[level : level + 2], asleep[level : level + 2]
            parts += _layer_gradient(layer, woken, slept, weights)
        self._tell(beliefs, batch, awake, tally)
        yield 0, self.body.gathered([*parts, *top])

    @override
    def look(self, batch: Batch, tally: Tally) -> None:
        scores = self.body.beliefs.label_scores(batch.inputs)
        tally.add(scores, batch.targets, batch.weights[..., None])

    @override
    def keep(self, rows: NDArray[np.int64]) -> None:
        super().keep(rows)
        self._streams.keep(rows)

    @override
    def state(self) -> Arrays:
        return self._streams.state()

    @override
    def load(self, state: Arrays) -> None:
        self._streams.load(state)

    def _top(
        self, beliefs: Beliefs, states: Tensor, batch: Batch, gibbs: Gibbs
    ) -> tuple[list[Tensor], Side]:
        """The gradient of the top pair, and where its chain has come to."""
        top = beliefs.top
        visible = top.with_labels(states, batch.targets)
        hidden = top.hidden(visible)
        data = Side(visible, hidden, batch.weights[..., None])
        for _ in range(self._k):
            visible = gibbs.visible(top, gibbs.drawn(hidden))
            hidden = top.hidden(visible)
        model = Side(visible, hidden, batch.weights[..., None])
        return differences(model, data), model

    def _tell(self, beliefs: Beliefs, batch: Batch, awake: list[Tensor], tally: Tally) -> None:
        tally.add(beliefs.label_scores(batch.inputs), batch.targets, batch.how.present)
        if beliefs.layers:
            given = beliefs.layers[0].downwards.visible(awake[1])
            errors = (batch.inputs - given).square().sum(-1)
            tally.monitor("reconstruction error", weighted_mean(errors, batch.weights))


def _upwards(beliefs: Beliefs, rows: Tensor, gibbs: Gibbs) -> list[Tensor]:
    """The rows, and states drawn layer by layer with the recognition weights."""
    states = [rows]
    for layer in beliefs.layers:
        states.append(gibbs.hidden(layer.upwards, states[-1]))
    return states


def _downwards(beliefs: Beliefs, states: Tensor, gibbs: Gibbs) -> list[Tensor]:
    """States drawn with the generative weights from the last hidden layer but one, lowest first.

    The rows themselves are means: less noise.
    """
    drawn = [states]
    for level, layer in reversed(list(enumerate(beliefs.layers))):
        below = layer.downwards
        drawn.append(gibbs.visible(below, drawn[-1]) if level else below.visible(drawn[-1]))
    return drawn[::-1]


def _layer_gradient(
    layer: Directed, awake: Sequence[Tensor], asleep: Sequence[Tensor], weights: Tensor
) -> list[Tensor]:
    """What is to be lowered in a layer, in the order of ``Directed``: the delta rule twice.

    Args:
        awake, asleep: states below and above it.
    """
    told = (layer.upwards.hidden(asleep[0]) - asleep[1]) * weights  # (A, b, n_hidden)
    given = (layer.downwards.visible(awake[1]) - awake[0]) * weights  # (A, b, n_visible)
    return [
        torch.bmm(asleep[0].transpose(1, 2), told),
        told.sum(1, keepdim=True),
        torch.bmm(given.transpose(1, 2), awake[1]),
        given.sum(1, keepdim=True),
    ]
