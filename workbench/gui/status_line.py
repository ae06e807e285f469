"""The status bar: the selection's result, the run with its time left, device and memory."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QProgressBar, QStatusBar, QWidget

if TYPE_CHECKING:  # the bar is painted before numpy is imported
    from workbench.runs.view import NodeView, RunView

MEMORY_MS = 1000
STEPS = 1000


class StatusLine(QStatusBar):
    """Four facts, left to right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setObjectName("status_line")
        self.selection = self._label("selection", self.tr("Selection"))
        self.run = self._label("run_status", self.tr("Run"))
        self.progress = QProgressBar(self)
        self.progress.setObjectName("run_progress")
        self.progress.setAccessibleName(self.tr("Progress of the run"))
        self.progress.setRange(0, STEPS)
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(120)
        self.waiting = self._label("waiting", self.tr("Runs that wait"))
        self.waiting.hide()
        self.device = self._label("device", self.tr("Device"))
        self.memory = self._label("memory", self.tr("Memory"))
        self.addWidget(self.selection, 1)
        self.addPermanentWidget(self.run)
        self.addPermanentWidget(self.progress)
        self.addPermanentWidget(self.waiting)
        self.addPermanentWidget(self.device)
        self.addPermanentWidget(self.memory)
        self.progress.hide()
        self._timer = QTimer(self)
        self._timer.setInterval(MEMORY_MS)
        self._timer.timeout.connect(self._show_memory)
        self._timer.start()
        self._show_memory()

    def show_selection(self, text: str) -> None:
        """Say what the selected node gives."""
        self.selection.setText(text)

    def show_hint(self, text: str) -> None:
        """Say what a gesture is about; the selection is told again once there is nothing to say."""
        if text:
            self.showMessage(text)
        else:
            self.clearMessage()

    def show_waiting(self, n_waiting: int) -> None:
        """Say how many runs wait for the one on its way."""
        self.waiting.setText(self.tr("{} waiting").format(n_waiting) if n_waiting else "")
        self.waiting.setVisible(n_waiting > 0)

    def show_device(self, name: str) -> None:
        """Say where networks train."""
        self.device.setText(name)

    def show_run(self, view: "RunView", *, is_paused: bool = False) -> None:
        """Say how far the run is."""
        running = view.running
        self.progress.setVisible(view.is_running)
        if not view.is_running:
            self.run.setText(self._ended(view))
            return
        if running is not None:
            _, node = running
            self.progress.setRange(0, STEPS if node.total else 0)
            self.progress.setValue(int(STEPS * node.done / node.total) if node.total else 0)
            self.run.setText(self._words(node, is_paused=is_paused))

    def _words(self, node: "NodeView", *, is_paused: bool) -> str:
        parts = [node.name, node.text]
        if is_paused:
            parts.append(self.tr("paused"))
        elif node.seconds_left is not None:
            parts.append(self.tr("{} left").format(duration(node.seconds_left)))
        return " · ".join(part for part in parts if part)

    def _ended(self, view: "RunView") -> str:
        if not view.nodes or not view.seconds:
            return ""
        failed = sum(node.state == "failed" for node in view.nodes.values())
        if failed:
            return self.tr("{} failed").format(failed)
        word = self.tr("stopped after {}") if view.is_stopped else self.tr("done in {}")
        return word.format(duration(view.seconds))

    def _label(self, name: str, title: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setAccessibleName(title)
        return label

    def _show_memory(self) -> None:
        used = resident_bytes()
        self.memory.setText(f"{used / 2**20:,.0f} MB" if used else "")


def duration(seconds: float) -> str:
    """A time as people read it: 0.4 s, 12 s, 3 min 20 s."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s"


def resident_bytes() -> int:
    """The memory that this process holds; 0 where the system does not say."""
    if not sys.platform.startswith("linux"):
        return 0
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
