"""The program as a user of a terminal meets it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]

Terminal = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def terminal() -> Terminal:
    """``python main.py ARGUMENTS`` from the repository."""

    def run(*arguments: object, cwd: Path = REPOSITORY) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, str(REPOSITORY / "main.py"), *map(str, arguments)],
            cwd=cwd,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return run
