"""A small evaluator of PMML 4.4, written from its specification, for the tests of what we write."""

import math
from collections.abc import Callable, Mapping
from xml.etree import ElementTree as ET

Value = float | str | None
Row = dict[str, Value]
NS = "{http://www.dmg.org/PMML-4_4}"

_FUNCTIONS: Mapping[str, Callable[..., float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "sum": lambda *parts: math.fsum(parts),
    "notEqual": lambda a, b: a != b,
}
_ACTIVATIONS: Mapping[str, Callable[[float], float]] = {
    "logistic": lambda z: 1 / (1 + math.exp(-z)) if z > -700 else 0.0,
    "tanh": math.tanh,
    "rectifier": lambda z: max(0.0, z),
    "identity": lambda z: z,
}


class Evaluator:
    """Answers rows of raw values by a document."""

    def __init__(self, text: str) -> None:
        self.root = ET.fromstring(text)  # noqa: S314  our own file
        dictionary = self.root.find(f"{NS}DataDictionary")
        assert dictionary is not None
        self.fields = {f.get("name", ""): f for f in dictionary}
        self.derived = self.root.findall(f"{NS}TransformationDictionary/{NS}DerivedField")
        self.model = self.root[-1]

    def scored(self, raw: Row) -> dict[str, float]:
        """Probabilities (or votes) by class, or {"": value}."""
        row = {name: self._valid(name, value) for name, value in raw.items()}
        for field in self.derived:
            row[field.get("name", "")] = evaluated(field[0], row)
        kind = self.model.tag.removeprefix(NS)
        works = {
            "RegressionModel": self._regression,
            "NeuralNetwork": self._network,
            "NearestNeighborModel": self._neighbours,
        }
        return works[kind](row)

    def _valid(self, name: str, value: Value) -> Value:
        """``invalidValueTreatment="asMissing"``."""
        labels = [v.get("value") for v in self.fields[name].findall(f"{NS}Value")]
        return None if labels and value not in labels else value

    def _regression(self, row: Row) -> dict[str, float]:
        sums = {}
        for table in self.model.findall(f"{NS}RegressionTable"):
            total = float(table.get("intercept", ""))
            for term in table:
                total += float(term.get("coefficient", "")) * number(row[term.get("name", "")])
            sums[table.get("targetCategory", "")] = total
        return softmax(sums) if self.model.get("normalizationMethod") == "softmax" else sums

    def _network(self, row: Row) -> dict[str, float]:
        values = {}
        for one in self.model.findall(f"{NS}NeuralInputs/{NS}NeuralInput"):
            values[one.get("id", "")] = number(evaluated(one[0][0], row))
        for layer in self.model.findall(f"{NS}NeuralLayer"):
            work = _ACTIVATIONS[layer.get("activationFunction", "")]
            made = {}
            for neuron in layer:
                total = float(neuron.get("bias", ""))
                total += sum(float(c.get("weight", "")) * values[c.get("from", "")] for c in neuron)
                made[neuron.get("id", "")] = work(total)
            normal = layer.get("normalizationMethod")
            if normal == "softmax":
                made = softmax(made)
            elif normal == "simplemax":
                made = {k: v / sum(made.values()) for k, v in made.items()}
            values |= made
        outputs = self.model.findall(f"{NS}NeuralOutputs/{NS}NeuralOutput")
        return {o[0][0].get("value", ""): values[o.get("outputNeuron", "")] for o in outputs}

    def _neighbours(self, row: Row) -> dict[str, float]:
        inputs = [one.get("field", "") for one in self.model.findall(f"{NS}KNNInputs/{NS}KNNInput")]
        fields = self.model.findall(f"{NS}TrainingInstances/{NS}InstanceFields/{NS}InstanceField")
        columns = {f.get("field", ""): f.get("column", "") for f in fields}
        measure = self.model.find(f"{NS}ComparisonMeasure")
        assert measure is not None
        is_euclidean = measure[0].tag == f"{NS}euclidean"
        found = []
        for sample in self.model.iter(f"{NS}row"):
            told = {child.tag.removeprefix(NS): child.text or "" for child in sample}
            gaps = [abs(number(row[name]) - float(told[columns[name]])) for name in inputs]
            far = math.sqrt(sum(g * g for g in gaps)) if is_euclidean else sum(gaps)
            found.append((far, told["y"]))
        found.sort(key=lambda pair: pair[0])
        near = found[: int(self.model.get("numberOfNeighbors", ""))]
        is_weighted = "weighted" in self.model.get("categoricalScoringMethod", "")
        weights = [1 / far if is_weighted else 1.0 for far, _ in near]
        if self.model.get("functionName") == "regression":
            sums = sum(w * float(y) for w, (_, y) in zip(weights, near, strict=True))
            return {"": sums / sum(weights)}
        votes: dict[str, float] = {}
        for weight, (_, label) in zip(weights, near, strict=True):
            votes[label] = votes.get(label, 0.0) + weight
        return {label: vote / sum(weights) for label, vote in votes.items()}


def evaluated(expression: ET.Element, row: Row) -> Value:
    """The value of an expression."""
    tag, inner = expression.tag.removeprefix(NS), list(expression)
    if tag == "FieldRef":
        return row[expression.get("field", "")]
    if tag == "Constant":
        text = expression.text or ""
        return float(text) if expression.get("dataType") == "double" else text
    if tag == "NormDiscrete":
        value = row[expression.get("field", "")]
        if value is None:
            return float(expression.get("mapMissingTo", "nan"))
        return float(value == expression.get("value"))
    if tag == "Discretize":
        return discretised(expression, row[expression.get("field", "")])
    assert tag == "Apply", tag
    return applied(expression.get("function", ""), inner, row)


def applied(function: str, inner: list[ET.Element], row: Row) -> Value:
    """The value of a built-in function; of a missing argument it is missing."""
    if function == "isMissing":
        return float(evaluated(inner[0], row) is None)
    if function == "if":
        condition = evaluated(inner[0], row)
        if condition is None:
            return None
        chosen = inner[1:2] if condition else inner[2:3]
        return evaluated(chosen[0], row) if chosen else None
    values = [evaluated(one, row) for one in inner]
    return None if None in values else float(_FUNCTIONS[function](*values))


def discretised(expression: ET.Element, value: Value) -> Value:
    """The bin of a number; (low, high] as all that we write."""
    if value is None:
        return None
    for one in expression:
        low = float(one[0].get("leftMargin", "-inf"))
        high = float(one[0].get("rightMargin", "inf"))
        if low < number(value) <= high:
            return one.get("binValue")
    return None


def number(value: Value) -> float:
    """A value that must be a number."""
    assert isinstance(value, float), value
    return value


def softmax(sums: dict[str, float]) -> dict[str, float]:
    """Shares of exponentials."""
    most = max(sums.values())
    grown = {k: math.exp(v - most) for k, v in sums.items()}
    return {k: v / sum(grown.values()) for k, v in grown.items()}
