"""IDX files: MNIST and its likes, whole, damaged and made up."""

import gzip
import struct
from pathlib import Path

import numpy as np
import pytest

from tests.unit.data.fuzzing import fuzz, fuzz_seconds
from workbench.core.errors import DataError
from workbench.core.run import Event, Noted, Progressed, finish
from workbench.data.readers.idx import IdxReader
from workbench.data.readers.open import kind_of, read

CODES = {"u1": 8, "i1": 9, "i2": 11, "i4": 12, "f4": 13, "f8": 14}


def idx(array: np.ndarray, kind: str = "u1") -> bytes:
    head = bytes([0, 0, CODES[kind], array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    return head + array.astype(f">{kind}").tobytes()


PICTURES = np.arange(3 * 4 * 5).reshape(3, 4, 5)
PACKED_PICTURES = gzip.compress(idx(PICTURES), mtime=0)  # the same bytes in every run
PACKED_LABELS = gzip.compress(idx(np.arange(3)), mtime=0)


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    path = tmp_path / "t-images-idx3-ubyte"
    path.write_bytes(idx(PICTURES))
    (tmp_path / "t-labels-idx1-ubyte.gz").write_bytes(gzip.compress(idx(np.array([7, 0, 2]))))
    return path


def test_that_mnist_is_read_as_bytes(shared_data: Path) -> None:
    events: list[Event] = []
    path = shared_data / "mnist" / "t10k-images-idx3-ubyte.gz"
    mnist = finish(IdxReader(path=str(path)).read(), events.append)
    image = mnist.column("image")
    assert (image.shape, image.dtype) == ((10_000, 28, 28), np.dtype("uint8"))
    assert mnist.schema.target.values == tuple("0123456789")
    assert mnist.labels[:6].tolist() == [7, 2, 1, 0, 4, 1]
    assert int(image[0].sum()) == 18454
    assert any(isinstance(event, Progressed) for event in events)


def test_that_fashion_mnist_has_its_names(shared_data: Path) -> None:
    path = shared_data / "fashion-mnist" / "t10k-images-idx3-ubyte.gz"
    fashion = read(path)
    assert fashion.schema.target.values[fashion.labels[0]] == "Ankle boot"
    assert np.bincount(fashion.labels).tolist() == [1000] * 10
    named = finish(IdxReader(path=str(path), class_names=tuple("abcdefghij")).read())
    assert named.schema.target.values[0] == "a"


def test_that_the_labels_beside_the_pictures_are_found(pictures: Path) -> None:
    assert kind_of(pictures) is IdxReader
    dataset = read(pictures)
    np.testing.assert_array_equal(dataset.column("image"), PICTURES)
    assert dataset.labels.tolist() == [7, 0, 2]
    assert dataset.schema.target.values == tuple("0123456789")


def test_that_other_labels_change_the_fingerprint(pictures: Path) -> None:
    before = IdxReader(path=str(pictures)).fingerprint()
    (pictures.parent / "t-labels-idx1-ubyte").write_bytes(idx(np.arange(3)))
    assert IdxReader(path=str(pictures)).fingerprint() != before


def test_that_pictures_alone_are_read_where_they_are_wanted(pictures: Path) -> None:
    reader = IdxReader(path=str(pictures), labels="none")
    events: list[Event] = []
    assert finish(reader.read(), events.append).schema.names == ("image",)
    assert any(isinstance(event, Noted) and "No class" in event.text for event in events)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("t-images-idx3-ubyte", b"\x89PNG", "no IDX file.*begins with 89 50 4e 47"),
        ("t-images-idx3-ubyte", b"", "begins with nothing"),
        ("t-images-idx3-ubyte", b"\0\0\x08\x02\0\0\0\x02" + b"\0" * 4, r"No sample can have"),
        ("t-images-idx3-ubyte", idx(PICTURES)[:9], "ends within its header"),
        ("t-images-idx3-ubyte", idx(PICTURES)[:-1], r"3 × 4 × 5 values.*59 bytes follow"),
        ("t-images-idx3-ubyte", idx(PICTURES) + b"\0", "but more follow"),
        ("t-images-idx3-ubyte", b"\0\0\x08\x03\xff\0\0\0" + b"\0\0\0\x1c" * 2, "much too short"),
        ("t-images-idx3-ubyte", PACKED_PICTURES[:-12], "damaged or cut short"),
        ("t-labels-idx1-ubyte.gz", idx(np.arange(4)), "4 labels, but 3 pictures"),
        ("t-labels-idx1-ubyte.gz", idx(PICTURES), "holds no labels"),
        ("t-labels-idx1-ubyte.gz", PACKED_LABELS[:-9], "damaged or cut short"),
    ],
)  # fmt: skip
def test_that_what_is_wrong_with_a_file_is_said_with_its_name(
    pictures: Path, name: str, data: bytes, sentence: str
) -> None:
    (pictures.parent / name).write_bytes(data)
    with pytest.raises(DataError, match=rf"(?s){name}: .*{sentence}"):
        read(pictures)


def test_that_missing_files_are_said(pictures: Path) -> None:
    (pictures.parent / "t-labels-idx1-ubyte.gz").unlink()
    with pytest.raises(DataError, match="no file of labels beside the pictures"):
        read(pictures)
    pictures.unlink()
    with pytest.raises(DataError, match="There is no such file"):
        read(pictures)


def test_that_a_class_without_a_name_is_refused(pictures: Path) -> None:
    with pytest.raises(DataError, match="Picture 1 has the class 7, but there are only 2"):
        finish(IdxReader(path=str(pictures), class_names=("a", "b")).read())


def test_that_arrays_of_other_shapes_and_types_are_read(tmp_path: Path) -> None:
    path = tmp_path / "t.idx"
    path.write_bytes(idx(np.array([[1, -2], [300, 4]]), "i2"))
    assert read(path, "none").column("x1").tolist() == [1.0, 300.0]
    path.write_bytes(idx(np.array([2, 0, 1])))
    assert read(path).labels.tolist() == [2, 0, 1]
    series = np.linspace(0, 1, 24).reshape(2, 4, 3)
    path.write_bytes(idx(series, "f8"))
    np.testing.assert_array_equal(read(path).column("x"), series)
    coloured = np.arange(2 * 2 * 2 * 3).reshape(2, 2, 2, 3)
    path.write_bytes(idx(coloured, "i4"))
    pictures = finish(IdxReader(path=str(path), labels="none").read())
    np.testing.assert_array_equal(pictures.column("image"), coloured)


@pytest.mark.timeout(fuzz_seconds() + 120)
def test_that_no_damaged_idx_file_raises_anything_but_our_errors(pictures: Path) -> None:
    def run_one(data: bytes) -> None:
        pictures.write_bytes(data)
        finish(IdxReader(path=str(pictures)).read())

    seeds = [
        idx(PICTURES), PACKED_PICTURES, idx(PICTURES, "i2"), idx(PICTURES / 7, "f4"),
        idx(np.arange(3)), idx(np.arange(6).reshape(3, 2), "f8"),
        idx(np.arange(36).reshape(3, 2, 2, 3)),
    ]  # fmt: skip
    words = [b"\0\0\x08\x03", b"\0\0\0\x03", b"\xff\xff\xff\xff", b"\0\0\x0e\x04", b"\x7f\xf0"]
    assert fuzz(run_one, seeds, fuzz_seconds(), words=words) > 100
