from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from typing_extensions import override

from workbench.training.compiling import compiled, note_of


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
    assert plain.training
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


def test_that_the_trial_leaves_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch, "compile", lambda n: n)
    plain = network()
    before = {name: tensor.clone() for name, tensor in plain.state_dict().items()}
    _, reason = compiled(plain, torch.ones(5, 3))
    assert reason == ""
    for name, tensor in plain.state_dict().items():
        assert torch.equal(tensor, before[name])
    assert all(p.grad is None for p in plain.parameters())
