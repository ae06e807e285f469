"""What a network in a flow takes and gives, as the data say that arrive at its node."""

from typing import NamedTuple, Protocol, runtime_checkable

from workbench.core.errors import FlowError
from workbench.core.run import finish
from workbench.data.split import Splits
from workbench.flow.execute import execute
from workbench.flow.expand import expanded
from workbench.flow.graph import Graph
from workbench.models.learner import Fold
from workbench.models.mlp_rows import ReadyFold
from workbench.models.networks.layers.layer import Shape
from workbench.models.networks.sizes import picture_shape, row_shape
from workbench.models.stackable import StackableLearner
from workbench.runs.session import Report

_SAY = "Say --input, such as 1x28x28, and --classes."


class Sizes(NamedTuple):
    """The shape of one sample, and the number of outputs."""

    input_shape: Shape
    n_outputs: int


@runtime_checkable
class TakesPictures(Protocol):
    """A learner that says itself what its network is given."""

    def input_shape(self, fold: ReadyFold) -> Shape:
        """Channels, height and width."""


class Site(NamedTuple):
    """A learner in a flow, and the first of the folds that arrive there, prepared for it."""

    learner: StackableLearner
    fold: ReadyFold

    @property
    def sizes(self) -> Sizes:
        """What its network takes and gives."""
        n_outputs = self.fold.n_outputs
        if isinstance(self.learner, TakesPictures):
            return Sizes(self.learner.input_shape(self.fold), n_outputs)
        shape = self.fold.train.inputs.shape[1:]
        return Sizes(row_shape(shape) if len(shape) == 1 else picture_shape(shape), n_outputs)


def site_at(graph: Graph, path: str, report: Report | None = None) -> Site:
    """The learner at a node; runs what lies before it, not the learner.

    Raises:
        FlowError: no data arrive there.
        WorkbenchError: what a node before it raised, or the learner of its data.
    """
    expansion = expanded(graph)
    node = expansion.graph.node(expansion.of((path,))[0])
    links = expansion.graph.inputs_of(node.id)
    learner = node.component
    if not links or not isinstance(learner, StackableLearner):
        raise FlowError(f"No data arrive at '{path}'.", remedy=_SAY)
    source = links[0].source
    results = finish(execute(expansion.graph, only=(source,)), report)
    for node_id, error in results.errors.items():
        raise error.at(node=node_id)
    splits = results.values[source]
    if not isinstance(splits, Splits):
        raise FlowError(f"No splits arrive at '{path}'.", remedy=_SAY)
    return Site(learner, finish(learner.ready(Fold(splits.folds[0].train)), report))
