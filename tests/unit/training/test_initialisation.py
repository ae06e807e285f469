"""Weights start as the papers, and torch itself, have it; from the generator given."""

import math

import pytest
import torch
from torch import Tensor, nn

from workbench.models.networks.modules import PartlyConnectedConvolution, TrainableSubsampling
from workbench.training.initialisation import Initialisation, initialise

N_IN = 8 * 3 * 3  # values that a unit sees


def started(how: Initialisation, seed: int = 0, std: float = 1.0) -> tuple[Tensor, Tensor]:
    layer = nn.utils.skip_init(nn.Conv2d, 16, 512, 3, groups=2)
    initialise(nn.Sequential(layer), how, torch.Generator().manual_seed(seed), std)
    return layer.weight.detach(), layer.bias.detach()


def test_that_he_has_variance_two_over_the_inputs() -> None:
    weight, bias = started("he")
    assert float(weight.std()) == pytest.approx(math.sqrt(2 / N_IN), rel=0.02)
    assert not bias.any()


def test_that_xavier_is_uniform_within_its_bound() -> None:
    weight, bias = started("xavier")
    bound = math.sqrt(6 / (N_IN + 512 * 9))
    assert float(weight.abs().max()) == pytest.approx(bound, rel=0.01)
    assert float(weight.std()) == pytest.approx(bound / math.sqrt(3), rel=0.02)
    assert not bias.any()


def test_that_normal_draws_biases_as_well() -> None:
    weight, bias = started("normal", std=0.5)
    assert float(weight.std()) == pytest.approx(0.5, rel=0.02)
    assert float(bias.std()) == pytest.approx(0.5, rel=0.1)


def test_that_torch_is_as_torchs_own_layers_start() -> None:
    weight, bias = started("torch")
    bound = 1 / math.sqrt(N_IN)
    with torch.random.fork_rng():
        theirs = nn.Conv2d(16, 512, 3, groups=2).requires_grad_(requires_grad=False)
    assert float(weight.abs().max()) == pytest.approx(bound, rel=0.01)
    assert float(theirs.weight.abs().max()) == pytest.approx(bound, rel=0.01)
    assert float(bias.abs().max()) == pytest.approx(bound, rel=0.02)
    assert float(theirs.bias.abs().max()) == pytest.approx(bound, rel=0.02)  # type: ignore[union-attr]


def test_that_norms_and_subsampling_start_at_rest() -> None:
    norm = nn.BatchNorm2d(3)
    for tensor in norm.state_dict().values():
        tensor.fill_(7)
    sampling = TrainableSubsampling(2, (2, 2))
    initialise(nn.Sequential(norm, sampling), "he", torch.Generator().manual_seed(0))
    assert norm.state_dict()["running_var"].tolist() == [1, 1, 1]
    assert norm.state_dict()["running_mean"].tolist() == [0, 0, 0]
    assert norm.weight.tolist() == [1, 1, 1]
    assert sampling.weight.tolist() == [0.25, 0.25]
    assert sampling.bias.tolist() == [0, 0]


def test_that_a_partly_connected_map_counts_the_values_it_sees() -> None:
    table = tuple((i, i + 1) for i in range(200))
    layer = PartlyConnectedConvolution(table, 201, (5, 5))
    initialise(layer, "he", torch.Generator().manual_seed(0))
    assert float(layer.weight.detach().std()) == pytest.approx(math.sqrt(2 / 50), rel=0.03)


def test_that_the_same_seed_starts_the_same() -> None:
    assert torch.equal(started("he", 3)[0], started("he", 3)[0])
    assert not torch.equal(started("he", 3)[0], started("he", 4)[0])
