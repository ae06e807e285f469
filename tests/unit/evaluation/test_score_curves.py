"""Score curves: mean, interval and choice by hand and against scipy."""

import csv
import io

import numpy as np
import pytest
from scipy import stats

from workbench.evaluation.score_curves import (
    ScoreLine,
    SizeCurves,
    ValidationCurves,
    band,
    is_geometric,
    one_standard_error,
    standard_error,
)

VALUES = np.array([[0.6, 0.7, 0.8], [0.70, 0.72, 0.74], [0.71, 0.73, 0.75]])


def test_that_the_band_is_students_interval_of_the_mean() -> None:
    found = band(VALUES)
    for i, folds in enumerate(VALUES):
        expected = stats.t.interval(0.95, 2, folds.mean(), stats.sem(folds))
        assert (found.low[i], found.high[i]) == pytest.approx(expected, rel=1e-12)
        assert found.mean[i] == pytest.approx(folds.mean())


def test_that_one_fold_has_a_mean_and_no_band() -> None:
    found = band(np.array([[0.5], [np.nan]]))
    assert found.mean[0] == 0.5
    assert np.isnan([found.low[0], found.high[0], found.mean[1]]).all()


def test_that_folds_without_a_score_are_left_out() -> None:
    with_gap = np.array([[0.6, np.nan, 0.8]])
    assert band(with_gap).mean[0] == pytest.approx(0.7)
    assert standard_error(with_gap)[0] == pytest.approx(stats.sem([0.6, 0.8]))


def test_that_the_simplest_within_one_standard_error_is_chosen() -> None:
    # The best mean is 0.73, its standard error 0.01155: 0.72 is within, 0.70 is not.
    choice = one_standard_error(VALUES, "accuracy", simpler_is_larger=False)
    assert choice is not None
    assert (choice.best, choice.chosen) == (2, 1)
    assert choice.limit == pytest.approx(0.73 - stats.sem(VALUES[2]))
    other = one_standard_error(VALUES, "accuracy", simpler_is_larger=True)
    assert other is not None
    assert other.chosen == 2


def test_that_less_is_better_where_the_score_is_a_loss() -> None:
    choice = one_standard_error(VALUES, "log_loss", simpler_is_larger=True)
    assert choice is not None
    assert choice.best == 0
    assert choice.chosen == 2  # 0.73 lies within 0.7 + 0.0577
    assert choice.limit == pytest.approx(0.7 + stats.sem(VALUES[0]))


def test_that_repetitions_are_corrected_for_the_test_rows_that_they_share() -> None:
    ten_by_ten = np.random.default_rng(1).normal(0.8, 0.03, (1, 100))
    half = stats.t.ppf(0.975, 99) * ten_by_ten.std(ddof=1) * np.sqrt(1 / 100 + 1 / 9)
    found = band(ten_by_ten, overlap=1 / 9)
    assert found.high - found.mean == pytest.approx(half)
    assert found.mean - found.low == pytest.approx(half)
    choice = one_standard_error(
        np.tile(VALUES, 10), "accuracy", simpler_is_larger=False, overlap=1 / 2
    )
    assert choice is not None
    assert choice.limit < 0.73 - stats.sem(VALUES[2]) / np.sqrt(2)  # not ten times as sure


def test_that_unknown_scores_choose_nothing() -> None:
    assert one_standard_error(np.full((3, 2), np.nan), "accuracy", simpler_is_larger=True) is None


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        ([1, 3, 5, 9, 15, 25], True),
        ([0.001, 0.01, 0.1, 1], True),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], False),
        ([0, 1, 10, 100], False),  # zero has no logarithm
        ([1, 100], False),
        ([10, 20, 40], False),  # too narrow for it to matter
    ],
)
def test_that_values_spaced_by_factors_are_recognised(x: list[float], expected: bool) -> None:
    assert is_geometric(np.array(x, dtype=float)) is expected


def test_that_the_table_holds_every_fold_and_the_mean() -> None:
    line = ScoreLine(
        "kNN", np.array([1.0, 3.0]), {"accuracy": VALUES[:2]}, {"accuracy": VALUES[:2]}
    )
    for made in (SizeCurves, ValidationCurves):
        text = made("k", (line,), ("accuracy",)).to_csv()
        rows = list(csv.DictReader(io.StringIO(text)))
        assert [row["fold"] for row in rows] == ["1", "2", "3", "mean"] * 2
        assert float(rows[3]["test"]) == pytest.approx(0.7)
        assert float(rows[7]["test_low"]) == pytest.approx(band(VALUES).low[1])
    named = ValidationCurves("activation", (line,), ("accuracy",), ("relu", "tanh", "a", "b"))
    assert "kNN,accuracy,tanh,1," in named.to_csv()
