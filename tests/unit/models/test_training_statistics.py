import numpy as np
import pytest

from workbench.data.dataset import Column, Dataset
from workbench.data.schema import Attribute, Schema
from workbench.models.training_statistics import KNOTS, TrainingStatistics


def rows(attribute: Attribute, column: Column) -> Dataset:
    return Dataset(Schema((attribute,)), (column,))


def test_that_few_distinct_numbers_are_counted_exactly() -> None:
    column = np.array([3.0, 1.0, np.nan, 1.0, 2.0, 3.0, 3.0])
    known = TrainingStatistics.of(rows(Attribute("x", "numeric"), column)).attributes[0]
    np.testing.assert_array_equal(known.points, [1, 2, 3])
    np.testing.assert_array_equal(known.counts, [2, 1, 3])
    assert (known.n_known, known.n_missing, known.typical, known.is_whole) == (6, 1, 2.0, True)


def test_that_many_numbers_are_kept_as_quantiles_with_both_ends() -> None:
    column = np.random.default_rng(0).normal(size=10_000)
    known = TrainingStatistics.of(rows(Attribute("x", "numeric"), column)).attributes[0]
    assert len(known.points) == KNOTS
    assert (known.points[0], known.points[-1]) == (column.min(), column.max())
    assert known.n_known == 10_000
    shares = np.searchsorted(np.sort(column), known.points, side="right") / 10_000
    np.testing.assert_allclose(known.cumulative, shares, atol=1e-12)
    assert abs(known.typical - np.median(column)) < 0.02


def test_that_labels_are_counted_in_order_with_those_that_never_occur() -> None:
    attribute = Attribute("c", "nominal", ("a", "b", "c"))
    column = np.array([2, 0, 2, -1], dtype=np.int32)
    known = TrainingStatistics.of(rows(attribute, column)).attributes[0]
    np.testing.assert_array_equal(known.counts, [1, 0, 2])
    assert (known.measure, known.n_missing, known.typical) == ("label", 1, 2.0)


@pytest.mark.parametrize(
    ("attribute", "column", "measure", "points"),
    [
        (
            Attribute("t", "string"),
            np.array(["two words", None, "one"], dtype=object),
            *("words", [1, 2]),
        ),
        (
            Attribute("p", "array", shape=(2, 2)),
            np.array([[[0, 4], [0, 0]], [[8, 8], [8, 8]]], dtype=np.uint8),
            *("mean", [1, 8]),
        ),
        (
            Attribute("s", "array", shape=(3,)),
            np.array([[1.0, 3.0, np.nan], [np.nan] * 3]),
            *("mean", [2]),
        ),
        (
            Attribute("w", "array", ("a", "b"), shape=(3,)),
            np.array([[0, 1, -1], [1, -1, -1]], dtype=np.int32),
            *("length", [1, 2]),
        ),
        (
            Attribute("d", "date"),
            np.array(["1970-01-02", "NaT"], dtype="datetime64[ms]"),
            *("date", [86_400_000]),
        ),
    ],
)
def test_that_each_kind_has_its_measure(
    attribute: Attribute, column: Column, measure: str, points: list[float]
) -> None:
    known = TrainingStatistics.of(rows(attribute, column)).attributes[0]
    assert known.measure == measure
    np.testing.assert_array_equal(known.points, points)


def test_that_a_feature_without_any_value_is_no_failure() -> None:
    known = TrainingStatistics.of(rows(Attribute("x", "numeric"), np.full(3, np.nan))).attributes[0]
    assert (known.n_known, known.n_missing) == (0, 3)
    assert np.isnan(known.typical)


def test_that_wide_rows_take_little_room() -> None:
    random = np.random.default_rng(0)
    names = tuple(Attribute(f"x{i}", "numeric") for i in range(2_000))
    wide = Dataset(Schema(names), tuple(random.normal(size=300) for _ in names))
    state = TrainingStatistics.of(wide).state()
    assert sum(array.nbytes for array in state.arrays.values()) < 800_000
