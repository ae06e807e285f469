"""What a script must be told of windows, tokens and networks that read them."""

from typing import Any

import numpy as np

from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.schema import Schema
from workbench.flow.graph import Node
from workbench.models.rnn import RNN
from workbench.models.rnn_rows import Reading, asks_for_next_token
from workbench.preprocess.next_token import NextToken
from workbench.preprocess.series_scaling import FittedSeriesScaling
from workbench.preprocess.windows import Windows
from workbench.runs.scripting.limits import refused


def sequence_facts(node: Node, train: Dataset | None, rows: Dataset | None) -> dict[str, Any]:
    """The options of a step that makes sequences or learns from them.

    Args:
        train: the training rows of the first fold, where there is a split before the node.
        rows: that leave the node, if it is a step on data.

    Raises:
        WorkbenchError: a script cannot read such sequences.
    """
    component: object = node.component
    if isinstance(component, RNN) and train is not None:
        return _of_network(node, component, train)
    if isinstance(component, NextToken) and rows is not None:
        return {"SEQUENCE": _sequence(rows.schema)}
    if isinstance(component, Windows) and rows is not None:
        if np.isnan(rows.column(_sequence(rows.schema))).any():
            raise refused(node, "the series has gaps")
        return {}
    return {}


def _sequence(schema: Schema) -> str:
    return next(a.name for a in schema.features if a.kind == "array")


def _of_network(node: Node, learner: RNN, train: Dataset) -> dict[str, Any]:
    steps, rows = finish(learner.prepared(train))
    reading = Reading.of(rows.schema)
    if reading.steps == "numbers" or len(reading.names) > 1:
        raise refused(node, "it reads a row's numbers, or several attributes, one by one")
    if learner.every_step and asks_for_next_token(rows.schema):
        raise refused(node, "'every_step' is on")
    column = rows.column(reading.names[0])
    if column.dtype.kind not in "fi":
        raise refused(node, f"'{reading.names[0]}' holds neither numbers nor tokens")
    if reading.steps == "series" and np.isnan(column).any():
        raise refused(node, "its series have gaps, or are of different lengths")
    is_scaled = any(isinstance(step, FittedSeriesScaling) for step in steps)
    how = "standardise" if learner.own_scale else learner.scale
    own = learner.own_scale and learner.prepare and reading.steps == "series"
    return {
        "SEQUENCE": reading.names[0],
        "STEPS": reading.steps,
        "SCALING": how if is_scaled else "none",
        "OWN_SCALE": own,
        "EMBEDDING": learner.embedding if reading.steps == "tokens" else 0,
    }
