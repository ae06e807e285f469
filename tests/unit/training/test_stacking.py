"""A stacked network becomes what it becomes alone, and what plain torch makes of it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from workbench.core.run import finish
from workbench.training import loop
from workbench.training.batch import Pass
from workbench.training.dropout import Dropout
from workbench.training.initialisation import initialise
from workbench.training.job import Job, Settings, Trained
from workbench.training.loop import train
from workbench.training.losses import CrossEntropy, SquaredError
from workbench.training.samples import Samples
from workbench.training.stacking import Stack, is_stackable

CPU = torch.device("cpu")
# At batch size 16: two full sizes that differ by one, one batch fewer, and a last batch of one.
SIZES = (47, 61, 60, 33)


def network(seed: int, *, dropout: float = 0.0, batch_norm: bool = False) -> nn.Sequential:
    layers: list[nn.Module] = []
    for n_in, n_out in ((5, 12), (12, 7)):
        layers.append(nn.utils.skip_init(nn.Linear, n_in, n_out, bias=not batch_norm))
        layers += [nn.BatchNorm1d(n_out)] if batch_norm else []
        layers.append(nn.Tanh())
        layers += [nn.Dropout(dropout)] if dropout else []
    layers.append(nn.utils.skip_init(nn.Linear, 7, 3))
    made = nn.Sequential(*layers)
    initialise(made, "he", torch.Generator().manual_seed(seed))
    return made


def samples(n: int, seed: int) -> Samples:
    rng = np.random.default_rng(seed)
    inputs = rng.normal(size=(n, 5)).astype(np.float32)
    noisy = inputs[:, 0] + rng.normal(size=n) * 0.7
    return Samples(inputs, np.digitize(noisy, [-0.5, 0.5]).astype(np.int64))


def jobs(changes: Mapping[str, Any] | None = None, **shape: Any) -> list[Job]:
    """Four networks; a change that is a tuple has a value for each."""
    plain = {"learning_rate": 0.02, "epochs": 12} | dict(changes or {})
    return [
        Job(
            network(i, **shape),
            samples(n, 10 + i),
            samples(20 + i, 50 + i),
            **({"seed": i, "fold": i} | _nth(i, plain)),
        )
        for i, n in enumerate(SIZES)
    ]


def _nth(i: int, values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value[i] if isinstance(value, tuple) else value for key, value in values.items()}


def settings(**changes: Any) -> Settings:
    plain: dict[str, Any] = {"loss": CrossEntropy(), "device": CPU, "batch_size": 16}
    return Settings(**(plain | changes))


def probabilities(trained: Trained) -> torch.Tensor:
    inputs = torch.from_numpy(samples(200, 99).inputs)
    with torch.no_grad():
        return torch.softmax(trained.network(inputs), 1)


@pytest.mark.parametrize(
    ("shape", "each", "changes"),
    [
        ({}, {}, {}),
        ({"dropout": 0.3}, {}, {}),
        ({"batch_norm": True}, {}, {}),
        ({"dropout": 0.5, "batch_norm": True}, {"weight_decay": 0.01}, {}),
        ({}, {"weight_decay": 0.01}, {}),
        ({}, {"weight_decay": 0.1}, {"optimiser": "adamw"}),
        ({}, {"patience": 2, "epochs": 40}, {}),
        ({"dropout": 0.2}, {"patience": 1, "epochs": 40}, {}),
        ({}, {}, {"schedule": "cosine", "optimiser": "momentum"}),
        ({}, {"epochs": 40}, {"schedule": "plateau", "optimiser": "rmsprop"}),
        ({}, {}, {"schedule": "one-cycle", "optimiser": "nesterov"}),
        ({}, {}, {"batch_size": 1000, "optimiser": "adagrad"}),
    ],
)
def test_that_a_network_becomes_in_a_stack_what_it_becomes_alone(
    shape: dict[str, Any], each: dict[str, Any], changes: dict[str, Any]
) -> None:
    assert_as_alone(jobs(each, **shape), settings(**changes))


RATES = (0.02, 0.001, 0.1, 0.005)


@pytest.mark.parametrize(
    ("shape", "each", "changes"),
    [
        ({}, {"learning_rate": RATES, "seed": (5, 6, 6, 7)}, {}),
        ({}, {"learning_rate": RATES, "weight_decay": (0.0, 0.1, 0.01, 0.0)}, {}),
        (
            {},
            {"learning_rate": RATES, "weight_decay": (0.1, 0.0, 0.3, 0.0)},
            {"optimiser": "adamw"},
        ),
        ({}, {"learning_rate": RATES}, {"optimiser": "sgd", "schedule": "warm-up"}),
        ({"batch_norm": True}, {"learning_rate": RATES}, {"optimiser": "momentum"}),
        ({"dropout": (0.1, 0.5, 0.2, 0.3)}, {"learning_rate": RATES}, {"optimiser": "nesterov"}),
        ({}, {"learning_rate": RATES, "epochs": 40}, {"schedule": "plateau"}),
        ({}, {"learning_rate": RATES, "epochs": (3, 20, 1, 8)}, {"schedule": "cosine"}),
        ({"dropout": 0.3}, {"epochs": (30, 2, 2, 9)}, {"schedule": "one-cycle"}),
        ({}, {"learning_rate": RATES, "patience": (2, 0, 1, 5), "epochs": (60, 20, 60, 60)}, {}),
        (
            {"batch_norm": True, "dropout": (0.2, 0.3, 0.4, 0.1)},
            # rmsprop blows rounding errors up where its steps are large
            {"learning_rate": (0.02, 0.001, 0.03, 0.005), "patience": 1, "epochs": 60},
            {"optimiser": "rmsprop"},
        ),
    ],
)
def test_that_networks_of_unlike_settings_become_in_a_stack_what_they_become_alone(
    shape: dict[str, Any], each: dict[str, Any], changes: dict[str, Any]
) -> None:
    given = [jobs(each, **_nth(i, shape))[i] for i in range(len(SIZES))]
    assert_as_alone(given, settings(**changes))


def assert_as_alone(given: list[Job], chosen: Settings) -> None:
    stacked = finish(train(given, chosen))
    for job, together in zip(given, stacked, strict=True):
        alone = finish(train([job], chosen))[0]
        assert together.curve.best_epoch == alone.curve.best_epoch
        difference = (probabilities(together) - probabilities(alone)).abs().max()
        assert difference <= 1e-5
        for ours, theirs in (
            (together.curve.train_loss, alone.curve.train_loss),
            (together.curve.validation_loss, alone.curve.validation_loss),
            (together.curve.train_score, alone.curve.train_score),
        ):
            assert ours is not None
            assert theirs is not None
            np.testing.assert_allclose(ours, theirs, atol=1e-4)


def test_that_networks_that_leave_the_stack_change_nothing_for_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    each = {"learning_rate": RATES, "epochs": (3, 20, 1, 8), "weight_decay": 0.01}
    leaving = finish(train(jobs(each, dropout=0.2), settings()))
    monkeypatch.setattr(loop, "LEAVE_BELOW", 0.0)
    staying = finish(train(jobs(each, dropout=0.2), settings()))
    for ours, theirs in zip(leaving, staying, strict=True):
        assert (probabilities(ours) - probabilities(theirs)).abs().max() <= 1e-5
        assert len(ours.curve.train_loss) == len(theirs.curve.train_loss)


def test_that_networks_on_the_same_rows_become_what_they_become_on_copies() -> None:
    one = samples(50, 3)
    shared = [replace(job, train=one, watched=None) for job in jobs()]
    copied = [replace(job, train=samples(50, 3), watched=None) for job in jobs()]
    for ours, theirs in zip(
        finish(train(shared, settings())), finish(train(copied, settings())), strict=True
    ):
        assert torch.equal(probabilities(ours), probabilities(theirs))


@pytest.mark.parametrize("weight_decay", [0.0, 0.01])
def test_that_a_stacked_network_becomes_what_torch_makes_of_it(weight_decay: float) -> None:
    batch_norm = weight_decay > 0
    given = jobs({"weight_decay": weight_decay}, batch_norm=batch_norm)
    given = given[:3]  # sizes without a last batch of one row
    stacked = finish(train(given, settings()))
    for job, together in zip(given, stacked, strict=True):
        reference = network(job.seed, batch_norm=batch_norm).train()
        optimiser = torch.optim.Adam(reference.parameters(), 0.02, weight_decay=weight_decay)
        rng = np.random.default_rng((job.seed, 0))
        inputs, targets = map(torch.from_numpy, (job.train.inputs, job.train.targets))
        for _ in range(12):
            for rows in torch.from_numpy(rng.permutation(len(job.train))).split(16):
                optimiser.zero_grad()
                loss = nn.functional.cross_entropy(reference(inputs[rows]), targets[rows])
                loss.backward()
                optimiser.step()
        alone = probabilities(Trained(reference.eval(), together.curve))
        assert (probabilities(together) - alone).abs().max() <= 1e-5


def test_that_outputs_of_a_stack_are_those_of_its_networks_and_come_back_out() -> None:
    networks = [network(i, batch_norm=True, dropout=0.5).eval() for i in range(3)]
    stack = Stack.of(networks, CPU)
    inputs = torch.randn(3, 11, 5, generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        outputs = stack(inputs, Pass())
        for i, alone in enumerate(networks):
            torch.testing.assert_close(outputs[i], alone(inputs[i]))
            back = stack.unpacked(networks[0], stack.values[i], stack.statistics[i])
            theirs = alone.state_dict()
            for name, ours in back.state_dict().items():
                assert torch.equal(ours, theirs[name])


def test_that_training_leaves_the_given_networks_and_the_global_seed_alone() -> None:
    torch.manual_seed(7)
    expected = torch.rand(3)
    torch.manual_seed(7)
    given = jobs({"epochs": 2}, dropout=0.3, batch_norm=True)
    before = [p.clone() for p in given[0].network.parameters()]
    finish(train(given, settings()))
    assert torch.equal(torch.rand(3), expected)
    for ours, theirs in zip(given[0].network.parameters(), before, strict=True):
        assert torch.equal(ours, theirs)


def test_that_regression_stacked_is_regression_alone() -> None:
    rng = np.random.default_rng(3)
    given = []
    for i, n in enumerate((30, 41, 40)):
        inputs = rng.normal(size=(n, 5)).astype(np.float32)
        targets = (inputs @ rng.normal(size=5)).astype(np.float32)
        part = Samples(inputs, targets)
        ending = nn.Sequential(*list(network(i))[:-1], nn.utils.skip_init(nn.Linear, 7, 1))
        initialise(ending, "xavier", torch.Generator().manual_seed(i))
        given.append(Job(ending, part, part, seed=i, fold=i, learning_rate=0.02, epochs=60))
    chosen = settings(loss=SquaredError())
    stacked = finish(train(given, chosen))
    for job, together in zip(given, stacked, strict=True):
        alone = finish(train([job], chosen))[0]
        rows = torch.from_numpy(job.train.inputs)
        with torch.no_grad():
            torch.testing.assert_close(together.network(rows), alone.network(rows))
            errors = together.network(rows)[:, 0] - torch.from_numpy(job.train.targets)
        r_squared = 1 - float(errors.square().mean()) / float(np.var(job.train.targets))
        assert together.curve.validation_score is not None
        assert together.curve.validation_score[-1] == pytest.approx(r_squared, abs=1e-4)
        assert r_squared > 0.9


def test_that_only_known_layers_are_stackable() -> None:
    assert is_stackable(network(1, dropout=0.1, batch_norm=True))
    assert not is_stackable(nn.Sequential(nn.Conv1d(1, 1, 3)))
    assert not is_stackable(nn.Sequential(nn.Linear(2, 2), Dropout(0.5), nn.LayerNorm(2)))
    frozen = network(1)
    next(frozen.parameters()).requires_grad_(False)
    assert not is_stackable(frozen)
    with pytest.raises(ValueError, match="Conv1d"):
        Stack.of([nn.Sequential(nn.Linear(2, 2), nn.Conv1d(1, 1, 3))], CPU)
