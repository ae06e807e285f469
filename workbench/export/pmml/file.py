"""A model into a PMML 4.4 file."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from workbench import __version__
from workbench.core.errors import ModelError, Where
from workbench.core.files import written_atomically
from workbench.data.schema import Attribute
from workbench.export.pmml.models import Told, modelled
from workbench.export.pmml.steps import applied
from workbench.export.pmml.tree import NAMESPACE, VERSION, Fields, element
from workbench.models.model import Model

_DECLARATION = "<?xml version='1.0' encoding='utf-8'?>\n"
# All but the characters of XML 1.0 (2.2).
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def save_pmml(path: Path, model: Model, provenance: Mapping[str, Any]) -> None:
    """Write a model as PMML, whole or not at all.

    Raises:
        ModelError: PMML has no words for the model, its threshold, a step or an attribute, or
            XML no sign for a letter.
        DataError: the folder does not exist or cannot be written to.
    """
    document = pmml_of(model, provenance)
    ET.indent(document, " ")
    text = ET.tostring(document, encoding="unicode")
    strange = _NO_XML.search(text)
    if strange:
        raise ModelError(
            f"A name or a label holds {strange[0]!r}, which XML has no sign for.",
            remedy="Rename it and train again, or choose .onnx.",
            where=Where(file=str(path)),
        )
    with written_atomically(path) as beside:
        beside.write_text(f"{_DECLARATION}{text}\n", encoding="utf-8", newline="\n")


def pmml_of(model: Model, provenance: Mapping[str, Any]) -> ET.Element:
    """The document.

    Raises:
        ModelError: as ``save_pmml``.
    """
    if model.threshold is not None:
        raise ModelError(
            "PMML has no words for a decision threshold.",
            remedy="Export the model before the threshold, or choose .onnx.",
        )
    if model.schema.class_attribute is None:
        raise ModelError("This model predicts no class, so PMML has nothing to say of it.")
    raw = [a for a in model.schema.features if a.kind in {"numeric", "nominal"}]
    fields = Fields(model.schema.features, {a.name: a.name for a in raw})
    for step in model.preparation:
        fields = applied(step, fields)
    _refuse_unsaid(model, fields)
    told = Told(model.schema, fields, (_mining_schema(model, raw), _output(model)))
    transformations = element("TransformationDictionary", *fields.derived)
    return element(
        "PMML", _header(provenance), _dictionary(model, raw),
        *([transformations] if fields.derived else []),
        modelled(model, told),
        xmlns=NAMESPACE, version=VERSION,
    )  # fmt: skip


def _refuse_unsaid(model: Model, fields: Fields) -> None:
    """See that every prepared attribute has a field."""
    unsaid = next((a for a in fields.attributes if a.name not in fields.names), None)
    if unsaid is not None and model.key != "majority":
        raise ModelError(
            f"Attribute '{unsaid.name}' is {unsaid.kind}, which PMML has no field for.",
            remedy="Choose .onnx.",
        )


def _header(provenance: Mapping[str, Any]) -> ET.Element:
    facts = element("Extension", name="provenance", value=json.dumps(dict(provenance)))
    application = element("Application", name="Workbench", version=__version__)
    return element("Header", facts, application)


def _dictionary(model: Model, raw: list[Attribute]) -> ET.Element:
    fields = [_field(a) for a in [*raw, model.schema.target]]
    return element("DataDictionary", *fields, numberOfFields=len(fields))


def _field(attribute: Attribute) -> ET.Element:
    if attribute.kind == "numeric":
        kind = {"optype": "continuous", "dataType": "double"}
        return element("DataField", name=attribute.name, **kind)
    values = [element("Value", value=value) for value in attribute.values]
    return element(
        "DataField", *values, name=attribute.name, optype="categorical", dataType="string"
    )


def _mining_schema(model: Model, raw: list[Attribute]) -> ET.Element:
    fields = [element("MiningField", name=a.name, invalidValueTreatment="asMissing") for a in raw]
    target = element("MiningField", name=model.schema.target.name, usageType="target")
    return element("MiningSchema", *fields, target)


def _output(model: Model) -> ET.Element:
    is_classes = model.schema.task == "classification"
    kind = {"optype": "categorical", "dataType": "string"} if is_classes else {
        "optype": "continuous", "dataType": "double"
    }  # fmt: skip
    name = "label" if is_classes else "value"
    fields = [element("OutputField", name=name, feature="predictedValue", **kind)]
    if is_classes and model.key != "knn":  # PMML does not say what a vote's probabilities are
        number = {"optype": "continuous", "dataType": "double"}
        fields += [
            element("OutputField", name=f"p({c})", feature="probability", value=c, **number)
            for c in model.classes
        ]
    return element("Output", *fields)
