"""Tables made series: columns joined, and time steps cut into windows."""

from pathlib import Path

import numpy as np
import pytest

from workbench.core.errors import DataError
from workbench.core.run import finish
from workbench.data.dataset import Column, Dataset
from workbench.data.readers.arff import ArffReader
from workbench.data.readers.ts import TsReader
from workbench.data.schema import Attribute, Schema
from workbench.preprocess.sequence_columns import ColumnsToSeries
from workbench.preprocess.windows import Windows


def steps(n: int = 10, **more: Column) -> Dataset:
    """Steps with x = 0, 1, 2 … and the class y = 100, 101 …"""
    columns: dict[str, Column] = {"x": np.arange(float(n)), "y": np.arange(n) + 100.0, **more}
    kinds = {"f": "numeric", "M": "date", "O": "string"}
    attributes = tuple(Attribute(k, kinds[c.dtype.kind]) for k, c in columns.items())  # type: ignore[arg-type]
    return Dataset(Schema(attributes, "steps").with_class("y"), tuple(columns.values()))


@pytest.mark.parametrize("name", ["GunPoint", "ItalyPowerDemand"])
def test_that_joined_columns_are_the_series_of_the_ts_file(shared_data: Path, name: str) -> None:
    folder = shared_data / "ucr" / name
    series = finish(TsReader(path=str(folder / f"{name}_TRAIN.ts")).read())
    table = finish(ArffReader(path=str(folder / f"{name}_TRAIN.arff")).read())
    joined = ColumnsToSeries().apply(table)
    assert joined.schema.attributes[0] == series.schema.attributes[0]
    assert np.array_equal(joined.column("series"), series.column("series"))
    assert joined.schema.target == table.schema.target


def test_that_channels_lie_in_blocks_or_step_by_step() -> None:
    columns = tuple(np.array([float(i)]) for i in range(6))
    table = Dataset(Schema(tuple(Attribute(f"a{i}", "numeric") for i in range(6))), columns)
    blocks = ColumnsToSeries(channels=2).apply(table).column("series")
    assert blocks[0].tolist() == [[0, 3], [1, 4], [2, 5]]
    by_step = ColumnsToSeries(channels=2, order="steps").apply(table).column("series")
    assert by_step[0].tolist() == [[0, 1], [2, 3], [4, 5]]
    with pytest.raises(DataError, match="6 attributes cannot be shared out among 4 channels"):
        ColumnsToSeries(channels=4).apply(table)


def test_that_only_named_attributes_are_joined_where_the_first_stood() -> None:
    table = steps(3, a=np.array([7.0, np.nan, 9]), b=np.arange(3.0))
    joined = ColumnsToSeries(attributes=("b", "a"), name="x").apply(table)
    assert joined.schema.names == ("x", "y", "x_2")
    assert joined.column("x_2")[0].ravel().tolist() == [7, 0], "in the order of the data"
    with pytest.raises(DataError, match="no numeric attribute to join"):
        ColumnsToSeries().apply(
            joined.with_columns(joined.schema.attributes[1:], joined.columns[1:])
        )


def test_that_a_window_holds_the_steps_before_its_target() -> None:
    cut = Windows(length=3, horizon=2).apply(steps())
    assert cut.schema.attribute("window").shape == (3, 2)
    assert cut.column("window").shape == (6, 3, 2)
    assert cut.column("window")[1].tolist() == [[1, 101], [2, 102], [3, 103]]
    assert cut.labels.tolist() == [104, 105, 106, 107, 108, 109]
    assert cut.schema.target.name == "y"
    assert cut.sample_ids.tolist() == [4, 5, 6, 7, 8, 9]


def test_that_windows_are_views_until_they_are_taken() -> None:
    windows = Windows(length=50, stride=2).apply(steps(1000)).column("window")
    assert windows.base is not None
    assert windows.strides[0] == 2 * windows.strides[1], "neighbours share memory"


def test_that_strides_attributes_and_targets_can_be_chosen() -> None:
    cut = Windows(length=2, stride=3, attributes=("x",), target="x").apply(steps())
    assert cut.column("window")[:, :, 0].tolist() == [[0, 1], [3, 4], [6, 7]]
    assert (cut.schema.target.name, cut.labels.tolist()) == ("x", [2, 5, 8])


def test_that_missing_targets_are_left_out_and_gaps_stay() -> None:
    y = np.arange(10) + 100.0
    y[5] = np.nan
    cut = Windows(length=2).apply(steps(y=y))
    assert cut.labels.tolist() == [102, 103, 104, 106, 107, 108, 109]
    assert np.isnan(cut.column("window")[3, 1, 1])


def test_that_rows_are_put_in_the_order_of_time_which_is_kept() -> None:
    days = np.datetime64("2026-01-01", "ms") + np.arange(10)[::-1] * np.timedelta64(1, "D")
    cut = Windows(length=2, time="day").apply(steps(day=days))
    assert cut.column("window")[0].tolist() == [[9, 109], [8, 108]]
    assert cut.labels[0] == 107
    assert cut.schema.attribute("day").role == "meta"
    assert cut.column("day")[0] == np.datetime64("2026-01-02", "ms")
    assert cut.sample_ids[0] == 7


def test_that_a_nominal_target_can_be_forecast() -> None:
    table = steps()
    weather = Attribute("weather", "nominal", ("dry", "wet"))
    codes = (np.arange(10) % 2).astype(np.int32)
    more = table.with_columns((*table.schema.attributes, weather), (*table.columns, codes))
    cut = Windows(length=3, target="weather").apply(more)
    assert cut.schema.target == Attribute("weather", "nominal", ("dry", "wet"), role="class")
    assert cut.labels.tolist() == [1, 0, 1, 0, 1, 0, 1]
    assert cut.schema.attribute("window").shape == (3, 1), "the former class is not looked at"


def test_that_what_cannot_be_cut_is_refused() -> None:
    with pytest.raises(
        DataError, match="The data have 10 steps; a window of 12 and a horizon of 1"
    ):
        Windows().apply(steps())
    with pytest.raises(DataError, match="No attribute is the class"):
        Windows(length=2).apply(steps().with_class(None))
    text = np.full(10, "a", object)
    with pytest.raises(DataError, match="'note' is string; time must be"):
        Windows(length=2, time="note").apply(steps(note=text))
    with pytest.raises(DataError, match="'note' is string; it must be numeric"):
        Windows(length=2, attributes=("note",)).apply(steps(note=text))


@pytest.mark.parametrize(
    ("file", "n", "channels"),
    [
        ("series/airline-passengers.csv", 144, 1),
        ("series/monthly-sunspots.csv", 2820, 1),
        ("series/daily-min-temperatures.csv", 3650, 1),
    ],
)
def test_that_known_series_are_cut(shared_data: Path, file: str, n: int, channels: int) -> None:
    values = np.loadtxt(shared_data / file, delimiter=",", skiprows=1, usecols=1)
    table = Dataset(Schema((Attribute("v", "numeric", role="class"),)), (values,))
    cut = Windows(length=12, horizon=3).apply(table)
    assert cut.column("window").shape == (n - 14, 12, channels)
    for at in (0, 50, n - 15):
        assert np.array_equal(cut.column("window")[at, :, 0], values[at : at + 12])
        assert cut.labels[at] == values[at + 14]


def test_that_wekas_forecasting_tables_are_cut(shared_data: Path) -> None:
    path = shared_data / "weka-timeseries" / "appleStocks2011.arff"
    table = finish(ArffReader(path=str(path)).read()).with_class("Close")
    cut = Windows(length=5, time="Date").apply(table)
    assert cut.column("window").shape == (148, 5, 6)
    assert cut.column("Date")[0] == np.datetime64("2011-01-07")
    assert cut.labels[0] == table.column("Close")[5]
