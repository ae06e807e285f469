"""What is written comes back as it was."""

import string
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.core.errors import DataError
from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.readers.csv import CsvReader
from workbench.data.readers.open import read
from workbench.data.schema import Attribute, Schema
from workbench.data.writers.arff import quoted, write_arff
from workbench.data.writers.csv import write_csv

same_folder = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
texts = st.one_of(
    st.text(alphabet=string.printable + "대구 é%,'\"\\{}?@", max_size=8),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=5),
    st.sampled_from(["", "?", "%", "@data", "'", '"', "NA", "a b", "{", "\n", "\\n", "don't"]),
)
numbers = st.one_of(st.floats(width=64), st.integers(-1000, 1000).map(float))


@st.composite
def columns(draw: st.DrawFn, n: int) -> tuple[str, tuple[str, ...], np.ndarray[Any, Any]]:
    kind = draw(st.sampled_from(["numeric", "nominal", "string", "date"]))
    if kind == "numeric":
        return kind, (), np.array(draw(st.lists(numbers, min_size=n, max_size=n)), dtype=float)
    if kind == "nominal":
        values = tuple(draw(st.lists(texts, min_size=1, max_size=4, unique=True)))
        codes = st.integers(-1, len(values) - 1)
        return kind, values, np.array(draw(st.lists(codes, min_size=n, max_size=n)), np.int32)
    if kind == "string":
        cells = draw(st.lists(st.none() | texts, min_size=n, max_size=n))
        return kind, (), np.array([*cells, None], dtype=object)[:-1]
    day = 86_400_000
    moments = st.integers(-700_000 * day, 2_900_000 * day)  # the years 54 to 9909
    cells = draw(st.lists(st.one_of(st.none(), moments), min_size=n, max_size=n))
    numbered = [np.datetime64("NaT") if c is None else np.datetime64(c, "ms") for c in cells]
    return kind, (), np.array(numbered, dtype="datetime64[ms]")


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    n = draw(st.integers(0, 6))
    made = draw(st.lists(columns(n), min_size=1, max_size=4))
    names = draw(st.lists(texts, min_size=len(made), max_size=len(made), unique=True))
    attributes = tuple(
        Attribute(name, kind, values)  # type: ignore[arg-type]
        for name, (kind, values, _) in zip(names, made, strict=True)
    )
    return Dataset(Schema(attributes, draw(texts)), tuple(column for *_, column in made))


@same_folder
@given(dataset=datasets())
def test_that_an_arff_file_gives_back_an_equal_data_set(tmp_path: Path, dataset: Dataset) -> None:
    path = tmp_path / "t.arff"
    write_arff(dataset, path)
    assert read(path, "none").equals(dataset)


# A reader gives every line end, in quotes or not, as LF.
cells_of_csv = texts.map(lambda text: text.replace("\r", "\n"))


@st.composite
def tables(draw: st.DrawFn) -> Dataset:
    """Numbers and labels only, the labels in order of appearance: what a CSV file can say."""
    n = draw(st.integers(1, 6))
    names = draw(st.lists(cells_of_csv.filter(bool), min_size=1, max_size=4, unique=True))
    attributes, values = [], []
    for name in names:
        if draw(st.booleans()):
            attributes.append(Attribute(name, "numeric"))
            values.append(np.array(draw(st.lists(numbers, min_size=n, max_size=n))))
        else:
            cells = draw(st.lists(st.none() | cells_of_csv, min_size=n, max_size=n))
            labels = tuple(dict.fromkeys(c for c in cells if c is not None))
            codes = [-1 if c is None else labels.index(c) for c in cells]
            attributes.append(Attribute(name, "nominal", labels))
            values.append(np.array(codes, dtype=np.int32))
    return Dataset(Schema(tuple(attributes), "t"), tuple(values))


@same_folder
@given(dataset=tables())
def test_that_a_csv_file_gives_back_an_equal_data_set(tmp_path: Path, dataset: Dataset) -> None:
    path = tmp_path / "t.csv"
    write_csv(dataset, path)
    from_file = _csv(path, tuple(a.name for a in dataset.schema.attributes if a.kind == "nominal"))
    assert from_file.schema == dataset.schema
    assert from_file.equals(dataset)


def _csv(path: Path, nominal: tuple[str, ...]) -> Dataset:
    reader = CsvReader(
        path=str(path), header="yes", delimiter=",", nominal=nominal, class_attribute="none"
    )
    return finish(reader.read())


def test_that_what_may_stand_bare_stands_bare() -> None:
    assert [quoted(t) for t in ["a-b_c", "대구", "it's", "", "?x", "a b", "a\\n"]] == [
        "a-b_c", "대구", "'it\\'s'", "''", "'?x'", "'a b'", "'a\\\\n'",
    ]  # fmt: skip


def test_that_sample_weights_come_back(tmp_path: Path) -> None:
    attributes = (Attribute("x", "numeric"), Attribute("weight", "numeric", role="weight"))
    dataset = Dataset(Schema(attributes, "t"), (np.array([1.0, 2.0]), np.array([0.5, 3.0])))
    write_arff(dataset, tmp_path / "t.arff")
    assert "2,{3}" in (tmp_path / "t.arff").read_text()
    assert read(tmp_path / "t.arff", "none").equals(dataset)


def test_that_every_file_of_weka_comes_back_from_our_writer(
    shared_data: Path, tmp_path: Path
) -> None:
    for path in sorted((shared_data / "weka").glob("*.arff")):
        dataset = read(path)
        write_arff(dataset, tmp_path / "t.arff")
        assert read(tmp_path / "t.arff").equals(dataset), path.name


@pytest.mark.parametrize("write", [write_arff, write_csv])
def test_that_arrays_and_lost_folders_are_told(
    write: Callable[[Dataset, Path], None], tmp_path: Path
) -> None:
    pixels = Schema((Attribute("p", "array", shape=(2,)),))
    with pytest.raises(DataError, match="is an array"):
        write(Dataset(pixels, (np.zeros((3, 2)),)), tmp_path / "t")
    assert list(tmp_path.iterdir()) == []
    numeric = Dataset(Schema((Attribute("x", "numeric"),)), (np.zeros(1),))
    with pytest.raises(DataError, match="Cannot write"):
        write(numeric, tmp_path / "absent" / "t")


def test_that_dates_and_texts_are_cells_of_a_csv_file(tmp_path: Path) -> None:
    schema = Schema((Attribute("d", "date"), Attribute("s", "string")))
    moments = np.array(["2020-02-29T12:00", "NaT"], dtype="datetime64[ms]")
    write_csv(Dataset(schema, (moments, np.array(["a,b", None], object))), tmp_path / "t.csv")
    lines = (tmp_path / "t.csv").read_text().splitlines()
    assert lines == ["d,s", '2020-02-29T12:00:00.000,"a,b"', ","]
