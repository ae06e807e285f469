"""Places on an axis, regions drawn by hand, and densities."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from workbench.data.dataset import Dataset
from workbench.data.profile.axis_values import (
    axis_values,
    bounds_of,
    has_few_values,
    jittered,
    sampled_rows,
    telling_first,
)
from workbench.data.profile.regions import in_mask, in_rectangle, polygon_mask
from workbench.data.profile.scatter_density import CellGrid, binned, strength
from workbench.data.schema import Attribute, Schema


def dataset() -> Dataset:
    schema = Schema(
        (
            Attribute("number", "numeric"),
            Attribute("colour", "nominal", ("red", "green", "blue")),
            Attribute("day", "date"),
        )
    )
    days = np.array(["2020-01-01", "NaT", "2020-01-03", "1970-01-01"], dtype="datetime64[ms]")
    numbers = np.array([1.0, np.nan, np.inf, 4.0])
    return Dataset(schema, (numbers, np.array([0, 2, -1, 1], dtype=np.int32), days))


def test_that_values_without_a_place_are_nan_in_every_kind() -> None:
    data = dataset()
    np.testing.assert_array_equal(axis_values(data, "number").present, [1, 0, 0, 1])
    np.testing.assert_array_equal(axis_values(data, "colour").values, [0, 2, np.nan, 1])
    np.testing.assert_array_equal(axis_values(data, "day").present, [1, 0, 1, 1])
    assert axis_values(data, "day").values[3] == 0.0
    assert axis_values(data, "colour").bounds == (-0.5, 2.5)


def test_that_jitter_keeps_labels_apart_and_missing_values_missing() -> None:
    axis = axis_values(dataset(), "colour")
    moved = jittered(axis, 1.0)
    known = axis.present
    assert np.all(np.abs(moved - axis.values)[known] < 0.5)
    assert np.any(moved[known] != axis.values[known])
    assert np.isnan(moved[~known]).all()
    np.testing.assert_array_equal(jittered(axis, 0.0), axis.values)


def test_that_a_range_is_never_of_no_length() -> None:
    for values in ([], [np.nan], [3.0, 3.0], [0.0], [-1.0, np.inf]):
        low, high = bounds_of(np.array(values))
        assert low < high


def test_that_a_sample_of_rows_is_drawn_without_replacement_and_in_order() -> None:
    rows = sampled_rows(1000, 100)
    assert len(np.unique(rows)) == 100
    assert np.all(np.diff(rows) > 0)
    np.testing.assert_array_equal(sampled_rows(5, 100), np.arange(5))


@given(st.lists(st.tuples(st.integers(0, 39), st.integers(0, 29)), min_size=3, max_size=12))
def test_that_a_polygon_holds_what_the_even_odd_rule_says(corners: list[tuple[int, int]]) -> None:
    places = np.array(corners, dtype=np.float64)
    mask = polygon_mask(places, 40, 30)
    for row in range(0, 30, 7):
        for column in range(0, 40, 7):
            assert mask[row, column] == _is_inside(places, column + 0.5, row + 0.5)


def _is_inside(corners: np.ndarray, x: float, y: float) -> bool:
    inside = False
    for (x0, y0), (x1, y1) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if (y0 <= y) != (y1 <= y) and x0 + (y - y0) * (x1 - x0) / (y1 - y0) <= x:
            inside = not inside
    return inside


def test_that_places_are_looked_up_in_a_mask_and_none_outside_it() -> None:
    mask = np.zeros((3, 4), dtype=bool)
    mask[1, 2] = True
    x = np.array([2.5, 2.5, -0.1, 4.0, 2.0])
    y = np.array([1.5, 0.5, 1.5, 1.5, 1.0])
    np.testing.assert_array_equal(in_mask(x, y, mask), [1, 0, 0, 0, 1])
    np.testing.assert_array_equal(in_rectangle(x, y, (2, 3), (1, 2)), [1, 0, 0, 0, 1])


@given(st.integers(0, 2**32 - 1))
def test_that_a_density_counts_as_numpy_does(seed: int) -> None:
    generator = np.random.default_rng(seed)
    x, y = generator.normal(0, 1, (2, 400))
    codes = generator.integers(0, 3, 400)
    values = np.where(codes == 0, np.nan, x)
    grid = CellGrid((-1.0, 1.5), (-2.0, 1.0), 13, 7)
    found = binned(x, y, grid)
    edges = np.linspace(-2, 1, 8), np.linspace(-1, 1.5, 14)
    expected = np.histogram2d(y, x, bins=edges)[0][::-1]
    np.testing.assert_array_equal(found.counts.reshape(7, 13), expected)
    assert found.n_inside == expected.sum() == len(found.inside)
    np.testing.assert_array_equal(found.counts_by(codes, 3).sum(axis=0), found.counts)
    cell = int(np.argmax(found.counts))
    mine = values[found.cells == cell]
    mean = np.nanmean(mine) if np.isfinite(mine).any() else np.nan
    np.testing.assert_allclose(found.means_of(values)[cell], mean)


def test_that_a_single_sample_is_drawn_and_more_are_drawn_stronger() -> None:
    shown = strength(np.array([0, 1, 10, 100]))
    assert shown[0] == 0
    assert shown[1] > 0
    assert np.all(np.diff(shown) > 0)
    assert shown[-1] == 1
    np.testing.assert_array_equal(strength(np.array([0, 1])), [0, 1])


def test_that_measurements_come_before_counts_labels_and_the_class() -> None:
    random = np.random.default_rng(0)
    columns = {
        "class": random.normal(size=400),
        "counts": random.integers(0, 4, 400).astype(float),
        "label": random.integers(0, 2, 400).astype(np.int32),
        "length": random.normal(size=400),
    }
    schema = Schema((
        Attribute("class", "numeric", role="class"), Attribute("counts", "numeric"),
        Attribute("label", "nominal", ("a", "b")), Attribute("length", "numeric"),
    ))  # fmt: skip
    dataset = Dataset(schema, tuple(columns.values()))

    assert telling_first(dataset, tuple(columns)) == ["length", "counts", "label", "class"]
    assert [name for name in columns if has_few_values(dataset, name)] == ["counts", "label"]
