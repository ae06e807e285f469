"""A model as one ONNX graph, from raw values to the answer."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from workbench import __version__
from workbench.core.errors import ModelError
from workbench.data.dataset import Dataset
from workbench.data.schema import Schema
from workbench.data.schema_facts import SchemaFacts
from workbench.export.onnx.answers import answered
from workbench.export.onnx.decision import label_of
from workbench.export.onnx.graph import OnnxGraph, operator, tell, typed
from workbench.export.onnx.inputs import ROWS, declared
from workbench.export.onnx.steps import applied
from workbench.models.cnn_rows import is_picture
from workbench.models.model import Model
from workbench.models.rnn_model import RNNModel
from workbench.preprocess.columns import fresh_name
from workbench.preprocess.series_scaling import FittedSeriesScaling

LABEL, PROBABILITIES, VALUE = "label", "probabilities", "value"


@dataclass(frozen=True)
class OutputNames:
    """What the answers are called: with a prime where an attribute has the name already."""

    label: str
    probabilities: str
    value: str

    @classmethod
    def beside(cls, taken: Collection[str]) -> "OutputNames":
        """Names that no attribute has."""
        return cls(*(fresh_name(name, taken) for name in (LABEL, PROBABILITIES, VALUE)))


def onnx_of(
    model: Model,
    provenance: Mapping[str, Any],
    *,
    pictures: frozenset[str],
    is_double: bool = False,
) -> Any:
    """The model as an ``onnx.ModelProto``: one input for each attribute, named as it is.

    Args:
        provenance: JSON values; where the model came from.
        pictures: names of raw arrays that are bytes.
        is_double: whether numbers come in double precision instead of single.

    Raises:
        ModelError: a step or the model itself cannot be put into ONNX; the sentence says which.
    """
    graph, schema = OnnxGraph(), model.schema
    if schema.class_attribute is None:
        raise ModelError("This model predicts no class, so there is no answer to put into ONNX.")
    rows = declared(
        graph, schema.features, pictures,
        is_double=is_double, has_any_length=isinstance(model, RNNModel),
    )  # fmt: skip
    for step in model.preparation:
        rows = applied(step, rows)
    outputs = _outputs(graph, model, answered(model, rows))
    proto = graph.model(outputs, "workbench")
    proto.producer_name, proto.producer_version = "workbench", __version__
    proto.doc_string = _told(model)
    tell(proto, _facts(model, provenance))
    return proto


def pictures_of(model: Model, rows: Dataset | None) -> frozenset[str]:
    """The raw arrays that hold bytes: as the rows have it, else as what the model does with them.

    A convolutional network without rows is taken to have seen pictures.
    """
    arrays = [a for a in model.schema.features if a.kind == "array" and not a.values]
    if rows is not None:
        return frozenset(a.name for a in arrays if rows.column(a.name).dtype == np.uint8)
    layout = getattr(model, "layout", None)
    if layout is not None:
        return frozenset(layout.pictures)
    series = {
        n for s in model.preparation if isinstance(s, FittedSeriesScaling) for n in s.channels
    }
    return frozenset(a.name for a in arrays if is_picture(a) and a.name not in series)


def _outputs(graph: OnnxGraph, model: Model, answers: str) -> Sequence[Any]:
    names = OutputNames.beside([a.name for a in model.schema.features])
    single = graph.cast(answers, np.float32)
    if model.schema.task == "regression":
        graph.nodes.append(operator("Identity", [single], [names.value]))
        return [typed(names.value, np.float32, [ROWS, 1])]
    label = label_of(graph, model, answers)
    graph.nodes.append(operator("Identity", [label], [names.label]))
    graph.nodes.append(operator("Identity", [single], [names.probabilities]))
    return [
        typed(names.label, object, [ROWS]),
        typed(names.probabilities, np.float32, [ROWS, len(model.classes)]),
    ]


def _told(model: Model) -> str:
    target = model.schema.target.name
    if model.schema.task == "regression":
        return f"Predicts the number '{target}'."
    threshold = model.threshold
    how = "" if threshold is None else f", '{threshold.label}' from {threshold.value:g} on"
    return f"Predicts the class '{target}' ({', '.join(model.classes[:20])}){how}."


def _facts(model: Model, provenance: Mapping[str, Any]) -> dict[str, str]:
    """Metadata, each a text; what is no text is JSON."""
    facts: dict[str, Any] = {
        "program": f"workbench {__version__}",
        "learner": model.key,
        "task": model.schema.task,
        "target": model.schema.target.name,
        "classes": list(model.classes),
        "schema": _schema(model.schema),
        "provenance": dict(provenance),
        "fingerprint": provenance.get("fingerprint", ""),
    }
    if model.threshold is not None:
        facts["threshold"] = {"label": model.threshold.label, "value": model.threshold.value}
    return {name: fact if isinstance(fact, str) else _json(fact) for name, fact in facts.items()}


def _schema(schema: Schema) -> Any:
    return SchemaFacts.of(schema).model_dump(mode="json")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
