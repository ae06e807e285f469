"""How late the window answers while the explorer reads and changes a million rows.

Run it by hand on a quiet machine: ``python -m tests.benchmarks.bench_explorer [ROWS]`` (offscreen
unless QT_QPA_PLATFORM says otherwise). A table of 20 columns is opened, filtered, and the filter
undone, while a 5 ms timer tells how late the event loop is; after each, the attributes' figures
are computed as well. The file lies in the disk's cache.
"""

import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from tests.benchmarks.bench_load import N_COLUMNS, write_files
from tests.benchmarks.bench_window import Lateness
from workbench.gui.explorer.page import ExplorerPage
from workbench.gui.main_window import MainWindow
from workbench.gui.settings import Settings
from workbench.gui.shell import Shell
from workbench.gui.theme import ThemeSource
from workbench.preprocess.filter_rows import FilterRows

QUIET_MS = 400
STEP = FilterRows.parse({"expression": "x0 > 0"})


def main() -> None:
    n_rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "t.csv"
        write_files(table, Path(folder) / "t.arff", n_rows)
        app = QApplication(sys.argv[:1])
        shell = Shell(Settings(Path(folder) / "window.ini"), ThemeSource(app, "light"))
        window = MainWindow(shell)
        shell.show()
        page = window.explore.page
        window.begin(Path("resources/data/iris.arff"))  # what the first file loads is not measured
        _wait(page)
        gc.freeze()  # as the window does once all is imported
        print(f"{n_rows:,} × {N_COLUMNS}: seconds until all is shown; the window's lateness in ms")
        _measure("open", page, lambda: window.begin(table))
        for _ in range(3):
            _measure("filter half of the rows", page, lambda: page.data.add(STEP, "Filter"))
            _measure("undo", page, page.undo)
        shell.may_close = lambda: True
        shell.close()


def _measure(name: str, page: ExplorerPage, work: Callable[[], object]) -> None:
    lateness = Lateness()
    started = time.perf_counter()
    lateness.start()
    work()
    _wait(page)
    lateness.stop()
    seconds = time.perf_counter() - started - QUIET_MS / 1000
    late = np.array(lateness.milliseconds)
    p99, most, n_over = np.percentile(late, 99), late.max(), int(np.sum(late > 50))
    print(f"{name:25} {seconds:5.2f} s   p99 {p99:5.1f}, most {most:5.0f}, over 50 ms {n_over}")


def _wait(page: ExplorerPage) -> None:
    """Until the page has done nothing for a while."""
    loop = QEventLoop()
    quiet = QTimer()
    quiet.setInterval(QUIET_MS)
    quiet.setSingleShot(True)
    quiet.timeout.connect(loop.quit)
    page.data.progressed.connect(quiet.stop)
    page.data.changed.connect(quiet.start)
    page.data.profile_changed.connect(quiet.start)
    loop.exec()
    page.data.progressed.disconnect(quiet.stop)
    page.data.changed.disconnect(quiet.start)
    page.data.profile_changed.disconnect(quiet.start)


if __name__ == "__main__":
    main()
