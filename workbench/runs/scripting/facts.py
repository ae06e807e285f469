"""What a script must be told of a node besides its parameters: facts about the data."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from workbench.core.component import Component
from workbench.data.dataset import Dataset
from workbench.data.readers.reader import Reader
from workbench.data.schema import Schema
from workbench.data.split import Splits
from workbench.flow.graph import Node
from workbench.models.cnn import CNN
from workbench.models.learner import Learner
from workbench.models.logistic import Logistic
from workbench.models.network_learner import NetworkLearner
from workbench.models.perceptron import Perceptron
from workbench.models.preparation import NumericLearner
from workbench.models.rnn import RNN
from workbench.models.vector_learner import VectorLearner
from workbench.nodes.decision_threshold import ThresholdOfModels
from workbench.preprocess.keep_rows import KeepRows
from workbench.preprocess.row_range import row_mask, rows_text
from workbench.preprocess.string_to_words import StringToWords
from workbench.preprocess.windows import Windows
from workbench.runs.scripting.generative_facts import generative_facts
from workbench.runs.scripting.known import Known
from workbench.runs.scripting.picture_facts import picture_facts
from workbench.runs.scripting.preparation_facts import preparation_facts
from workbench.runs.scripting.reader_facts import reader_facts
from workbench.runs.scripting.sequence_facts import sequence_facts

Facts = dict[str, Any]
HANDED_ON = {"fits", "model"}  # ports at which models arrive


def facts_of(node: Node, known: Known, folder: Path) -> Facts:
    """The options of a node's step.

    Args:
        folder: where the script is to lie; files below it are named from there.

    Raises:
        WorkbenchError: a file cannot be read, or a node refuses its data.
    """
    facts = {name.upper(): _plain(v) for name, v in _parameters(node).items()}
    facts |= _of_schema(known.schema(node.id))
    facts |= {"LOSS": "targets", **_of_threshold(node.id, known)}
    if facts["TASK"] != "classification":
        facts["STRATIFIED"] = False
    facts |= _of_rows(node, known, folder)
    train = known.train(node.id)
    facts |= sequence_facts(node, train, known.rows(node.id))
    if train is not None:
        facts |= _of_learner(node, train, known)
    if isinstance(node.component, NetworkLearner | Logistic | Perceptron):
        facts |= _of_curve(node.id, facts, known)
    after = {known.graph.node(i).component.key for i in known.graph.downstream(node.id)}
    facts["PRINTS"] = "score_table" not in after
    facts |= _of_saving(node, known, folder)
    facts["CLASS_FILE"] = f"{node.id}_by_class.csv"
    return facts


def _of_rows(node: Node, known: Known, folder: Path) -> Facts:
    """Of a reader, or a step on rows and attributes."""
    component = node.component
    if isinstance(component, Reader):
        data = known.rows(node.id)
        found = {} if data is None else reader_facts(node, data)
        return {"PATH": _path(component.file, folder), **found}
    if isinstance(component, StringToWords | Windows):
        return {"ATTRIBUTES": _attributes(component, known.arriving(node.id))}
    if isinstance(component, KeepRows):
        return {"RANGES": _ranges(component, known.arriving(node.id)["data"])}
    return {}


def _of_learner(node: Node, train: Dataset, known: Known) -> Facts:
    """What a learner does to rows before it learns."""
    component = node.component
    found: Facts = {}
    if isinstance(component, NumericLearner) and not isinstance(component, RNN):
        found |= preparation_facts(component, train, known.rows(node.id) or train)
    if isinstance(component, VectorLearner):
        links = known.graph.links
        takers = {known.graph.node(k.target).component.key for k in links if k.source == node.id}
        found |= generative_facts(node, component, train, takers)
    if isinstance(component, CNN):
        found |= picture_facts(node, component, train)
    return found


def _parameters(node: Node) -> Facts:
    return node.component.parameters() if isinstance(node.component, Component) else {}


def _plain(value: Any) -> Any:
    return tuple(map(_plain, value)) if isinstance(value, list) else value


def _path(file: Path, folder: Path) -> str:
    return file.relative_to(folder).as_posix() if file.is_relative_to(folder) else str(file)


def _of_schema(schema: Schema | None) -> Facts:
    target = None if schema is None else schema.class_attribute
    if schema is None or target is None:
        return {"TARGET": None, "TASK": "", "CLASS_LABELS": ()}
    return {"TARGET": target.name, "TASK": schema.task, "CLASS_LABELS": target.values}


def _of_threshold(node_id: str, known: Known) -> Facts:
    """From which probability on a class is predicted, if a node before this one says it."""
    component, schema = known.graph.node(node_id).component, known.schema(node_id)
    if isinstance(component, ThresholdOfModels) and schema is not None:
        labels = schema.target.values
        positive = labels.index(component.label) if component.label else len(labels) - 1
        return {"THRESHOLD": component.threshold, "POSITIVE": positive}
    before = [k.source for k in known.graph.inputs_of(node_id) if k.target_port in HANDED_ON]
    if len(before) == 1 and not isinstance(component, Learner):
        return _of_threshold(before[0], known)
    return {"THRESHOLD": None, "POSITIVE": None}


def _of_curve(node_id: str, parameters: Facts, known: Known) -> Facts:
    """Whether a training leaves a curve, and whether rows are watched meanwhile."""
    after = {known.graph.node(i).component.key for i in known.graph.downstream(node_id)}
    has_curve = "learning_curve" in after
    watches = bool(parameters.get("VALIDATION_SHARE")) or known.has_test(node_id)
    return {
        "CURVE": has_curve,
        "WATCHES": (has_curve and watches) or bool(parameters.get("EARLY_STOPPING")),
    }


def _of_saving(node: Node, known: Known, folder: Path) -> Facts:
    """What a saver writes; a view writes its numbers beside the script."""
    path = str(_parameters(node).get("path", "")) if _is_saver(node) else ""
    suffix, learner = ".csv", known.learner(node.id)
    is_network = learner is not None and isinstance(learner.component, NetworkLearner)
    if node.component.key == "save_model":
        suffix = ".pt" if is_network else ".npz"
    after = {known.graph.node(i).component.key for i in known.graph.downstream(node.id)}
    return {
        "FILE": _path(Path(path).with_suffix(suffix), folder) if path else f"{node.id}{suffix}",
        "TESTS_FILE": f"{node.id}_tests.csv",
        "IS_NETWORK": is_network,
        "KEEPS_NETWORK": "save_model" in after,
        "KEEPS_ARRAYS": "save_model" in after,
    }


def _is_saver(node: Node) -> bool:
    return isinstance(node.component, Component) and node.component.category == "Save"


def _attributes(
    component: StringToWords | Windows, arriving: Mapping[str, Dataset | Splits | None]
) -> tuple[str, ...]:
    """The attributes that a step is about; those of its kind where none are named."""
    value = next(iter(arriving.values()))
    rows = value.folds[0].train if isinstance(value, Splits) else value
    if component.attributes or rows is None:
        return component.attributes
    kind = "string" if isinstance(component, StringToWords) else "numeric"
    is_time = {component.time} if isinstance(component, Windows) else set[str]()
    roles = {"feature", "class"} if kind == "numeric" else {"feature"}
    found = (a.name for a in rows.schema.attributes if a.kind == kind and a.role in roles)
    return tuple(name for name in found if name not in is_time)


def _ranges(keep: KeepRows, rows: Dataset | Splits | None) -> tuple[tuple[int, int], ...]:
    """The named rows as pairs of the first and the last, from 1."""
    ids = rows.sample_ids if isinstance(rows, Dataset) else np.empty(0, np.int64)
    text = rows_text(ids[row_mask(keep.rows, ids)])
    pairs = [piece.split("-") for piece in text.split(",") if piece]
    return tuple((int(pair[0]), int(pair[-1])) for pair in pairs)
