"""Fakes and waits for tests of the explorer."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from workbench.core.component import Component
from workbench.data.dataset import Dataset
from workbench.data.readers.open import reader_for
from workbench.data.schema import Schema
from workbench.gui.brush import Brush
from workbench.gui.data_view import DataView
from workbench.gui.explorer.page import ExplorerPage
from workbench.gui.theme import Theme

SECONDS = 60_000  # a limit for a machine under load, not an expectation


class FakeForm(QWidget):
    changed = Signal(dict, str)


class FakeView(QLabel):
    step_wanted = Signal(object)

    def set_theme(self, theme: Theme) -> None: ...

    def shutdown(self) -> None: ...


def fake_form(_component: Component, _schema: Schema | None) -> QWidget:
    form = FakeForm()
    QVBoxLayout(form).addWidget(QLabel("form"))
    return form


def fake_view(name: str, fits: Callable[[Dataset], bool]) -> DataView:
    def make(brush: Brush) -> FakeView:
        return FakeView(f"{brush.n_selected}")

    return DataView(name, name.title(), "mdi6.table", make, fits)


def has_date(dataset: Dataset) -> bool:
    return any(a.kind == "date" for a in dataset.schema.attributes)


def opened(qtbot: QtBot, page: ExplorerPage, path: str | Path, **values: Any) -> None:
    with qtbot.waitSignal(page.data.opened, timeout=SECONDS):
        page.open(reader_for(path, **values))
    profiled(qtbot, page)


def profiled(qtbot: QtBot, page: ExplorerPage) -> None:
    def is_known() -> bool:
        dataset, profile = page.data.dataset, page.data.profile
        return (
            dataset is not None
            and profile is not None
            and profile.dataset is dataset
            and len(profile.attributes) == len(dataset.schema.attributes)
        )

    qtbot.waitUntil(is_known, timeout=SECONDS)


def changed(qtbot: QtBot, page: ExplorerPage, act: Callable[[], object]) -> None:
    with qtbot.waitSignal(page.data.changed, timeout=SECONDS):
        act()
    profiled(qtbot, page)
