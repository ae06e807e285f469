"""What a script must be told of a node besides its parameters: facts about the data."""

from pathlib import Path
from typing import Any

import numpy as np

from workbench.core.component import Component
from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.readers.reader import Reader
from workbench.data.schema import Schema
from workbench.data.split import Splits
from workbench.flow.graph import Node
from workbench.models.network_learner import NetworkLearner
from workbench.models.preparation import NumericLearner
from workbench.preprocess.impute import FittedImpute
from workbench.preprocess.keep_rows import KeepRows
from workbench.preprocess.one_hot import FittedOneHot
from workbench.preprocess.row_range import row_mask, rows_text
from workbench.preprocess.scaling import FittedScaling
from workbench.preprocess.select_attributes import FittedSelection
from workbench.runs.scripting.known import Known

Facts = dict[str, Any]


def facts_of(node: Node, known: Known, folder: Path) -> Facts:
    """The options of a node's step.

    Args:
        folder: where the script is to lie; files below it are named from there.

    Raises:
        WorkbenchError: a file cannot be read, or a node refuses its data.
    """
    facts = {name.upper(): _plain(v) for name, v in _parameters(node).items()}
    facts |= _of_schema(known.schema(node.id))
    if facts["TASK"] != "classification":
        facts["STRATIFIED"] = False
    if isinstance(node.component, Reader):
        facts["PATH"] = _path(node.component.file, folder)
    train = known.train(node.id)
    if isinstance(node.component, NumericLearner) and train is not None:
        facts |= _of_preparation(node.component, train, known.rows(node.id) or train)
    if isinstance(node.component, NetworkLearner):
        facts |= _of_network(node.id, facts, known)
    if isinstance(node.component, KeepRows):
        facts["RANGES"] = _ranges(node.component, known.arriving(node.id)["data"])
    facts["FILE"] = f"{node.id}.csv"
    facts["CLASS_FILE"] = f"{node.id}_by_class.csv"
    return facts


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


def _of_network(node_id: str, parameters: Facts, known: Known) -> Facts:
    """What is to be kept of a network, and whether rows are watched while it is trained."""
    after = {known.graph.node(i).component.key for i in known.graph.downstream(node_id)}
    has_curve = "learning_curve" in after
    watches = bool(parameters["VALIDATION_SHARE"]) or known.has_test(node_id)
    return {
        "CURVE": has_curve,
        "WATCHES": (has_curve and watches) or bool(parameters["EARLY_STOPPING"]),
        "KEEPS_NETWORK": has_curve or "save_model" in after,
    }


def _of_preparation(learner: NumericLearner, train: Dataset, rows: Dataset) -> Facts:
    """What the steps that a learner adds do to such rows."""
    steps, _ = finish(learner.prepared(train))
    removed = [s.removed for s in steps if isinstance(s, FittedSelection)]
    has_gaps = any(
        np.any(rows.missing(a.name)) for a in rows.schema.features if a.kind == "numeric"
    )
    is_scaled = any(isinstance(s, FittedScaling) for s in steps)
    return {
        "REMOVED": removed[0] if removed else (),
        "FILLS": has_gaps and any(isinstance(s, FittedImpute) for s in steps),
        "SCALING": learner.scale if is_scaled else "none",
        "HAS_LABELS": any(isinstance(s, FittedOneHot) for s in steps),
    }


def _ranges(keep: KeepRows, rows: Dataset | Splits | None) -> tuple[tuple[int, int], ...]:
    """The named rows as pairs of the first and the last, from 1."""
    ids = rows.sample_ids if isinstance(rows, Dataset) else np.empty(0, np.int64)
    text = rows_text(ids[row_mask(keep.rows, ids)])
    pairs = [piece.split("-") for piece in text.split(",") if piece]
    return tuple((int(pair[0]), int(pair[-1])) for pair in pairs)
