"""ROC, precision-recall, calibration, lift and cost curves against scikit-learn and by hand."""

import csv
import io
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from sklearn import calibration as sk_calibration
from sklearn import metrics

from tests.unit.evaluation.ranked_rows import answered, made_up, numbers
from workbench.core.errors import DataError
from workbench.data.dataset import FloatArray
from workbench.evaluation.calibration import Bins, calibration_chart
from workbench.evaluation.cost_curve import cost_chart, probability_cost
from workbench.evaluation.delong import delong, placements
from workbench.evaluation.lift import lift_chart
from workbench.evaluation.precision_recall_chart import precision_recall_chart
from workbench.evaluation.predictions import Evaluation
from workbench.evaluation.ranking import ranked, ranking
from workbench.evaluation.roc import roc_curve
from workbench.evaluation.roc_chart import convex_hull, cost_line, roc_chart
from workbench.evaluation.score_facts import pairs_of

CHARTS = [
    roc_chart,
    precision_recall_chart,
    lambda e: calibration_chart(e, 10, "equal width"),
    lift_chart,
    lambda e: cost_chart(e, 1, 1),
]
RANKED = st.lists(st.tuples(st.booleans(), st.integers(0, 9)), min_size=2, max_size=60).filter(
    lambda rows: len({positive for positive, _ in rows}) == 2
)


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def probability_of(rows: list[tuple[bool, int]]) -> tuple[np.ndarray, FloatArray]:
    return np.array([p for p, _ in rows]), np.array([v for _, v in rows]) / 9


# ------------------------------------------------------------------ ROC


@given(RANKED)
def test_that_a_ranking_has_all_points_of_scikit_learns_curve(
    rows: list[tuple[bool, int]],
) -> None:
    is_positive, probability = probability_of(rows)
    of = ranking(is_positive, probability)
    theirs = metrics.roc_curve(is_positive, probability, drop_intermediate=False)
    np.testing.assert_allclose(of.false_positive_rate, theirs[0], atol=1e-15)
    np.testing.assert_allclose(of.true_positive_rate, theirs[1], atol=1e-15)
    np.testing.assert_array_equal(of.thresholds, theirs[2])


@given(RANKED)
def test_that_the_area_is_the_mann_whitney_statistic_in_each_of_its_forms(
    rows: list[tuple[bool, int]],
) -> None:
    """As trapezoids, as placements, as pairs and by scipy; ties count one half; to 1e-12."""
    is_positive, probability = probability_of(rows)
    of = ranking(is_positive, probability)
    pairs = pairs_of(is_positive, probability)
    n_pairs = of.n_positive * of.n_negative
    u = stats.mannwhitneyu(probability[is_positive], probability[~is_positive]).statistic
    for area in (
        np.trapezoid(of.true_positive_rate, of.false_positive_rate),
        placements(is_positive, probability).area,
        (pairs.won + pairs.tied / 2) / n_pairs,
    ):
        assert area == pytest.approx(u / n_pairs, abs=1e-12)


def test_that_each_class_has_a_pooled_line_with_an_interval_and_one_for_each_fold() -> None:
    result = made_up(c=3)
    chart = roc_chart(Evaluation((result,)))
    assert [(line.label, line.fold) for line in chart.lines[:5]] == [
        ("c0", None), ("c0", 0), ("c0", 1), ("c0", 2), ("c0", 3),
    ]  # fmt: skip
    line = chart.lines[0]
    assert line.interval is not None
    assert line.interval[0] < line.curve.auc < line.interval[1]
    assert line.n_positive + line.n_negative == 240
    is_positive, chosen = result.actual == 0, result.predicted == 0
    assert line.decided == pytest.approx((chosen[~is_positive].mean(), chosen[is_positive].mean()))


def test_that_the_vertical_average_is_the_mean_height_at_each_place() -> None:
    result = made_up(digits=6)
    chart = roc_chart(Evaluation((result,)))
    mean = next(a for a in chart.averages if (a.label, a.how) == ("c1", "vertical"))
    curves = [line.curve for line in chart.lines if line.label == "c1" and line.fold is not None]
    i = 13
    assert mean.false_positive_rate[i] == pytest.approx(0.12)
    exact = [np.interp(0.12, c.false_positive_rate, c.true_positive_rate) for c in curves]
    assert mean.true_positive_rate[i] == pytest.approx(np.mean(exact))
    assert mean.deviation[i] == pytest.approx(np.std(exact, ddof=1))
    low, high = mean.band("95 %")
    theirs = stats.t.interval(0.95, 3, np.mean(exact), stats.sem(exact))
    assert (low[i], high[i]) == pytest.approx(np.clip(theirs, 0, 1))
    one_sd = mean.band("sd")
    assert one_sd[0][i] == pytest.approx(max(0, np.mean(exact) - np.std(exact, ddof=1)))


def test_that_repeating_the_same_folds_makes_no_band_of_the_mean_narrow() -> None:
    once = made_up()
    assert once.probabilities is not None
    five_times = replace(
        once,
        fold=np.concatenate([once.fold + 4 * r for r in range(5)]),
        sample_ids=np.tile(once.sample_ids, 5),
        actual=np.tile(once.actual, 5),
        predicted=np.tile(once.predicted, 5),
        probabilities=np.tile(once.probabilities, (5, 1)),
    )
    wide, wider = (roc_chart(Evaluation((r,))).averages[0] for r in (once, five_times))
    known = wide.deviation > 0
    deviation = wide.deviation[known] * np.sqrt(15 / 19)  # of 20 values, of which 4 differ
    np.testing.assert_allclose(wider.deviation[known], deviation)
    sides = replace(wider, true_positive_rate=np.full(len(known), 0.5)).band("95 %")
    half = stats.t.ppf(0.975, 19) * deviation * np.sqrt(1 / 20 + 1 / 3)
    np.testing.assert_allclose((sides[1] - sides[0])[known] / 2, np.minimum(half, 0.5))


def test_that_the_average_by_threshold_averages_both_rates() -> None:
    result = made_up()
    chart = roc_chart(Evaluation((result,)))
    mean = next(a for a in chart.averages if (a.label, a.how) == ("c1", "threshold"))
    p, y = result.probabilities[:, 1], result.actual  # type: ignore[index]
    wanted = [
        (
            np.mean([np.mean(p[(result.fold == k) & (y == 0)] >= t) for k in range(4)]),
            np.mean([np.mean(p[(result.fold == k) & (y == 1)] >= t) for k in range(4)]),
        )
        for t in (0.5, 0.75)
    ]
    found = list(
        zip(mean.false_positive_rate.round(9), mean.true_positive_rate.round(9), strict=True)
    )
    every = np.unique(p)
    if len(every) < 100:  # every threshold is averaged
        for x, y_ in wanted:
            assert (round(x, 9), round(y_, 9)) in found


def test_that_one_fold_has_no_average() -> None:
    assert roc_chart(Evaluation((made_up(n_folds=1),))).averages == ()


@given(RANKED)
def test_that_no_point_lies_above_the_hull_and_its_corners_are_points(
    rows: list[tuple[bool, int]],
) -> None:
    is_positive, probability = probability_of(rows)
    curve = roc_curve(answered(is_positive.astype(np.int32), two(probability)), 1)
    x, y = convex_hull(curve)
    assert (x[0], y[0], x[-1], y[-1]) == (0, 0, 1, 1)
    # A vertical first edge has two heights at one place: np.interp takes the upper one.
    heights = np.interp(curve.false_positive_rate, x, y)
    assert np.all(curve.true_positive_rate <= heights + 1e-12)
    slopes = np.diff(y) / np.maximum(np.diff(x), 1e-12)
    assert np.all(np.diff(slopes) < 0)


def test_that_the_cost_line_touches_the_cheapest_point() -> None:
    curve = roc_curve(made_up(), 1)
    line = cost_line(curve, 0.3, 1.0, 5.0)
    costs = 0.7 * curve.false_positive_rate + 0.3 * 5 * (1 - curve.true_positive_rate)
    assert line.cost == pytest.approx(costs.min())
    assert line.slope == pytest.approx(0.7 / 1.5)
    above = line.at[1] + line.slope * (curve.false_positive_rate - line.at[0])
    assert np.all(curve.true_positive_rate <= above + 1e-12)


def test_that_a_perfect_ranking_has_an_interval_with_room() -> None:
    is_positive = np.repeat([True, False], [10, 30])
    low, high = delong(is_positive, is_positive.astype(float)) or (0, 0)
    assert 0.6 < low < 0.8
    assert high == 1


# ------------------------------------------------------------------ precision and recall


@given(RANKED)
def test_that_precision_and_recall_are_scikit_learns(rows: list[tuple[bool, int]]) -> None:
    is_positive, probability = probability_of(rows)
    chart = precision_recall_chart(
        Evaluation((answered(is_positive.astype(np.int32), two(probability)),))
    )
    line = next(one for one in chart.lines if one.label == "c1")
    precision, recall, thresholds = metrics.precision_recall_curve(is_positive, probability)
    np.testing.assert_array_equal(line.curve.precision, precision)
    np.testing.assert_array_equal(line.curve.recall, recall)
    np.testing.assert_array_equal(line.curve.thresholds, thresholds)
    area = metrics.average_precision_score(is_positive, probability)
    assert line.curve.auc == pytest.approx(area, abs=1e-12)
    assert line.share == is_positive.mean()


# ------------------------------------------------------------------ calibration


@pytest.mark.parametrize(
    ("bins", "theirs"), [("equal width", "uniform"), ("equal count", "quantile")]
)
def test_that_the_reliability_diagram_is_scikit_learns(bins: Bins, theirs: str) -> None:
    result = made_up(n=1000, digits=12)
    line = calibration_chart(Evaluation((result,)), 8, bins).lines[1]
    p = result.probabilities[:, 1]  # type: ignore[index]
    observed, predicted = sk_calibration.calibration_curve(
        result.actual == 1, p, n_bins=8, strategy=theirs
    )
    np.testing.assert_allclose(line.observed, observed)
    np.testing.assert_allclose(line.predicted, predicted)
    assert line.counts.sum() == 1000
    for k, n, low, high in zip(
        line.observed * line.counts, line.counts, line.low, line.high, strict=True
    ):
        interval = stats.binomtest(round(k), int(n)).proportion_ci(method="wilson")
        assert (low, high) == pytest.approx((interval.low, interval.high))


def test_that_ece_is_the_mean_distance_by_hand() -> None:
    """Bins (0, .5] and (.5, 1]: means .3 and .8, shares ½ and 1; 2 and 1 samples."""
    p = np.array([0.2, 0.4, 0.8])
    result = answered(np.array([0, 1, 1], np.int32), np.column_stack([1 - p, p]))
    line = calibration_chart(Evaluation((result,)), 2, "equal width").lines[1]
    assert line.ece == pytest.approx((2 * 0.2 + 1 * 0.2) / 3)
    assert line.largest == pytest.approx(0.2)


@given(RANKED)
def test_that_the_brier_score_is_the_sum_of_its_parts(rows: list[tuple[bool, int]]) -> None:
    is_positive, probability = probability_of(rows)
    result = answered(is_positive.astype(np.int32), two(probability))
    brier = calibration_chart(Evaluation((result,)), 10, "equal width").lines[1].brier
    assert brier.score == pytest.approx(metrics.brier_score_loss(is_positive, probability))
    parts = brier.reliability - brier.resolution + brier.uncertainty + brier.within
    assert brier.score == pytest.approx(parts, abs=1e-12)
    # Ten values in ten bins: nothing is lost within.
    assert brier.within == pytest.approx(0, abs=1e-12)


# ------------------------------------------------------------------ lift and gain


def test_that_lift_is_gain_by_share_and_ends_at_one() -> None:
    result = made_up()
    chart = lift_chart(Evaluation((result,)))
    line = next(one for one in chart.lines if (one.label, one.fold) == ("c1", None))
    p, is_positive = result.probabilities[:, 1], result.actual == 1  # type: ignore[index]
    for i in (1, len(line.thresholds) // 2, len(line.thresholds) - 1):
        chosen = p >= line.thresholds[i]
        assert line.chosen[i] == pytest.approx(chosen.mean())
        assert line.gain[i] == pytest.approx(chosen[is_positive].mean())
        precision = is_positive[chosen].mean()
        assert line.lift[i] == pytest.approx(precision / is_positive.mean())
    assert (line.chosen[-1], line.gain[-1], line.lift[-1]) == (1, 1, 1)
    assert line.gain_at(0.0) == 0


# ------------------------------------------------------------------ cost curves


@given(RANKED, st.floats(0, 1))
def test_that_the_envelope_is_the_lowest_line_of_all_thresholds(
    rows: list[tuple[bool, int]], place: float
) -> None:
    is_positive, probability = probability_of(rows)
    result = answered(is_positive.astype(np.int32), two(probability))
    line = next(one for one in cost_chart(Evaluation((result,)), 1, 1).lines if one.label == "c1")
    of = ranked(result, 1)
    every = of.false_positive_rate * (1 - place) + (1 - of.true_positive_rate) * place
    assert line.cost_at(place) == pytest.approx(every.min(), abs=1e-12)
    i = line.best_at(place)
    best = line.false_positive_rate[i] * (1 - place) + line.false_negative_rate[i] * place
    assert best == pytest.approx(every.min(), abs=1e-12)


def test_that_guessing_costs_what_always_one_class_costs() -> None:
    """One threshold for all: the envelope is the triangle, its area one quarter."""
    result = answered(np.array([0, 1], np.int32), np.full((2, 2), 0.5))
    line = cost_chart(Evaluation((result,)), 1, 1).lines[0]
    np.testing.assert_allclose(line.probability_cost, [0, 0.5, 1])
    np.testing.assert_allclose(line.cost, [0, 0.5, 0])
    assert line.area == pytest.approx(0.25)


def test_that_the_probability_cost_weighs_shares_by_costs() -> None:
    assert probability_cost(0.25, 1, 3) == pytest.approx(0.5)
    assert probability_cost(0.25, 1, 1) == pytest.approx(0.25)
    assert probability_cost(0.0, 1, 1) == 0


# ------------------------------------------------------------------ what all have in common


@pytest.mark.parametrize("made", CHARTS)
def test_that_numbers_and_nothing_give_an_empty_chart(made: object) -> None:
    regression = numbers(np.arange(5.0), np.arange(5.0))
    for evaluation in (Evaluation(()), Evaluation((regression,))):
        chart = made(evaluation)  # type: ignore[operator]
        assert chart.classes == ()
        assert chart.lines == ()
        assert chart.to_csv().count("\n") == 1


@pytest.mark.parametrize("made", CHARTS)
def test_that_a_class_that_is_alone_is_left_out_not_refused(made: object) -> None:
    result = answered(np.zeros(6, np.int32), np.full((6, 2), 0.5))
    chart = made(Evaluation((result,)))  # type: ignore[operator]
    assert chart.classes == ("c0", "c1")
    labels = {line.label for line in chart.lines}
    assert "c1" not in labels or made is CHARTS[2]
    chart.to_csv()


@pytest.mark.parametrize("made", CHARTS)
def test_that_the_csv_names_learners_and_classes(made: object) -> None:
    evaluation = Evaluation((made_up(name="A"), made_up(seed=3, name="B, or not")))
    rows = rows_of(made(evaluation).to_csv())  # type: ignore[operator]
    assert {row["learner"] for row in rows} == {"A", "B, or not"}
    assert {row["class"] for row in rows} == {"c0", "c1"}


def test_that_no_curve_of_a_class_that_never_occurs_is_a_sentence() -> None:
    with pytest.raises(DataError, match="There is no ROC curve of 'c1': none is of this class"):
        roc_curve(answered(np.zeros(3, np.int32), np.full((3, 2), 0.5)), 1)


def two(probability: FloatArray) -> FloatArray:
    return np.column_stack([1 - probability, probability])
