"""Boxes, violins, correlations, counts and bands, against numpy, scipy or a hand calculation."""

import numpy as np
import pytest
from scipy import stats

from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.profile.boxes import box_of
from workbench.data.profile.class_counts import frequent_tokens, label_counts
from workbench.data.profile.correlation import (
    columns_for,
    correlation,
    correlation_ratio,
    correlations,
    ranks,
)
from workbench.data.profile.courses import bands, outlined, thinned
from workbench.data.profile.violin import bandwidth, shape_of
from workbench.data.schema import Attribute, Schema

GENERATOR = np.random.default_rng(3)


def test_that_a_box_has_the_quartiles_and_the_values_beyond_are_outliers() -> None:
    values = np.array([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 40, np.nan])
    box = box_of(values)
    assert box is not None
    assert (box.n, box.lower_quartile, box.median, box.upper_quartile) == (10, 3.25, 5.5, 7.75)
    assert (box.low, box.high) == (1.0, 9.0)
    np.testing.assert_array_equal(values[box.outliers], [40.0])


def test_that_nothing_has_no_box_and_no_shape() -> None:
    assert box_of(np.array([np.nan, np.inf])) is None
    assert shape_of(np.array([np.nan])) is None
    assert shape_of(np.array([2.0, 2.0])) is None


def test_that_the_shape_is_that_of_scipys_kernel_density() -> None:
    values = np.concatenate([GENERATOR.normal(0, 1, 400), GENERATOR.normal(5, 2, 300)])
    shape = shape_of(values)
    assert shape is not None
    kernel = stats.gaussian_kde(values, bandwidth(values) / values.std(ddof=1))
    expected = kernel(shape.places)
    np.testing.assert_allclose(shape.density, expected, atol=0.005 * expected.max())
    area = float(np.trapezoid(shape.density, shape.places))
    assert area == pytest.approx(1, abs=0.01)


def mixed() -> Dataset:
    n = 80
    a = GENERATOR.normal(size=n)
    b = np.round(a * 2 + GENERATOR.normal(size=n))
    b[::9] = np.nan
    c = (a > 0.3).astype(np.int32)
    schema = Schema(
        (
            Attribute("a", "numeric"),
            Attribute("b", "numeric"),
            Attribute("flat", "numeric"),
            Attribute("three", "nominal", ("x", "y", "z")),
            Attribute("c", "nominal", ("no", "yes"), "class"),
        )
    )
    three = (np.arange(n) % 4 - 1).astype(np.int32)
    return Dataset(schema, (a, b, np.ones(n), three, c))


@pytest.mark.parametrize("method", ["pearson", "spearman"])
def test_that_correlations_are_those_of_scipy_where_both_are_there(method: str) -> None:
    data = mixed()
    names = columns_for(data)
    assert names == ("a", "b", "flat", "c")
    found = finish(correlations(data, names, "pearson" if method == "pearson" else "spearman"))
    whole = ~np.isnan(data.column("b"))
    a, b = data.column("a"), data.column("b")
    if method == "pearson":
        assert found.values[0, 1] == pytest.approx(stats.pearsonr(a[whole], b[whole])[0])
    codes = data.column("c")
    if method == "spearman":
        assert found.values[0, 3] == pytest.approx(stats.spearmanr(a, codes).statistic)
    assert np.isnan(found.values[2]).all()
    np.testing.assert_array_equal(found.values, found.values.T)


def test_that_ranks_are_those_of_scipy_and_gaps_stay() -> None:
    values = np.array([3.0, 1, 3, np.nan, 2, 3])
    known = ~np.isnan(values)
    np.testing.assert_array_equal(ranks(values)[known], stats.rankdata(values[known]))
    assert np.isnan(ranks(values)[3])


def test_that_for_two_classes_the_correlation_ratio_is_the_absolute_correlation() -> None:
    data = mixed()
    a, codes = data.column("a"), data.column("c").astype(np.int64)
    assert correlation_ratio(a, codes) == pytest.approx(abs(correlation(a, codes.astype(float))))
    assert np.isnan(correlation_ratio(np.ones(5), np.array([0, 1, 0, 1, -1])))
    assert correlation_ratio(np.array([1.0, 1, 2, 2]), np.array([0, 0, 1, 1])) == 1


def test_that_labels_are_counted_by_another_and_missing_ones_last() -> None:
    data = mixed()
    counts = label_counts(data, "three", "c")
    assert counts.labels == ("x", "y", "z", "")
    assert counts.groups == ("no", "yes")
    three, codes = data.column("three"), data.column("c")
    for i, code in enumerate((0, 1, 2, -1)):
        for group in (0, 1):
            assert counts.counts[i, group] == np.sum((three == code) & (codes == group))
    assert label_counts(data, "c").counts.sum() == data.n_samples


def test_that_tokens_are_counted_by_occurrence_the_most_frequent_first() -> None:
    tokens = np.array([[0, 1, 1], [1, 2, -1], [2, -1, -1]], dtype=np.int32)
    schema = Schema(
        (
            Attribute("text", "array", ("a", "b", "c"), shape=(3,)),
            Attribute("mood", "nominal", ("bad", "good"), "class"),
        )
    )
    data = Dataset(schema, (tokens, np.array([0, 1, 1], dtype=np.int32)))
    counts, chosen = finish(
        frequent_tokens(data, "text", most=2, selected=np.arange(data.n_samples) == 0)
    )
    assert counts.labels == ("b", "c")
    np.testing.assert_array_equal(counts.counts, [[2, 1], [0, 2]])
    assert counts.total == 6
    assert chosen is not None
    np.testing.assert_array_equal(chosen, [[2, 0], [0, 0]])


def test_that_a_band_is_the_mean_and_deviation_of_its_class_step_by_step() -> None:
    series = np.array([[1.0, 2, np.nan], [3, 2, np.nan], [10, 10, 10]])
    first, second = bands(series, np.array([0, 0, 1]), 3)
    np.testing.assert_array_equal(first.mean, [2, 2, np.nan])
    np.testing.assert_array_equal(first.sd, [1, 0, np.nan])
    assert (first.n, second.n, second.group) == (2, 1, 1)


def test_that_thinning_keeps_both_ends() -> None:
    steps = thinned(1000, 10)
    assert (len(steps), steps[0], steps[-1]) == (10, 0, 999)
    np.testing.assert_array_equal(thinned(4, 10), np.arange(4))


def test_that_an_outline_keeps_every_peak() -> None:
    values = GENERATOR.normal(size=5000)
    values[1234], values[4000], values[77] = 90.0, -90.0, np.nan
    steps = outlined(values, 200)
    assert len(steps) <= 202
    assert {0, 1234, 4000, 4999} <= set(steps.tolist())
    assert np.all(np.diff(steps) > 0)
    np.testing.assert_array_equal(outlined(values[:50], 200), np.arange(50))
