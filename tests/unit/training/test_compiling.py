from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from typing_extensions import override

from workbench.core.run import Event, Noted, finish
from workbench.training.alone import Alone
from workbench.training.compiling import compiled, note_of
from workbench.training.job import Job, Settings
from workbench.training.loop import train
from workbench.training.losses import CrossEntropy
from workbench.training.samples import Samples


def network() -> nn.Module:
    return nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Linear(4, 2)).train()


def failing(network: nn.Module) -> Callable[..., Any]:
    def fast(_: Tensor) -> Tensor:
        raise RuntimeError("InvalidCxxCompiler: No working C++ compiler found.\nSet CXX to one.")

    return fast


def test_that_a_network_that_cannot_be_compiled_computes_as_it_is_and_says_why(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(torch, "compile", failing)
    plain = network()
    called, reason = compiled(plain, torch.ones(5, 3))
    assert called is plain
    assert note_of(reason) == (
        "The network is not compiled, and computes as it is: "
        "InvalidCxxCompiler: No working C++ compiler found."
    )


def test_that_a_failure_in_the_backward_pass_is_noticed_before_training(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Stubborn(torch.autograd.Function):
        @staticmethod
        @override
        def forward(ctx: Any, inputs: Tensor) -> Tensor:
            return inputs.clone()

        @staticmethod
        @override
        def backward(ctx: Any, *pushes: Tensor) -> Tensor:
            raise NotImplementedError("no backward pass for this operation")

    def stubborn(network: nn.Module) -> Callable[..., Any]:
        return lambda inputs: Stubborn.apply(network(inputs))  # type: ignore[no-untyped-call]

    monkeypatch.setattr(torch, "compile", stubborn)
    _, reason = compiled(network(), torch.ones(5, 3))
    assert reason == "no backward pass for this operation"


class Noisy(nn.Module):
    generator: torch.Generator | None = None

    @override
    def forward(self, inputs: Tensor) -> Tensor:
        return inputs + torch.rand(inputs.shape, generator=self.generator)


def test_that_the_trial_leaves_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch, "compile", lambda n: n)
    body = Alone(nn.Sequential(network(), Noisy()), torch.device("cpu"), seed=1)
    weights, statistics = body.values.clone(), body.statistics.clone()
    before = body.random_state()["generator"]
    assert body.compile(torch.ones(1, 5, 3)) == ""
    assert torch.equal(body.values, weights)
    assert torch.equal(body.statistics, statistics)
    np.testing.assert_array_equal(body.random_state()["generator"], before)


def test_that_training_goes_on_without_a_compiler_and_says_so_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(torch, "compile", failing)
    rng = np.random.default_rng(0)
    samples = Samples(rng.normal(size=(12, 3)).astype(np.float32), rng.integers(0, 2, 12))
    plain = nn.Sequential(network(), nn.LayerNorm(2))  # which cannot be stacked
    events: list[Event] = []
    both = [
        finish(
            train(
                [Job(plain, samples, epochs=3)],
                Settings(CrossEntropy(), torch.device("cpu"), batch_size=4, compiles=compiles),
            ),
            events.append,
        )[0]
        for compiles in (True, False)
    ]
    assert [event.text for event in events if isinstance(event, Noted)] == [
        "The network is not compiled, and computes as it is: "
        "InvalidCxxCompiler: No working C++ compiler found."
    ]
    np.testing.assert_array_equal(both[0].curve.train_loss, both[1].curve.train_loss)
