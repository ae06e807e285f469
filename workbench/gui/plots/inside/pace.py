"""Drawing what grows while a network trains, at a pace that leaves the training its time."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

SHARE = 0.02  # of a core's time that drawing may take


class Pace(QObject):
    """Draws at once, then rests until the drawing has taken no more than its share of the time.

    What is asked for meanwhile is drawn, once, after the rest: the last state is never missed.

    Args:
        draw: draws what there is to be seen now.
    """

    def __init__(self, draw: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._draw = draw
        self._is_asked = False
        self._began = 0.0
        self._painting, self._resting = QTimer(self), QTimer(self)
        for timer, after in ((self._painting, self._rest), (self._resting, self._go_on)):
            timer.setSingleShot(True)
            timer.timeout.connect(after)

    @property
    def is_resting(self) -> bool:
        """Whether what is asked for now has to wait."""
        return self._painting.isActive() or self._resting.isActive()

    def ask(self) -> None:
        """Draw now, or as soon as it may be."""
        if self.is_resting:
            self._is_asked = True
            return
        self._is_asked = False
        self._began = time.thread_time()
        self._draw()
        self._painting.start(0)  # over once what was drawn is painted

    def draw_at_once(self) -> None:
        """Draw now, whatever it takes: nothing grows any more."""
        self._is_asked = False
        self._painting.stop()
        self._resting.stop()
        self._draw()

    def _rest(self) -> None:
        took = time.thread_time() - self._began
        self._resting.start(round(1000 * took * (1 / SHARE - 1)))

    def _go_on(self) -> None:
        if self._is_asked:
            self.ask()
