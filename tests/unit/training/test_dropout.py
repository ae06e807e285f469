"""Dropout draws from its own stream and from no other."""

from copy import deepcopy

import pytest
import torch

from workbench.training.dropout import Dropout


def dropping(p: float, seed: int = 0) -> Dropout:
    layer = Dropout(p)
    layer.generator = torch.Generator().manual_seed(seed)
    return layer


def test_that_what_is_kept_is_scaled_by_the_share_kept() -> None:
    outputs = dropping(0.25)(torch.ones(100_000))
    assert outputs.unique().tolist() == pytest.approx([0, 4 / 3])
    assert float(outputs.mean()) == pytest.approx(1, abs=0.01)


def test_that_the_same_seed_drops_the_same_and_torchs_own_stream_is_untouched() -> None:
    inputs = torch.ones(5, 40)
    before = torch.get_rng_state()
    first, second = dropping(0.5, 7)(inputs), dropping(0.5, 7)(inputs)
    assert torch.equal(first, second)
    assert torch.equal(torch.get_rng_state(), before)


@pytest.mark.parametrize(("p", "factor"), [(0.0, 1.0), (1.0, 0.0)])
def test_that_the_ends_need_no_stream(p: float, factor: float) -> None:
    inputs = torch.arange(4.0)
    assert torch.equal(Dropout(p)(inputs), inputs * factor)


def test_that_nothing_is_dropped_when_testing() -> None:
    inputs = torch.arange(4.0)
    assert torch.equal(Dropout(0.5).eval()(inputs), inputs)


def test_that_dropping_without_a_stream_is_refused() -> None:
    with pytest.raises(RuntimeError, match="no generator"):
        Dropout(0.5)(torch.ones(3))


def test_that_a_copy_shares_no_stream_with_the_original() -> None:
    layer = dropping(0.5)
    assert deepcopy(layer).generator is None
    assert layer.generator is not None
    assert deepcopy(layer).p == 0.5
