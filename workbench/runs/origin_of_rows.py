"""Which rows of which file the samples of a result are."""

from collections.abc import Mapping
from typing import Any

from workbench.core.errors import FlowError
from workbench.data.dataset import Dataset, IntArray
from workbench.data.readers.reader import Reader
from workbench.flow.graph import Graph, Node
from workbench.nodes.supplied_test_set import SuppliedTestSet


def rows_in_file(
    graph: Graph, values: Mapping[str, Any], node_id: str, ids: IntArray
) -> tuple[Reader, IntArray]:
    """The reader that gave these samples, and their ids there.

    Args:
        graph: that has run.
        values: what came out, by node.
        ids: of samples at the node ``node_id``.

    Raises:
        FlowError: no reader is before the node.
    """
    before = graph.upstream(node_id)
    supplied = [i for i in before if isinstance(graph.node(i).component, SuppliedTestSet)]
    if supplied and all(graph.inputs_of(i) for i in supplied):
        sources = {k.target_port: k.source for k in graph.inputs_of(supplied[0])}
        train = values.get(sources.get("data", ""))
        if isinstance(train, Dataset) and train.n_samples and "test" in sources:
            first = int(train.sample_ids.max()) + 1  # where the ids of the test set begin
            if len(ids) and ids.min() >= first:
                return _reader(graph, sources["test"]), ids - first
            return _reader(graph, sources["data"]), ids
    return _reader(graph, node_id), ids


def _reader(graph: Graph, node_id: str) -> Reader:
    """The first reader at or before a node."""
    candidates: list[Node] = [graph.node(i) for i in (node_id, *_in_order(graph, node_id))]
    for node in candidates:
        if isinstance(node.component, Reader):
            return node.component
    raise FlowError(
        "These samples come from no file, so the explorer cannot show them.",
        remedy="Look at them in the table beside the matrix.",
    )


def _in_order(graph: Graph, node_id: str) -> list[str]:
    before = set(graph.upstream(node_id))
    return [i for i in graph.order if i in before]
