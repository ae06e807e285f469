"""What a person does with mouse and keyboard, on a real X display.

Asked for by ``WORKBENCH_X=1``; needs Xvfb and xdotool. ``WORKBENCH_PICTURES=FOLDER`` keeps
screenshots.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCREEN = "1600x1000x24"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(
        os.environ.get("WORKBENCH_X") != "1" or not shutil.which("xdotool"),
        reason="real X events are asked for by WORKBENCH_X=1, and need Xvfb and xdotool",
    ),
]


@pytest.fixture
def display() -> Iterator[str]:
    """The name of an X display of its own."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    number = os.read(reading, 16).decode().strip()
    yield f":{number}"
    server.terminate()
    server.wait()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the session keeps what it makes."""
    asked = os.environ.get("WORKBENCH_PICTURES")
    made = Path(asked) if asked else tmp_path
    made.mkdir(parents=True, exist_ok=True)
    return made


def session(display: str, *words: str) -> None:
    program = [sys.executable, "-m", *words]
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    done = subprocess.run(
        program, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_that_the_pima_flow_is_built_run_undone_saved_and_reopened_by_hand(
    display: str, folder: Path
) -> None:
    session(display, "tests.window.pima_session", "build", str(folder))
    session(display, "tests.window.pima_session", "reopen", str(folder))
