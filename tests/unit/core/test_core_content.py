"""What files hold, as hashes."""

import hashlib
import os
from pathlib import Path

import pytest

from workbench.core import content
from workbench.core.content import content_hash, contents_hash


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that have been read."""
    read: list[Path] = []
    hashed = content._hashed

    def noted(path: Path) -> str:
        read.append(path)
        return hashed(path)

    monkeypatch.setattr(content, "_hashed", noted)
    return read


def test_that_it_is_the_sha_256_of_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 1_000_000)
    assert content_hash(tmp_path / "a") == hashlib.sha256(b"x" * 1_000_000).hexdigest()[:32]


def test_that_an_untouched_file_is_read_once(
    tmp_path: Path, opened: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "SETTLED_NS", -(10**18))
    path = tmp_path / "a"
    path.write_text("x")
    assert content_hash(path) == content_hash(path)
    assert opened == [path]


def test_that_a_file_changed_just_now_is_read_each_time(tmp_path: Path, opened: list[Path]) -> None:
    path = tmp_path / "a"
    path.write_text("x")
    assert content_hash(path) == content_hash(path)
    assert opened == [path, path]


def test_that_other_bytes_of_the_same_size_and_time_are_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "SETTLED_NS", -(10**18))
    path = tmp_path / "a"
    path.write_text("x")
    state, before = path.stat(), content_hash(path)
    path.unlink()
    path.write_text("y")
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert content_hash(path) != before


def test_that_a_missing_file_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        content_hash(tmp_path / "none")
    with pytest.raises(IsADirectoryError):
        content_hash(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_that_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ValueError, match="a device or a pipe"):
        content_hash(tmp_path / "pipe")
    assert contents_hash([tmp_path / "pipe"], tmp_path) == contents_hash([], tmp_path)


def test_that_several_files_count_by_name_and_content_but_not_by_place(tmp_path: Path) -> None:
    def folder(name: str, **files: str) -> str:
        (tmp_path / name).mkdir()
        for file, text in files.items():
            (tmp_path / name / file).write_text(text)
        return contents_hash(sorted((tmp_path / name).iterdir()), tmp_path / name)

    first = folder("one", a="1", b="2")
    assert folder("two", a="1", b="2") == first
    assert folder("three", a="2", b="1") != first
    assert folder("four", a="1", c="2") != first
    assert folder("five", a="1") != first


def test_that_of_very_many_files_size_and_time_count(
    tmp_path: Path, opened: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "MOST_FILES", 2)
    files = [tmp_path / name for name in "abc"]
    for file in files:
        file.write_text("x")
        os.utime(file, (1, 1))
    before = contents_hash(files, tmp_path)
    assert contents_hash(files, tmp_path) == before
    assert opened == []
    os.utime(files[0], (2, 2))
    assert contents_hash(files, tmp_path) != before
