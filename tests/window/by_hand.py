"""A window of ours on a real X display, and hands for it: events that the X server itself sends.

Run by ``test_by_hand.py`` as a program of its own, since the other tests need no screen. Positions
are asked of the widgets; every press, key and drag goes through xdotool.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, QPointF, QRect, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from workbench.gui.main_window import MainWindow
from workbench.gui.settings import Settings
from workbench.gui.shell import Shell
from workbench.gui.theme import Choice, ThemeSource

PATIENCE_S = 60.0  # for a machine under load, not an expectation


def wait(milliseconds: int) -> None:
    """Let the window live. (``QTest.qWait`` does not let other threads run meanwhile.)"""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


class ByHand:
    """One window of the program and somebody who works with it.

    Args:
        folder: for settings, results and screenshots.
    """

    def __init__(self, folder: Path, size: tuple[int, int], theme: Choice = "light") -> None:
        self.app = QApplication(sys.argv[:1])
        self.folder = folder
        settings = Settings(folder / "settings" / "window.ini")
        self.shell = Shell(settings, ThemeSource(self.app, theme))
        self.window = MainWindow(self.shell)
        self.shell.setGeometry(QRect(QPoint(0, 0), self.shell.size()))
        self.shell.resize(*size)
        self.shell.show()
        self.until(self.shell.isVisible, "the window is there")
        self.xdotool("windowfocus", "--sync", str(int(self.shell.winId())))
        self.until(self.shell.isActiveWindow, "the window has the focus")

    # ------------------------------------------------------------------ looking

    def until(self, holds: Callable[[], object], what: str) -> None:
        """Let the window live until something holds."""
        end = time.monotonic() + PATIENCE_S
        while not holds():
            if time.monotonic() > end:
                self.picture("failed")
                raise AssertionError(f"waited in vain until {what}")
            wait(20)
        wait(30)

    def picture(self, name: str) -> None:
        """Keep a picture of the whole screen."""
        wait(200)
        self.shell.screen().grabWindow(0).save(str(self.folder / f"{name}.png"))

    def on_screen(self, widget: QWidget, place: QPoint | None = None) -> QPoint:
        """A place of a widget, its middle by default, on the screen."""
        return widget.mapToGlobal(place or widget.rect().center())

    def of_canvas(self, place: QPointF) -> QPoint:
        """A place of the scene on the screen."""
        canvas = self.window.flow.editor.canvas
        return canvas.viewport().mapToGlobal(canvas.mapFromScene(place))

    # ------------------------------------------------------------------ hands

    def xdotool(self, *words: str) -> None:
        """Send events, and let the window take them meanwhile: a drag does not return before."""
        sending = subprocess.Popen(["xdotool", *words])
        while sending.poll() is None:
            wait(10)
        assert sending.returncode == 0, words
        wait(60)

    def move(self, place: QPoint) -> None:
        self.xdotool("mousemove", str(place.x()), str(place.y()))

    def click(self, place: QPoint, times: int = 1) -> None:
        self.move(place)
        self.xdotool("click", "--repeat", str(times), "--delay", "60", "1")

    def drag(self, start: QPoint, end: QPoint) -> None:
        """Press, move in small steps as a hand does, let go."""
        words = ["mousemove", str(start.x()), str(start.y()), "sleep", "0.1", "mousedown", "1"]
        for step in range(1, 9):
            at = start + (end - start) * step / 8
            words += ["sleep", "0.05", "mousemove", str(at.x()), str(at.y())]
        self.xdotool(*words, "sleep", "0.2", "mouseup", "1")
        wait(150)

    def key(self, *keys: str) -> None:
        self.xdotool("key", "--delay", "40", *keys)

    def type(self, text: str) -> None:
        self.xdotool("type", "--delay", "15", text)

    def close(self) -> None:
        """Close the window as the window manager does."""
        self.shell.may_close = lambda: True
        self.shell.close()
        wait(50)
