"""The models that PMML has words for."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatch
from xml.etree import ElementTree as ET

import numpy as np
from numpy.typing import NDArray

from workbench.core.errors import ModelError
from workbench.data.dataset import FloatArray
from workbench.data.schema import Schema
from workbench.export.pmml.tree import Fields, element, reference, written
from workbench.models.knn import KNNModel
from workbench.models.logistic import LogisticModel
from workbench.models.majority import MajorityModel
from workbench.models.mlp_model import MLPModel
from workbench.models.model import Model
from workbench.models.networks.architecture import Activation
from workbench.models.perceptron import PerceptronModel

NEVER = -1e300  # the intercept of a class without a training row: −∞ is no number in XML

_FUNCTIONS: dict[Activation, str] = {
    "sigmoid": "logistic",
    "tanh": "tanh",
    "relu": "rectifier",
}


@dataclass(frozen=True)
class Told:
    """What every model element begins with.

    Args:
        parts: mining schema and output.
    """

    schema: Schema
    fields: Fields
    parts: tuple[ET.Element, ...]

    @property
    def function(self) -> str:
        """What predicting the target is called."""
        return self.schema.task

    @property
    def inputs(self) -> list[str]:
        """The fields of the prepared features, in order."""
        return [self.fields.names[a.name] for a in self.fields.attributes]


@singledispatch
def modelled(model: Model, told: Told) -> ET.Element:
    """The element of a model.

    Raises:
        ModelError: PMML has no words for it.
    """
    raise ModelError(
        f"PMML has no words for a model of the learner '{model.key}'.",
        remedy="Choose .onnx, which takes every model.",
    )


@modelled.register
def _majority(model: MajorityModel, told: Told) -> ET.Element:
    if told.function == "regression":
        tables = [element("RegressionTable", intercept=float(model.answer[0]))]
    else:
        tables = [
            element("RegressionTable", intercept=float(np.log(share)), targetCategory=label)
            for label, share in zip(model.classes, model.answer, strict=True)
        ]
    return _regression(told, tables)


@modelled.register
def _logistic(model: LogisticModel, told: Told) -> ET.Element:
    tables = []
    for label, weights, bias in zip(model.classes, model.weights, model.biases, strict=True):
        terms = [
            element("NumericPredictor", name=name, coefficient=float(weight))
            for name, weight in zip(told.inputs, weights, strict=True)
        ]
        intercept = float(bias) if np.isfinite(bias) else NEVER
        tables.append(element("RegressionTable", *terms, intercept=intercept, targetCategory=label))
    return _regression(told, tables)


def _regression(told: Told, tables: Sequence[ET.Element]) -> ET.Element:
    normal = "softmax" if told.function == "classification" else "none"
    return element(
        "RegressionModel", *told.parts, *tables,
        functionName=told.function, normalizationMethod=normal,
    )  # fmt: skip


@modelled.register
def _perceptron(model: PerceptronModel, told: Told) -> ET.Element:
    lengths = np.linalg.norm(model.weights, axis=1)
    scale = np.where(lengths > 0, lengths, 1)
    weights, biases = model.weights / scale[:, None], model.biases / scale
    if len(model.seen) == 2:
        weights, biases = np.vstack([-weights, weights]), np.concatenate([-biases, biases])
    labels = [model.classes[code] for code in model.seen]
    layers = [_Layer(weights, biases, "logistic", "simplemax")]
    return _network(told, layers, labels)


@modelled.register
def _mlp(model: MLPModel, told: Told) -> ET.Element:
    if model.layout is not None:
        raise ModelError("PMML has no fields for pictures or series.", remedy="Choose .onnx.")
    function = _FUNCTIONS.get(model.architecture.activation)
    if function is None and len(model.architecture.widths) > 2:
        raise ModelError(
            f"PMML has no activation '{model.architecture.activation}'.",
            remedy="Train with sigmoid, tanh or relu, or choose .onnx.",
        )
    pairs = _folded(model)
    layers = [_Layer(w, b, function or "identity", "none") for w, b in pairs[:-1]]
    is_classes = told.function == "classification"
    layers.append(_Layer(*pairs[-1], "identity", "softmax" if is_classes else "none"))
    return _network(told, layers, model.classes)


def _folded(model: MLPModel) -> list[tuple[FloatArray, FloatArray]]:
    """Weights and biases of each layer; a batch norm becomes part of the layer before it."""
    state = {n: t.numpy().astype(np.float64) for n, t in model.network().state_dict().items()}
    pairs: list[tuple[FloatArray, FloatArray]] = []
    for name in dict.fromkeys(name.split(".")[0] for name in state):
        weight = state[f"{name}.weight"]
        if weight.ndim == 2:
            bias = state.get(f"{name}.bias", np.zeros(len(weight)))
            pairs.append((weight, bias))
            continue
        deviation = np.sqrt(state[f"{name}.running_var"] + 1e-5)
        before, bias = pairs.pop()
        factor = weight / deviation
        shift = (bias - state[f"{name}.running_mean"]) * factor + state[f"{name}.bias"]
        pairs.append((before * factor[:, None], shift))
    return pairs


@dataclass(frozen=True)
class _Layer:
    """Weights (out, in), biases (out,), PMML's activation and normalisation."""

    weights: NDArray[np.floating]
    biases: NDArray[np.floating]
    activation: str
    normalisation: str


def _network(told: Told, layers: Sequence[_Layer], labels: Sequence[str]) -> ET.Element:
    inputs = [_input(i, name) for i, name in enumerate(told.inputs)]
    made = [_layer(layer, number) for number, layer in enumerate(layers, 1)]
    target = told.schema.target.name
    outputs = []
    for i in range(len(layers[-1].biases)):
        expression = reference(target)
        if told.function == "classification":
            expression = element("NormDiscrete", field=target, value=labels[i])
        kind = {"optype": "continuous", "dataType": "double"}
        derived = element("DerivedField", expression, **kind)
        outputs.append(element("NeuralOutput", derived, outputNeuron=f"{len(layers)},{i}"))
    return element(
        "NeuralNetwork", *told.parts,
        element("NeuralInputs", *inputs, numberOfInputs=len(inputs)),
        *made,
        element("NeuralOutputs", *outputs, numberOfOutputs=len(outputs)),
        functionName=told.function, activationFunction=layers[-1].activation,
        numberOfLayers=len(layers),
    )  # fmt: skip


def _input(i: int, name: str) -> ET.Element:
    kind = {"optype": "continuous", "dataType": "double"}
    return element("NeuralInput", element("DerivedField", reference(name), **kind), id=f"0,{i}")


def _layer(layer: _Layer, number: int) -> ET.Element:
    neurons = []
    for i, (weights, bias) in enumerate(zip(layer.weights, layer.biases, strict=True)):
        links = [
            element("Con", from_=f"{number - 1},{j}", weight=float(weight))
            for j, weight in enumerate(weights)
        ]
        neurons.append(element("Neuron", *links, id=f"{number},{i}", bias=float(bias)))
    return element(
        "NeuralLayer", *neurons, numberOfNeurons=len(neurons),
        activationFunction=layer.activation, normalizationMethod=layer.normalisation,
    )  # fmt: skip


@modelled.register
def _knn(model: KNNModel, told: Told) -> ET.Element:
    if model.distance == "weka":
        raise ModelError(
            "PMML has no words for the distance of WEKA's IBk.",
            remedy="Train with the euclidean or manhattan distance, or choose .onnx.",
        )
    measure = "euclidean" if model.distance == "euclidean" else "cityBlock"
    inputs = [
        element("KNNInput", field=told.fields.names[name], compareFunction="absDiff")
        for name in model.names
    ]
    is_weighted = model.weights == "distance"
    return element(
        "NearestNeighborModel", *told.parts,
        _instances(model, told),
        element("ComparisonMeasure", element(measure), kind="distance"),
        element("KNNInputs", *inputs),
        functionName=told.function, numberOfNeighbors=min(model.k, len(model.samples)),
        continuousScoringMethod="weightedAverage" if is_weighted else "average",
        categoricalScoringMethod="weightedMajorityVote" if is_weighted else "majorityVote",
        isScorable=True,
    )  # fmt: skip


def _instances(model: KNNModel, told: Told) -> ET.Element:
    target = told.schema.target.name
    columns = [f"x{i}" for i in range(len(model.names))]
    fields = [
        element("InstanceField", field=told.fields.names[name], column=column)
        for name, column in zip(model.names, columns, strict=True)
    ]
    fields.append(element("InstanceField", field=target, column="y"))
    rows = []
    for sample, label in zip(model.samples, model.labels, strict=True):
        row = ET.Element("row")
        for column, value in zip(columns, sample, strict=True):
            ET.SubElement(row, column).text = written(float(value))
        answer = model.classes[int(label)] if model.classes else written(float(label))
        ET.SubElement(row, "y").text = answer
        rows.append(row)
    return element(
        "TrainingInstances",
        element("InstanceFields", *fields),
        element("InlineTable", *rows),
        isTransformed=True, recordCount=len(rows), fieldCount=len(fields),
    )  # fmt: skip
