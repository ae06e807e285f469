"""The welcome page: begin with the example, with data, or where you left off."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from workbench.gui.component_words import translated
from workbench.gui.text_size import scaled
from workbench.runs.templates import templates

BEGINNINGS = ("example", "open", "new_template", "new")
WIDTH = 840
CARD_ICON = 32
CARD_HEIGHT = 112
LIST_HEIGHT = 140
LEAST_FOR_ONE_ROW = 760


class HomePage(QWidget):
    """Cards for beginnings, a list of recent files, one of templates.

    Signals:
        chosen(Path): a recent file.
        template_chosen(Template): a template.
    """

    chosen = Signal(object)
    template_chosen = Signal(object)

    def __init__(self, beginnings: Iterable[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("home")
        self.setAccessibleName(self.tr("Welcome page"))
        self.recent = self._list("recent_files", self.tr("Recent files"))
        self.recent.itemActivated.connect(self._choose)
        self.recent.itemClicked.connect(self._choose)
        self.templates = self._list("home_templates", self.tr("Templates"))
        self.templates.itemActivated.connect(self._choose_template)
        self.templates.itemClicked.connect(self._choose_template)
        self.empty = QLabel(self.tr("Files that you open or save will be listed here."), self)
        self.empty.setProperty("role", "secondary")
        self._lay_out(beginnings)
        self.show_recent([])
        self._fill_templates()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.templates.scheduleDelayedItemsLayout()  # rows were measured before they had a style

    def show_recent(self, paths: Iterable[Path]) -> None:
        """List these files."""
        self.recent.clear()
        for path in paths:
            item = QListWidgetItem(f"{path.name}    {path.parent}")
            item.setData(Qt.ItemDataRole.UserRole, path)
            item.setToolTip(str(path))
            self.recent.addItem(item)
        has_some = self.recent.count() > 0
        self.recent.setVisible(has_some)
        self.empty.setVisible(not has_some)

    def _list(self, name: str, title: str) -> QListWidget:
        made = QListWidget(self)
        made.setObjectName(name)
        made.setAccessibleName(title)
        made.setMinimumHeight(LIST_HEIGHT)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return made

    def _fill_templates(self) -> None:
        for template in templates():
            item = QListWidgetItem(translated(template.title))
            item.setData(Qt.ItemDataRole.UserRole, template)
            item.setToolTip(translated(template.help))
            self.templates.addItem(item)

    def _choose_template(self, item: QListWidgetItem) -> None:
        self.template_chosen.emit(item.data(Qt.ItemDataRole.UserRole))

    def _choose(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))

    def _lay_out(self, beginnings: Iterable[QAction]) -> None:
        middle = QWidget(self)
        middle.setMaximumWidth(WIDTH)
        column = QVBoxLayout(middle)
        self._grid = QGridLayout()
        self._grid.setSpacing(16)
        column.setSpacing(8)
        title = QLabel(self.tr("Workbench"), middle)
        title.setProperty("role", "display")
        words = QLabel(
            self.tr("Draw a flow from data to result, run it, and watch networks train."),
            middle,
        )
        words.setProperty("role", "secondary")
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._cards = [_card(action, middle) for action in beginnings]
        column.addWidget(title)
        column.addWidget(words)
        column.addSpacing(16)
        column.addLayout(self._grid)
        column.addSpacing(24)
        column.addLayout(self._lists(middle), 1)
        self._lay_out_around(middle)

    def _lay_out_around(self, middle: QWidget) -> None:
        """Set the page in the middle, scrolled where there is not room enough."""
        inside = QWidget(self)
        row = QHBoxLayout(inside)
        row.setContentsMargins(32, 48, 32, 32)
        row.addStretch(1)
        row.addWidget(middle, 100)
        row.addStretch(1)
        area = QScrollArea(self)
        area.setObjectName("home_area")
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._arrange()

    def _arrange(self) -> None:
        """Put the cards in one row, or in two where there is not room enough."""
        n_across = len(self._cards) if self.width() >= scaled(LEAST_FOR_ONE_ROW) else 2
        for place, card in enumerate(self._cards):
            self._grid.addWidget(card, place // n_across, place % n_across)

    def _lists(self, parent: QWidget) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        for place, words in enumerate((self.tr("Recent files"), self.tr("Templates"))):
            heading = QLabel(words, parent)
            heading.setProperty("role", "heading")
            grid.addWidget(heading, 0, place)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.empty, 1, 0, top)
        grid.addWidget(self.recent, 1, 0)
        grid.addWidget(self.templates, 1, 1)
        grid.setRowStretch(1, 1)
        return grid


def _card(action: QAction, parent: QWidget) -> QWidget:
    frame = QFrame(parent)
    frame.setProperty("role", "card")
    button = QToolButton(frame)
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
    button.setIconSize(QSize(CARD_ICON, CARD_ICON))
    button.setObjectName(f"home_{action.objectName()}")
    button.setAccessibleName(action.text())
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    frame.setFixedHeight(CARD_HEIGHT)
    row = QVBoxLayout(frame)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(button)
    return frame
