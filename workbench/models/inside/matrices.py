"""The weights of each kind of model, matrix by matrix."""

from dataclasses import dataclass
from functools import singledispatch
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.models.dbn_model import DBNModel
from workbench.models.inside.frame import Frame, frame_of, names_of
from workbench.models.inside.subject import Subject, subject
from workbench.models.logistic import LogisticModel
from workbench.models.model import Model
from workbench.models.perceptron import PerceptronModel
from workbench.models.rbm_model import RBMModel
from workbench.models.rnn_model import RNNModel
from workbench.models.stored import prepared_schema
from workbench.models.vector_model import VectorModel


@dataclass(frozen=True, eq=False)
class Matrix:
    """Weights of one layer.

    Args:
        values: shape (units, inputs), or (filters, channels, height, width).
        frame: the picture that the inputs are, if they are one.
        units, inputs: their names; empty = numbers.
    """

    name: str
    values: NDArray[Any]
    frame: Frame | None = None
    units: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()


@singledispatch
def matrices(model: Model) -> list[Matrix]:
    """All weights that can be seen, from the rows upwards."""
    laid_open = subject(model)
    return [] if laid_open is None else _of_subject(laid_open)


def _of_subject(laid_open: Subject) -> list[Matrix]:
    found: list[Matrix] = []
    last = max((i for i, e in enumerate(laid_open.layers) if e.weight is not None), default=-1)
    for place, layer in enumerate(laid_open.layers):
        weight = layer.weight
        if weight is None:
            continue
        units = laid_open.model.classes if place == last else ()
        units = units if len(units) == len(weight) else ()
        is_first = not found and weight.ndim == 2
        frame = laid_open.frame if is_first and _covers(laid_open.frame, weight) else None
        inputs = laid_open.inputs if is_first and frame is None else ()
        inputs = inputs if len(inputs) == weight.shape[1] else ()
        found.append(Matrix(layer.name, weight, frame, units, inputs))
    return found


def _covers(frame: Frame | None, weight: NDArray[Any]) -> bool:
    size = 0 if frame is None else frame.channels * frame.height * frame.width
    return bool(size == weight.shape[1])


@matrices.register
def _of_logistic(model: LogisticModel) -> list[Matrix]:
    return [_of_prepared(model, model.weights, model.classes)]


@matrices.register
def _of_perceptron(model: PerceptronModel) -> list[Matrix]:
    seen = [model.classes[code] for code in model.seen]
    units = tuple(seen) if len(model.weights) == len(seen) else tuple(seen[1:])
    return [_of_prepared(model, model.weights, units)]


def _of_prepared(model: Model, weights: NDArray[Any], units: tuple[str, ...]) -> Matrix:
    features = prepared_schema(model.schema, model.preparation).features
    return Matrix("the only layer", weights, frame_of(features), units, names_of(features))


@matrices.register
def _of_rbm(model: RBMModel) -> list[Matrix]:
    features, weight = model.layout.attributes, model.arrays["weight"]
    n = model.shape.n_visible
    found = [
        Matrix("rows to hidden units", weight[:n].T, frame_of(features), (), names_of(features))
    ]
    if model.shape.n_labels:
        labels = Matrix("labels to hidden units", weight[n:].T, None, (), model.classes)
        found.append(labels)
    return found


@matrices.register
def _of_dbn(model: DBNModel) -> list[Matrix]:
    laid_open = subject(model)
    if laid_open is not None:
        return _of_subject(laid_open)
    features, top = model.layout.attributes, model.shape.machines[-1]
    found = [
        Matrix(f"layer {i + 1}, upwards", model.weights[f"layers.{i}.recognition"].T)
        for i in range(len(model.shape.hidden) - 1)
    ]
    found.append(Matrix("the top pair", model.weights["top.weight"][: top.n_visible].T))
    first = found[0]
    found[0] = Matrix(first.name, first.values, frame_of(features), (), names_of(features))
    return found


@matrices.register
def _of_rnn(model: RNNModel) -> list[Matrix]:
    steps = model.reading
    tokens = _tokens(model) if steps.steps == "tokens" else ()
    found = []
    for name, values in model.weights.items():
        if values.ndim != 2:
            continue
        units = model.classes if name == "V.weight" else ()
        units = tokens if name == "embedding.weight" else units
        inputs = tokens if values.shape[1] == len(tokens) and name.endswith(".U") else ()
        found.append(Matrix(_rnn_name(name), values, None, units, inputs))
    return found


_RNN_WORDS = {"U": "input to state", "W": "state to state"}


def _rnn_name(name: str) -> str:
    if name == "V.weight":
        return "V · state to output"
    if name == "embedding.weight":
        return "embedding of the tokens"
    way, number, kind = name.split(".")
    direction = "" if way == "forth" else ", backwards"
    return f"{kind} · {_RNN_WORDS.get(kind, kind)} (layer {int(number) + 1}{direction})"


def _tokens(model: RNNModel) -> tuple[str, ...]:
    schema = prepared_schema(model.schema, model.preparation)
    return schema.attribute(model.reading.names[0]).values


@matrices.register
def _of_vectors(model: VectorModel) -> list[Matrix]:
    features = model.layout.attributes
    frame, names = frame_of(features), names_of(features)
    found = []
    for name, values in model.weights.items():
        if values.ndim != 2:
            continue
        reads, gives = values.shape[1] == model.layout.width, len(values) == model.layout.width
        words = name.removesuffix(".weight").replace(".", " · ")
        if gives and not reads:  # what each unit draws
            found.append(Matrix(f"{words}, what each unit draws", values.T, frame, (), names))
        else:
            found.append(
                Matrix(words, values, frame if reads else None, (), names if reads else ())
            )
    return found


def finite(values: NDArray[Any]) -> NDArray[np.float64]:
    """As float64; numbers that are none become 0."""
    return np.nan_to_num(values.astype(np.float64), posinf=0.0, neginf=0.0)
