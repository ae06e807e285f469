"""Training a network that is trained for some epochs more: a parameter's next value."""

from typing import Any

from workbench.flow.graph import Node
from workbench.models.learner import Learner
from workbench.runs.view import NodeView

EPOCHS = 10
PARAMETER = "further_epochs"
_FINISHED = frozenset({"done", "warning"})


def can_train_further(node: Node, view: NodeView) -> bool:
    """Whether a node's training came to its end and can be gone on with.

    One that was stopped goes on when it is run again.
    """
    kind = type(node.component)
    is_network = issubclass(kind, Learner) and PARAMETER in kind.model_fields
    is_finished = view.state in _FINISHED and not view.is_partial
    return is_network and is_finished and not node.swept(PARAMETER)


def further_values(node: Node) -> dict[str, Any]:
    """The parameters with which it is trained for some epochs more."""
    return {PARAMETER: getattr(node.component, PARAMETER) + EPOCHS}
