"""The line above the canvas that says which group is open, and leads out of it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget


class Breadcrumb(QFrame):
    """The flow and the groups one is inside of; hidden outside of all.

    Signals:
        chosen(str): the path of a level to be shown.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("breadcrumb")
        self.setAccessibleName(self.tr("Open groups"))
        self.setProperty("role", "message")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 4, 8, 4)
        self._row.setSpacing(4)
        self.hide()

    def show_steps(self, title: str, steps: Sequence[tuple[str, str]]) -> None:
        """Show the way from the flow called ``title`` through groups: paths and names."""
        while (item := self._row.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.setVisible(bool(steps))
        if not steps:
            return
        for path, name in (("", title), *steps[:-1]):
            self._row.addWidget(self._button(path, name))
            self._row.addWidget(QLabel("›", self))
        here = QLabel(steps[-1][1], self)
        here.setProperty("role", "heading")
        self._row.addWidget(here)
        self._row.addStretch(1)
        out = self._button(steps[-2][0] if len(steps) > 1 else "", self.tr("Leave"))
        out.setObjectName("leave_group_button")
        out.setToolTip(self.tr("Show what is around this (Alt+Up)"))
        self._row.addWidget(out)

    def _button(self, path: str, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(name)
        button.setObjectName(f"crumb_{path or 'flow'}")
        button.setAccessibleName(self.tr("Show {}").format(name))
        button.setToolTip(self.tr("Show {}").format(name))
        button.clicked.connect(partial(self.chosen.emit, path))
        return button
