import csv
import io
import json
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from sklearn import metrics

from workbench.core.errors import DataError
from workbench.core.run import finish
from workbench.data.dataset import Column, FloatArray, IntArray
from workbench.data.schema import Attribute
from workbench.evaluation.charts import (
    learning_curves,
    score_table,
)
from workbench.evaluation.confusion import confusion_matrix
from workbench.evaluation.confusion_chart import confusion_chart
from workbench.evaluation.delong import delong
from workbench.evaluation.intervals import Interval, logit_interval, t_interval, wilson
from workbench.evaluation.part import by_fold
from workbench.evaluation.precision_recall import precision_recall_curve
from workbench.evaluation.predictions import Evaluation, Predictions
from workbench.evaluation.report import report
from workbench.evaluation.roc import roc_auc, roc_curve
from workbench.evaluation.roc_chart import roc_chart
from workbench.evaluation.score_intervals import intervals
from workbench.evaluation.scores import (
    ClassificationScores,
    classification_scores,
    fold_scores,
    regression_scores,
)
from workbench.training.curve import Curve


def intervals_of(of: Predictions) -> dict[str, Interval | None]:
    return intervals(of, fold_scores(of))


def predictions(
    actual: Column,
    probabilities: FloatArray | None,
    predicted: Column | None = None,
    fold: IntArray | None = None,
    baseline: FloatArray | None = None,
    curves: tuple[Curve, ...] = (),
) -> Predictions:
    attribute = Attribute("y", "numeric", role="class")
    if probabilities is not None:
        values = tuple(f"c{i}" for i in range(probabilities.shape[1]))
        attribute = Attribute("y", "nominal", values, "class")
        predicted = np.argmax(probabilities, axis=1) if predicted is None else predicted
    assert predicted is not None
    n = len(actual)
    return Predictions(
        learner="test",
        name="Test",
        parameters={"k": 1},
        test="cv:2",
        seed=1,
        attribute=attribute,
        sample_ids=np.arange(n),
        fold=np.zeros(n, np.int64) if fold is None else fold,
        actual=actual,
        predicted=predicted,
        probabilities=probabilities,
        baseline=baseline,
        curves=curves,
        seconds=0.5,
    )


def random_predictions(n: int = 200, c: int = 3, seed: int = 0) -> Predictions:
    random = np.random.default_rng(seed)
    actual = random.integers(c, size=n).astype(np.int32)
    weights = random.gamma(1, size=(n, c)) + 2 * np.eye(c)[actual]
    probabilities = weights / weights.sum(axis=1, keepdims=True)
    return predictions(actual, probabilities, fold=np.arange(n) % 4)


@given(
    st.lists(st.tuples(st.booleans(), st.integers(0, 8)), min_size=2, max_size=60).filter(
        lambda rows: len({positive for positive, _ in rows}) == 2
    )
)
def test_that_the_area_is_the_mann_whitney_statistic(rows: list[tuple[bool, int]]) -> None:
    """Ties, of which these few values make many, count one half. To 1e-12."""
    actual = np.array([positive for positive, _ in rows], np.int32)
    probability = np.array([value for _, value in rows]) / 8
    found = roc_auc(predictions(actual, np.column_stack([1 - probability, probability])), 1)
    pairs = probability[actual == 1][:, None] - probability[actual == 0][None, :]
    assert found == pytest.approx(((pairs > 0) + 0.5 * (pairs == 0)).mean(), abs=1e-12)


def test_that_a_roc_curve_goes_from_corner_to_corner() -> None:
    curve = roc_curve(random_predictions(), 0)
    assert (curve.false_positive_rate[0], curve.true_positive_rate[0]) == (0, 0)
    assert (curve.false_positive_rate[-1], curve.true_positive_rate[-1]) == (1, 1)
    assert np.all(np.diff(curve.true_positive_rate) >= 0)
    assert np.all(np.diff(curve.thresholds) < 0)


def test_that_scores_are_those_of_scikit_learn() -> None:
    given_ = random_predictions()
    actual, predicted, p = given_.actual, given_.predicted, given_.probabilities
    assert p is not None
    found = classification_scores(given_)
    np.testing.assert_array_equal(
        confusion_matrix(given_), metrics.confusion_matrix(actual, predicted)
    )
    precision, recall, f1, support = metrics.precision_recall_fscore_support(actual, predicted)
    for i, one in enumerate(found.per_class):
        is_i = actual == i
        assert one.precision == pytest.approx(precision[i])
        assert one.recall == pytest.approx(recall[i])
        assert one.f1 == pytest.approx(f1[i])
        assert one.support == support[i]
        assert one.mcc == pytest.approx(metrics.matthews_corrcoef(is_i, predicted == i))
        assert one.auc == pytest.approx(metrics.roc_auc_score(is_i, p[:, i]), abs=1e-12)
        assert one.pr_auc == pytest.approx(metrics.average_precision_score(is_i, p[:, i]))
    assert found.accuracy == pytest.approx(metrics.accuracy_score(actual, predicted))
    assert found.kappa == pytest.approx(metrics.cohen_kappa_score(actual, predicted))
    assert found.log_loss == pytest.approx(metrics.log_loss(actual, p))
    assert found.weighted.f1 == pytest.approx(np.average(f1, weights=support))
    assert found.weighted.auc == pytest.approx(
        metrics.roc_auc_score(actual, p, multi_class="ovr", average="weighted")
    )


def test_that_regression_scores_follow_hand_calculation() -> None:
    """Errors 1, 0, 2, 1 about true values 1, 2, 3, 6; the baseline misses by 2, 1, 1, 4."""
    given_ = predictions(
        np.array([1.0, 2, 3, 6]),
        None,
        np.array([2.0, 2, 5, 5]),
        baseline=np.array([3.0, 3, 2, 2]),
    )
    found = regression_scores(given_)
    assert found.mae == pytest.approx(1)
    assert found.rmse == pytest.approx(np.sqrt(6 / 4))
    assert found.rae == pytest.approx(4 / 8)
    assert found.correlation == pytest.approx(np.corrcoef([1, 2, 3, 6], [2, 2, 5, 5])[0, 1])


def test_that_precision_and_its_averages_are_undefined_for_a_class_never_predicted() -> None:
    """As WEKA prints ZeroR: "?" for precision, F-measure and MCC, and for their averages."""
    p = np.tile([0.7, 0.3], (10, 1))
    found = classification_scores(predictions(np.array([0] * 7 + [1] * 3, np.int32), p))
    never = found.per_class[1]
    assert (never.precision, never.f1, never.mcc, never.recall) == (None, None, None, 0)
    assert (found.weighted.precision, found.weighted.f1, found.weighted.mcc) == (None, None, None)
    assert found.weighted.recall == pytest.approx(0.7)
    assert (found.kappa, never.auc) == (0, 0.5)


def test_that_a_class_without_test_rows_has_no_say_in_the_averages() -> None:
    actual = np.array([0, 0, 1, 1], np.int32)
    p = np.array([[0.8, 0.1, 0.1], [0.6, 0.3, 0.1], [0.2, 0.7, 0.1], [0.5, 0.4, 0.1]])
    found = classification_scores(predictions(actual, p))
    assert found.per_class[2].recall is None
    assert found.per_class[2].auc is None
    assert found.weighted.auc == pytest.approx(1)
    assert found.weighted.recall == pytest.approx(0.75)


@pytest.mark.parametrize("code", [0, 1])
def test_that_one_class_only_gives_no_auc_no_kappa_and_no_warning(code: int) -> None:
    actual = np.full(4, code, np.int32)
    p = np.eye(2)[actual]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        facts = report(predictions(actual, p))
    assert facts["accuracy"] == 1
    assert facts["kappa"] is None
    assert facts["weighted"]["auc"] is None
    with pytest.raises(DataError, match="no ROC curve of 'c0'"):
        roc_curve(predictions(actual, p), 0)


def test_that_rows_without_a_true_class_are_left_out() -> None:
    actual = np.array([0, 1, -1], np.int32)
    p = np.array([[0.9, 0.1], [0.2, 0.8], [0.5, 0.5]])
    facts = report(predictions(actual, p))
    assert (facts["instances"], facts["confusion"]) == (2, [[1, 0], [0, 1]])


@pytest.mark.parametrize(
    "empty",
    [
        predictions(np.empty(0, np.int32), np.empty((0, 2))),
        predictions(np.empty(0), None, np.empty(0)),
        predictions(np.array([np.nan]), None, np.array([1.0])),
        predictions(np.array([2.0]), None, np.array([2.0])),
    ],
    ids=["no rows", "no numbers", "unknown target", "one number"],
)
def test_that_undefined_figures_are_none_and_fit_for_json(empty: Predictions) -> None:
    facts = report(empty)
    assert json.loads(json.dumps(facts, allow_nan=False)) == facts
    finish(score_table(Evaluation((empty,)))).to_csv()
    roc_chart(Evaluation((empty,))).to_csv()


def test_that_a_prediction_that_is_no_number_becomes_null() -> None:
    facts = report(predictions(np.array([1.0, 2.0]), None, np.array([np.nan, 1.0])))
    json.dumps(facts, allow_nan=False)
    assert facts["mae"] is None


def test_that_the_report_says_what_scripts_rely_on() -> None:
    facts = report(random_predictions())
    expected = {"learner", "parameters", "test", "seed", "instances", "classes", "confusion"}
    expected |= {"accuracy", "kappa", "weighted", "per_class", "seconds", "intervals"}
    assert expected <= facts.keys()
    assert {"auc", "f1", "precision", "recall", "mcc"} <= facts["weighted"].keys()
    assert facts["per_class"][0]["class"] == "c0"
    assert json.loads(json.dumps(facts, allow_nan=False)) == facts


def test_that_wilsons_interval_is_that_of_scipy() -> None:
    for hits, n in ((0, 10), (10, 10), (593, 768)):
        theirs = stats.binomtest(hits, n).proportion_ci(method="wilson")
        assert wilson(hits, n) == pytest.approx((theirs.low, theirs.high), abs=1e-12)
    assert wilson(0, 0) is None


def test_that_the_interval_over_folds_is_students() -> None:
    values = [0.7, 0.75, 0.72, 0.8]
    theirs = stats.t.interval(0.95, 3, np.mean(values), stats.sem(values))
    assert t_interval(values) == pytest.approx(theirs)
    assert t_interval([0.7]) is None
    assert t_interval([0.7, None, 0.8]) is None
    found = intervals_of(random_predictions())
    assert found["accuracy"] is not None
    assert found["auc"] is not None


def test_that_no_interval_over_folds_reaches_beyond_what_a_score_can_be() -> None:
    scores = fold_scores(random_predictions())
    parts = [scores[0], scores[1]]  # two folds: intervals of ±12.7 standard errors
    found = intervals(random_predictions(), parts)
    shares = ("auc", "f1", "precision", "recall", "false_positive_rate", "pr_auc")
    reach = {name: found[name] or (0.0, 0.0) for name in (*shares, "kappa", "mcc", "log_loss")}
    assert all(reach[name][0] >= 0 and reach[name][1] <= 1 for name in shares)
    assert all(reach[name][0] >= -1 and reach[name][1] <= 1 for name in ("kappa", "mcc"))
    assert reach["log_loss"][0] >= 0
    areas = [one.weighted.auc for one in parts if isinstance(one, ClassificationScores)]
    raw = t_interval(areas)
    assert raw is not None
    assert raw[1] > reach["auc"][1] == 1  # so there was something to cut


def test_that_the_interval_of_an_area_follows_delong_by_hand() -> None:
    """Positives .9 .6 .4, negatives .5 .3: placements 1, 1, ½ and ⅔, 1."""
    is_positive = np.array([True, True, True, False, False])
    probability = np.array([0.9, 0.6, 0.4, 0.5, 0.3])
    variance = np.var([1, 1, 0.5], ddof=1) / 3 + np.var([2 / 3, 1], ddof=1) / 2
    low, high = delong(is_positive, probability) or (0.0, 0.0)
    half = 1.959964 * np.sqrt(variance) / (5 / 6 * 1 / 6)  # of log odds, which are log 5
    assert np.log(low / (1 - low)) == pytest.approx(np.log(5) - half, abs=1e-5)
    assert np.log(high / (1 - high)) == pytest.approx(np.log(5) + half, abs=1e-5)
    assert delong(is_positive[:4], probability[:4]) is None


def test_that_an_area_next_to_nothing_has_an_interval_without_warnings() -> None:
    low, high = logit_interval(1e-6, 1) or (0.5, 0.5)
    assert (low, high) == (0.0, 1.0)  # one sample says nothing


def test_that_one_fold_of_two_classes_has_an_interval_of_its_area() -> None:
    one = random_predictions(c=2)
    found = intervals_of(predictions(one.actual, one.probabilities))
    assert found["auc"] is not None
    assert found["auc"][0] < (roc_auc(one, 1) or 0) < found["auc"][1]


def test_that_precision_recall_has_the_area_of_average_precision() -> None:
    given_ = random_predictions(seed=2)
    assert given_.probabilities is not None
    curve = precision_recall_curve(given_, 1)
    theirs = metrics.average_precision_score(given_.actual == 1, given_.probabilities[:, 1])
    assert curve.auc == pytest.approx(theirs, abs=1e-12)


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_that_charts_give_their_numbers_as_csv() -> None:
    curve = Curve(np.array([0.9, 0.5]), validation_loss=np.array([1.0, np.nan]))
    one = random_predictions()
    evaluation = Evaluation(
        (predictions(one.actual, one.probabilities, fold=one.fold, curves=(curve,)),)
    )
    roc = roc_chart(evaluation)
    assert [(line.label, line.fold) for line in roc.lines[:3]] == [
        ("c0", None),
        ("c0", 0),
        ("c0", 1),
    ]
    means = {"mean (vertical)", "mean (threshold)"}
    folds = {row["fold"] for row in rows_of(roc.to_csv())}
    assert folds == {"pooled", "1", "2", "3", "4", *means}
    counts = [int(row["count"]) for row in rows_of(confusion_chart(evaluation).to_csv())]
    assert counts == confusion_matrix(one).ravel().tolist()
    scored = {row["score"]: row for row in rows_of(finish(score_table(evaluation)).to_csv())}
    assert float(scored["accuracy"]["low"]) < float(scored["accuracy"]["value"])
    learning = rows_of(learning_curves(evaluation).to_csv())
    assert [row["validation_loss"] for row in learning] == ["1.0", ""]


def test_that_folds_are_scored_by_themselves() -> None:
    one = random_predictions()
    parts = by_fold(one)
    assert [len(part.actual) for part in parts] == [50] * 4
    assert report(one)["folds"][1]["accuracy"] == np.mean(parts[1].actual == parts[1].predicted)
