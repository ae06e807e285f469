"""Looks at networks of two inputs: what is seen is what they answer, and nothing is changed."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from workbench.core.files import resource
from workbench.core.run import Event, finish
from workbench.data.readers.open import read
from workbench.models.learner import Fold, VariantReported
from workbench.models.mlp import MLP
from workbench.models.stack_events import Member, StackEvents
from workbench.training import planes
from workbench.training.events import PlaneSeen
from workbench.training.job import Job, Settings, Trained
from workbench.training.loop import train
from workbench.training.losses import CrossEntropy
from workbench.training.samples import Samples

SETTINGS = Settings(CrossEntropy(), torch.device("cpu"), optimiser="sgd", batch_size=20)


@pytest.fixture(autouse=True)
def at_every_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planes, "SECONDS", 0.0)
    monkeypatch.setattr(planes, "SHARE", 1e9)


def job(n_inputs: int = 2, fold: int = 0) -> Job:
    rng = np.random.default_rng(0)
    inputs = rng.normal(size=(40, n_inputs)).astype(np.float32)
    layers = nn.Sequential(nn.Linear(n_inputs, 5), nn.Dropout(0.5), nn.Tanh(), nn.Linear(5, 3))
    generator = torch.Generator().manual_seed(1 + fold)
    for parameter in layers.parameters():
        nn.init.normal_(parameter, generator=generator)
    samples = Samples(inputs, rng.integers(3, size=40))
    return Job(layers, samples, learning_rate=0.1, epochs=3, fold=fold)


def told(*jobs: Job) -> tuple[list[PlaneSeen], list[Trained]]:
    events: list[Event] = []
    trained = finish(train(jobs, SETTINGS), events.append)
    return [event for event in events if isinstance(event, PlaneSeen)], trained


def test_that_the_last_look_is_what_the_trained_network_answers() -> None:
    events, [trained, _] = told(job(), job(fold=1))
    last = events[-1]
    assert (last.fold, last.epoch) == (0, 3)
    network = trained.network
    assert isinstance(network, nn.Sequential)
    places = torch.tensor([[last.x[7], last.y[30]], [last.x[39], last.y[0]]], dtype=torch.float32)
    with torch.inference_mode():
        expected = torch.softmax(network(places), 1).numpy()
        hidden = network[:3](places).numpy()
    np.testing.assert_allclose(last.outputs[30, 7], expected[0], atol=1e-5)
    np.testing.assert_allclose(last.outputs[0, 39], expected[1], atol=1e-5)
    [(name, units)] = last.units
    assert name == "Layer 1 · Tanh"
    np.testing.assert_allclose(units[:, 30, 7], hidden[0], atol=1e-5)
    with torch.inference_mode():
        points = network(torch.from_numpy(last.points.astype(np.float32)))
    np.testing.assert_array_equal(last.predicted, points.argmax(1).numpy())
    assert not last.outputs.flags.writeable


def test_that_looking_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    _, looked = told(job())
    monkeypatch.setattr(planes.Planes, "seen", lambda *_: None)
    _, blind = told(job())
    for ours, theirs in zip(
        looked[0].network.parameters(), blind[0].network.parameters(), strict=True
    ):
        assert torch.equal(ours, theirs)


def test_that_networks_of_other_inputs_are_not_looked_at() -> None:
    assert told(job(n_inputs=3))[0] == []


def test_that_looks_are_as_far_apart_as_they_are_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planes, "SECONDS", 3600.0)
    assert len(told(job())[0]) == 1


def test_that_a_learner_tells_of_its_plane_in_the_units_and_names_of_the_data() -> None:
    rows = read(resource("data/two_spirals.csv"))
    events: list[Event] = []
    learner = MLP.parse({"hidden": "4", "epochs": 2})
    model: Any = finish(learner.fit(Fold(rows)), events.append)
    last = [event for event in events if isinstance(event, PlaneSeen)][-1]
    assert last.names == ("x", "y")
    assert last.classes == rows.schema.target.values
    column = rows.column("x")
    assert last.x[0] == pytest.approx(column.min() - 0.08 * np.ptp(column), rel=1e-4)
    known = {(round(a, 3), round(b, 3)) for a, b in zip(column, rows.column("y"), strict=True)}
    assert all((round(a, 3), round(b, 3)) in known for a, b in last.points)
    assert model.predict(rows).shape == (300,)


def test_that_a_plane_is_told_to_its_own_variant_with_its_own_fold() -> None:
    plane = replace(told(job())[0][0], fold=2)
    members = [Member(0, slice(0, 1), (0,), 2), Member(1, slice(1, 3), (0, 1), 2)]
    [reported] = StackEvents(members).tell(plane)
    assert isinstance(reported, VariantReported)
    assert reported.number == 1
    assert isinstance(reported.event, PlaneSeen)
    assert reported.event.fold == 1
