"""A design becomes a network: its own names, its own random numbers, its own outputs."""

from copy import deepcopy

import pytest
import torch
from torch import Tensor, nn

from workbench.core.errors import ParameterError
from workbench.models.networks.build import initial_network, network
from workbench.models.networks.design import Design
from workbench.models.networks.presets import preset
from workbench.training.dropout import Dropout
from workbench.training.initialisation import Initialisation

BRANCHED = (
    "c1: conv 4 3x3 same; b: conv 4 1x1 from=c1; relu; a: add from=c1,relu1; batchnorm; "
    "residual 8 stride=2; globalavg; dropout 0.3; dense classes"
)


def built(text: str, shape: tuple[int, ...] = (1, 8, 8), seed: int = 0) -> nn.Module:
    return initial_network(Design.parse(text), shape, 3, "he", seed)


def weights(module: nn.Module) -> Tensor:
    return torch.cat([p.detach().flatten() for p in module.parameters()])


def test_that_layers_in_a_row_are_a_sequential_with_their_names() -> None:
    made = built("C1: conv 4; relu; maxpool 2; flatten; dropout 0.5; dense classes")
    assert isinstance(made, nn.Sequential)
    names = [name for name, _ in made.named_children()]
    assert names == ["C1", "relu1", "maxpool1", "flatten1", "dropout1", "dense1"]
    assert isinstance(made[4], Dropout)


def test_that_branches_are_computed_as_they_are_wired() -> None:
    made = built(BRANCHED).eval()
    children = dict(made.named_children())
    inputs = torch.randn(2, 1, 8, 8, generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        first = children["c1"](inputs)
        value = first + torch.relu(children["b"](first))
        for name in ("batchnorm1", "residual1", "globalavg1", "dense1"):
            value = children[name](value)
        torch.testing.assert_close(made(inputs), value)


def test_that_the_same_seed_gives_the_same_weights_and_torchs_stream_is_untouched() -> None:
    before = torch.get_rng_state()
    first = built(BRANCHED, seed=3)
    torch.rand(5, generator=torch.Generator().manual_seed(0))
    assert torch.equal(weights(first), weights(built(BRANCHED, seed=3)))
    assert not torch.equal(weights(first), weights(built(BRANCHED, seed=4)))
    assert torch.equal(torch.get_rng_state(), before)


@pytest.mark.parametrize("how", ["normal", "xavier", "he", "torch"])
@pytest.mark.parametrize("key", ["lenet5", "cifar-resnet-20", "nin-cifar10"])
def test_that_all_weights_are_set_whatever_the_initialisation(
    key: str, how: Initialisation
) -> None:
    chosen = preset(key)
    made = initial_network(chosen.design, chosen.input_shape, 4, how, 0, std=0.05)
    state = made.state_dict()
    assert all(bool(torch.isfinite(tensor).all()) for tensor in state.values())
    assert all(float(t.abs().max()) < 2 for name, t in state.items() if "running" not in name)


def test_that_auxiliary_outputs_follow_the_first_in_training_only() -> None:
    made = built("conv 8 same; auxiliary 4 16; relu; globalavg; dense classes", (1, 9, 9))
    for module in made.modules():
        if isinstance(module, Dropout):
            module.generator = torch.Generator().manual_seed(0)
    inputs = torch.zeros(2, 1, 9, 9)
    outputs = made.train()(inputs)
    assert [tuple(one.shape) for one in outputs] == [(2, 3), (2, 3)]
    assert made.eval()(inputs).shape == (2, 3)


def test_that_every_parameter_of_a_branched_network_gets_a_gradient() -> None:
    made = built(BRANCHED).eval()
    made(torch.ones(2, 1, 8, 8)).sum().backward()
    assert all(p.grad is not None for p in made.parameters())


def test_that_a_single_sample_can_be_trained_on_behind_batch_norm() -> None:
    made = built("flatten; dense 5 nobias; batchnorm; relu; dense classes", (4,)).train()
    statistics = {name: b.clone() for name, b in made.named_buffers()}
    assert bool(torch.isfinite(made(torch.ones(1, 4))).all())
    assert all(torch.equal(b, statistics[name]) for name, b in made.named_buffers())


def test_that_a_copy_of_a_network_gives_the_same() -> None:
    made = built(BRANCHED).eval()
    inputs = torch.ones(2, 1, 8, 8)
    assert torch.equal(deepcopy(made)(inputs), made(inputs))


def test_that_a_layer_may_be_called_as_torch_calls_its_own() -> None:
    made = built("train: conv 4; half: relu; flatten; forward: dense classes")
    assert made(torch.ones(1, 1, 8, 8)).shape == (1, 3)


def test_that_what_cannot_be_built_is_told_with_its_layer() -> None:
    with pytest.raises(ParameterError) as caught:
        network(Design.parse("conv 4; dense classes"), (1, 8, 8), 3)
    assert str(caught.value) == (
        "layers: Layer 2 (dense1): A dense layer takes values in a row, but 4×6×6 arrive. "
        "Put a flatten layer, or a global pooling, before it."
    )


def test_that_more_weights_than_memory_are_refused() -> None:
    with pytest.raises(ParameterError, match="The weights would take"):
        network(Design.parse("dense 1000000; dense 1000000; dense classes"), (8,), 3)


def test_that_an_unset_network_draws_nothing() -> None:
    before = torch.get_rng_state()
    network(preset("googlenet-aux").design, (3, 96, 96), 5)
    assert torch.equal(torch.get_rng_state(), before)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA card on this machine")
@pytest.mark.parametrize("key", ["lenet5", "cifar-resnet-20", "nin-cifar10", "cifar10-79"])
def test_that_a_cuda_card_gives_what_the_processor_gives(key: str) -> None:
    chosen = preset(key)
    made = initial_network(chosen.design, chosen.input_shape, 10, "he", 0).eval()
    n, *sides = (4, *chosen.input_shape)
    inputs = torch.randn(n, *sides, generator=torch.Generator().manual_seed(0))
    with torch.inference_mode():
        here = made(inputs)
        there = made.cuda()(inputs.cuda()).cpu()
    torch.testing.assert_close(there, here, rtol=1e-3, atol=1e-3)
