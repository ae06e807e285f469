"""Random damage to real files: whatever comes, a reader says a sentence of ours, and ends.

A test for a reader whose files are bytes on disk::

    from tests.unit.data.fuzzing import fuzz, fuzz_seconds

    SEEDS = [b"1,2\\n3,4\\n", b"..."]  # small valid files; later also what was found, for ever

    @pytest.mark.timeout(fuzz_seconds() + 120)
    def test_that_no_damaged_csv_file_raises_anything_but_our_errors(tmp_path: Path) -> None:
        path = tmp_path / "t.csv"

        def run_one(data: bytes) -> None:
            path.write_bytes(data)
            finish(CsvReader(path=str(path)).read())

        assert fuzz(run_one, SEEDS, fuzz_seconds(), words=[b"NA", b'"', b"1e999"]) > 0

It takes two seconds in the suite. A longer run, of ten minutes::

    WORKBENCH_FUZZ_SECONDS=600 pytest tests/unit/data/test_csv_fuzz.py

Each run draws other damage unless WORKBENCH_FUZZ_SEED is set to a number; the suite's two seconds
use the seed 0. What is found is made small, told as a bytes literal, and kept in a file.
"""

import os
import random
import signal
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from workbench.core.errors import Defect, WorkbenchError

RunOne = Callable[[bytes], object]

HANG_S = 20.0  # processor time of one run, on a few hundred bytes
SHRINK_S = 10.0
_COMMON = (b"\x00", b"\n", b"\r\n", b"\xff", b"\xef\xbb\xbf", b"-1", b"0", b"99999999999", b"'")


class Hang(BaseException):
    """A run did not end; no ``except Exception`` of the reader can swallow it."""


def fuzz_seconds(default: float = 2.0) -> float:
    """How long to fuzz: WORKBENCH_FUZZ_SECONDS, or ``default``."""
    return float(os.environ.get("WORKBENCH_FUZZ_SECONDS", default))


def fuzz(
    run_one: RunOne,
    seeds: Sequence[bytes],
    seconds: float,
    *,
    words: Sequence[bytes] = (),
    hang_s: float = HANG_S,
) -> int:
    """Give ``run_one`` the seeds as they are, then damaged ones until the time is up.

    Args:
        run_one: reads the bytes; may raise a WorkbenchError, which is how a reader refuses.
        words: pieces that mean something in the format, put in at random places.
        hang_s: processor seconds after which one run counts as hanging.

    Returns:
        How many inputs were tried.

    Raises:
        AssertionError: another exception, a Defect, or a hang; gives the input.
    """
    chance = random.Random(_seed())  # noqa: S311  not for secrets
    pieces = [*_COMMON, *words]
    end = time.monotonic() + seconds
    n_runs = 0
    while n_runs < len(seeds) or time.monotonic() < end:
        data = seeds[n_runs] if n_runs < len(seeds) else damaged(chance, seeds, pieces)
        wrong = _wrong(run_one, data, hang_s)
        if wrong is not None:
            raise AssertionError(_told(run_one, data, wrong, hang_s)) from wrong
        n_runs += 1
    return n_runs


def damaged(chance: random.Random, seeds: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    """One of the seeds with one to six random edits."""
    data = chance.choice(seeds)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        data = _edited(chance, data, chance.choice(seeds), words)
    return data


def _edited(chance: random.Random, data: bytes, other: bytes, words: Sequence[bytes]) -> bytes:
    start = chance.randint(0, len(data))
    end = min(len(data), start + chance.choice((0, 1, 1, 2, 4, 16, len(data))))
    bit = bytes([byte ^ (1 << chance.randrange(8)) for byte in data[start : start + 1]])
    word = chance.choice(words)
    edits = (
        data[:start] + chance.randbytes(end - start) + data[end:],  # something else in its place
        data[:start] + data[end:],  # gone
        data[:start],  # cut short
        data[:end] + data[start:],  # twice
        data[:start] + other[chance.randint(0, len(other)) :],  # the end of another file
        data[:start] + bit + data[start + 1 :],
        data[:start] + word + data[end:],
        data[:start] + word + data[start:],
    )
    return chance.choice(edits)


def _wrong(run_one: RunOne, data: bytes, hang_s: float) -> BaseException | None:
    """What a run must not raise; None if it is sound."""
    try:
        with _limited(hang_s):
            run_one(data)
    except Defect as error:
        return error
    except WorkbenchError:
        return None
    except (Exception, Hang) as error:  # noqa: BLE001  the point of it
        return error
    return None


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Raise Hang in the block after some processor time; the wall's alarm is pytest-timeout's."""
    if not hasattr(signal, "SIGVTALRM"):  # Windows: pytest's timeout must do
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Hang(f"more than {seconds:g} seconds of processor time")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _told(run_one: RunOne, data: bytes, wrong: BaseException, hang_s: float) -> str:
    small = _shrunk(run_one, data, type(wrong), hang_s)
    with tempfile.NamedTemporaryFile(prefix="fuzz-", suffix=".bin", delete=False) as file:
        file.write(small)
    shown = repr(small) if len(small) < 4000 else f"{small[:4000]!r}…"
    return f"{type(wrong).__name__}: {wrong}\nfrom {len(small)} bytes, in {file.name}:\n{shown}"


def _shrunk(run_one: RunOne, data: bytes, kind: type[BaseException], hang_s: float) -> bytes:
    """A part of the data that still raises the same; some ten seconds are spent on it."""
    end = time.monotonic() + SHRINK_S
    size = len(data) // 2
    while size and kind is not Hang:
        start = 0
        while start < len(data) and time.monotonic() < end:
            less = data[:start] + data[start + size :]
            if isinstance(_wrong(run_one, less, hang_s), kind):
                data = less
            else:
                start += size
        size //= 2
    return data


def _seed() -> int | None:
    said = os.environ.get("WORKBENCH_FUZZ_SEED")
    if said is not None:
        return int(said)
    return None if "WORKBENCH_FUZZ_SECONDS" in os.environ else 0
