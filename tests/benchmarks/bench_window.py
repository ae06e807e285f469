"""How late the window answers while the Pima MLP trains in it, and what that costs the training.

Run it by hand: ``python tests/benchmarks/bench_window.py`` (offscreen unless QT_QPA_PLATFORM or a
display says otherwise). The 10-fold 8-64-2 MLP trains in turn in the terminal's way and in the
window with its learning curve in front. In runs of their own, a 5 ms timer tells how late the event
loop is: waking 200 times a second, it costs the training more than all of the window does.
"""

import argparse
import gc
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from workbench.cli.progress import shown_progress
from workbench.core.files import resource
from workbench.core.run import finish
from workbench.flow.execute import Results, execute
from workbench.flow.file import load
from workbench.flow.graph import Graph
from workbench.gui.main_window import MainWindow
from workbench.gui.settings import Settings
from workbench.gui.shell import Shell
from workbench.gui.theme import ThemeSource
from workbench.models.fits import Fits
from workbench.nodes.catalog import catalog
from workbench.training.device import warm_up

TICK_MS = 5
LEARNER = "mlp"


class Lateness:
    """A 5 ms timer that notes how much later than due it was called."""

    def __init__(self) -> None:
        self.milliseconds: list[float] = []
        self._last = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Begin, forgetting what was."""
        self.milliseconds.clear()
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        """End."""
        self._timer.stop()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.milliseconds.append(max(0.0, (now - self._last) * 1000 - TICK_MS))
        self._last = now


def flow(epochs: int) -> Graph:
    """The Pima flow with so many epochs."""
    graph = load(resource("flows", "pima.flow"), catalog())
    return graph.with_parameters(LEARNER, {"hidden": "64", "epochs": epochs, "batch_size": 32})


def in_terminal(graph: Graph) -> float:
    """Seconds of training as the terminal's verbs run it, progress included."""
    with shown_progress() as progress:
        results = finish(execute(graph, only=[LEARNER]), progress)
    return seconds_of(results)


def in_window(window: MainWindow, graph: Graph, lateness: Lateness | None = None) -> float:
    """Seconds of training in the window, its whole flow run, its curve visible."""
    window.runner.cache.clear()
    window.document.edit(graph, "Change")
    ended: list[Results] = []
    loop = QEventLoop()
    slot = window.runner.finished.connect(ended.append)
    quits = window.runner.finished.connect(loop.quit)
    if lateness is not None:
        lateness.start()
    window.actions_["run"].trigger()
    loop.exec()
    if lateness is not None:
        lateness.stop()
    window.runner.finished.disconnect(slot)
    window.runner.finished.disconnect(quits)
    return seconds_of(ended[0])


def seconds_of(results: Results) -> float:
    """What the learner's fit took."""
    fits = results.values[LEARNER]
    if not isinstance(fits, Fits):
        raise TypeError("the learner gave no fits")
    return fits.seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    app = QApplication(sys.argv[:1])
    settings = Settings(Path(tempfile.mkdtemp()) / "window.ini")
    shell = Shell(settings, ThemeSource(app, "light"))
    window = MainWindow(shell)
    shell.show()
    graph = flow(arguments.epochs)
    warm_up()
    gc.freeze()  # as the window does once all is imported
    lateness = Lateness()
    in_terminal(graph)
    in_window(window, graph)  # what the first run loads is not what is measured
    terminal, beside, late = [], [], []
    for _ in range(arguments.rounds):
        terminal.append(in_terminal(graph))
        beside.append(in_window(window, graph))
        in_window(window, graph, lateness)
        late += lateness.milliseconds
    shell.may_close = lambda: True
    shell.close()
    report(terminal, beside, late)


def report(terminal: list[float], beside: list[float], late: list[float]) -> None:
    """Print the figures; the ratio is of neighbours in time, as the machine is not alone."""
    ratios = [b / t for t, b in zip(terminal, beside, strict=True)]
    p50, p99 = np.percentile(late, [50, 99])
    print(f"terminal  {statistics.median(terminal):6.2f} s   best {min(terminal):6.2f} s")
    print(f"window    {statistics.median(beside):6.2f} s   best {min(beside):6.2f} s")
    best = min(beside) / min(terminal)
    print(f"ratio     {statistics.median(ratios):6.2f}     best to best {best:.2f}")
    print(
        f"lateness  p50 {p50:.1f} ms   p99 {p99:.1f} ms   max {max(late):.1f} ms, {len(late)} ticks"
    )


if __name__ == "__main__":
    main()
