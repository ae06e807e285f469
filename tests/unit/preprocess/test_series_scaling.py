import json

import numpy as np
import pytest

from workbench.core.errors import DataError
from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.data.state import State
from workbench.preprocess.series_scaling import FittedSeriesScaling, SeriesScaling

GAP = np.nan


def series(*rows: object) -> Dataset:
    """Series of two channels, given as their steps."""
    column = np.array(rows, dtype=np.float64)
    return Dataset(Schema((Attribute("s", "array", shape=column.shape[1:]),)), (column,))


def test_that_each_channel_gets_mean_0_and_deviation_1_without_its_filling() -> None:
    random = np.random.default_rng(1)
    column = random.normal([5.0, -100.0], [2.0, 30.0], (40, 12, 2))
    column[::3, 7:] = GAP
    rows = series(*column)
    scaled = SeriesScaling().fit(rows).apply(rows).column("s")
    np.testing.assert_allclose(np.nanmean(scaled, axis=(0, 1)), 0, atol=1e-12)
    np.testing.assert_allclose(np.nanstd(scaled, axis=(0, 1)), 1)
    np.testing.assert_array_equal(np.isnan(scaled), np.isnan(column))


def test_that_a_gap_becomes_the_last_value_before_it() -> None:
    rows = series([[1, 10], [GAP, 20], [GAP, GAP], [4, GAP]])
    filled = SeriesScaling(scale="none").fit(rows).apply(rows).column("s")[0]
    assert filled.tolist() == [[1, 10], [1, 20], [1, 20], [4, 20]]


def test_that_an_early_gap_becomes_the_mean_of_the_training_part() -> None:
    train = series([[2, 10], [4, 30]], [[6, 20], [GAP, GAP]])
    rows = series([[GAP, 1], [7, 2]])
    assert SeriesScaling(scale="none").fit(train).apply(rows).column("s")[0, 0, 0] == 4
    assert SeriesScaling().fit(train).apply(rows).column("s")[0, 0, 0] == 0


def test_that_what_fills_a_series_up_stays_and_an_empty_one_stays_empty() -> None:
    rows = series([[1, GAP], [GAP, 2], [GAP, GAP]], [[GAP, GAP]] * 3)
    scaled = SeriesScaling().fit(rows).apply(rows).column("s")
    assert np.isnan(scaled).all(2).tolist() == [[False, False, True], [True] * 3]
    assert not np.isnan(scaled[0, :2]).any()


def test_that_min_max_is_that_of_the_training_part() -> None:
    fitted = SeriesScaling(scale="min-max").fit(series([[0, 5], [10, 5]]))
    assert fitted.apply(series([[5, 5], [20, 5]])).column("s")[0].tolist() == [[0.5, 0], [2, 0]]


def test_that_pictures_and_tokens_are_left_alone_and_refused_by_name() -> None:
    attributes = (
        Attribute("picture", "array", shape=(2, 2)),
        Attribute("words", "array", ("a", "b"), shape=(2,)),
    )
    columns = (np.full((3, 2, 2), 9, np.uint8), np.zeros((3, 2), np.int32))
    rows = Dataset(Schema(attributes), columns)
    assert SeriesScaling().fit(rows).apply(rows).equals(rows)
    for name in ("picture", "words"):
        with pytest.raises(DataError, match=name):
            SeriesScaling(attributes=(name,)).fit(rows)


def test_that_it_comes_back_from_a_file() -> None:
    rows = series([[1, 10], [GAP, 20]], [[3, 7], [GAP, GAP]])
    fitted = SeriesScaling().fit(rows)
    state = fitted.state()
    again = FittedSeriesScaling.from_state(
        State(json.loads(json.dumps(state.values)), dict(state.arrays))
    )
    assert again.apply(rows).equals(fitted.apply(rows))


def test_that_other_channels_are_refused() -> None:
    fitted = SeriesScaling().fit(series([[1, 10], [2, 20]]))
    wide = Dataset(Schema((Attribute("s", "array", shape=(2, 3)),)), (np.zeros((1, 2, 3)),))
    with pytest.raises(DataError, match="3 channels; it had 2"):
        fitted.apply(wide)
