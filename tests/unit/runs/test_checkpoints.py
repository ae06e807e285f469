"""Checkpoints on the disk: what is read is what was written, or nothing."""

import errno
import hashlib
import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from workbench.core.errors import DataError
from workbench.runs import checkpoint_file
from workbench.runs.checkpoint_file import DamageError
from workbench.runs.checkpoints import Checkpoints
from workbench.training.checkpoint import Checkpoint, Checkpointed

VALUES = {"epoch": 3, "streams": [{"state": 2**127 + 1}], "name": "ä", "loss": 0.1}
ARRAYS: dict[str, Any] = {
    "values": np.arange(12, dtype=np.float32).reshape(3, 4),
    "nothing": np.empty((2, 0), np.float32),
    "one": np.array(3.5),
    "flags": np.array([True, False, True]),
    "generator": np.arange(255, dtype=np.uint8),
    "places": np.array([2**62, -1]),
    "turned": np.arange(6.0).reshape(2, 3).T,
}


def event(key: str = "a", epoch: int = 3, **changes: Any) -> Checkpointed:
    return Checkpointed(key, Checkpoint(VALUES, ARRAYS), epoch, **changes)


def folder(path: Path, edition: str = "1", limit: int | None = None) -> Checkpoints:
    return Checkpoints(path, lambda: edition, limit)


def test_that_a_checkpoint_comes_back_as_it_was(tmp_path: Path) -> None:
    checkpoints = folder(tmp_path / "not" / "there" / "yet")
    assert checkpoints.get("a") is None
    checkpoints.put(event(has_ended=True))
    kept = checkpoints.get("a")
    assert kept is not None
    assert (kept.epoch, kept.has_ended, kept.checkpoint.values) == (3, True, VALUES)
    assert list(kept.checkpoint.arrays) == list(ARRAYS)
    for name, array in kept.checkpoint.arrays.items():
        np.testing.assert_array_equal(array, ARRAYS[name], strict=True)
        assert not array.flags.writeable or not array.size
    checkpoints.put(event(epoch=4))
    kept = checkpoints.get("a")
    assert kept is not None
    assert (kept.epoch, kept.has_ended, len(checkpoints)) == (4, False, 1)


def test_that_another_edition_finds_none_and_leaves_it(tmp_path: Path) -> None:
    folder(tmp_path).put(event())
    assert folder(tmp_path, "2").get("a") is None
    assert folder(tmp_path).get("a") is not None


def _written(path: Path) -> bytes:
    folder(path).put(event())
    return (path / "a.checkpoint").read_bytes()


def _truncated(content: bytes) -> list[bytes]:
    head = content.index(b"\n", content.index(b"\n") + 1) + 1
    near = [0, 1, 31, 32, 33, head - 1, head, head + 1]
    ends = [len(content) - n for n in (1, 31, 32, 33, 64)]
    return [content[:n] for n in (*near, *range(0, len(content), 197), *ends)]


def _damaged(content: bytes) -> list[bytes]:
    rng = np.random.default_rng(1)
    damaged = []
    for place in rng.integers(0, len(content), 100).tolist():
        other = content[place] ^ int(rng.integers(1, 256))
        damaged.append(content[:place] + bytes([other]) + content[place + 1 :])
    return damaged


def _foreign(content: bytes) -> list[bytes]:
    """What has a digest that is right, and what has none."""

    def signed(body: bytes) -> bytes:
        return body + hashlib.sha256(body).digest()

    def with_arrays(*arrays: Any, key: str = "a") -> bytes:
        head = {"key": key, "edition": "1", "epoch": 1, "values": {}, "arrays": arrays}
        return checkpoint_file.UNDER_WAY + json.dumps(head).encode() + b"\n"

    return [
        b"\x89PNG\r\n" * 50,
        content + b"\n",
        content * 2,
        signed(b"no line at all"),
        signed(b"another head\n{}\n"),
        signed(checkpoint_file.UNDER_WAY + b"[]\n"),
        signed(checkpoint_file.UNDER_WAY + b"[" * 100_000 + b"\n"),
        signed(with_arrays(["x", "|O", [1]])),
        signed(with_arrays(["x", "<f8", [9]])),
        signed(with_arrays(["x", "?", [-1]])),
        signed(with_arrays() + b"0"),
        signed(with_arrays(key="b")),
    ]


@pytest.mark.parametrize("harm", [_truncated, _damaged, _foreign])
def test_that_no_damaged_file_is_read_and_a_new_one_takes_its_place(
    tmp_path: Path, harm: Callable[[bytes], list[bytes]]
) -> None:
    checkpoints = folder(tmp_path)
    for content in harm(_written(tmp_path)):
        (tmp_path / "a.checkpoint").write_bytes(content)
        with pytest.raises(DamageError):
            checkpoints.get("a")
        assert checkpoints.get("a") is None
    checkpoints.put(event())
    assert checkpoints.get("a") is not None


def test_that_a_write_that_fails_leaves_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkpoints = folder(tmp_path)
    checkpoints.put(event(epoch=1))

    def full(_kept: object, path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(checkpoint_file, "write", full)
    with pytest.raises(DataError, match="No space left"):
        checkpoints.put(event(epoch=2))
    kept = checkpoints.get("a")
    assert kept is not None
    assert kept.epoch == 1
    assert [path.name for path in tmp_path.iterdir()] == ["a.checkpoint"]


def test_that_the_folder_is_kept_small_and_broken_off_trainings_matter_most(tmp_path: Path) -> None:
    one = len(_written(tmp_path / "measured"))
    checkpoints = folder(tmp_path / "kept", limit=3 * one + one // 2)
    ended = ("b", "d")
    for when, key in enumerate("abcd"):
        checkpoints.put(event(key, has_ended=key in ended))
        if path := next((tmp_path / "kept").glob(f"{key}.*"), None):
            os.utime(path, (when, when))
    assert {path.stem for path in (tmp_path / "kept").iterdir()} == {"a", "c", "d"}
    assert checkpoints.size == pytest.approx(3 * one, abs=60)
    checkpoints.put(event("e"))
    checkpoints.put(event("f"))
    assert {path.stem for path in (tmp_path / "kept").iterdir()} == {"c", "e", "f"}
    with pytest.raises(DataError, match="set apart for all"):
        folder(tmp_path / "small", limit=100).put(event())


def test_that_unfinished_ones_and_all_can_be_dropped(tmp_path: Path) -> None:
    checkpoints = folder(tmp_path)
    checkpoints.put(event("a"))
    checkpoints.put(event("b", has_ended=True))
    (tmp_path / ".c.checkpoint.k3j").write_bytes(b"being written when the power went")
    checkpoints.drop_unfinished()
    assert (checkpoints.get("a"), len(checkpoints)) == (None, 1)
    checkpoints.clear()
    assert list(tmp_path.iterdir()) == []


def test_that_several_may_write_and_read_one_key_at_once(tmp_path: Path) -> None:
    trouble: list[BaseException] = []

    def work(number: int) -> None:
        checkpoints = folder(tmp_path)
        try:
            for epoch in range(8):
                checkpoints.put(event(epoch=100 * number + epoch))
                assert checkpoints.get("a") is not None
        except BaseException as error:  # noqa: BLE001  for the test's own thread
            trouble.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert trouble == []
    assert [path.name for path in tmp_path.iterdir()] == ["a.checkpoint"]
