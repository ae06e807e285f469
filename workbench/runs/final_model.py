"""The one model of a flow that leaves the program: a learner of it, trained on all data."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from workbench.core.errors import FlowError
from workbench.core.run import Run
from workbench.data.dataset import Dataset
from workbench.data.split import Splits
from workbench.export.provenance import provenance
from workbench.flow.execute import Results, execute
from workbench.flow.expand import expanded
from workbench.flow.graph import Graph, Link, Node
from workbench.models.fits import Fits
from workbench.models.learner import Learner
from workbench.models.model import Model
from workbench.nodes.all_data import AllData
from workbench.nodes.take_model import only_model


@dataclass(frozen=True, eq=False)
class FinalModel:
    """A model and where it comes from.

    Args:
        name: the learner's, in sentences.
        rows: those it was trained on, raw; None where only the model is known.
        provenance: JSON values.
    """

    name: str
    model: Model
    rows: Dataset | None
    provenance: Mapping[str, Any]

    @classmethod
    def of(cls, fits: Fits) -> "FinalModel":
        """Of a learner that was trained once.

        Raises:
            FitError: it was trained on several folds.
        """
        return cls(fits.name, only_model(fits), fits.splits.dataset, provenance(fits))


def final_model(graph: Graph, learner: str = "") -> Run[FinalModel]:
    """Train a learner of the flow on all data, whatever splits them in the flow.

    Args:
        learner: the learner's node, or one behind it that changes its models; empty = the only one.

    Raises:
        FlowError: there is none, or several to choose from; no data reach it.
        WorkbenchError: a node fails.
    """
    drawn = expanded(graph).graph
    end = model_node(graph, learner)
    results = yield from execute(_on_all_data(drawn, end))
    return FinalModel.of(_fits(results, end))


def model_node(graph: Graph, learner: str = "") -> str:
    """The node, of the flow that runs, whose model leaves: the learner, or what changes it last.

    Raises:
        FlowError: as ``chosen_learner``.
    """
    return _behind(expanded(graph).graph, chosen_learner(graph, learner))


def chosen_learner(graph: Graph, learner: str = "") -> str:
    """The node, of the flow that runs, of a learner or behind it.

    Raises:
        FlowError: there is none, or it must be said which.
    """
    expansion = expanded(graph)
    learners = [i for i, n in expansion.graph.nodes.items() if isinstance(n.component, Learner)]
    if not learners:
        raise FlowError("The flow has no learner, so there is no model to take away.")
    if not learner:
        found = learners
    elif learner in expansion.graph.nodes:
        found = [learner]
    else:
        found = [i for i in expansion.graph.nodes if expansion.origin(i) == learner]
    if len(found) == 1:
        return _giving_fits(expansion.graph, found[0])
    if not found:
        raise FlowError(
            f"The flow has no node '{learner}'; its learners are: {', '.join(learners)}."
        )
    raise FlowError(
        f"The flow has {len(found)} learners to choose from: {', '.join(found)}.",
        remedy=f"Say which with --learner, such as --learner {found[0]}.",
    )


def _giving_fits(graph: Graph, node_id: str) -> str:
    outputs = graph.node(node_id).operation.outputs
    if any(port.type is Fits for port in outputs):
        return node_id
    raise FlowError(f"'{graph.node(node_id).name}' is no learner; it gives no models.")


def _behind(graph: Graph, node_id: str) -> str:
    """The last node that changes a learner's models and nothing else, as a threshold does."""
    following = {link.target for link in graph.links if link.source == node_id}
    changing = [
        i for i in following if any(p.type is Fits for p in graph.node(i).operation.outputs)
    ]
    return _behind(graph, changing[0]) if len(changing) == 1 else node_id


def _on_all_data(graph: Graph, end: str) -> Graph:
    """The nodes up to ``end``, what splits the data replaced."""
    kept = {end, *graph.upstream(end)}
    part = graph.without([i for i in graph.nodes if i not in kept])
    for node_id in list(part.nodes):
        if _splits(part.node(node_id)):
            part = _with_all_data(part, node_id)
    needed = {end, *part.upstream(end)}
    return part.without([i for i in part.nodes if i not in needed])


def _splits(node: Node) -> bool:
    ports = node.operation
    gives = any(port.type is Splits for port in ports.outputs)
    return gives and not any(port.type is Splits for port in ports.inputs)


def _with_all_data(graph: Graph, node_id: str) -> Graph:
    old, new = graph.node(node_id), AllData()
    node = replace(old, component=new)
    arriving = [k for k in graph.links if k.target == node_id]
    leaving = [k for k in graph.links if k.source == node_id]
    for link in (*arriving, *leaving):
        graph = graph.without_link(link)
    graph = graph.with_node(node)
    data, splits = node.operation.inputs[0].name, node.operation.outputs[0].name
    first = old.operation.inputs[0].name
    for link in arriving:
        if link.target_port == first:
            graph = graph.with_link(Link(link.source, link.source_port, node_id, data))
    for link in leaving:
        graph = graph.with_link(Link(node_id, splits, link.target, link.target_port))
    return graph


def _fits(results: Results, end: str) -> Fits:
    for node_id in results.graph.order:
        if node_id in results.errors:
            raise results.errors[node_id].at(node=node_id)
    fits = results.values.get(end)
    if not isinstance(fits, Fits):
        raise FlowError(f"No data reach '{end}', so there is no model.")
    return fits
