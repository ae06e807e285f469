import numpy as np
import pytest
import torch
from torch.nn import functional

from workbench.training.losses import Loss
from workbench.training.reconstruction import BinaryCrossEntropy, Reconstruction, SquaredErrors

SHAPES = [((3, 5, 4), 1), ((3, 5, 2, 4), 2), ((3, 5, 2, 3, 4), 3)]


def values(*shape: int, seed: int = 1) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def losses(axes: int) -> list[Reconstruction]:
    return [BinaryCrossEntropy(axes), SquaredErrors(axes), SquaredErrors(axes, sums=True)]


@pytest.mark.parametrize(("shape", "axes"), SHAPES)
def test_that_binary_cross_entropy_is_torchs_added_up_over_a_sample(
    shape: tuple[int, ...], axes: int
) -> None:
    outputs, targets = values(*shape), values(*shape, seed=2).sigmoid()
    theirs = functional.binary_cross_entropy_with_logits(outputs, targets, reduction="none")
    ours = BinaryCrossEntropy(axes).per_sample(outputs, targets)
    torch.testing.assert_close(ours, theirs.reshape(3, 5, -1).sum(-1))


@pytest.mark.parametrize(("shape", "axes"), SHAPES)
def test_that_squared_errors_are_torchs_mean_or_sum_over_a_sample(
    shape: tuple[int, ...], axes: int
) -> None:
    outputs, targets = values(*shape), values(*shape, seed=2)
    theirs = functional.mse_loss(outputs, targets, reduction="none").reshape(3, 5, -1)
    ours = SquaredErrors(axes).per_sample(outputs, targets)
    torch.testing.assert_close(ours, theirs.mean(-1))
    ours = SquaredErrors(axes, sums=True).per_sample(outputs, targets)
    torch.testing.assert_close(ours, theirs.sum(-1))


@pytest.mark.parametrize(("shape", "axes"), SHAPES)
def test_that_the_gradient_written_out_is_that_of_autograd(
    shape: tuple[int, ...], axes: int
) -> None:
    outputs, targets = values(*shape), values(*shape, seed=2).sigmoid()
    weights = values(3, 5, seed=3).abs()
    for loss in losses(axes):
        ours = loss.gradient(outputs.clone(), targets, weights)
        torch.testing.assert_close(ours, Loss.gradient(loss, outputs, targets, weights))


def test_that_a_perfect_reconstruction_scores_one_and_the_mean_scores_zero() -> None:
    targets = values(1, 200, 4)
    for loss in (SquaredErrors(), SquaredErrors(sums=True)):
        spread = np.array([loss.spread(targets.numpy())])
        for outputs, score in ((targets, 1.0), (targets.mean().expand_as(targets), 0.0)):
            hits = loss.hits(outputs, targets, loss.per_sample(outputs, targets))
            mean = hits.mean(1).numpy().astype(np.float64)
            assert loss.score(mean, spread) == pytest.approx([score], abs=1e-5)


def test_that_bits_are_scored_by_their_probabilities() -> None:
    targets = (values(1, 200, 4) > 0).float()
    loss, outputs = BinaryCrossEntropy(), (targets * 2 - 1) * 50
    hits = loss.hits(outputs, targets, loss.per_sample(outputs, targets))
    spread = np.array([loss.spread(targets.numpy())])
    assert loss.score(hits.mean(1).numpy(), spread) == pytest.approx([1.0])


def test_that_bits_may_be_kept_as_bytes() -> None:
    outputs, targets = values(2, 6, 4), values(2, 6, 4, seed=2) > 0
    loss, weights = BinaryCrossEntropy(), torch.full((2, 6), 1 / 6)
    for kind in (torch.uint8, torch.float32):
        given = targets.to(kind)
        torch.testing.assert_close(
            loss.gradient(outputs, given, weights),
            loss.gradient(outputs, targets.float(), weights),
        )
        assert loss.per_sample(outputs, given).dtype == torch.float32
