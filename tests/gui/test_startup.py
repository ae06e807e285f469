"""Start-up: painted first, heavy libraries later; what nobody caught is shown."""

import subprocess
import sys

from pytestqt.qtbot import QtBot

from workbench.core.errors import Defect, WorkbenchError
from workbench.gui.app import timings, unexpected_shown

SCRIPT = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from workbench.gui.app import HEAVY
from workbench.gui.settings import Settings
from workbench.gui.shell import Shell
from workbench.gui.theme import ThemeSource

def told(when):
    print(when, sorted(set(HEAVY) & set(sys.modules)), flush=True)

app = QApplication([])
shell = Shell(Settings(Path(sys.argv[1])), ThemeSource(app, "light"))
shell.painted.connect(lambda: told("painted"))
shell.painted.connect(app.quit)
shell.show()
app.exec()
from workbench.gui.main_window import MainWindow
window = MainWindow(shell)
window.begin(None)
app.processEvents()
told("filled")
assert len(window.document.graph.nodes) > 0
shell.close()
"""


def test_that_nothing_heavy_is_imported_before_the_window_is_painted_and_filled(
    tmp_path: object,
) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", SCRIPT, f"{tmp_path}/window.ini"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["painted []", "filled []"]


def test_that_an_exception_that_nobody_caught_is_shown_as_a_defect(qtbot: QtBot) -> None:
    shown: list[WorkbenchError] = []
    error = LookupError("lost")
    with qtbot.capture_exceptions() as told, unexpected_shown(shown.append):
        sys.excepthook(type(error), error, None)
    assert isinstance(shown[0], Defect)
    assert "LookupError: lost" in shown[0].message
    assert "LookupError: lost" in shown[0].details
    assert len(told) == 1, "the hook that was there before is called as well"


def test_that_timings_name_seconds_and_imports() -> None:
    assert timings().startswith("first paint after ")
