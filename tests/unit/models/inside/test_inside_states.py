"""Hidden states and gates are those of the network; the gradient through time shrinks by lag."""

import numpy as np
import pytest

from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.models.inside.inside import Inside
from workbench.models.inside.page import HeatMap, Lines, Look
from workbench.models.learner import Fold
from workbench.models.networks.recurrence import Cell
from workbench.models.rnn import RNN
from workbench.models.rnn_model import RNNModel


def series(n: int = 40, steps: int = 6) -> Dataset:
    random = np.random.default_rng(0)
    labels = random.integers(2, size=n).astype(np.int32)
    column = random.normal(size=(n, steps, 2)) + labels[:, None, None]
    column[3, 4:] = np.nan  # a shorter one
    attributes = (
        Attribute("s", "array", shape=(steps, 2)),
        Attribute("y", "nominal", ("a", "b"), "class"),
    )
    return Dataset(Schema(attributes), (column, labels))


def looked(cell: Cell, **more: object) -> tuple[RNNModel, Inside]:
    learner = RNN.parse({"cell": cell, "hidden": 3, "epochs": 2, "embedding": 0, **more})
    model = finish(learner.fit(Fold(series())))
    assert isinstance(model, RNNModel)
    return model, Inside("rnn", (model,), series(), (np.arange(40),))


def values(inside: Inside, layer: int, sample: int = 0) -> np.ndarray:
    [part] = finish(inside.page(0, Look("states", layer, sample))).parts
    assert isinstance(part, HeatMap)
    return part.values


@pytest.mark.parametrize("cell", ["elman", "lstm", "gru"])
def test_that_the_last_state_is_what_the_network_answers_from(cell: Cell) -> None:
    model, inside = looked(cell)
    v, c = model.weights["V.weight"], model.weights["V.bias"]
    logits = v.astype(np.float64) @ values(inside, 0)[:, -1] + c
    shares = np.exp(logits - logits.max())
    expected = model.predict_proba(series().take(slice(0, 1)))[0]
    np.testing.assert_allclose(shares / shares.sum(), expected, atol=1e-5)


def test_that_an_lstms_gates_give_its_states() -> None:
    _, inside = looked("lstm")
    names = inside.offers(0)[[o.key for o in inside.offers(0)].index("states")].layers
    found = {name.split(" of ")[0]: values(inside, i) for i, name in enumerate(names)}
    np.testing.assert_allclose(
        found["output gate"] * np.tanh(found["cell state"]), found["state"], atol=1e-5
    )


def test_that_a_grus_gates_mix_the_old_state_and_the_new() -> None:
    model, inside = looked("gru")
    state, reset, update = (values(inside, i) for i in range(3))
    before = np.hstack([np.zeros((3, 1)), state[:, :-1]])
    w = model.weights["forth.0.W"][6:].astype(np.float64)
    u, b = model.weights["forth.0.U"][6:], model.weights["forth.0.b"][6:]
    prepared = series().column("s")[0]
    for transform in model.preparation:
        prepared = transform.apply(series().take(slice(0, 1))).column("s")[0]
    new = np.tanh(u @ prepared.T + b[:, None] + reset * (w @ before))
    np.testing.assert_allclose((1 - update) * new + update * before, state, atol=1e-5)


def test_that_the_steps_of_a_shorter_series_end_where_it_ends() -> None:
    _, inside = looked("elman")
    assert values(inside, 0, sample=3).shape == (3, 4)


def test_that_terms_by_lag_are_those_of_back_propagation_through_time() -> None:
    model, inside = looked("elman")
    terms = model.bptt_terms(series().take(slice(0, 1)))
    [lines] = finish(inside.page(0, Look("bptt"))).parts
    assert isinstance(lines, Lines)
    last = len(terms.norms) - 1
    for lag in range(last):
        assert lines.y[0][lag] == pytest.approx(terms.norms[last, last - lag])
