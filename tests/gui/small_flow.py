"""A flow that is run in a moment."""

from typing import Any

from workbench.flow.graph import Graph, Link, Node
from workbench.nodes.catalog import catalog


def small_flow() -> Graph:
    """Iris, five folds, nearest neighbours, evaluation."""
    kinds = catalog()
    graph = Graph()
    nodes: dict[str, dict[str, Any]] = {
        "arff": {"path": "resource:data/iris.arff"},
        "cross_validation": {"folds": 5},
        "knn": {"k": 1},
        "evaluate": {},
    }
    for i, (key, values) in enumerate(nodes.items()):
        graph = graph.with_node(Node(key, kinds[key].parse(values), x=240.0 * i))
    links = [("arff", "data", "cross_validation"), ("cross_validation", "splits", "knn")]
    for source, port, target in [*links, ("knn", "fits", "evaluate")]:
        graph = graph.with_link(Link(source, port, target, port))
    return graph
