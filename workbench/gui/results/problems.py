"""The problems of a flow as a table: how bad, which node, what, what to do, and a button for it."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHeaderView,
    QLabel,
    QMenu,
    QPushButton,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from workbench.flow.check import Problem, Remedy, Severity
from workbench.gui.icons import Role, icon
from workbench.gui.theme import LIGHT, Theme

_ICONS: dict[Severity, tuple[str, Role]] = {
    "failed": ("mdi6.close-circle-outline", "failed"),
    "warning": ("mdi6.alert-outline", "warning"),
    "ahead": ("mdi6.clock-alert-outline", "secondary"),
    "hint": ("mdi6.information-outline", "secondary"),
}
_PLACE = Qt.ItemDataRole.UserRole
KIND, NODE, WRONG, ADVICE, BUTTON = range(5)
WIDTHS = {KIND: 88, NODE: 136}
PADDING, LINE, MOST_HEIGHT = 12, 28, 10_000


class ProblemTable(QWidget):
    """What went wrong, will go wrong or deserves a look; a double click or Enter goes to the node.

    Signals:
        node_requested(str): the id of the node to be shown.
        remedy_wanted(Remedy): the step that the user wants taken. Reports are copied here.
    """

    node_requested = Signal(str)
    remedy_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("problems")
        self.problems: tuple[Problem, ...] = ()
        self.theme: Theme = LIGHT
        self.tree = QTreeWidget(self)
        self._set_up_tree()
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
        if problems != self.problems:
            self.problems = problems
            self._fill()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.theme = theme
        self.message.setStyleSheet(f"color: {theme.secondary}; padding: 16px;")
        self._fill()

    def copy(self) -> None:
        """Put the chosen problem, or all, on the clipboard."""
        chosen = self.tree.selectedItems() or self._items()
        lines = ["\t".join(item.text(c) for c in range(BUTTON)) for item in chosen]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def menu(self, problem: Problem) -> QMenu:
        """All that can be done about a problem; the caller lets it go."""
        menu = QMenu(self)
        for remedy in problem.remedies:
            action = menu.addAction(self._words(remedy))
            action.triggered.connect(lambda _checked=False, step=remedy: self._take(step))
        if problem.node:
            going = menu.addAction(self.tr("Go to the node"))
            going.triggered.connect(lambda: self.node_requested.emit(problem.node))
        menu.addSeparator()
        menu.addAction(self.tr("Copy")).triggered.connect(self.copy)
        return menu

    # ------------------------------------------------------------------ rows

    def _items(self) -> list[QTreeWidgetItem]:
        items = (self.tree.topLevelItem(i) for i in range(self.tree.topLevelItemCount()))
        return [item for item in items if item is not None]

    def _fill(self) -> None:
        words = {
            "failed": self.tr("Error"),
            "warning": self.tr("Warning"),
            "ahead": self.tr("Will fail"),
            "hint": self.tr("Hint"),
        }
        self.tree.clear()
        for place, problem in enumerate(self.problems):
            row = [words[problem.severity], problem.name, problem.sentence, problem.advice, ""]
            item = QTreeWidgetItem(row)
            glyph, role = look_of(problem.severity)
            item.setIcon(KIND, icon(glyph, self.theme, role))
            item.setData(KIND, _PLACE, place)
            for column in range(BUTTON):
                item.setTextAlignment(column, Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip(WRONG, problem.sentence)
            item.setToolTip(ADVICE, problem.advice)
            self.tree.addTopLevelItem(item)
            self._add_button(item, problem.remedies)
        self._stack.setCurrentIndex(1 if self.problems else 0)

    def _add_button(self, item: QTreeWidgetItem, remedies: Sequence[Remedy]) -> None:
        if not remedies:
            return
        button = QPushButton(self._words(remedies[0]))
        button.setProperty("flat", True)  # noqa: FBT003
        button.setObjectName(f"remedy_{remedies[0].kind}")
        button.setAccessibleDescription(item.text(WRONG))
        button.clicked.connect(lambda: self._take(remedies[0]))
        self.tree.setItemWidget(item, BUTTON, button)

    def _words(self, remedy: Remedy) -> str:
        match remedy.kind:
            case "link":
                return self.tr("Link it…")
            case "splitter":
                return self.tr("Add a splitter")
            case "file":
                return self.tr("Choose a file…")
            case "parameter":
                return self.tr("Open in the inspector")
            case "inspect":
                return self.tr("Go to the node")
            case "report":
                return self.tr("Copy report")

    # ------------------------------------------------------------------ what is done

    def _take(self, remedy: Remedy) -> None:
        if remedy.kind == "report":
            QGuiApplication.clipboard().setText(remedy.of)
        elif remedy.kind == "inspect":
            self.node_requested.emit(remedy.node)
        else:
            self.remedy_wanted.emit(remedy)

    def _problem(self, item: QTreeWidgetItem) -> Problem:
        return self.problems[int(item.data(KIND, _PLACE))]

    def _on_activated(self, item: QTreeWidgetItem) -> None:
        problem = self._problem(item)
        if problem.node:
            self.node_requested.emit(problem.node)

    def _pop_up(self, place: QPoint) -> None:
        item = self.tree.itemAt(place) or self.tree.currentItem()
        if item is not None:
            menu = self.menu(self._problem(item))
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(self.tree.viewport().mapToGlobal(place))

    # ------------------------------------------------------------------ putting together

    def _set_up_tree(self) -> None:
        tree = self.tree
        tree.setObjectName("problemTable")
        tree.setAccessibleName(self.tr("Problems"))
        tree.setHeaderLabels(
            [
                self.tr("Kind"),
                self.tr("Node"),
                self.tr("What is wrong"),
                self.tr("What to do"),
                "",
            ]
        )
        tree.setRootIsDecorated(False)
        tree.setAllColumnsShowFocus(True)
        tree.setWordWrap(True)
        tree.setItemDelegate(_Wrapping(tree))
        tree.setFrameShape(QTreeWidget.Shape.NoFrame)
        tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        tree.customContextMenuRequested.connect(self._pop_up)
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in WIDTHS.items():
            header.resizeSection(column, width)
        for column in (WRONG, ADVICE):  # the sentences share what room there is
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(BUTTON, QHeaderView.ResizeMode.ResizeToContents)
        # In other widths the sentences need other heights.
        header.sectionResized.connect(tree.scheduleDelayedItemsLayout)
        tree.itemActivated.connect(self._on_activated)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), tree)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self.copy)


def look_of(severity: Severity) -> tuple[str, Role]:
    """The icon of a problem and the role that gives its colour."""
    return _ICONS[severity]


class _Wrapping(QStyledItemDelegate):
    """Rows as high as their sentences need in the columns' present widths."""

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        usual = super().sizeHint(option, index)
        tree = self.parent()
        if not isinstance(tree, QTreeWidget) or index.column() not in {WRONG, ADVICE}:
            return QSize(usual.width(), max(LINE, usual.height()))
        room = QRect(0, 0, max(1, tree.columnWidth(index.column()) - PADDING), MOST_HEIGHT)
        metrics = QFontMetrics(tree.font())
        needed = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, str(index.data() or ""))
        return QSize(usual.width(), max(LINE, needed.height() + PADDING))
