"""Files: whole or not at all."""

import errno
import os
from pathlib import Path

import pytest

from workbench.core.errors import DataError
from workbench.core.files import resource, small_content, write_text, written_atomically


def test_that_a_failure_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "flow.json"
    write_text(path, "old")
    with pytest.raises(DataError, match="Not a directory"), written_atomically(path) as beside:
        (beside / "none").read_text()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_that_a_missing_folder_gives_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="Cannot write here"):
        write_text(tmp_path / "none" / "f", "x")


def test_that_resources_are_found() -> None:
    assert resource("flows", "pima.flow").is_file()


def test_that_a_folder_is_not_written_over(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is a folder"):
        write_text(tmp_path, "x")
    assert list(tmp_path.parent.glob(f".{tmp_path.name}.*")) == []


def test_that_a_full_disk_is_told_and_leaves_nothing_behind(tmp_path: Path) -> None:
    def full() -> None:
        with written_atomically(tmp_path / "x.txt"):
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(DataError, match=r"x\.txt: Cannot be written: No space left"):
        full()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_that_a_pipe_or_device_is_never_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link.csv").symlink_to(tmp_path / "pipe")
    with pytest.raises(DataError, match="This is a device or a pipe, not a file"):
        write_text(tmp_path / "link.csv", "x")
    assert (tmp_path / "pipe").is_fifo()
    assert len(list(tmp_path.iterdir())) == 2


def test_that_a_small_file_is_read_and_a_larger_one_is_not(tmp_path: Path) -> None:
    path = tmp_path / "x.bin"
    path.write_bytes(b"12345")
    assert small_content(path, 5) == b"12345"
    with pytest.raises(DataError, match=r"x\.bin: It has more than 4 bytes"):
        small_content(path, 4)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_that_a_pipe_or_device_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(DataError, match="This is a device or a pipe, not a file"):
            small_content(path, 5)
