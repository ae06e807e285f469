"""Several processes at once, and processes that are killed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.unit.runs.history.history_values import add_run
from workbench.runs.history.history import History

REPOSITORY = Path(__file__).resolve().parents[4]
WRITE = """
import sys
from pathlib import Path
from tests.unit.runs.history.history_values import add_run
from workbench.runs.history.history import History
history = History(Path(sys.argv[1]), wait_s=30)
print("ready", flush=True)
sys.stdin.readline()
for _ in range(int(sys.argv[2])):
    run = add_run(history)
    history.set_tags([run], [sys.argv[3]])
    print(run, flush=True)
"""
RUN = """
import sys
from pathlib import Path
from tests.unit.runs.history.history_values import begun
from workbench.runs.history.history import History
history = History(Path(sys.argv[1]))
with history.held() as lock:
    print(history.begin(begun(lock=lock)), flush=True)
    sys.stdin.readline()
"""


def started(code: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_that_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    writers = [started(WRITE, tmp_path, 40, name) for name in ("one", "two")]
    assert [line(writer) for writer in writers] == ["ready", "ready"]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("\n")
        writer.stdin.flush()
    numbers = [set(writer.communicate()[0].split()) for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0]
    assert [len(one) for one in numbers] == [40, 40]
    assert not numbers[0] & numbers[1]
    rows = History(tmp_path).rows()
    assert len(rows) == 80
    assert {tag for row in rows for tag in row.tags} == {"one", "two"}


def test_that_a_process_killed_while_it_writes_leaves_whole_runs_only(tmp_path: Path) -> None:
    writer = started(WRITE, tmp_path, 100_000, "killed")
    assert line(writer) == "ready"
    assert writer.stdin is not None
    writer.stdin.write("\n")
    writer.stdin.flush()
    told = [line(writer) for _ in range(15)]
    os.kill(writer.pid, signal.SIGKILL)
    writer.communicate()
    history = History(tmp_path)
    rows = history.rows()
    assert {int(number) for number in told} <= {row.run for row in rows}
    finished = [row for row in rows if row.state == "finished"]
    assert len(finished) >= len(told)
    assert all(len(history.curves(row.result)) == 2 for row in finished)
    assert add_run(history) > int(told[-1])


def test_that_a_run_whose_process_was_killed_is_interrupted(tmp_path: Path) -> None:
    runner = started(RUN, tmp_path)
    run = int(line(runner))
    history = History(tmp_path)
    assert [row.state for row in history.rows([run])] == ["running"]
    os.kill(runner.pid, signal.SIGKILL)
    runner.communicate()
    assert [row.state for row in history.rows([run])] == ["interrupted"]
    assert list((tmp_path / "running").iterdir()) == []
