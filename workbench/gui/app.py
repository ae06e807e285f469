"""Starts the window."""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from workbench.core.errors import Defect, WorkbenchError
from workbench.gui.settings import Settings
from workbench.gui.shell import Shell
from workbench.gui.startup import WarmUp, import_plots
from workbench.gui.theme import ThemeSource
from workbench.gui.windows import Windows

TIMINGS = "WORKBENCH_TIMINGS"
HEAVY = ("torch", "pandas", "sklearn", "scipy", "pyqtgraph")
FAREWELL_SECONDS = 10.0  # for an import that is under way; the window has closed already


def run_window(file: str | None) -> int:
    """Open the window, with a flow, data or model file in it; gives the exit code."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Workbench")
    app.setDesktopFileName("workbench")
    settings = Settings()
    shell = Shell(settings, ThemeSource(app, settings.theme, settings.text_size))
    program = _Program(shell, Path(file) if file else None)
    shell.painted.connect(lambda: QTimer.singleShot(0, program.painted))
    with unexpected_shown(program.show_error):
        shell.show()
        code = app.exec()
    program.warm_up.shutdown(FAREWELL_SECONDS)
    return code


class _Program(QObject):
    """Start-up in order: the shell is painted, its content imported, made, and the file opened."""

    def __init__(self, shell: Shell, file: Path | None) -> None:
        super().__init__(QApplication.instance())
        self._shell = shell
        self._file = file
        self._windows = Windows(self)
        self.warm_up = WarmUp(self)
        self.warm_up.content_ready.connect(self._fill)
        self.warm_up.devices_known.connect(self._windows.show_devices)
        self.warm_up.ended.connect(import_plots)

    def painted(self) -> None:
        """The first frame is on the screen."""
        if os.environ.get(TIMINGS) == "1":
            print(timings(), file=sys.stderr, flush=True)  # noqa: T201  asked for by the variable
        self.warm_up.start()

    def show_error(self, error: WorkbenchError) -> None:
        """Show what nobody caught; before there is a place for it, standard error has it."""
        self._windows.show_error(error)

    def _fill(self) -> None:
        self._windows.fill(self._shell).begin(self._file)


def timings() -> str:
    """Seconds since the process began, and which heavy libraries have been imported."""
    heavy = [name for name in HEAVY if name in sys.modules]
    return f"first paint after {process_seconds():.3f} s; heavy imports: {heavy or 'none'}"


def process_seconds() -> float:
    """Seconds since this process began, the interpreter's own start included."""
    if not sys.platform.startswith("linux"):
        return time.perf_counter()
    # Field 22 of /proc/PID/stat: the start in clock ticks since the machine's; after "(name) ".
    stat = Path("/proc/self/stat").read_text(encoding="ascii").rpartition(") ")[2]
    started = int(stat.split()[19]) / os.sysconf("SC_CLK_TCK")
    return time.clock_gettime(time.CLOCK_BOOTTIME) - started


class _Relay(QObject):
    """Brings a defect of any thread to the window's."""

    met = Signal(object)


@contextmanager
def unexpected_shown(show: Callable[[WorkbenchError], None]) -> Iterator[None]:
    """Inside the block, exceptions that nobody catches are shown as defects with a report."""
    relay = _Relay()
    relay.met.connect(show)
    before, threads_before = sys.excepthook, threading.excepthook

    def take(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        before(kind, error, trace)
        relay.met.emit(error if isinstance(error, WorkbenchError) else Defect.of(error))

    def take_in_thread(facts: threading.ExceptHookArgs) -> None:
        if facts.exc_value is not None:
            take(facts.exc_type, facts.exc_value, facts.exc_traceback)

    sys.excepthook, threading.excepthook = take, take_in_thread
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook = before, threads_before
