import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from workbench.core.run import finish
from workbench.data.dataset import Column, Dataset
from workbench.data.schema import Attribute, Schema
from workbench.models.drift import AttributeDrift, bins_of, drift_of, psi_of
from workbench.models.drift_report import DriftReport, findings
from workbench.models.learner import Fold
from workbench.models.majority import Majority
from workbench.models.model import Model
from workbench.models.training_statistics import TrainingStatistics

CLASS = Attribute("class", "nominal", ("no", "yes"), "class")
NUMBER = Attribute("x", "numeric")
LABEL = Attribute("c", "nominal", ("a", "b", "c", "d"))


def rows(attribute: Attribute, column: Column) -> Dataset:
    target = np.arange(len(column), dtype=np.int32) % 2
    return Dataset(Schema((attribute, CLASS)), (column, target))


def model_of(train: Dataset) -> Model:
    model = finish(Majority().fit(Fold(train)))
    object.__setattr__(model, "statistics", TrainingStatistics.of(train))
    return model


def drift(attribute: Attribute, before: Column, after: Column) -> AttributeDrift:
    found = drift_of(model_of(rows(attribute, before)), rows(attribute, after))
    assert found is not None
    return found[0]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(-5, 5), min_size=30, max_size=120),
    st.lists(st.integers(-7, 7), min_size=30, max_size=90),
)
def test_that_ks_is_that_of_scipy_where_every_value_is_known(
    before: list[int], after: list[int]
) -> None:
    one, other = np.array(before, dtype=np.float64), np.array(after, dtype=np.float64)
    expected = stats.ks_2samp(one, other, method="asymp")
    found = drift(NUMBER, one, other)
    assert found.ks == pytest.approx(float(expected.statistic), abs=1e-12)
    p = float(expected.pvalue)
    assert found.ks_p == pytest.approx(p, abs=0.01 if p < 0.1 else 0.05)


def test_that_ks_by_quantiles_is_within_one_step_of_that_of_all_values() -> None:
    random = np.random.default_rng(0)
    for shift in (0.0, 0.1, 0.5):
        before, after = random.normal(size=5_000), random.normal(shift, size=700)
        expected = stats.ks_2samp(before, after)
        found = drift(NUMBER, before, after)
        assert found.ks is not None
        assert float(expected.statistic) - 1 / 200 <= found.ks <= float(expected.statistic) + 1e-12


def test_that_the_psi_is_the_one_calculated_by_hand() -> None:
    expected = (0.5 - 0.4) * math.log(0.5 / 0.4) + (0.2 - 0.3) * math.log(0.2 / 0.3)
    assert psi_of(np.array([0.4, 0.3, 0.3]), np.array([0.5, 0.2, 0.3])) == pytest.approx(expected)
    before = np.repeat([0, 1, 2], [40, 30, 30]).astype(np.int32)
    after = np.repeat([0, 1, 2], [50, 20, 30]).astype(np.int32)
    assert drift(LABEL, before, after).psi == pytest.approx(expected)


def test_that_bins_are_the_tenths_of_the_training_rows() -> None:
    column = np.arange(1.0, 101.0)
    known = TrainingStatistics.of(rows(NUMBER, column)).attributes[0]
    np.testing.assert_array_equal(bins_of(known), np.arange(10.0, 91.0, 10.0))
    after = np.concatenate([np.arange(1.0, 51.0), np.arange(1.0, 51.0)])  # the lower half, twice
    found = drift(NUMBER, column, after)
    low, none = (0.2 - 0.1) * math.log(2), (1e-4 - 0.1) * math.log(1e-4 / 0.1)
    assert found.psi == pytest.approx(5 * low + 5 * none)
    assert found.verdict == "much"


def test_that_chance_is_not_called_drift() -> None:
    random = np.random.default_rng(1)
    verdicts = [
        drift(NUMBER, random.normal(size=500), random.normal(size=40)).verdict for _ in range(200)
    ]
    assert verdicts.count("none") >= 194


def test_that_a_shift_is_called_drift() -> None:
    random = np.random.default_rng(1)
    found = drift(NUMBER, random.normal(size=500), random.normal(1.0, size=200))
    assert found.verdict == "much"
    assert "drifts strongly" in findings(found)


def test_that_values_out_of_range_and_missing_anew_are_counted() -> None:
    found = drift(NUMBER, np.arange(50.0), np.array([-1.0, 0.0, 49.0, 50.0, 99.0, np.nan]))
    assert (found.n_below, found.n_above, found.n_missing) == (1, 2, 1)
    assert (found.verdict, found.is_notable) == ("not judged", True)
    assert findings(found) == (
        "3 rows out of the training rows' range (0 to 49); "
        "1 row without a value, where none was missing"
    )


def test_that_labels_never_seen_are_told_whether_declared_or_not() -> None:
    before = np.array([0, 1, 2] * 20, dtype=np.int32)  # never "d"
    train = rows(LABEL, before)
    new = Attribute("c", "nominal", ("a", "z", "d"))
    after = rows(new, np.array([0, 1, 1, 2, -1], dtype=np.int32))
    found = drift_of(model_of(train), after)
    assert found is not None
    assert (found[0].unseen, found[0].n_unseen, found[0].n_missing) == (("z", "d"), 3, 1)


def test_that_labels_read_as_numbers_are_compared_as_labels() -> None:
    label = Attribute("c", "nominal", ("0", "1"))
    train = rows(label, np.array([0, 1] * 30, dtype=np.int32))
    found = drift_of(model_of(train), rows(Attribute("c", "numeric"), np.array([0.0, 1.0, 2.0])))
    assert found is not None
    assert (found[0].unseen, found[0].n_unseen) == (("2",), 1)


def test_that_few_rows_are_not_judged_and_this_is_said() -> None:
    train = rows(NUMBER, np.arange(50.0))
    report = DriftReport.of(model_of(train), rows(NUMBER, np.arange(29.0)))
    assert report is not None
    assert report.attributes[0].psi is None
    assert "29 rows are too few" in report.sentence
    more = DriftReport.of(model_of(train), rows(NUMBER, np.arange(30.0)))
    assert more is not None
    assert more.attributes[0].psi is not None
    assert "too few" not in more.sentence


def test_that_the_same_rows_have_nothing_new() -> None:
    train = rows(NUMBER, np.random.default_rng(0).normal(size=300))
    report = DriftReport.of(model_of(train), train)
    assert report is not None
    (same,) = report.attributes
    assert (same.psi, same.ks, same.verdict, same.is_notable) == (0.0, 0.0, "none", False)
    assert report.sentence == (
        "Beside the 300 training rows, nothing is new or out of range in 1 attribute."
    )


def test_that_a_model_without_statistics_compares_nothing() -> None:
    train = rows(NUMBER, np.arange(50.0))
    assert DriftReport.of(finish(Majority().fit(Fold(train))), train) is None


@pytest.mark.parametrize("after", [np.full(40, np.nan), np.full(0, 1.0)])
def test_that_new_rows_without_any_value_are_no_failure(after: Column) -> None:
    found = drift(NUMBER, np.arange(50.0), after)
    assert found.verdict == "not judged"
