"""The fuzzing of the readers finds what it is there to find."""

import pytest

from tests.unit.data.fuzzing import fuzz
from workbench.core.errors import DataError, Defect


def test_that_our_own_errors_are_no_finding() -> None:
    def refuse(data: bytes) -> None:
        raise DataError(f"{len(data)} bytes are wrong.")

    assert fuzz(refuse, [b"abc"], 0.05) > 1


def test_that_another_exception_is_found_and_made_small() -> None:
    def fragile(data: bytes) -> None:
        if b"\xff" in data:
            raise IndexError("oops")

    with pytest.raises(AssertionError, match=r"(?s)IndexError: oops.*1 bytes.*b'\\xff'"):
        fuzz(fragile, [b"some words of a file"], 20)


def test_that_a_defect_is_found() -> None:
    def broken(data: bytes) -> None:
        raise Defect.of(ValueError(data))

    with pytest.raises(AssertionError, match="Defect"):
        fuzz(broken, [b"x"], 0.1)


def test_that_a_run_that_does_not_end_is_found() -> None:
    def endless(data: bytes) -> None:
        while data:
            pass

    with pytest.raises(AssertionError, match="Hang"):
        fuzz(endless, [b"x"], 0.1, hang_s=0.1)


def test_that_every_seed_is_tried_even_without_time() -> None:
    seen: list[bytes] = []
    assert fuzz(seen.append, [b"a", b"b"], 0) == 2
    assert seen == [b"a", b"b"]
