"""What is imported after the first painted window: the one place for such imports in the window.

torch, pandas, scikit-learn and pyqtgraph take seconds to import; the window is painted first, and
a thread imports them while the user looks around.
"""

import gc
import importlib
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from workbench.core.deferred import deferred
from workbench.core.errors import DeviceError

if TYPE_CHECKING:
    from workbench.gui import main_window
    from workbench.training import device as devices
else:
    main_window = deferred("workbench.gui.main_window")
    devices = deferred("workbench.training.device")

CONTENT = "workbench.gui.main_window"
# In the order in which they are likely to be wanted. pyqtgraph is not among them: it makes Qt
# objects when it is imported, so it comes on the window's own thread.
HEAVY = ("pandas", "torch", "sklearn.metrics", "workbench.models.networks.mlp")
# What pyqtgraph imports besides itself, without making any Qt object: a third of its time.
BEFORE_PLOTS = (
    "subprocess",
    "xml.etree.ElementTree",
    "multiprocessing.connection",
    "pydoc",
    "decimal",
    "PySide6.QtTest",
    "PySide6.QtSvg",
    "PySide6.QtOpenGL",
    "PySide6.QtOpenGLWidgets",
)
PLOTS = "workbench.gui.plots.learning_curve"

__all__ = ["WarmUp", "available_devices", "import_plots", "main_window"]


class WarmUp(QObject):
    """Imports on a thread of its own and trains a step, so that the first run is not slow.

    Signals:
        content_ready(): the window's pages can be made without waiting.
        devices_known(tuple[str, ...]): names of the devices there are, "auto" first.
        ended(): all is imported.
    """

    content_ready = Signal()
    devices_known = Signal(object)
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_wanted = True
        self._thread = threading.Thread(target=self._import, name="warm-up", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def shutdown(self, seconds: float) -> None:
        """Import nothing further, and wait for what is being imported.

        An interpreter that ends in the middle of an import may crash.
        """
        self._is_wanted = False
        if self._thread.is_alive():
            self._thread.join(seconds)

    def _import(self) -> None:
        importlib.import_module(CONTENT)
        if self._is_wanted:
            self.content_ready.emit()
        for name in (*BEFORE_PLOTS, *HEAVY):
            if not self._is_wanted:
                return
            importlib.import_module(name)
        if self._is_wanted:
            self.devices_known.emit(available_devices())
        if self._is_wanted:
            devices.warm_up()
        # What was imported stays: the collector need not look through a million objects of it,
        # which stopped the window and the training for a quarter of a second each time.
        gc.freeze()
        if self._is_wanted:
            self.ended.emit()


def import_plots() -> None:
    """Import pyqtgraph, on the window's thread, while nothing else goes on."""
    importlib.import_module(PLOTS)


def available_devices() -> tuple[str, ...]:
    """The names that a learner's ``device`` may take on this machine; imports torch."""
    found = ["auto", "cpu"]
    for name in ("cuda", "mps"):
        try:
            devices.device(name)
        except DeviceError:
            continue
        found.append(name)
    return tuple(found)
