"""What a script cannot say, in one sentence each, before anything is written."""

from collections.abc import Mapping

import numpy as np

from workbench.core.component import Component
from workbench.core.errors import FlowError, Where
from workbench.data.dataset import Dataset
from workbench.data.readers.reader import Reader
from workbench.flow.graph import Node

# Parameters that change no number on the processor.
HARMLESS = frozenset({"compile", "device", "encoding", "path"})
READ = {  # of readers, likewise
    "csv": frozenset({"delimiter", "header", "nominal", "numeric", "text", "dates", "decimal"}),
    "labelled_lines": frozenset({"label", "separator"}),
}
# Parameters that come into a script as facts about the data.
FACTS = frozenset(
    {
        *("baseline", "class_attribute", "every_step", "layers", "own_scale", "picture"),
        *("prepare", "preset"),
        *("rows", "scale", "step_losses", "target", "values", "label", "threshold"),
    }
)
# Values of parameters that pieces know, where they do not know all.
KNOWN: Mapping[tuple[str, str], frozenset[object]] = {
    ("knn", "distance"): frozenset({"euclidean", "manhattan"}),
    ("perceptron", "variant"): frozenset({"plain", "averaged"}),
    ("gan", "conditional"): frozenset({False}),
    ("gan", "schedule"): frozenset({"constant"}),
    ("generate", "label"): frozenset({""}),
    ("plain_text", "unit"): frozenset({"line"}),
    ("rnn", "layers"): frozenset({1}),
}
# What a reader's piece can make of columns.
KINDS: Mapping[str, frozenset[str]] = {
    "arff": frozenset({"numeric", "nominal"}),
    "csv": frozenset({"numeric", "nominal", "string", "date"}),
}


def refused(node: Node, reason: str) -> FlowError:
    """The sentence that a node cannot be exported."""
    return FlowError(
        f"'{node.name}' cannot be written as Python: {reason}.",
        remedy="Change or remove it, and export again.",
        where=Where(node=node.id),
    )


def check_parameters(node: Node, asked: frozenset[str]) -> None:
    """See that every parameter that a user has changed has a say in the script.

    Args:
        asked: the options that the node's pieces ask for.

    Raises:
        FlowError: one has none.
    """
    component = node.component
    if not isinstance(component, Component):
        return
    free = HARMLESS | FACTS | READ.get(component.key, frozenset())
    for name, value in component.parameters().items():
        known = KNOWN.get((component.key, name))
        if known is not None and value not in known:
            raise refused(node, f"'{name}' is {value}")
        has_say = known is not None or name in free or name.upper() in asked
        if not has_say and value != _default(component, name) and not component.unmet(name):
            raise refused(node, f"'{name}' is {value!r}, which scripts know nothing of")


def check_saving(node: Node, learner: Node | None, asked: frozenset[str]) -> None:
    """See that a model which is to be saved leaves something that a script can save.

    Args:
        learner: whose model arrives at the node.
        asked: the options that the learner's pieces ask for.

    Raises:
        FlowError: it leaves nothing.
    """
    if node.component.key == "save_model" and not asked & {"KEEPS_NETWORK", "KEEPS_ARRAYS"}:
        name = "it" if learner is None else f"'{learner.name}'"
        raise refused(node, f"{name} has no weights that could be saved")


def check_data(node: Node, rows: Dataset | None) -> None:
    """See that what a reader has read can be read by a script.

    Raises:
        FlowError: it cannot.
    """
    kinds = KINDS.get(node.component.key)
    if rows is None or not isinstance(node.component, Reader):
        return
    for attribute in rows.schema.attributes:
        if kinds is not None and attribute.kind not in kinds:
            raise refused(node, f"'{attribute.name}' is a {attribute.kind} attribute")
        if attribute.role == "weight":
            raise refused(node, f"'{attribute.name}' holds weights of the rows")
    target = rows.schema.class_attribute
    if target is not None and np.any(rows.missing(target.name)):
        raise refused(node, f"'{target.name}', the class, is missing in some rows")


def _default(component: Component, name: str) -> object:
    field = type(component).model_fields[name]
    value = field.get_default(call_default_factory=True)
    return list(value) if isinstance(value, tuple) else value
