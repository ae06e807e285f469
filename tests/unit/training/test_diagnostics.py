from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

from workbench.core.run import Event, finish
from workbench.models.stack_events import Member, StackEvents
from workbench.training import alone, diagnostics
from workbench.training.alone import Alone
from workbench.training.batch import Pass
from workbench.training.events import Diagnosed
from workbench.training.job import Job, Settings, Trained
from workbench.training.loop import train
from workbench.training.losses import CrossEntropy
from workbench.training.samples import Samples

CPU = torch.device("cpu")
RATE = 0.01
SETTINGS = Settings(CrossEntropy(), CPU, optimiser="sgd", batch_size=40)


@pytest.fixture(autouse=True)
def at_every_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnostics, "SECONDS", 0.0)
    monkeypatch.setattr(diagnostics, "SHARE", 1e9)


def network(seed: int = 1) -> nn.Sequential:
    layers = nn.Sequential(nn.Linear(3, 8), nn.ReLU(), nn.Linear(8, 2))
    generator = torch.Generator().manual_seed(seed)
    for parameter in layers.parameters():
        nn.init.normal_(parameter, generator=generator)
    with torch.no_grad():
        layers[0].get_parameter("bias")[:2] = -1000.0  # two of eight units are dead
    return layers


def job(module: nn.Module | None = None, seed: int = 1, **changes: Any) -> Job:
    rng = np.random.default_rng(0)
    inputs = rng.normal(size=(40, 3)).astype(np.float32)
    samples = Samples(inputs, (inputs[:, 0] > 0).astype(np.int64))
    plain: dict[str, Any] = {"learning_rate": RATE, "epochs": 2, "seed": seed, "fold": seed}
    return Job(module or network(seed), samples, **(plain | changes))


def told(jobs: list[Job], settings: Settings = SETTINGS) -> tuple[list[Diagnosed], list[Trained]]:
    events: list[Event] = []
    trained = finish(train(jobs, settings), events.append)
    return [event for event in events if isinstance(event, Diagnosed)], trained


def nested(seed: int = 1) -> nn.Module:
    return nn.Sequential(network(seed))


@pytest.mark.parametrize("make", [network, nested], ids=["stacked", "alone"])
def test_that_the_figures_of_each_layer_are_those_of_plain_torch(make: Any) -> None:
    events, _ = told([job(make())])
    event, plain = events[0], network()
    inputs, targets = (torch.from_numpy(x) for x in (job().train.inputs, job().train.targets))
    hidden = plain[0](inputs)
    outputs = plain[2](plain[1](hidden))
    functional.cross_entropy(outputs, targets).backward()
    assert [name.split()[1] for name in event.layers] == ["Linear", "ReLU", "Linear"]
    for column, layer in ((0, plain[0]), (2, plain[2])):
        gradients = torch.cat([p.grad.flatten() for p in layer.parameters() if p.grad is not None])
        numbers = nn.utils.parameters_to_vector(layer.parameters()).detach() - RATE * gradients
        assert event.gradient_norm[0, column] == pytest.approx(float(gradients.norm()), rel=1e-5)
        assert event.weight_mean[0, column] == pytest.approx(float(numbers.mean()), rel=1e-4)
        expected = float(numbers.std(correction=0))
        assert event.weight_std[0, column] == pytest.approx(expected, rel=1e-5)
    for column, given in ((0, hidden), (1, hidden.relu()), (2, outputs)):
        mean, spread = float(given.detach().mean()), float(given.detach().std(correction=0))
        assert event.activation_mean[0, column] == pytest.approx(mean, rel=1e-4)
        assert event.activation_std[0, column] == pytest.approx(spread, rel=1e-4)


@pytest.mark.parametrize("make", [network, nested], ids=["stacked", "alone"])
def test_that_units_that_give_nothing_for_any_row_are_dead(make: Any) -> None:
    event = told([job(make())])[0][0]
    assert event.dead_share[0, 1] == 0.25
    assert np.isnan(event.dead_share[0, [0, 2]]).all()
    assert np.isnan(event.gradient_norm[0, 1])


def test_that_a_channel_of_pictures_is_a_unit() -> None:
    outputs = torch.zeros(1, 5, 4, 3, 3)
    outputs[0, 2, 1, 0, 2] = 1.0
    assert diagnostics._dead(outputs).tolist() == [0.75]


def test_that_the_step_and_what_else_there_is_to_know_are_told() -> None:
    event = told([job()])[0][0]
    assert (event.epoch, event.folds) == (1, (1,))
    assert event.learning_rate.tolist() == [RATE]
    assert event.samples_per_second > 0
    assert event.device_memory is None
    assert not event.gradient_norm.flags.writeable


def test_that_looking_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for make in (network, nested):
        _, looked = told([job(make())])
        with monkeypatch.context() as patch:
            patch.setattr(diagnostics.Diagnostics, "look_at", lambda *_: None)
            events, blind = told([job(make())])
        assert events == []
        for ours, theirs in zip(
            looked[0].network.parameters(), blind[0].network.parameters(), strict=True
        ):
            assert torch.equal(ours, theirs)


def test_that_networks_that_have_left_a_stack_have_no_figures() -> None:
    jobs = [job(seed=1, epochs=3), job(seed=2, epochs=1), job(seed=3, epochs=1)]
    events, _ = told(jobs)
    assert np.isnan(events[0].gradient_norm[:, 0]).tolist() == [False, False, False]
    assert np.isnan(events[-1].gradient_norm[:, 0]).tolist() == [False, True, True]


def test_that_each_variant_is_told_of_its_own_networks() -> None:
    event = told([job(seed=seed) for seed in (1, 2, 3)])[0][0]
    members = [Member(0, slice(0, 1), (0,), 2), Member(1, slice(1, 3), (0, 1), 2)]
    own = next(iter(StackEvents(members[1:]).tell(event))).event  # type: ignore[attr-defined]
    assert own.folds == (0, 1)
    np.testing.assert_array_equal(own.weight_mean, event.weight_mean[1:])
    np.testing.assert_array_equal(own.learning_rate, event.learning_rate[1:])


def test_that_looks_are_a_second_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnostics, "SECONDS", 3600.0)
    assert len(told([job()])[0]) == 1


def test_that_a_network_whose_look_takes_long_is_looked_at_less_often(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(diagnostics, "SHARE", 1e-9)
    assert len(told([job()])[0]) == 1


def test_that_gradients_are_told_as_they_were_before_clipping() -> None:
    plain = told([job()])[0][0]
    clipped = replace(SETTINGS, clipping=replace(SETTINGS.clipping, norm=1e-3))
    np.testing.assert_array_equal(told([job()], clipped)[0][0].gradient_norm, plain.gradient_norm)


def test_that_what_looks_on_is_not_compiled_into_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    body = Alone(nn.Linear(3, 2), torch.device("cpu"), seed=1)
    monkeypatch.setattr(alone, "compiled", lambda network, _: (partial(network), ""))
    body.watch(lambda number, outputs: seen.append(number))
    assert body.compile(torch.zeros(1, 4, 3)) == ""
    body(torch.zeros(1, 4, 3), Pass(is_training=True))
    assert not seen


def squashed(seed: int = 1) -> nn.Sequential:
    layers = nn.Sequential(
        nn.Linear(3, 4), nn.Sigmoid(), nn.Linear(4, 4), nn.Tanh(), nn.Linear(4, 2)
    )
    generator = torch.Generator().manual_seed(seed)
    for parameter in layers.parameters():
        nn.init.normal_(parameter, std=3.0, generator=generator)
    return layers


def test_that_saturated_outputs_are_those_within_a_twentieth_of_a_limit() -> None:
    event, plain = told([job(squashed())])[0][0], squashed()
    inputs = torch.from_numpy(job().train.inputs)
    logistic = plain[:2](inputs)
    tanh = plain[2:4](logistic)
    assert event.saturated_share is not None
    shares = event.saturated_share[0]
    near = ((logistic < 0.025) | (logistic > 0.975)).float().mean()
    assert shares[1] == pytest.approx(float(near))
    assert shares[3] == pytest.approx(float((tanh.abs() > 0.95).float().mean()))
    assert 0 < shares[1] < 1
    assert np.isnan(shares[[0, 2, 4]]).all()


def test_that_the_update_is_told_as_a_share_of_the_weights() -> None:
    event, plain = told([job()])[0][0], network()
    inputs, targets = (torch.from_numpy(x) for x in (job().train.inputs, job().train.targets))
    functional.cross_entropy(plain(inputs), targets).backward()
    assert event.update_ratio is not None
    for column, layer in ((0, plain[0]), (2, plain[2])):
        numbers = nn.utils.parameters_to_vector(layer.parameters()).norm()
        expected = RATE * event.gradient_norm[0, column] / float(numbers.detach())
        assert event.update_ratio[0, column] == pytest.approx(expected, rel=1e-3)


def test_that_a_networks_own_parameters_are_called_by_what_it_is() -> None:
    class Own(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.scale = nn.Parameter(torch.ones(3))
            self.inner = nn.Linear(3, 2)

    names = [place.name for place in Alone(Own(), CPU, seed=1).layers]
    assert names == ["Own", "inner Linear"]
