"""The models, each as the operators that answer as it does."""

from functools import singledispatch

import numpy as np
from torch import nn

from workbench.core.errors import ModelError
from workbench.export.onnx.columns import GraphRows
from workbench.export.onnx.graph import OnnxGraph
from workbench.export.onnx.layers import given, weights_of
from workbench.export.onnx.neighbours import knn_answers
from workbench.export.onnx.pictures import picture_input
from workbench.export.onnx.recurrent import recurrent_outputs
from workbench.export.onnx.vectors import vectors_of
from workbench.models.autoencoder_model import AutoencoderModel
from workbench.models.cnn_model import CNNModel
from workbench.models.dbn_model import DBNModel
from workbench.models.gan_model import GANModel
from workbench.models.knn import KNNModel
from workbench.models.logistic import LogisticModel
from workbench.models.majority import MajorityModel
from workbench.models.mlp_model import MLPModel
from workbench.models.model import Model
from workbench.models.networks.dbn import DeepBelief
from workbench.models.networks.picture_input import PictureInput
from workbench.models.networks.rbm import RBM
from workbench.models.perceptron import LARGEST_MARGIN, PerceptronModel
from workbench.models.rbm_model import RBMModel
from workbench.models.readout import Readout
from workbench.models.rnn_model import RNNModel
from workbench.models.vae_model import VAEModel
from workbench.models.vector_model import VectorModel
from workbench.training.evidence import LEAST_LOG_VARIANCE


@singledispatch
def answered(model: Model, rows: GraphRows) -> str:
    """Class probabilities (n, c), or the predicted number (n, 1), float64, of prepared rows.

    Raises:
        ModelError: such a model cannot be put into ONNX.
    """
    raise ModelError(f"A model of the learner '{model.key}' cannot be put into ONNX.")


answered.register(KNNModel, knn_answers)


@answered.register
def _majority(model: MajorityModel, rows: GraphRows) -> str:
    graph, width = rows.graph, len(model.answer)
    shape = graph.add("Concat", rows.count, graph.constant([width], np.int64), axis=0)
    return graph.add("Expand", graph.constant(model.answer[None], np.float64), shape)


@answered.register
def _logistic(model: LogisticModel, rows: GraphRows) -> str:
    graph = rows.graph
    linear = graph.add("MatMul", rows.feature_matrix(), graph.constant(model.weights.T))
    return _softmax(graph, graph.add("Add", linear, graph.constant(model.biases)))


@answered.register
def _perceptron(model: PerceptronModel, rows: GraphRows) -> str:
    graph = rows.graph
    lengths = np.linalg.norm(model.weights, axis=1)
    sums = graph.add("MatMul", rows.feature_matrix(), graph.constant(model.weights.T))
    sums = graph.add("Add", sums, graph.constant(model.biases))
    margins = graph.add("Div", sums, graph.constant(np.where(lengths > 0, lengths, 1)))
    ends = [graph.constant(end, np.float64) for end in (-LARGEST_MARGIN, LARGEST_MARGIN)]
    margins = graph.add("Clip", margins, *ends)
    if len(model.seen) == 2:
        margins = graph.joined([graph.add("Neg", margins), margins])  # (n, 2)
    squashed = graph.add("Sigmoid", margins)
    shares = graph.add("Div", squashed, graph.summed(squashed, 1, keeps=True))
    places = np.eye(len(model.classes))[model.seen]  # (seen, c)
    return graph.add("MatMul", shares, graph.constant(places))


@answered.register
def _mlp(model: MLPModel, rows: GraphRows) -> str:
    if model.layout is None:
        inputs = rows.floats(rows.feature_matrix())
    else:
        inputs = vectors_of(model.layout, rows)
    outputs = given(model.network(), rows.graph, inputs)
    return _of_task(model, rows.graph, rows.graph.cast(outputs, np.float64))


@answered.register
def _cnn(model: CNNModel, rows: GraphRows) -> str:
    graph, network = rows.graph, model.network()
    first, *others = network
    if not isinstance(first, PictureInput):
        raise TypeError(type(first).__name__)
    outputs = given(nn.Sequential(*others), graph, picture_input(first, model.rows, rows))
    outputs = graph.cast(outputs, np.float64)
    if model.schema.task == "classification":
        return _softmax(graph, outputs)
    scaled = graph.add("Mul", outputs, graph.constant(model.target_scale, np.float64))
    return graph.add("Add", scaled, graph.constant(model.target_mean, np.float64))


@answered.register
def _rnn(model: RNNModel, rows: GraphRows) -> str:
    return _of_task(model, rows.graph, recurrent_outputs(model, rows))


@answered.register
def _rbm(model: RBMModel, rows: GraphRows) -> str:
    if not model.shape.n_labels:
        raise _no_class()
    vectors = rows.graph.cast(vectors_of(model.layout, rows), np.float64)
    scores = _label_scores(model.network(), rows.graph, vectors)
    return _softmax(rows.graph, scores)


@answered.register
def _dbn(model: DBNModel, rows: GraphRows) -> str:
    graph, values, network = rows.graph, vectors_of(model.layout, rows), model.network()
    if isinstance(network, DeepBelief):
        values = graph.cast(values, np.float64)
        for layer in network.beliefs.layers:
            weights = graph.constant(weights_of(layer.recognition[0]), np.float64)
            biases = graph.constant(weights_of(layer.hidden_bias[0]), np.float64)
            values = graph.add("Sigmoid", graph.add("Gemm", values, weights, biases))
        return _softmax(graph, _label_scores(network.top, graph, values))
    return _softmax(graph, graph.cast(given(network, graph, values), np.float64))


def _label_scores(machine: RBM, graph: OnnxGraph, rows: str) -> str:
    """As ``Machines.label_scores`` in double precision, for rows float64 (n, d): (n, labels)."""
    n = machine.shape.n_visible
    weight, bias, above = (
        weights_of(part).astype(np.float64)
        for part in (machine.weight, machine.visible_bias, machine.hidden_bias)
    )
    hidden = graph.constant(above)
    of_rows = graph.add("Gemm", rows, graph.constant(weight[:n]), hidden)  # (n, h)
    of_rows = graph.add("Unsqueeze", of_rows, graph.constant([1], np.int64))
    inputs = graph.add("Add", of_rows, graph.constant(weight[None, n:]))  # (n, labels, h)
    told = graph.summed(_softplus(graph, inputs), 2)
    return graph.add("Add", told, graph.constant(bias[n:]))


def _softplus(graph: OnnxGraph, values: str) -> str:
    """ln(1 + e^x) of float64, for which onnxruntime has no operator: max(x, 0) + ln(1 + e^−|x|)."""
    zero, one = graph.constant(0, np.float64), graph.constant(1, np.float64)
    shrunk = graph.add("Exp", graph.add("Neg", graph.add("Abs", values)))
    rest = graph.add("Log", graph.add("Add", one, shrunk))
    return graph.add("Add", graph.add("Max", values, zero), rest)


@answered.register(AutoencoderModel)
@answered.register(VAEModel)
@answered.register(GANModel)
def _vector(model: VectorModel, rows: GraphRows) -> str:
    if model.readout is None:
        raise _no_class()
    vectors = vectors_of(model.layout, rows)
    return _read_out(model.readout, rows.graph, features_of(model, rows.graph, vectors))


@singledispatch
def features_of(model: VectorModel, graph: OnnxGraph, vectors: str) -> str:
    """What the read-out takes of vectors (n, d), float32 (n, k).

    Raises:
        ModelError: such a model cannot be put into ONNX.
    """
    raise ModelError(f"A model of the learner '{model.key}' cannot be put into ONNX.")


@features_of.register
def _codes(model: AutoencoderModel, graph: OnnxGraph, vectors: str) -> str:
    return given(model.network().encoder, graph, vectors)


@features_of.register
def _hidden(model: GANModel, graph: OnnxGraph, vectors: str) -> str:
    return given(model.network().trunk, graph, _widened(graph, vectors, model.n_labels))


@features_of.register
def _means(model: VAEModel, graph: OnnxGraph, vectors: str) -> str:
    network = model.network()
    codes = given(network.mean, graph, given(network.trunk, graph, vectors))
    if not model.n_labels:
        return codes
    wide = _widened(graph, codes, model.n_labels)
    each = []
    for code in range(model.n_labels):
        told = np.zeros((1, model.shape.code + model.n_labels), np.float32)
        told[0, model.shape.code + code] = 1
        decoded = given(network.decoder, graph, graph.add("Add", wide, graph.constant(told)))
        each.append(_log_likelihood(model, graph, decoded, vectors))
    likelihoods = graph.joined(each)  # (n, labels)
    mean = graph.add("ReduceMean", likelihoods, graph.constant([1], np.int64), keepdims=1)
    return graph.joined([codes, graph.add("Sub", likelihoods, mean)])


def _log_likelihood(model: VAEModel, graph: OnnxGraph, decoded: str, vectors: str) -> str:
    """Minus ``NegativeBound.reconstruction``, float32 (n, 1)."""
    if model.shape.is_unit:  # x·z − softplus(z) is the cross-entropy with logits z
        terms = graph.add("Sub", graph.add("Mul", vectors, decoded), graph.add("Softplus", decoded))
        return graph.summed(terms, 1, keeps=True)
    log_variance = max(float(model.weights["log_spread"][0]), LEAST_LOG_VARIANCE)
    gaps = graph.add("Sub", decoded, vectors)
    errors = graph.summed(graph.add("Mul", gaps, gaps), 1, keeps=True)
    # What all labels have in common is taken away with their mean.
    return graph.add("Mul", errors, graph.constant(-np.exp(-log_variance) / 2, np.float32))


def _widened(graph: OnnxGraph, values: str, n_labels: int) -> str:
    """Values (n, d) with as many zeros behind them as there are labels: none is told."""
    if not n_labels:
        return values
    ends = graph.constant([0, 0, 0, n_labels], np.int64)
    return graph.add("Pad", values, ends, graph.constant(0, np.float32))


def _read_out(readout: Readout, graph: OnnxGraph, codes: str) -> str:
    centred = graph.add("Sub", graph.cast(codes, np.float64), graph.constant(readout.mean))
    standard = graph.add("Div", centred, graph.constant(readout.scale))
    linear = graph.add("MatMul", standard, graph.constant(readout.weights.T))
    answers = graph.add("Add", linear, graph.constant(readout.biases))
    return _softmax(graph, answers) if readout.is_of_classes else answers


def _of_task(model: Model, graph: OnnxGraph, outputs: str) -> str:
    """Logits as probabilities; a number as it is."""
    return _softmax(graph, outputs) if model.schema.task == "classification" else outputs


def _softmax(graph: OnnxGraph, logits: str) -> str:
    return graph.add("Softmax", logits, axis=1)


def _no_class() -> ModelError:
    return ModelError(
        "This model has learnt no class, so there is no answer to put into ONNX.",
        remedy="Choose the class in the reader, and train again.",
    )
