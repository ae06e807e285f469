import pytest
import torch

from workbench.training.clipping import Clipping


def gradients() -> torch.Tensor:
    scale = torch.tensor([[0.01], [1.0], [100.0]])
    return torch.randn(3, 40, generator=torch.Generator().manual_seed(1)) * scale


def test_that_each_network_is_clipped_by_its_own_norm_as_torch_does() -> None:
    ours = Clipping(norm=1.0)(gradients())
    for row, start in zip(ours, gradients(), strict=True):
        theirs = torch.nn.Parameter(torch.zeros(40))
        theirs.grad = start.clone()
        torch.nn.utils.clip_grad_norm_([theirs], 1.0)
        torch.testing.assert_close(row, theirs.grad)
    assert torch.equal(ours[0], gradients()[0])


def test_that_clipping_by_value_cuts_each_component() -> None:
    assert torch.equal(Clipping(value=0.5)(gradients()), gradients().clamp(-0.5, 0.5))


def test_that_values_are_cut_before_the_norm_is_taken() -> None:
    clipped = Clipping(norm=1.0, value=0.5)(gradients())
    assert torch.equal(clipped, Clipping(norm=1.0)(gradients().clamp(-0.5, 0.5)))


@pytest.mark.parametrize(
    ("clipping", "clips"), [(Clipping(), False), (Clipping(norm=1), True), (Clipping(0, 1), True)]
)
def test_that_no_limit_does_nothing(clipping: Clipping, clips: bool) -> None:
    assert clipping.clips == clips
    assert torch.equal(clipping(gradients()), gradients()) != clips
