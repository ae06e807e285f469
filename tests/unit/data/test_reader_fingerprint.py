"""What a reader's result depends on besides its parameters: every file, wherever it lies."""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from workbench.core.errors import DataError
from workbench.data.readers.cifar import PIXELS, CifarReader
from workbench.data.readers.class_files import ClassFilesReader
from workbench.data.readers.csv import CsvReader
from workbench.data.readers.idx import IdxReader
from workbench.data.readers.image_folder import ImageFolderReader
from workbench.data.readers.reader import Reader
from workbench.data.readers.sqlite import SqliteReader


def _csv(folder: Path) -> Reader:
    (folder / "t.csv").write_text("a\n1\n")
    return CsvReader(path=str(folder / "t.csv"))


def _cifar(folder: Path) -> Reader:
    for name in ("data_batch_1.bin", "data_batch_2.bin"):
        (folder / name).write_bytes(bytes(PIXELS + 1))
    (folder / "batches.meta.txt").write_text("plane\n")
    return CifarReader(path=str(folder))


def _texts(folder: Path) -> Reader:
    for name in ("good", "bad"):
        (folder / name).mkdir()
        (folder / name / "1.txt").write_text(name)
    return ClassFilesReader(path=str(folder))


def _pictures(folder: Path) -> Reader:
    for name in ("good", "bad"):
        (folder / name).mkdir()
        (folder / name / "1.ppm").write_bytes(b"P6 1 1 255\n123")
    return ImageFolderReader(path=str(folder))


def _idx(folder: Path) -> Reader:
    images, labels = np.zeros((2, 3, 3), np.uint8), np.zeros(2, np.uint8)
    head = b"\0\0\x08"
    (folder / "t-images-idx3-ubyte").write_bytes(
        head + b"\3\0\0\0\2\0\0\0\3\0\0\0\3" + images.tobytes()
    )
    (folder / "t-labels-idx1-ubyte").write_bytes(head + b"\1\0\0\0\2" + labels.tobytes())
    return IdxReader(path=str(folder / "t-images-idx3-ubyte"))


MAKERS = [_csv, _cifar, _texts, _pictures, _idx]


@pytest.mark.parametrize("maker", MAKERS)
def test_that_the_place_and_time_of_files_do_not_count(
    tmp_path: Path, maker: Callable[[Path], Reader]
) -> None:
    folder = tmp_path / "one" / "set"
    folder.mkdir(parents=True)
    before = maker(folder).fingerprint()
    for file in folder.rglob("*"):
        os.utime(file, (1, 1))
    moved = tmp_path / "another" / "set"
    moved.parent.mkdir()
    shutil.move(folder, moved)
    folder.mkdir()
    reader = maker(folder)
    path = reader.path.replace(f"{os.sep}one{os.sep}", f"{os.sep}another{os.sep}")
    assert reader.with_parameters({"path": path}).fingerprint() == before


@pytest.mark.parametrize("maker", MAKERS)
def test_that_every_byte_of_every_file_counts(
    tmp_path: Path, maker: Callable[[Path], Reader]
) -> None:
    reader = maker(tmp_path)
    seen = {reader.fingerprint()}
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    for file in files:
        file.write_bytes(file.read_bytes() + b"x")
        seen.add(reader.fingerprint())
    assert len(seen) == len(files) + 1


def test_that_what_a_database_has_not_taken_in_yet_counts(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite"
    with contextlib.closing(sqlite3.connect(path)) as writing:
        writing.execute("PRAGMA journal_mode = WAL")
        writing.execute("CREATE TABLE t (x)")
        writing.commit()
        reader = SqliteReader(path=str(path))
        before = reader.fingerprint()
        writing.execute("INSERT INTO t VALUES (1)")
        writing.commit()
        assert reader.fingerprint() != before


def test_that_a_path_that_names_the_classes_counts(tmp_path: Path) -> None:
    prints = set()
    for name in ("mnist", "fashion"):
        (tmp_path / name).mkdir()
        prints.add(_idx(tmp_path / name).fingerprint())
    assert len(prints) == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_that_a_pipe_is_refused_and_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "t.csv")
    with pytest.raises(DataError, match="a device or a pipe"):
        CsvReader(path=str(tmp_path / "t.csv")).fingerprint()
