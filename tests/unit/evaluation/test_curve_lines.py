"""Smoothing and bands of learning curves, by their definitions."""

import numpy as np
import pytest
from scipy import stats

from workbench.evaluation.curve_lines import smoothed, spread

VALUES = np.array([[1.0, 0.5, 0.8, 0.2], [0.8, 0.7, 0.4, np.nan], [0.9, 0.6, np.nan, np.nan]])


def test_that_smoothing_is_the_weighted_mean_of_what_was_before() -> None:
    weight = 0.7
    found = smoothed(VALUES[:1], weight)
    for n in range(1, 5):
        weights = weight ** np.arange(n - 1, -1, -1)
        assert found[0, n - 1] == pytest.approx(np.average(VALUES[0, :n], weights=weights))


def test_that_no_weight_changes_nothing_and_a_constant_stays() -> None:
    np.testing.assert_array_equal(smoothed(VALUES, 0.0), VALUES)
    np.testing.assert_allclose(smoothed(np.full((2, 50), 0.3), 0.95), 0.3)


def test_that_smoothing_passes_over_what_is_not_known() -> None:
    found = smoothed(np.array([[1.0, np.nan, 0.0]]), 0.5)
    assert np.isnan(found[0, 1])
    assert found[0, 2] == pytest.approx(1 / 3)  # of 1 and 0 with the weights 0.5 and 1


def test_that_bands_are_the_deviation_or_the_interval_of_the_folds() -> None:
    low, high = spread(VALUES, "deviation")
    assert high[0] - low[0] == pytest.approx(2 * np.std(VALUES[:, 0], ddof=1))
    assert (high[2] + low[2]) / 2 == pytest.approx(0.6)
    low, high = spread(VALUES, "interval")
    expected = stats.t.interval(0.95, 2, VALUES[:, 1].mean(), stats.sem(VALUES[:, 1]))
    assert (low[1], high[1]) == pytest.approx(expected)
    assert np.isnan([low[3], high[3]]).all()  # one fold only


def test_that_one_fold_or_no_band_gives_nothing() -> None:
    assert np.isnan(spread(VALUES[:1], "interval")).all()
    assert np.isnan(spread(VALUES, "none")).all()


def test_that_a_band_over_repeated_folds_is_wider_by_what_their_test_rows_share() -> None:
    values = np.random.default_rng(3).normal(size=(100, 1))  # 10 times 10 folds
    low, high = spread(values, "interval", overlap=1 / 9)
    half = stats.t.ppf(0.975, 99) * np.std(values, ddof=1) * np.sqrt(1 / 100 + 1 / 9)
    assert (high[0] - low[0]) / 2 == pytest.approx(half)  # Nadeau and Bengio 2003
