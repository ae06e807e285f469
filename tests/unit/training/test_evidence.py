import math

import numpy as np
import pytest
import torch
from torch import Tensor, distributions

from workbench.training.evidence import LEAST_LOG_VARIANCE, NegativeBound

N, K = 5, 3


def values(*shape: int, seed: int = 1) -> Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def outputs(last: float | None = None) -> Tensor:
    """Reconstructions, means, log variances and, perhaps, the rows' own log variance."""
    given = values(2, 7, N + 2 * K)
    return given if last is None else torch.cat([given, torch.full((2, 7, 1), last)], -1)


def test_that_the_divergence_is_that_of_two_normal_distributions() -> None:
    given = outputs()
    mean, log_variance = given[..., N : N + K], given[..., N + K :]
    code = distributions.Normal(mean, (log_variance / 2).exp())
    theirs = distributions.kl_divergence(code, distributions.Normal(0.0, 1.0)).sum(-1)
    torch.testing.assert_close(NegativeBound(N, K).divergence(given), theirs)
    assert float(NegativeBound(N, K).divergence(torch.zeros(1, 1, N + 2 * K))) == 0


def test_that_rows_in_the_unit_range_are_as_likely_as_their_bits() -> None:
    given, rows = outputs(), values(2, 7, N, seed=2).sign().clamp(min=0)
    theirs = -distributions.Bernoulli(logits=given[..., :N]).log_prob(rows).sum(-1)
    torch.testing.assert_close(NegativeBound(N, K).reconstruction(given, rows), theirs)


def test_that_other_rows_are_as_likely_as_normal_ones_with_the_learnt_variance() -> None:
    given, rows = outputs(last=-0.7), values(2, 7, N, seed=2)
    theirs = -distributions.Normal(given[..., :N], math.exp(-0.35)).log_prob(rows).sum(-1)
    loss = NegativeBound(N, K, is_unit=False)
    torch.testing.assert_close(loss.reconstruction(given, rows), theirs)
    torch.testing.assert_close(loss.per_sample(given, rows), theirs + loss.divergence(given))


def test_that_the_learnt_variance_cannot_make_the_bound_endless() -> None:
    loss, given = NegativeBound(N, K, is_unit=False), outputs(last=-1e6)
    least = loss.per_sample(given, given[..., :N]) - loss.divergence(given)
    assert least.flatten().tolist() == pytest.approx(
        [N * (LEAST_LOG_VARIANCE + math.log(2 * math.pi)) / 2] * 14, rel=1e-5
    )


def test_that_labels_behind_the_rows_are_not_to_be_reconstructed() -> None:
    loss, rows = NegativeBound(N, K), torch.rand(2, 7, N)
    with_labels = torch.cat([rows, values(2, 7, 2)], -1)
    torch.testing.assert_close(
        loss.per_sample(outputs(), with_labels), loss.per_sample(outputs(), rows)
    )
    assert loss.spread(with_labels.numpy()) == pytest.approx(float(np.var(rows.numpy())), rel=1e-5)


def test_that_perfect_reconstructions_score_one() -> None:
    loss, given = NegativeBound(N, K, is_unit=False), outputs(last=0.0)
    rows = given[..., :N]
    hits = loss.hits(given, rows, loss.per_sample(given, rows)).mean(1).numpy()
    assert loss.score(hits, np.full(2, loss.spread(rows.numpy()))).tolist() == [1.0, 1.0]
