import pytest
import torch
from torch import nn

from workbench.training.flat import as_one_row, fill, gathered

CPU = torch.device("cpu")


def network() -> nn.Module:
    layers = nn.Sequential(nn.Conv2d(2, 3, 3), nn.Flatten(), nn.Linear(12, 2))
    generator = torch.Generator().manual_seed(1)
    for parameter in layers.parameters():
        nn.init.normal_(parameter, generator=generator)
    return layers


@pytest.mark.parametrize("last", [False, True])
def test_that_parameters_keep_their_numbers_as_views_into_the_row(last: bool) -> None:
    plain, rowed = network(), network()
    parameters = list(rowed.parameters())
    row = as_one_row(parameters, CPU, last=last)
    for ours, theirs in zip(parameters, plain.parameters(), strict=True):
        assert torch.equal(ours, theirs)
    row.zero_()
    assert all(not parameter.any() for parameter in parameters)


def test_that_filters_may_lie_with_their_channels_side_by_side() -> None:
    rowed = network()
    as_one_row(list(rowed.parameters()), CPU, last=True)
    [filters] = [p for p in rowed.parameters() if p.dim() == 4]
    assert filters.is_contiguous(memory_format=torch.channels_last)
    outputs = rowed[0](torch.ones(5, 2, 4, 4))  # type: ignore[index]
    assert outputs.is_contiguous(memory_format=torch.channels_last)


@pytest.mark.parametrize("last", [False, True])
def test_that_gradients_are_gathered_in_the_order_of_the_row(last: bool) -> None:
    rowed = network()
    parameters = list(rowed.parameters())
    row = as_one_row(parameters, CPU, last=last)
    loss = rowed(torch.ones(5, 2, 4, 4)).square().sum()
    gradients = torch.autograd.grad(loss, parameters)
    row.sub_(gathered(gradients, last=last), alpha=0.01)
    for parameter, start, gradient in zip(
        parameters, network().parameters(), gradients, strict=True
    ):
        torch.testing.assert_close(parameter, start - 0.01 * gradient)


@pytest.mark.parametrize("last", [False, True])
def test_that_a_row_fills_another_network(last: bool) -> None:
    row = as_one_row(list(network().parameters()), CPU, last=last)
    other = network()
    for parameter in other.parameters():
        nn.init.zeros_(parameter)
    fill(list(other.parameters()), row[0], last=last)
    for ours, theirs in zip(other.parameters(), network().parameters(), strict=True):
        assert torch.equal(ours, theirs)


def test_that_no_parameters_are_an_empty_row() -> None:
    assert as_one_row([], CPU).shape == (1, 0)
