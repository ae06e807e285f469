"""NumPy's archives: our own, which keep everything, and those of others."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.data.fuzzing import fuzz, fuzz_seconds
from workbench.core.errors import DataError
from workbench.core.run import Event, Noted, finish
from workbench.data.dataset import Dataset
from workbench.data.readers.numpy_file import NumpyReader
from workbench.data.readers.open import read
from workbench.data.schema import Attribute, Schema
from workbench.data.writers.numpy_file import write_npz

TEXTS = st.text(max_size=5)


def everything(n: int = 3) -> Dataset:
    """A data set of every kind but relational, with roles, weights and gaps."""
    random = np.random.default_rng(1)
    series = np.where(random.random((n, 4, 2)) < 0.3, np.nan, random.random((n, 4, 2)))
    parts = [
        (Attribute("x", "numeric", weight=0.5), np.where(np.arange(n) == 1, np.nan, 0.1)),
        (
            Attribute("c", "nominal", ("a", "대구"), "class"),
            (np.arange(n) % 3 - 1).astype(np.int32),
        ),
        (Attribute("s", "string", role="meta"), np.array([None, "", "é"] * n, object)[:n]),
        (Attribute("d", "date"), np.array(["2026-11-21", "NaT", "1900-01-01"] * n, "M8[ms]")[:n]),
        (Attribute("p", "array", shape=(2, 2, 3)), random.integers(256, size=(n, 2, 2, 3))),
        (Attribute("t", "array", shape=(4, 2)), series),
        (Attribute("w", "array", ("i", "go"), shape=(5,)), random.integers(-1, 2, size=(n, 5))),
        (Attribute("weight", "numeric", role="weight"), np.ones(n)),
    ]
    columns = [column for _, column in parts]
    columns[4], columns[6] = columns[4].astype(np.uint8), columns[6].astype(np.int32)
    return Dataset(Schema(tuple(a for a, _ in parts), "every kind"), tuple(columns))


@pytest.mark.parametrize("n", [0, 1, 3, 7])
def test_that_every_kind_comes_back(tmp_path: Path, n: int) -> None:
    write_npz(everything(n), tmp_path / "t.npz")
    again = read(tmp_path / "t.npz")
    assert again.equals(everything(n))
    assert [c.dtype for c in again.columns] == [c.dtype for c in everything(n).columns]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(cells=st.lists(st.none() | TEXTS, min_size=1), name=TEXTS, labels=st.sets(TEXTS, min_size=1))
def test_that_every_text_comes_back(
    tmp_path: Path, cells: list[str | None], name: str, labels: set[str]
) -> None:
    attributes = (Attribute(name, "string"), Attribute(name + "2", "nominal", tuple(labels)))
    texts = np.array([*cells, None], dtype=object)[:-1]
    dataset = Dataset(Schema(attributes, name), (texts, np.zeros(len(cells), np.int32)))
    write_npz(dataset, tmp_path / "t.npz")
    assert read(tmp_path / "t.npz").equals(dataset)


def test_that_a_class_that_is_asked_for_is_heeded(tmp_path: Path) -> None:
    write_npz(everything(), tmp_path / "t.npz")
    assert read(tmp_path / "t.npz", "x").schema.target.name == "x"
    assert read(tmp_path / "t.npz", "none").schema.class_attribute is None


def test_that_a_relational_attribute_is_refused(tmp_path: Path) -> None:
    bags = np.array([None], dtype=object)
    schema = Schema((Attribute("bag", "relational", nested=Schema(())),))
    with pytest.raises(DataError, match="'bag' is relational"):
        write_npz(Dataset(schema, (bags,)), tmp_path / "t.npz")


def saved(path: Path, **arrays: Any) -> Path:
    np.savez(path, **arrays)
    return path


PICTURES = np.arange(24).reshape(2, 3, 4)


@pytest.mark.parametrize(
    "arrays",
    [
        {"X": PICTURES, "y": np.array([4, 0])},
        {"images": PICTURES.astype("u1"), "labels": np.array([[4], [0]])},
        {"x_train": PICTURES[..., None], "y_train": np.array([4, 0]), "x_test": PICTURES[:1]},
    ],
)
def test_that_usual_names_are_found(tmp_path: Path, arrays: dict[str, Any]) -> None:
    dataset = read(saved(tmp_path / "t.npz", **arrays))
    assert dataset.schema.names == ("image", "class")
    np.testing.assert_array_equal(dataset.column("image"), PICTURES)
    assert dataset.column("image").dtype == np.uint8
    assert dataset.schema.target.values == tuple("01234")
    assert dataset.labels.tolist() == [4, 0]


def test_that_other_parts_can_be_named(tmp_path: Path) -> None:
    path = saved(
        tmp_path / "t.npz", x_train=np.zeros((3, 2)), y_train=np.zeros(3, int),
        x_test=np.ones((2, 2)), y_test=np.array(["b", "a"]),
    )  # fmt: skip
    events: list[Event] = []
    assert finish(NumpyReader(path=str(path)).read(), events.append).n_samples == 3
    told = [event.text for event in events if isinstance(event, Noted)]
    assert told == ["Read 'x_train' with the labels 'y_train'; not read: x_test, y_test."]
    dataset = finish(NumpyReader(path=str(path), features="x_test").read())
    assert dataset.schema.names == ("x1", "x2", "class")
    assert dataset.schema.target.values == ("a", "b")
    assert dataset.labels.tolist() == [1, 0]
    with pytest.raises(DataError, match=r"no array 'z' in the file; there are: x_train, y_train"):
        finish(NumpyReader(path=str(path), features="z").read())
    with pytest.raises(DataError, match="different numbers of samples: 2, 3"):
        finish(NumpyReader(path=str(path), features="x_test", labels="y_train").read())


def test_that_arrays_of_other_names_are_columns(tmp_path: Path) -> None:
    path = saved(tmp_path / "t.npz", height=np.array([1.5, np.nan]), tall=np.array([True, False]))
    dataset = read(path)
    assert dataset.schema.names == ("height", "tall")
    assert dataset.schema.attribute("tall").values == ("false", "true")
    assert dataset.missing("height").tolist() == [False, True]


def test_that_single_arrays_are_read(tmp_path: Path) -> None:
    path = tmp_path / "t.npy"
    np.save(path, np.random.default_rng(0).random((2, 5, 3)))
    assert read(path).schema.attributes[0] == Attribute("x", "array", shape=(5, 3))
    np.save(path, np.array([(1, "u"), (2, "v")], dtype=[("a", "i4"), ("b", "U3")]))
    assert read(path).schema.names == ("a", "b")
    np.save(path, np.zeros((2, 3, 4, 5)))
    with pytest.raises(DataError, match=r"t\.npy: .*shape \(3, 4, 5\); pictures have"):
        read(path)


def test_that_python_objects_are_never_loaded(tmp_path: Path) -> None:
    path = saved(tmp_path / "t.npz", X=np.array([{}, None], dtype=object))
    with pytest.raises(DataError, match="never loaded"):
        read(path)
    (tmp_path / "t.npy").write_bytes(b"\x80\x04N.")
    with pytest.raises(DataError, match=r"t\.npy: .*never loaded"):
        read(tmp_path / "t.npy")


def test_that_damaged_columns_are_refused(tmp_path: Path) -> None:
    facts = {"relation": "r", "attributes": [{"name": "c", "kind": "nominal", "values": ["a"]}]}
    schema = np.frombuffer(json.dumps(facts).encode(), np.uint8)
    for column, sentence in (
        ({"column_0": np.array([1], np.int32)}, "'c' is none of its labels"),
        ({"column_0": np.array([0.0])}, "'c' is not what the schema"),
        ({}, "'column_0' is missing"),
    ):
        path = saved(tmp_path / "t.npz", workbench_schema=schema, **column)
        with pytest.raises(DataError, match=sentence):
            read(path)


@pytest.mark.timeout(fuzz_seconds() + 120)
@pytest.mark.parametrize("ending", ["npz", "npy"])
def test_that_no_damaged_numpy_file_raises_anything_but_our_errors(
    tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"t.{ending}"

    def run_one(data: bytes) -> None:
        path.write_bytes(data)
        finish(NumpyReader(path=str(path)).read())

    if ending == "npz":
        write_npz(everything(), path)
        seeds = [path.read_bytes(), saved(path, X=PICTURES, y=np.arange(2)).read_bytes()]
        seeds.append(saved(path, a=np.array(["u", "v"]), b=np.array([b"u", b"v"])).read_bytes())
    else:
        seeds = []
        for array in (
            PICTURES,
            PICTURES / 7,
            np.array([(1, 2.5)], dtype=[("a", "i4"), ("b", "f4")]),
        ):
            np.save(path, array)
            seeds.append(path.read_bytes())
    words = [b"'|O'", b"'<f8'", b"(2,)", b"999999999999,", b"PK\x01\x02", b"True", b"[("]
    assert fuzz(run_one, seeds, fuzz_seconds(), words=words) > 50
