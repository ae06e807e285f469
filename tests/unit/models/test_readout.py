import numpy as np
import pytest

from workbench.core.errors import ModelError
from workbench.core.run import Command, Event, Progressed, Stop, finish
from workbench.data.dataset import FloatArray
from workbench.data.schema import Attribute, Schema
from workbench.data.state import State
from workbench.models.readout import Readout, fit_readout

CLASS = Attribute("class", "nominal", ("a", "b", "c"), "class")
NUMBER = Attribute("z", "numeric", role="class")


def codes(n: int = 90, seed: int = 0) -> FloatArray:
    rng = np.random.default_rng(seed)
    return np.asarray(100 + 7 * np.eye(4)[np.arange(n) % 3] + rng.normal(size=(n, 4)))


def labels(n: int = 90) -> np.ndarray:
    return (np.arange(n) % 3).astype(np.int32)


def test_that_classes_are_read_from_codes_of_any_scale() -> None:
    readout = finish(fit_readout(codes(), labels(), CLASS))
    probabilities = readout.outputs(codes(seed=1))
    np.testing.assert_allclose(probabilities.sum(1), 1)
    assert np.mean(probabilities.argmax(1) == labels()) > 0.97


def test_that_a_number_is_read_from_codes() -> None:
    truth = codes() @ np.array([1.0, -2.0, 0.5, 0.0]) + 3
    readout = finish(fit_readout(codes(), truth, NUMBER))
    fresh = codes(seed=1) @ np.array([1.0, -2.0, 0.5, 0.0]) + 3
    outputs = readout.outputs(codes(seed=1))
    assert outputs.shape == (90, 1)
    assert np.corrcoef(outputs[:, 0], fresh)[0, 1] > 0.99


def test_that_a_class_without_a_row_gets_no_probability() -> None:
    seen = labels() != 1
    readout = finish(fit_readout(codes()[seen], labels()[seen], CLASS))
    assert np.all(readout.outputs(codes())[:, 1] == 0)
    only = finish(fit_readout(codes()[:1], np.array([2], np.int32), CLASS))
    np.testing.assert_array_equal(only.outputs(codes())[0], [0, 0, 1])


def test_that_codes_that_are_constant_do_no_harm() -> None:
    flat = np.column_stack([codes(), np.full(90, 5.0)])
    assert np.all(np.isfinite(finish(fit_readout(flat, labels(), CLASS)).outputs(flat)))


def test_that_it_tells_how_far_it_is_and_can_be_stopped() -> None:
    events: list[Event] = []

    def stop(event: Event) -> Command:
        events.append(event)
        return Stop()

    readout = finish(fit_readout(codes(), labels(), CLASS), stop)
    assert [type(event) for event in events] == [Progressed]
    assert np.all(np.isfinite(readout.outputs(codes())))


def test_that_it_comes_back_from_its_state() -> None:
    for attribute, target in ((CLASS, labels()), (NUMBER, labels().astype(float))):
        schema = Schema((Attribute("x", "numeric"), attribute))
        readout = finish(fit_readout(codes(), target, attribute))
        again = Readout.from_state(readout.state(), schema, 4)
        np.testing.assert_array_equal(again.outputs(codes()), readout.outputs(codes()))
        with pytest.raises(ModelError, match="readout"):
            Readout.from_state(readout.state(), schema, 5)
        with pytest.raises(ModelError, match="readout"):
            Readout.from_state(State(), schema, 4)
        with pytest.raises(ModelError, match="has none"):
            Readout.from_state(readout.state(), schema.with_class(None), 4)
