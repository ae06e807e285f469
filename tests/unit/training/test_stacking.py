"""A stacked network becomes what it becomes alone, and what plain torch makes of it."""

from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from workbench.core.run import finish
from workbench.training.initialisation import initialise
from workbench.training.loop import Job, Settings, Trained, train
from workbench.training.losses import CrossEntropy, SquaredError
from workbench.training.samples import Samples
from workbench.training.stacking import Pass, Stack, is_stackable

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


def jobs(**shape: Any) -> list[Job]:
    return [
        Job(network(i, **shape), samples(n, 10 + i), samples(20 + i, 50 + i), seed=i, fold=i)
        for i, n in enumerate(SIZES)
    ]


def settings(**changes: Any) -> Settings:
    plain: dict[str, Any] = {
        "loss": CrossEntropy(),
        "device": CPU,
        "learning_rate": 0.02,
        "batch_size": 16,
        "epochs": 12,
    }
    return Settings(**(plain | changes))


def probabilities(trained: Trained) -> torch.Tensor:
    inputs = torch.from_numpy(samples(200, 99).inputs)
    with torch.no_grad():
        return torch.softmax(trained.network(inputs), 1)


@pytest.mark.parametrize(
    ("shape", "changes"),
    [
        ({}, {}),
        ({"dropout": 0.3}, {}),
        ({"batch_norm": True}, {}),
        ({"dropout": 0.5, "batch_norm": True}, {"weight_decay": 0.01}),
        ({}, {"weight_decay": 0.01}),
        ({}, {"optimiser": "adamw", "weight_decay": 0.1}),
        ({}, {"patience": 2, "epochs": 40}),
        ({"dropout": 0.2}, {"patience": 1, "epochs": 40}),
        ({}, {"schedule": "cosine", "optimiser": "momentum"}),
        ({}, {"schedule": "plateau", "optimiser": "rmsprop", "epochs": 40}),
        ({}, {"schedule": "one-cycle", "optimiser": "nesterov"}),
        ({}, {"batch_size": 1000, "optimiser": "adagrad"}),
    ],
)
def test_that_a_network_becomes_in_a_stack_what_it_becomes_alone(
    shape: dict[str, Any], changes: dict[str, Any]
) -> None:
    chosen = settings(**changes)
    stacked = finish(train(jobs(**shape), chosen))
    for job, together in zip(jobs(**shape), stacked, strict=True):
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


@pytest.mark.parametrize("weight_decay", [0.0, 0.01])
def test_that_a_stacked_network_becomes_what_torch_makes_of_it(weight_decay: float) -> None:
    batch_norm = weight_decay > 0
    given = jobs(batch_norm=batch_norm)[:3]  # sizes without a last batch of one row
    stacked = finish(train(given, settings(weight_decay=weight_decay)))
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
            for ours, theirs in zip(
                stack.network(i).state_dict().values(), alone.state_dict().values(), strict=True
            ):
                assert torch.equal(ours, theirs)


def test_that_training_leaves_the_given_networks_and_the_global_seed_alone() -> None:
    torch.manual_seed(7)
    expected = torch.rand(3)
    torch.manual_seed(7)
    given = jobs(dropout=0.3, batch_norm=True)
    before = [p.clone() for p in given[0].network.parameters()]
    finish(train(given, settings(epochs=2)))
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
        given.append(Job(ending, part, part, seed=i, fold=i))
    chosen = settings(loss=SquaredError(), epochs=60)
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
    assert not is_stackable(nn.Sequential(nn.Conv2d(1, 1, 3)))
    with pytest.raises(ValueError, match="Conv2d"):
        Stack.of([nn.Sequential(nn.Linear(2, 2), nn.Conv2d(1, 1, 3))], CPU)
