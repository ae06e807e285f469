"""Work beside the window: it ends with the view that it was done for."""

import threading

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from workbench.core.run import Progressed, Run
from workbench.gui.background import Background

LIMIT = 20  # seconds; a limit for a machine under load, not an expectation


def endless(begun: threading.Event, ended: threading.Event) -> Run[None]:
    try:
        while True:
            begun.set()
            yield Progressed(0, 0)
    finally:
        ended.set()


def test_that_work_ends_when_its_view_is_deleted(qtbot: QtBot) -> None:
    view, begun, ended = QWidget(), threading.Event(), threading.Event()
    background = Background(view)
    background.start(lambda: endless(begun, ended))
    assert begun.wait(LIMIT)
    view.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert ended.wait(LIMIT)


def test_that_work_ends_with_the_window_around_its_view(qtbot: QtBot) -> None:
    window, begun, ended = QObject(), threading.Event(), threading.Event()
    view = QObject(window)
    Background(view).start(lambda: endless(begun, ended))
    assert begun.wait(LIMIT)
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert ended.wait(LIMIT)


def test_that_nothing_is_heard_of_work_that_another_took_the_place_of(qtbot: QtBot) -> None:
    def counted(number: int) -> Run[int]:
        yield Progressed(0, 0)
        return number

    background, heard = Background(), list[object]()
    background.done.connect(lambda result, _notes: heard.append(result))
    background.start(lambda: counted(1))
    with qtbot.waitSignal(background.done, timeout=1000 * LIMIT):
        background.start(lambda: counted(2))
    assert heard == [2]
