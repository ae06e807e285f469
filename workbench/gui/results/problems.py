"""The problems of a run as a table: how bad, which node, what, and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeAlias

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHeaderView,
    QLabel,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from workbench.core.errors import WorkbenchError
from workbench.gui.icons import icon
from workbench.gui.theme import LIGHT, Theme
from workbench.runs.view import RunView

Severity: TypeAlias = Literal["failed", "warning"]

_ICONS: dict[Severity, str] = {
    "failed": "mdi6.close-circle-outline",
    "warning": "mdi6.alert-outline",
}
_NODE_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Problem:
    """One thing that calls for attention."""

    severity: Severity
    node: str
    name: str
    sentence: str
    remedy: str = ""


def problems_of(view: RunView, names: Mapping[str, str] | None = None) -> tuple[Problem, ...]:
    """Errors first, then warnings, each in the order of the nodes.

    Args:
        names: of nodes, by id, for those that did not come to run.
    """
    failed: list[Problem] = []
    warned: list[Problem] = []
    for node_id, node in view.nodes.items():
        name = node.name or (names or {}).get(node_id, node_id)
        if node.error is not None:
            failed += [
                Problem("failed", node_id, name, _sentence(error), error.remedy or "")
                for error in (node.error, *node.error.others)
            ]
        warned += [
            Problem("warning", node_id, name, note.text) for note in node.notes if note.is_warning
        ]
    return (*failed, *warned)


def _sentence(error: WorkbenchError) -> str:
    """The message, behind the place in a file; the folder is left out."""
    if error.where.file is None:
        return error.message
    place = replace(error.where, file=Path(error.where.file).name)
    return f"{place}: {error.message}"


class ProblemTable(QWidget):
    """What went wrong or deserves a look; a double click or Enter goes to the node.

    Signals:
        node_requested: the id of the node to be shown.
    """

    node_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("problems")
        self.problems: tuple[Problem, ...] = ()
        self.theme: Theme = LIGHT
        self.tree = QTreeWidget(self)
        self.tree.setObjectName("problemTable")
        self.tree.setAccessibleName(self.tr("Problems"))
        self.tree.setHeaderLabels(
            [self.tr("Kind"), self.tr("Node"), self.tr("What is wrong"), self.tr("What to do")]
        )
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        self.tree.setAllColumnsShowFocus(True)
        self.tree.setFrameShape(QTreeWidget.Shape.NoFrame)
        header = self.tree.header()
        for column, width in enumerate((80, 136)):
            header.resizeSection(column, width)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column in (2, 3):  # the sentences share what room there is
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.tree.itemActivated.connect(self._on_activated)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.tree)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self.copy)
        self.message = QLabel(
            self.tr("No problems.\nErrors and warnings of a run are listed here.")
        )
        self.message.setObjectName("problemsEmpty")
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.message)
        self._stack.addWidget(self.tree)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.set_theme(self.theme)

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """List these problems."""
        if problems == self.problems:
            return
        self.problems = problems
        self._fill()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.theme = theme
        self.message.setStyleSheet(f"color: {theme.secondary}; padding: 16px;")
        self._fill()

    def copy(self) -> None:
        """Put the chosen problem, or all, on the clipboard."""
        chosen = self.tree.selectedItems() or [
            item
            for i in range(self.tree.topLevelItemCount())
            if (item := self.tree.topLevelItem(i))
        ]
        lines = ["\t".join(item.text(c) for c in range(4)) for item in chosen]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _fill(self) -> None:
        words = {"failed": self.tr("Error"), "warning": self.tr("Warning")}
        self.tree.clear()
        for problem in self.problems:
            row = [words[problem.severity], problem.name, problem.sentence, problem.remedy]
            item = QTreeWidgetItem(row)
            item.setIcon(0, icon(_ICONS[problem.severity], self.theme, problem.severity))
            item.setData(0, _NODE_ROLE, problem.node)
            for column in (2, 3):
                item.setToolTip(column, row[column])
            self.tree.addTopLevelItem(item)
        self._stack.setCurrentIndex(1 if self.problems else 0)

    def _on_activated(self, item: QTreeWidgetItem) -> None:
        self.node_requested.emit(str(item.data(0, _NODE_ROLE)))
