"""CIFAR's binary layout."""

from pathlib import Path

import numpy as np
import pytest

from tests.unit.data.fuzzing import fuzz, fuzz_seconds
from workbench.core.errors import DataError
from workbench.core.run import finish
from workbench.data.readers.cifar import CifarReader
from workbench.data.readers.open import kind_of, read


def record(*labels: int, red: int = 9) -> bytes:
    planes = bytes([red]) * 1024 + bytes(range(256)) * 4 + bytes([1]) * 1024
    return bytes(labels) + planes


def test_that_the_first_picture_is_the_frog(shared_data: Path) -> None:
    cifar = read(shared_data / "cifar10" / "data_batch_1_first4000.bin")
    image = cifar.column("image")
    assert (image.shape, image.dtype) == ((4000, 32, 32, 3), np.dtype("uint8"))
    assert image[0, 0, :4, 0].tolist() == [59, 43, 50, 68]
    assert cifar.schema.target.values[cifar.labels[0]] == "frog"
    counts = [396, 366, 420, 384, 422, 393, 414, 385, 407, 413]
    assert np.bincount(cifar.labels).tolist() == counts


def test_that_a_folder_gives_its_training_pictures_in_order(tmp_path: Path) -> None:
    for name, label in (("data_batch_2.bin", 1), ("data_batch_1.bin", 0), ("test_batch.bin", 2)):
        (tmp_path / name).write_bytes(record(label))
    (tmp_path / "batches.meta.txt").write_text("cat\ndog\nfrog\n\n", encoding="utf-8")
    assert kind_of(tmp_path) is CifarReader
    dataset = read(tmp_path)
    assert dataset.labels.tolist() == [0, 1]
    assert dataset.schema.target.values == ("cat", "dog", "frog")
    assert dataset.column("image")[0, 0, :3].tolist() == [[9, 0, 1], [9, 1, 1], [9, 2, 1]]
    (tmp_path / "test_batch.bin").write_bytes(record(3))
    with pytest.raises(DataError, match="Picture 1 has the class 3, but there are only 3"):
        read(tmp_path / "test_batch.bin")


def test_that_cifar_100_has_two_labels(tmp_path: Path) -> None:
    path = tmp_path / "train.bin"
    path.write_bytes(record(4, 72) + record(19, 99))
    assert read(path).labels.tolist() == [72, 99]
    coarse = finish(CifarReader(path=str(path), labels="coarse").read())
    assert coarse.labels.tolist() == [4, 19]
    assert len(coarse.schema.target.values) == 20
    (tmp_path / "coarse_label_names.txt").write_text("\n".join("abcdefghijklmnopqrst"), "utf-8")
    named = finish(CifarReader(path=str(tmp_path), labels="coarse").read())
    assert named.schema.target.values[4] == "e"


def test_that_a_file_of_another_length_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "data_batch_1.bin"
    for data in (b"", record(1)[:-1], record(1) + b"\0" * 2):
        path.write_bytes(data)
        with pytest.raises(DataError, match=r"data_batch_1\.bin: .* no multiple of 3,073 or 3,074"):
            read(path)
    path.write_bytes(record(1, 2))
    with pytest.raises(DataError, match="no multiple of 3,073, the"):
        finish(CifarReader(path=str(path), layout="cifar10").read())
    path.write_bytes(record(1))
    (tmp_path / "data_batch_2.bin").write_bytes(record(1, 2))
    with pytest.raises(DataError, match="others of CIFAR-100"):
        read(tmp_path)


def test_that_a_folder_without_such_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"no \.bin file"):
        finish(CifarReader(path=str(tmp_path)).read())
    with pytest.raises(DataError, match="no such file"):
        read(tmp_path / "t.bin")


@pytest.mark.timeout(fuzz_seconds() + 120)
def test_that_no_damaged_cifar_file_raises_anything_but_our_errors(tmp_path: Path) -> None:
    path = tmp_path / "t.bin"

    def run_one(data: bytes) -> None:
        path.write_bytes(data)
        finish(CifarReader(path=str(path)).read())

    seeds = [record(1), record(2) + record(9), record(3, 4), b"\x1f\x8b\x08" + record(1)]
    assert fuzz(run_one, seeds, fuzz_seconds(), words=[record(200), record(1)]) > 100
