"""The checks that are no tests of behaviour: format, lint, types, rooms."""

import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]

CHECKS = {
    "format": ["-m", "ruff", "format", "--check", "."],
    "lint": ["-m", "ruff", "check", "."],
    "types": ["-m", "mypy"],
    "rooms": ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
}


@pytest.mark.checks
@pytest.mark.timeout(600)
@pytest.mark.parametrize("check", CHECKS)
def test_that_the_tree_passes(check: str) -> None:
    done = subprocess.run(
        [sys.executable, *CHECKS[check]],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


HEAVY = ("torch", "pandas", "sklearn", "scipy", "pyqtgraph", "PySide6")


@pytest.mark.parametrize(
    "statement",
    [
        "from workbench.nodes.catalog import catalog; catalog()",
        "from workbench.cli import app",
    ],
)
def test_that_naming_every_component_loads_nothing_heavy(statement: str) -> None:
    question = f"import sys; {statement}; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", question], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
