"""Each test against a reference: published figures, scipy, or the formula written out."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from workbench.data.dataset import FloatArray
from workbench.evaluation.comparison.bayes import correlated_t, drawn_weights, signed_rank
from workbench.evaluation.comparison.paired import paired_test
from workbench.evaluation.comparison.ranks import (
    critical_difference,
    fewest_for_wilcoxon,
    friedman,
    holm,
    wilcoxon,
)

# Demšar (2006), table 6: areas under the ROC curve of C4.5 with and without tuned m and cf.
DEMSAR = np.array(
    [
        [0.763, 0.768, 0.771, 0.798], [0.599, 0.591, 0.590, 0.569], [0.954, 0.971, 0.968, 0.967],
        [0.628, 0.661, 0.654, 0.657], [0.882, 0.888, 0.886, 0.898], [0.936, 0.931, 0.916, 0.931],
        [0.661, 0.668, 0.609, 0.685], [0.583, 0.583, 0.563, 0.625], [0.775, 0.838, 0.866, 0.875],
        [1.000, 1.000, 1.000, 1.000], [0.940, 0.962, 0.965, 0.962], [0.619, 0.666, 0.614, 0.669],
        [0.972, 0.981, 0.978, 0.975], [0.957, 0.978, 0.946, 0.970],
    ]
).T  # fmt: skip


def test_that_friedmans_test_gives_demsars_figures() -> None:
    found = friedman(DEMSAR)
    assert found.mean_ranks == pytest.approx((3.143, 2.000, 2.893, 1.964), abs=5e-4)
    assert found.chi_square == pytest.approx(9.28, abs=5e-3)
    assert found.f == pytest.approx(3.69, abs=5e-3)
    assert found.p < 0.05  # F(3, 39) = 2.85 at 0.05
    assert found.critical_difference == pytest.approx(1.25, abs=5e-3)


def test_that_nemenyis_groups_are_demsars() -> None:
    # At 0.10 C4.5 differs from both variants with tuned m; the third is in both groups.
    assert friedman(DEMSAR, alpha=0.10).critical_difference == pytest.approx(1.12, abs=5e-3)
    assert friedman(DEMSAR, alpha=0.10).groups == ((3, 1, 2), (2, 0))
    assert friedman(DEMSAR).groups == ((3, 1, 2, 0),)


@pytest.mark.parametrize(
    ("alpha", "quantiles"),
    [
        (0.05, (1.960, 2.343, 2.569, 2.728, 2.850, 2.949, 3.031, 3.102, 3.164)),
        (0.10, (1.645, 2.052, 2.291, 2.459, 2.589, 2.693, 2.780, 2.855, 2.920)),
    ],
)
def test_that_critical_values_are_those_of_the_table(
    alpha: float, quantiles: tuple[float, ...]
) -> None:
    # Demšar (2006), table 5(a), for 2 to 10 learners
    for k, quantile in enumerate(quantiles, start=2):
        ours = critical_difference(k, 1, alpha) / np.sqrt(k * (k + 1) / 6)
        assert ours == pytest.approx(quantile, abs=1.1e-3)


def test_that_wilcoxons_test_gives_demsars_z() -> None:
    # R+ = 93 and R− = 12 of 14 data sets, so z = (12 − 52.5) / 15.93; ties correct it a little
    z = stats.norm.isf(wilcoxon(DEMSAR[1] - DEMSAR[0]) / 2)
    assert z == pytest.approx(2.54, abs=0.01)


def test_that_few_data_sets_without_ties_are_tested_exactly() -> None:
    differences = np.array([0.01, 0.02, 0.03, 0.05, 0.08, 0.13])
    assert wilcoxon(differences) == pytest.approx(2 / 2**6)
    assert wilcoxon(-differences) == wilcoxon(differences)
    assert wilcoxon(np.zeros(6)) == 1.0


@pytest.mark.parametrize("alpha", [0.1, 0.05, 0.01])
def test_that_one_data_set_fewer_could_not_be_significant(alpha: float) -> None:
    least = fewest_for_wilcoxon(alpha)
    assert wilcoxon(np.arange(1.0, least + 1)) <= alpha < wilcoxon(np.arange(1.0, least))


def test_that_holms_correction_steps_down() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx((0.03, 0.06, 0.06))
    assert holm([]) == ()


_SCORES = st.lists(st.floats(0, 1), min_size=4, max_size=40)


@given(_SCORES, st.randoms(use_true_random=False))
def test_that_without_correction_it_is_the_paired_t_test(
    values: list[float], random: "np.random.RandomState"
) -> None:
    first = np.array(values)
    second = first + np.array([random.random() for _ in values])
    assume(float((first - second).std()) > 1e-6)
    ours = paired_test(first, second, 0.0)
    theirs = stats.ttest_rel(first, second)
    assert ours.p == pytest.approx(float(theirs.pvalue), rel=1e-9)
    interval = theirs.confidence_interval(0.95)
    assert (ours.low, ours.high) == pytest.approx((interval.low, interval.high))


def test_that_the_correction_widens_by_the_share_of_test_rows() -> None:
    # t = mean / sqrt((1/n + n_test/n_train) · s²): 10 × 10 folds widen by sqrt(1 + 100/9)
    difference = np.random.default_rng(1).normal(0.02, 0.05, 100)
    plain, ours = (paired_test(difference, np.zeros(100), ratio) for ratio in (0.0, 1 / 9))
    assert ours.scale / plain.scale == pytest.approx(np.sqrt(1 + 100 / 9))
    statistic = difference.mean() / np.sqrt((1 / 100 + 1 / 9) * difference.var(ddof=1))
    assert ours.p == pytest.approx(2 * stats.t.sf(abs(statistic), 99))


def test_that_only_trials_that_both_have_count() -> None:
    first = np.array([0.5, np.nan, 0.7, 0.9])
    second = np.array([0.4, 0.2, np.nan, 0.6])
    assert paired_test(first, second, 0.1).n == 2
    assert paired_test(first, second, 0.1).difference == pytest.approx(0.2)


def test_that_a_constant_difference_is_certain_and_none_is_nothing() -> None:
    ones = np.ones(10)
    assert paired_test(ones, 0.9 * ones, 0.1).sign == 1
    assert paired_test(0.9 * ones, ones, 0.1).sign == -1
    assert paired_test(ones, ones, 0.1).sign == 0
    assert paired_test(ones[:1], 0 * ones[:1], 0.1).sign == 0


def test_that_the_bayesian_t_test_is_students_posterior() -> None:
    # Corani and Benavoli (2015): St(n − 1, mean, (1/n + ρ/(1 − ρ)) · s²) with ρ = 1/10
    random = np.random.default_rng(2)
    first, second = random.normal(0.80, 0.04, 100), random.normal(0.79, 0.04, 100)
    difference, rho = first - second, 1 / 10
    scale = np.sqrt((1 / 100 + rho / (1 - rho)) * difference.var(ddof=1))
    posterior = stats.t(99, difference.mean(), scale)
    chances = correlated_t(paired_test(first, second, 1 / 9), 0.01)
    assert chances is not None
    assert chances.better == pytest.approx(posterior.sf(0.01))
    assert chances.worse == pytest.approx(posterior.cdf(-0.01))
    assert chances.better + chances.equal + chances.worse == pytest.approx(1)


def written_out(differences: FloatArray, rope: float, weights: FloatArray) -> FloatArray:
    """Benavoli et al. (2017), equation 11: double sums over one sample's weights."""
    z = [0.0, *differences]
    left = rope_ = right = 0.0
    for i, wi in enumerate(weights):
        for j, wj in enumerate(weights):
            total = z[i] + z[j]
            right += wi * wj * (total > 2 * rope)
            left += wi * wj * (total < -2 * rope)
            rope_ += wi * wj * (-2 * rope <= total <= 2 * rope)
    return np.array([right, rope_, left])


def test_that_the_signed_rank_test_is_the_formula_written_out() -> None:
    differences = np.array([0.031, 0.052, -0.013, 0.004, 0.027, 0.041])
    weights = drawn_weights(6)[:300]
    wins = [int(written_out(differences, 0.01, w).argmax()) for w in weights]
    expected = np.bincount(wins, minlength=3) / len(wins)
    chances = signed_rank(differences, 0.01, weights)
    assert (chances.better, chances.equal, chances.worse) == pytest.approx(tuple(expected))


def test_that_the_same_seed_draws_the_same_weights() -> None:
    assert np.array_equal(drawn_weights(5), drawn_weights(5))
    assert not np.array_equal(drawn_weights(5), drawn_weights(5, seed=2))
    assert drawn_weights(5).sum(axis=1) == pytest.approx(1)


def test_that_turning_the_learners_turns_the_chances() -> None:
    differences = np.array([0.03, 0.05, -0.02, 0.004, 0.02])
    weights = drawn_weights(5)
    turned = signed_rank(-differences, 0.01, weights).turned
    assert signed_rank(differences, 0.01, weights) == turned


def test_that_what_is_within_the_rope_throughout_is_equal() -> None:
    chances = signed_rank(np.array([0.004, -0.003, 0.001, 0.006, -0.002]), 0.01, drawn_weights(5))
    assert chances.equal == 1.0


def test_that_sides_with_equally_much_weight_share_the_chance() -> None:
    same = signed_rank(np.zeros(6), 0.0, drawn_weights(6))  # no learner is ahead of itself
    assert (same.better, same.equal, same.worse) == (0.5, 0.0, 0.5)


def test_that_friedmans_statistic_is_scipys_without_ties_and_cautious_with_them() -> None:
    random = np.random.default_rng(4)
    without, ties = random.random((5, 9)), random.integers(0, 4, (5, 9)) / 10
    assert friedman(without).chi_square == pytest.approx(stats.friedmanchisquare(*without)[0])
    assert friedman(ties).chi_square < stats.friedmanchisquare(*ties)[0]
    all_equal = friedman(np.ones((3, 5)))
    assert (all_equal.chi_square, all_equal.p, all_equal.mean_ranks) == (0.0, 1.0, (2.0, 2.0, 2.0))


def test_that_rounding_makes_no_winner() -> None:
    one = np.random.default_rng(3).random(100)
    other = one[::-1].copy()  # the same scores in other folds
    assert paired_test(one, other, 1 / 9).difference == 0.0
    means = np.array([[0.1 + 0.2], [0.3], [0.2]]) * np.ones((3, 5))
    assert friedman(means).mean_ranks == (1.5, 1.5, 3.0)
