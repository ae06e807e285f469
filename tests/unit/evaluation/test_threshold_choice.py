"""Deciding at one probability or another: counts, the best places, matrices, numbers."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from tests.unit.evaluation.ranked_rows import answered, made_up, numbers
from workbench.evaluation.predictions import Evaluation
from workbench.evaluation.ranking import ranked, ranking
from workbench.evaluation.threshold import (
    Costs,
    Goal,
    best_threshold,
    decided_at,
    shortest,
    threshold_chart,
)
from workbench.models.threshold import DecisionThreshold
from workbench.nodes.threshold_view import ThresholdView

ROWS = st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=1, max_size=40)


@given(ROWS, st.floats(0, 1))
def test_that_counts_are_those_of_comparing_each_row(
    rows: list[tuple[bool, float]], threshold: float
) -> None:
    is_positive = np.array([positive for positive, _ in rows])
    probability = np.array([p for _, p in rows])
    at = decided_at(ranking(is_positive, probability), threshold)
    chosen = probability >= threshold
    assert at.tp == np.sum(chosen & is_positive)
    assert at.fp == np.sum(chosen & ~is_positive)
    assert at.fn == np.sum(~chosen & is_positive)
    assert at.tn == np.sum(~chosen & ~is_positive)


def test_that_rates_are_scikit_learns() -> None:
    result = made_up()
    at = decided_at(ranked(result, 1), 0.4)
    chosen = result.probabilities[:, 1] >= 0.4  # type: ignore[index]
    actual = result.actual == 1
    assert at.precision == pytest.approx(metrics.precision_score(actual, chosen))
    assert at.recall == pytest.approx(metrics.recall_score(actual, chosen))
    assert at.f1 == pytest.approx(metrics.f1_score(actual, chosen))
    assert at.accuracy == pytest.approx(metrics.accuracy_score(actual, chosen))
    balanced = metrics.balanced_accuracy_score(actual, chosen, adjusted=True)
    assert at.youden == pytest.approx(balanced)
    assert at.lift == pytest.approx(at.precision / actual.mean() if at.precision else 0)
    assert at.cost(Costs(2, 5)) == pytest.approx((2 * at.fp + 5 * at.fn) / at.n)


@given(ROWS, st.sampled_from(["cheapest", "f1", "youden"]), st.floats(0.1, 9), st.floats(0.1, 9))
def test_that_no_threshold_is_better_than_the_best(
    rows: list[tuple[bool, float]], goal: Goal, false_positive: float, false_negative: float
) -> None:
    of = ranking(np.array([positive for positive, _ in rows]), np.array([p for _, p in rows]))
    costs = Costs(false_positive, false_negative)

    def worth(threshold: float) -> float:
        at = decided_at(of, threshold)
        value = {"cheapest": -(at.cost(costs) or 0), "f1": at.f1, "youden": at.youden}[goal]
        return value or 0.0

    best = best_threshold(of, goal, costs)
    assert 0 <= best <= 1
    places = [0.0, 1.0, *of.thresholds[1:].tolist()]
    assert worth(best) >= max(map(worth, places)) - 1e-9


def test_that_the_best_threshold_has_few_decimals() -> None:
    assert shortest(0.3472193, 0.3611111) == 0.35
    assert shortest(0.1, 0.2) == 0.1 + 0.1  # not above the upper end, which counts itself
    assert 0.3 < shortest(0.3, 0.30000001) <= 0.30000001
    result = made_up(digits=8)
    assert len(str(best_threshold(ranked(result, 1), "f1", Costs()))) <= 6


@pytest.mark.parametrize("c", [2, 4])
def test_that_the_matrix_is_what_the_models_with_that_threshold_predict(c: int) -> None:
    result = made_up(c=c)
    chart = threshold_chart(Evaluation((result,)))
    for label in (0, c - 1):
        for value in (0.0, 0.25, 0.5, 1.0):
            name = result.classes[label]
            chosen = DecisionThreshold(name, value).decided(result.classes, result.probabilities)  # type: ignore[arg-type]
            wanted = metrics.confusion_matrix(result.actual, chosen, labels=range(c))
            found = chart.answers[0].deciding(name).confusion(value)
            np.testing.assert_array_equal(found, wanted)


def test_that_the_csv_begins_with_the_node_s_threshold() -> None:
    view = ThresholdView(threshold=0.3, false_negative_cost=4)
    text = view.run((Evaluation((made_up(),)),)).to_csv()
    rows = list(csv.DictReader(io.StringIO(text)))
    first = rows[0]
    assert (first["learner"], first["class"], first["threshold"]) == ("A", "c0", "0.3")
    fp, fn = float(first["fp"]), float(first["fn"])
    assert float(first["cost"]) == pytest.approx((fp + 4 * fn) / 240)
    assert {row["class"] for row in rows} == {"c0", "c1"}
    assert view.status() == "from 0.3"


def test_that_numbers_and_one_class_are_no_failure() -> None:
    assert threshold_chart(Evaluation((numbers(np.ones(3), np.ones(3)),))).answers == ()
    alone = answered(np.zeros(4, np.int32), np.ones((4, 1)))
    chart = threshold_chart(Evaluation((alone,)))
    of = chart.answers[0].rankings[0]
    assert decided_at(of, 0.5).youden is None
    for goal in ("cheapest", "f1", "youden"):
        assert 0 <= best_threshold(of, goal, Costs()) <= 1
    assert chart.to_csv().startswith("learner,class,threshold")
