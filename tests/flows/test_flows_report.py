"""``workbench report``: a flow, run, as Markdown."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

Terminal = Callable[..., "subprocess.CompletedProcess[str]"]

PIMA = "resources/flows/pima.flow"


def test_that_a_report_is_printed_or_written(terminal: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "pima.md"
    done = terminal("report", PIMA, "--set", "mlp.epochs=2", "--out", out)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    text = out.read_text(encoding="utf-8")
    assert text.startswith("# pima\n")
    assert "| **epochs** | **2** | 50 |" in text
    assert "| Multilayer perceptron | `cv:10` | 768 | 0." in text
    printed = terminal("report", PIMA, "--set", "mlp.epochs=2")
    assert printed.stdout.startswith("# pima\n")


def test_that_a_failed_node_is_in_the_report_and_in_the_exit_code(
    terminal: Terminal, tmp_path: Path
) -> None:
    shutil.copy(PIMA, tmp_path / "a.flow")
    done = terminal("report", tmp_path / "a.flow", "--set", "data.path=/absent.arff")
    assert done.returncode == 1
    assert "`data` · failed" in done.stdout
    assert "> **Error:** " in done.stdout
    assert "absent.arff" in done.stderr
    assert "Traceback" not in done.stderr


def test_that_a_missing_folder_is_said_before_the_flow_runs(
    terminal: Terminal, tmp_path: Path
) -> None:
    done = terminal("report", PIMA, "--out", tmp_path / "absent" / "pima.md")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "There is no such folder." in done.stderr
    assert "This is a folder" in terminal("report", PIMA, "--out", tmp_path).stderr
