"""What is known of the data at each node without training anything."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from workbench.core.errors import WorkbenchError
from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.schema import Schema
from workbench.data.split import Splits
from workbench.flow.graph import Graph, Node
from workbench.models.learner import Learner

# Nodes whose result is rows like those that the model in front of them has learnt from.
LIKE_TRAINING_ROWS = frozenset({"generate"})


@dataclass
class Known:
    """Data sets and first folds by node, worked out when asked for."""

    graph: Graph
    _values: dict[str, Any] = field(default_factory=dict)

    def value(self, node_id: str) -> Dataset | Splits | None:
        """The data that leave a node; of splits the first fold. None if they are no data.

        Raises:
            WorkbenchError: a file cannot be read, or a node refuses its data.
        """
        if node_id not in self._values:
            self._values[node_id] = self._found(self.graph.node(node_id))
        found: Dataset | Splits | None = self._values[node_id]
        return found

    def arriving(self, node_id: str) -> Mapping[str, Dataset | Splits | None]:
        """The data that arrive at each port of a node; for many links those of the first."""
        found: dict[str, Dataset | Splits | None] = {}
        for link in self.graph.inputs_of(node_id):
            found.setdefault(link.target_port, self.value(link.source))
        return found

    def train(self, node_id: str) -> Dataset | None:
        """The training rows of the first fold that a node, or the learner before it, is given."""
        for value in self.arriving(node_id).values():
            if isinstance(value, Splits):
                return value.folds[0].train
        sources = [link.source for link in self.graph.inputs_of(node_id)]
        return next((t for s in sources if (t := self.train(s)) is not None), None)

    def learner(self, node_id: str) -> Node | None:
        """The learner whose models arrive at a node; None if none do."""
        for link in self.graph.inputs_of(node_id):
            node = self.graph.node(link.source)
            if isinstance(node.component, Learner):
                return node
            if link.target_port == "fits":
                return self.learner(node.id)
        return None

    def has_test(self, node_id: str) -> bool:
        """Whether a node's splits have test rows."""
        arriving = self.arriving(node_id).values()
        return any(len(v.folds[0].test_rows) for v in arriving if isinstance(v, Splits))

    def rows(self, node_id: str) -> Dataset | None:
        """All rows of the data that a node's schema can be seen by."""
        values = [self.value(node_id), *self.arriving(node_id).values()]
        for value in values:
            if isinstance(value, Dataset):
                return value
            if isinstance(value, Splits):
                return value.folds[0].train
        return self.train(node_id)

    def schema(self, node_id: str) -> Schema | None:
        """The schema of ``rows``."""
        rows = self.rows(node_id)
        return None if rows is None else rows.schema

    def _found(self, node: Node) -> Dataset | Splits | None:
        if node.component.key in LIKE_TRAINING_ROWS:
            return self.train(node.id)
        outputs = {port.type for port in node.operation.outputs}
        if isinstance(node.component, Learner) or not outputs & {Dataset, Splits}:
            return None
        inputs = self.arriving(node.id)
        if any(port.type not in {Dataset, Splits} for port in node.operation.inputs):
            return next((v for v in inputs.values() if isinstance(v, Dataset)), None)
        try:
            value = finish(node.operation.run(node.component, node.name, inputs))
        except WorkbenchError as error:
            raise error.at(node=node.id) from None
        return replace(value, folds=value.folds[:1]) if isinstance(value, Splits) else value
