"""Nested subsets: every beginning has the shares of the whole."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.data.nested import nested_order, sizes_up_to


@given(st.lists(st.integers(-1, 3), min_size=1, max_size=80), st.integers(0, 2**31 - 1))
def test_that_every_beginning_is_drawn_evenly_from_all_groups(some: list[int], seed: int) -> None:
    groups = np.array(some)
    order = nested_order(groups, seed)
    assert sorted(order.tolist()) == list(range(len(groups)))
    labels, counts = np.unique(groups, return_counts=True)
    most = (len(labels) + 1) / 2
    for m in range(1, len(groups) + 1):
        for label, count in zip(labels, counts, strict=True):
            expected = m * count / len(groups)
            assert abs(np.sum(groups[order[:m]] == label) - expected) <= most


def test_that_the_seed_decides_the_order_and_nothing_else() -> None:
    groups = np.repeat([0, 1], 30)
    first = nested_order(groups, 1)
    assert first.tolist() == nested_order(groups, 1).tolist()
    assert first.tolist() != nested_order(groups, 2).tolist()


@pytest.mark.parametrize("is_logarithmic", [False, True])
def test_that_sizes_rise_to_the_whole(is_logarithmic: bool) -> None:
    sizes = sizes_up_to(691, 8, 0.05, is_logarithmic=is_logarithmic)
    assert len(sizes) == 8
    assert sizes[0] == 35
    assert sizes[-1] == 691
    assert list(sizes) == sorted(set(sizes))
    steps = np.diff(np.log(sizes) if is_logarithmic else sizes)
    assert np.ptp(steps) < 0.05 * steps.mean()


def test_that_few_rows_give_fewer_sizes() -> None:
    assert sizes_up_to(3, 8, 0.05, is_logarithmic=True) == (1, 2, 3)
