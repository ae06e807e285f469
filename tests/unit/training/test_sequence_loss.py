import pytest
import torch
from torch.nn import functional

from workbench.training.losses import Loss
from workbench.training.sequence_loss import SequenceCrossEntropy

LENGTHS = ([6, 2, 0, 6], [1, 5, 6, 3])


def outputs() -> torch.Tensor:
    return torch.randn(2, 4, 6, 5, generator=torch.Generator().manual_seed(1))


def targets() -> torch.Tensor:
    codes = torch.randint(0, 5, (2, 4, 6), generator=torch.Generator().manual_seed(2))
    there = torch.arange(6) < torch.tensor(LENGTHS)[..., None]
    return torch.where(there, codes, -1)


@pytest.mark.parametrize("sums", [False, True])
def test_that_each_sample_is_torchs_loss_over_its_real_steps(sums: bool) -> None:
    ours = SequenceCrossEntropy(sums).per_sample(outputs(), targets())
    for i in range(2):
        for j in range(4):
            n = LENGTHS[i][j]
            how = "sum" if sums or n == 0 else "mean"
            theirs = functional.cross_entropy(
                outputs()[i, j, :n], targets()[i, j, :n], reduction=how
            )
            torch.testing.assert_close(ours[i, j], theirs)


@pytest.mark.parametrize("sums", [False, True])
def test_that_the_gradient_written_out_is_that_of_autograd(sums: bool) -> None:
    loss, weights = SequenceCrossEntropy(sums), torch.arange(1.0, 9.0).view(2, 4)
    ours = loss.gradient(outputs(), targets(), weights)
    torch.testing.assert_close(ours, Loss.gradient(loss, outputs(), targets(), weights))


def test_that_filling_changes_nothing() -> None:
    loss = SequenceCrossEntropy()
    longer = functional.pad(outputs(), (0, 0, 0, 3), value=9.0)
    filled = functional.pad(targets(), (0, 3), value=-1)
    before = loss.per_sample(outputs(), targets())
    torch.testing.assert_close(loss.per_sample(longer, filled), before)
    torch.testing.assert_close(
        loss.hits(longer, filled, before), loss.hits(outputs(), targets(), before)
    )
    pushes = loss.gradient(longer, filled, torch.ones(2, 4))
    assert float(pushes[:, :, 6:].abs().max()) == 0


def test_that_accuracy_is_the_share_of_real_steps_that_are_right() -> None:
    right = functional.one_hot(targets().clamp(min=0), 5).float()
    right[0, 0, :3] = right[0, 0, :3].roll(1, -1)  # three of six wrong
    hits = SequenceCrossEntropy().hits(right, targets(), torch.zeros(2, 4))
    assert hits.tolist() == [[0.5, 1, 0, 1], [1, 1, 1, 1]]
