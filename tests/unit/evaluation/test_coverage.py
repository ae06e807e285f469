"""Every 95 % interval holds the truth about 95 times in 100: by simulation, from fixed seeds.

How many times of ``TIMES`` is itself random; ``low`` and ``high`` of each test allow for three
standard deviations of it, and for what the method is known to lack.
"""

from collections.abc import Callable, Iterable
from functools import partial

import numpy as np
import pytest

from tests.unit.evaluation.ranked_rows import answered, numbers
from workbench.data.dataset import FloatArray
from workbench.evaluation.delong import delong, weighted_areas
from workbench.evaluation.intervals import (
    Interval,
    f1_interval,
    fisher_interval,
    logit_interval,
    ratio_interval,
    t_interval,
    wilson,
)
from workbench.evaluation.matrix_scores import of_matrices
from workbench.evaluation.score_intervals import class_intervals, intervals
from workbench.evaluation.scores import ClassificationScores, fold_scores, scores

TIMES = 400
Draw = Callable[[np.random.Generator], Interval | None]


def covered(draw: Draw, truth: float, times: int = TIMES) -> float:
    """The share of intervals that hold the truth; one that is missing holds nothing."""
    random = np.random.default_rng(7)
    found: Iterable[Interval | None] = (draw(random) for _ in range(times))
    return float(np.mean([i is not None and i[0] <= truth <= i[1] for i in found]))


@pytest.mark.parametrize("share", [0.05, 0.3, 0.9])
@pytest.mark.parametrize("n", [30, 300])
def test_that_wilsons_interval_covers(share: float, n: int) -> None:
    found = covered(lambda random: wilson(int(random.binomial(n, share)), n), share, 2_000)
    assert 0.93 <= found <= 0.98


def normal_scores(
    random: np.random.Generator, n_positive: int, n_negative: int, distance: float
) -> tuple[np.ndarray, FloatArray]:
    """Probabilities whose true area is Φ(distance / √2)."""
    value = np.append(random.normal(distance, 1, n_positive), random.normal(0, 1, n_negative))
    return np.repeat([True, False], [n_positive, n_negative]), 1 / (1 + np.exp(-value))


@pytest.mark.parametrize(("distance", "truth"), [(0.0, 0.5), (1.0, 0.7602499), (2.0, 0.9213504)])
def test_that_delongs_interval_covers(distance: float, truth: float) -> None:
    def draw(random: np.random.Generator) -> Interval | None:
        return delong(*normal_scores(random, 40, 80, distance))

    assert 0.925 <= covered(draw, truth, 1_000) <= 0.975


def test_that_delongs_interval_covers_an_area_near_one() -> None:
    """Often every pair is won, where DeLong's variance is 0 and another rule holds: it is wide."""

    def draw(random: np.random.Generator) -> Interval | None:
        return delong(*normal_scores(random, 12, 12, 3.5))

    assert covered(draw, 0.9933, 1_000) >= 0.93


def three_classes(random: np.random.Generator, n: int) -> tuple[np.ndarray, FloatArray]:
    actual = random.choice(3, size=n, p=[0.5, 0.3, 0.2]).astype(np.int32)
    value = random.gamma(1, size=(n, 3)) + 0.8 * np.eye(3)[actual]
    return actual, value / value.sum(axis=1, keepdims=True)


def test_that_the_interval_of_the_weighted_area_covers() -> None:
    large = three_classes(np.random.default_rng(3), 60_000)
    low, high = weighted_areas(*large) or (0.0, 0.0)
    found = covered(lambda random: weighted_areas(*three_classes(random, 120)), (low + high) / 2)
    assert 0.91 <= found <= 0.985


@pytest.mark.parametrize("sizes", [(50, 50, 50), (17, 70, 69, 60, 77), (11, 12, 13, 14)])
def test_that_the_interval_of_a_perfect_weighted_area_has_room(sizes: tuple[int, ...]) -> None:
    actual = np.repeat(np.arange(len(sizes)), sizes)
    low, high = weighted_areas(actual, np.eye(len(sizes))[actual]) or (0.0, 0.0)
    assert 0.9 < low < 0.999  # however the sum of the classes' shares is rounded
    assert high == pytest.approx(1.0)


def test_that_the_logit_interval_of_the_precision_recall_area_covers() -> None:
    def area(random: np.random.Generator, n: int) -> float:
        is_positive, value = normal_scores(random, n, 2 * n, 1.0)
        hits = is_positive[np.argsort(-value)]
        precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
        return float(precision[hits].mean())

    truth = area(np.random.default_rng(5), 50_000)
    found = covered(lambda random: logit_interval(area(random, 60), 60), truth, 1_000)
    assert 0.93 <= found <= 1.0  # somewhat wide, as Boyd et al. find


def test_that_the_interval_of_f1_covers() -> None:
    cells = np.array([0.15, 0.1, 0.05, 0.7])  # TP, FP, FN, TN
    truth = 2 * 0.15 / (2 * 0.15 + 0.1 + 0.05)

    def draw(random: np.random.Generator) -> Interval | None:
        tp, fp, fn, _ = random.multinomial(200, cells).tolist()
        return f1_interval(tp, fp, fn)

    assert 0.93 <= covered(draw, truth, 2_000) <= 0.98


def test_that_resampled_intervals_of_one_test_part_cover() -> None:
    shares = np.array([[0.35, 0.1, 0.05], [0.06, 0.2, 0.04], [0.03, 0.05, 0.12]])
    truth = of_matrices((shares * 1e6).round().astype(np.int64)[None])
    names, random, held = (
        ("kappa", "precision", "recall", "f1", "mcc"),
        np.random.default_rng(7),
        [],
    )
    for _ in range(200):
        cells = random.choice(9, size=150, p=shares.ravel())
        p = np.eye(3)[cells % 3] * 0.7 + 0.1
        result = answered((cells // 3).astype(np.int32), p)
        found = intervals(result, fold_scores(result))
        held.append(
            [low <= truth[n][0] <= high for n in names for low, high in [found[n] or (1, 0)]]
        )
    for share in np.mean(held, axis=0):
        assert 0.89 <= share <= 0.99


def test_that_the_interval_of_one_class_s_mcc_covers() -> None:
    cells = np.array([0.5, 0.1, 0.1, 0.3])  # TN, FP, FN, TP
    truth = (0.3 * 0.5 - 0.01) / np.sqrt(0.4 * 0.4 * 0.6 * 0.6)

    def draw(random: np.random.Generator) -> Interval | None:
        code = random.choice(4, size=120, p=cells)
        p = np.where(code % 2 == 1, 0.8, 0.2)
        result = answered((code // 2).astype(np.int32), np.column_stack([1 - p, p]))
        return class_intervals(result, 1)["mcc"]

    assert 0.88 <= covered(draw, float(truth), 200) <= 0.99


def test_that_intervals_of_mean_losses_and_errors_cover() -> None:
    def losses(random: np.random.Generator) -> Interval | None:
        return t_interval(random.exponential(1.0, 150).tolist())

    assert 0.91 <= covered(losses, 1.0, 1_000) <= 0.97


def regression(random: np.random.Generator, n: int = 80) -> tuple[FloatArray, FloatArray]:
    actual = random.normal(0, 1, n)
    return actual, 0.8 * actual + random.normal(0, 0.5, n)


@pytest.mark.parametrize("score", ["mae", "rmse", "rae", "correlation"])
def test_that_intervals_of_scores_of_numbers_cover(score: str) -> None:
    large = numbers(*regression(np.random.default_rng(4), 400_000))
    truth = getattr(scores(large), score)

    def draw(random: np.random.Generator) -> Interval | None:
        result = numbers(*regression(random))
        return intervals(result, fold_scores(result))[score]

    assert 0.91 <= covered(draw, truth) <= 0.98


def test_that_fishers_and_the_ratios_interval_are_none_where_nothing_can_be_said() -> None:
    assert fisher_interval(0.5, 3) is None
    assert fisher_interval(1.0, 30) is None
    assert ratio_interval(np.ones(3), np.zeros(3)) is None
    assert logit_interval(1.0, 5) is None


def cross_validated(random: np.random.Generator, repeats: int) -> list[float]:
    """Accuracies of the folds of a nearest-mean learner, on fresh data each time."""
    n, found = 100, list[float]()
    label = np.arange(n) % 2
    x = random.normal(1.0 * label, 1.0)
    for _ in range(repeats):
        order = random.permutation(n)
        for fold in np.array_split(order, 10):
            train = np.setdiff1d(order, fold)
            middle = (x[train][label[train] == 1].mean() + x[train][label[train] == 0].mean()) / 2
            found.append(float(np.mean((x[fold] > middle) == label[fold])))
    return found


@pytest.mark.parametrize(("repeats", "overlap"), [(1, 0.0), (5, 1 / 9)])
def test_that_intervals_over_folds_cover_where_repetitions_are_corrected(
    repeats: int, overlap: float
) -> None:
    draw = partial(cross_validated, repeats=repeats)
    truth = 0.6914625  # Φ(½)
    found = covered(lambda random: t_interval(draw(random), overlap=overlap), truth)
    assert 0.91 <= found <= 0.99
    if repeats > 1:  # and without the correction they do not
        assert covered(lambda random: t_interval(draw(random)), truth) < 0.75


def test_that_repeated_tests_count_each_row_once() -> None:
    """Five times the same answers give the interval of one time."""
    random = np.random.default_rng(8)
    actual, p = (random.random(90) < 0.4).astype(np.int32), random.random(90).round(3)
    once = answered(actual, np.column_stack([1 - p, p]))
    often = answered(
        np.tile(actual, 5),
        np.tile(np.column_stack([1 - p, p]), (5, 1)),
        np.repeat(np.arange(5), 90),
    )
    object.__setattr__(often, "sample_ids", np.tile(np.arange(90), 5))
    for score in ("recall", "precision", "false_positive_rate", "f1", "pr_auc"):
        assert class_intervals(often, 1)[score] == pytest.approx(class_intervals(once, 1)[score])
    assert class_intervals(often, 1)["auc"] == pytest.approx(
        class_intervals(once, 1)["auc"], abs=2e-3
    )
    assert class_intervals(often, 1)["mcc"] == class_intervals(once, 1)["mcc"]
    of = intervals(often, fold_scores(often))["accuracy"]
    assert of == pytest.approx(intervals(once, fold_scores(once))["accuracy"])


def test_that_scores_of_many_matrices_are_those_of_each() -> None:
    random = np.random.default_rng(9)
    actual, p = three_classes(random, 90)
    result = answered(actual, p)
    found = scores(result)
    assert isinstance(found, ClassificationScores)
    matrix = np.zeros((3, 3), np.int64)
    np.add.at(matrix, (result.actual, result.predicted), 1)
    many = of_matrices(matrix[None])
    assert many["kappa"][0] == pytest.approx(found.kappa)
    for score in ("precision", "recall", "f1", "mcc", "false_positive_rate"):
        assert many[score][0] == pytest.approx(getattr(found.weighted, score))
