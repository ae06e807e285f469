"""A process that is killed while it writes loses what it was writing and nothing else."""

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.flow.store import store
from workbench.flow.store.store import Store

KILLS = 20

# Says each number once its result is stored; every second one takes pages of its own. An alarm that
# nobody handles ends a process as a kill does: at once, without a last word.
_PROGRAM = """
import signal
import sys
from pathlib import Path
import numpy as np
from workbench.flow.store import store
from workbench.flow.store.store import Store
store.edition_of = lambda _kinds: "one"
made = Store(Path(sys.argv[1]), {})
for number in range(int(sys.argv[2]), 10**9):
    kept = made.put(str(number), [number, np.full(5 + number % 2 * 100_000, number)])
    assert kept and not made.messages()
    print(number, flush=True)
    if number == int(sys.argv[2]):
        signal.setitimer(signal.ITIMER_REAL, float(sys.argv[3]))
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no such alarm on this system")
def test_that_a_killed_process_loses_no_result_that_was_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "edition_of", lambda _kinds: "one")
    file = tmp_path / "results.sqlite"
    chance = random.Random(1)  # noqa: S311
    stored: list[int] = []
    for _ in range(KILLS):
        first = stored[-1] + 2 if stored else 0
        stored += _written_until_killed(file, first, seconds=chance.uniform(0.001, 0.2))
        opened = Store(file, {})
        assert opened.messages() == ()
        for number in stored:
            same, column = opened.get(str(number))
            assert same == number
            assert (column == number).all()
        assert "none" not in opened
        opened.close()
    assert len(stored) > KILLS


def _written_until_killed(file: Path, first: int, seconds: float) -> list[int]:
    """The numbers that were stored; so long after the first one the process is killed."""
    command = [sys.executable, "-c", _PROGRAM, str(file), str(first), str(seconds)]
    ended = subprocess.run(command, check=False, capture_output=True, text=True)
    assert ended.returncode == -signal.SIGALRM, ended.stderr
    return [int(number) for number in ended.stdout.split("\n")[:-1]]
