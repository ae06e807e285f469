"""Every kind of data set comes back from an ARFF file as it was: bags, weights, odd texts."""

import string
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.core.errors import DataError
from workbench.data.dataset import Column, Dataset
from workbench.data.readers.arff_text.values import column_of
from workbench.data.readers.arff_text.weights import of_one_schema, weighted
from workbench.data.readers.open import read
from workbench.data.schema import Attribute, Kind, Schema
from workbench.data.writers.arff import write_arff

DAY_MS = 86_400_000
ODD = [
    "", "?", "%", "@data", "'", '"', "a b", "{", "}", "\n", "\\n", "don't", "\\", "\\'", "50%",
    "\x00", "\x1f7", "\x7f", "\x85", "\u2028", "\ufeff", "대구", "x\r\ny", "{0 1}", ",", "\t",
]  # fmt: skip

texts = st.one_of(
    st.sampled_from(ODD),
    st.text(alphabet=string.printable + "대구é%,'\"\\{}?@", max_size=8),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=5),
)
cells: dict[str, st.SearchStrategy[Any]] = {
    "numeric": st.floats(width=64) | st.integers(-1000, 1000).map(float),
    "string": st.none() | texts,
    "date": st.none() | st.integers(-700_000 * DAY_MS, 2_900_000 * DAY_MS),  # years 54 to 9909
}
attribute_weights = st.sampled_from([1.0, 1.0, 0.5, 0.0, 3.0])
sample_weights = st.sampled_from([1.0, 1.0, 0.0, 0.25, 7.0])


@st.composite
def attributes(draw: st.DrawFn, name: str, depth: int) -> Attribute:
    kinds: list[Kind] = ["numeric", "nominal", "string", "date"]
    kind = draw(st.sampled_from([*kinds, "relational"] if depth else kinds))
    weight = draw(attribute_weights)
    if kind == "relational":
        return Attribute(name, kind, weight=weight, nested=draw(schemas(name, depth - 1)))
    labels = draw(st.lists(texts, max_size=4, unique=True)) if kind == "nominal" else []
    return Attribute(name, kind, tuple(labels), weight=weight)


@st.composite
def schemas(draw: st.DrawFn, relation: str, depth: int) -> Schema:
    names = draw(st.lists(texts, min_size=1, max_size=3, unique=True))
    return Schema(tuple(draw(attributes(name, depth)) for name in names), relation)


def column(draw: st.DrawFn, attribute: Attribute, n: int) -> Column:
    if attribute.nested is not None:
        bags = np.empty(n, dtype=object)
        for i in range(n):
            bags[i] = draw(st.none() | datasets(attribute.nested))
        return bags
    codes = st.integers(-1, len(attribute.values) - 1)
    values = draw(st.lists(cells.get(attribute.kind, codes), min_size=n, max_size=n))
    if attribute.kind == "date":
        values = [np.iinfo(np.int64).min if value is None else value for value in values]
    return column_of(attribute, tuple(values))


@st.composite
def datasets(draw: st.DrawFn, schema: Schema) -> Dataset:
    n = draw(st.integers(0, 4))
    columns = tuple(column(draw, attribute, n) for attribute in schema.attributes)
    weights = np.array(draw(st.lists(sample_weights, min_size=n, max_size=n)), dtype=float)
    return weighted(of_one_schema(Dataset(schema, columns)), weights)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
    max_examples=150,
)
@given(data=st.data())
def test_that_every_kind_comes_back_from_arff(tmp_path: Path, data: st.DataObject) -> None:
    schema = data.draw(texts.flatmap(lambda relation: schemas(relation, 2)))
    dataset = data.draw(datasets(schema))
    write_arff(dataset, tmp_path / "t.arff")
    back = read(tmp_path / "t.arff", "none")
    assert back.schema == dataset.schema
    assert back.equals(dataset)


def test_that_real_bags_come_back(shared_data: Path, tmp_path: Path) -> None:
    files = [
        "weka-timeseries/synthetic_control.arff",
        "ucr/BasicMotions/BasicMotions_TRAIN.arff",
        "ucr/BasicMotions/BasicMotions_TEST.arff",
    ]
    for name in files:
        dataset = read(shared_data / name)
        write_arff(dataset, tmp_path / "t.arff")
        assert read(tmp_path / "t.arff").equals(dataset), name


def test_that_milliseconds_of_a_date_are_kept_also_inside_bags(tmp_path: Path) -> None:
    nested = Schema((Attribute("d", "date"),), "bag")
    moments = [np.array([f"2020-02-29T12:00:00.{ms}"], "datetime64[ms]") for ms in ("000", "007")]
    bags = np.empty(2, dtype=object)
    bags[:] = [Dataset(nested, (moment,)) for moment in moments]
    dataset = Dataset(Schema((Attribute("bag", "relational", nested=nested),), "t"), (bags,))
    write_arff(dataset, tmp_path / "t.arff")
    assert read(tmp_path / "t.arff", "none").equals(dataset)


def test_that_a_date_out_of_reach_is_told(tmp_path: Path) -> None:
    moments = np.array(["12020-01-01"], dtype="datetime64[ms]")
    with pytest.raises(DataError, match="years 1 to 9999"):
        write_arff(Dataset(Schema((Attribute("d", "date"),)), (moments,)), tmp_path / "t.arff")
    assert not list(tmp_path.iterdir())


def test_that_an_array_is_told_what_to_become(tmp_path: Path) -> None:
    pixels = Dataset(Schema((Attribute("p", "array", shape=(2, 2)),)), (np.zeros((1, 2, 2)),))
    with pytest.raises(DataError, match="is an array of shape") as caught:
        write_arff(pixels, tmp_path / "t.arff")
    assert caught.value.remedy == "Flatten it to numeric attributes first, or write a .npz file."
