from typing import Any

import numpy as np
import pytest
import torch
from torch.nn import functional

from workbench.training.losses import CrossEntropy, Loss, SquaredError, balanced

WEIGHTS = (0.5, 2.0, 1.0, 0.25)
EACH = [
    CrossEntropy(),
    CrossEntropy(smoothing=0.2),
    CrossEntropy(class_weights=WEIGHTS),
    CrossEntropy(smoothing=0.2, class_weights=WEIGHTS),
    SquaredError(),
]


def random(*shape: int, seed: int = 1) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def codes() -> torch.Tensor:
    return torch.randint(0, 4, (3, 6), generator=torch.Generator().manual_seed(2))


def targets_of(loss: Loss) -> torch.Tensor:
    return random(3, 6, seed=4) if isinstance(loss, SquaredError) else codes()


@pytest.mark.parametrize("loss", EACH, ids=repr)
def test_that_the_gradient_written_out_is_that_of_autograd(loss: Loss) -> None:
    outputs = random(3, 6, 1 if isinstance(loss, SquaredError) else 4)
    weights, targets = random(3, 6, seed=3).abs(), targets_of(loss)
    ours = loss.gradient(outputs.clone(), targets, weights)
    torch.testing.assert_close(ours, Loss.gradient(loss, outputs, targets, weights))


@pytest.mark.parametrize(
    ("loss", "keywords"),
    [
        (CrossEntropy(), {}),
        (CrossEntropy(smoothing=0.2), {"label_smoothing": 0.2}),
        (CrossEntropy(class_weights=WEIGHTS), {"weight": torch.tensor(WEIGHTS)}),
    ],
    ids=["plain", "smooth", "weighed"],
)
def test_that_cross_entropy_is_torchs(loss: Loss, keywords: dict[str, Any]) -> None:
    outputs = random(3, 6, 4)
    theirs = functional.cross_entropy(
        outputs.flatten(0, 1), codes().flatten(), reduction="none", **keywords
    )
    torch.testing.assert_close(loss.per_sample(outputs, codes()).flatten(), theirs)


def test_that_squared_error_is_torchs() -> None:
    outputs, targets = random(3, 6, 1), random(3, 6, seed=4)
    theirs = functional.mse_loss(outputs[..., 0], targets, reduction="none")
    torch.testing.assert_close(SquaredError().per_sample(outputs, targets), theirs)


def test_that_balanced_classes_count_alike_and_samples_one_on_average() -> None:
    labels = np.array([0] * 6 + [1] * 3 + [3] * 1)
    weights = np.array(balanced(labels, 4))
    sums = np.bincount(labels, weights[labels], minlength=4)
    np.testing.assert_allclose(sums, [10 / 3, 10 / 3, 0, 10 / 3])
    assert weights[2] == 1.0  # no training row has it, but a watched one may
