"""The palette: every component by category, to be dragged or clicked onto the canvas."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QByteArray, QElapsedTimer, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFont, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QMenu,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from workbench.core.component import Component
from workbench.gui.component_words import translated
from workbench.gui.editor.component_rows import (
    ALIAS_ROLE,
    CATEGORY_ROLE,
    ICON_ROLE,
    KEY_ROLE,
    ComponentRows,
)
from workbench.gui.editor.dropping import COMPONENT_MIME
from workbench.gui.editor.look import label_font
from workbench.gui.editor.search import GROUPS, found
from workbench.gui.text_size import scaled
from workbench.gui.theme import LIGHT, Theme

OWN = "Own"


class Palette(QWidget):
    """A filter line above the components by category.

    Signals:
        chosen: the key of a component that was clicked, or entered.
        removal_wanted: the key of one of the user's own nodes that is not to be kept.
    """

    chosen = Signal(str)
    removal_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self.setObjectName("palette")
        self.setAccessibleName(self.tr("Palette of nodes"))
        self._catalog: Mapping[str, type[Component]] = {}
        self.filter = QLineEdit(self)
        self.filter.setObjectName("paletteFilter")
        self.filter.setAccessibleName(self.tr("Filter the palette"))
        self.filter.setPlaceholderText(self.tr("Filter…"))
        self.filter.setToolTip(self.tr("Finds titles, WEKA's names and words of the help"))
        self.filter.setClearButtonEnabled(True)
        self.tree = _Tree(self, theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        self.nothing = QLabel(self.tr("Nothing fits that name."), self)
        self.nothing.setObjectName("paletteNothing")
        self.nothing.setProperty("role", "secondary")
        self.nothing.hide()
        layout.addWidget(self.filter)
        layout.addWidget(self.nothing)
        layout.addWidget(self.tree)
        self.setFocusProxy(self.filter)
        self.filter.textChanged.connect(self._fill)
        self.filter.returnPressed.connect(self._take_first)
        self.tree.chosen.connect(self.chosen)
        self.tree.removal_wanted.connect(self.removal_wanted)

    @override
    def sizeHint(self) -> QSize:
        return QSize(232, 480)

    def set_catalog(self, catalog: Mapping[str, type[Component]]) -> None:
        """Offer other components."""
        self._catalog = catalog
        self._fill(self.filter.text())

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.tree.rows.set_theme(theme)
        for row in range(self.tree.topLevelItemCount()):
            group = self.tree.topLevelItem(row)
            if group is not None:
                _size(group)
        self.tree.scheduleDelayedItemsLayout()

    def _fill(self, text: str) -> None:
        self.tree.clear()
        kinds = found(text, self._catalog.values())
        for category in GROUPS:
            members = [kind for kind in kinds if kind.category == category]
            if members:
                words = QGuiApplication.translate("Categories", category)
                self.tree.addTopLevelItem(_group(words, members))
        self.nothing.setVisible(bool(text) and not kinds)
        self.tree.expandAll()
        if text and kinds:
            self.tree.setCurrentIndex(self.tree.model().index(0, 0, self.tree.model().index(0, 0)))

    def _take_first(self) -> None:
        kinds = found(self.filter.text(), self._catalog.values())
        if kinds and self.filter.text():
            self.chosen.emit(kinds[0].key)


class _Tree(QTreeWidget):
    """The components; top-level items are categories."""

    chosen = Signal(str)
    removal_wanted = Signal(str)

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.setObjectName("paletteTree")
        self.setAccessibleName(self.tr("Nodes by category"))
        self.rows = ComponentRows(self, theme)
        self.setItemDelegate(self.rows)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setDragEnabled(True)
        self.setDragDropMode(QTreeWidget.DragDropMode.DragOnly)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QTreeWidget.ScrollMode.ScrollPerPixel)
        self._since_click = QElapsedTimer()
        self.itemClicked.connect(self._click)

    def _click(self, item: QTreeWidgetItem) -> None:
        """A click adds; the second click of a double click does not add again."""
        if not item.data(0, KEY_ROLE):
            item.setExpanded(not item.isExpanded())
            return
        pause = QGuiApplication.styleHints().mouseDoubleClickInterval()
        if not self._since_click.isValid() or self._since_click.elapsed() > pause:
            self.chosen.emit(item.data(0, KEY_ROLE))
        self._since_click.start()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_enter and item is not None and item.data(0, KEY_ROLE):
            self.chosen.emit(item.data(0, KEY_ROLE))
        else:
            super().keyPressEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        item = self.itemAt(event.pos())
        if item is None or item.data(0, CATEGORY_ROLE) != OWN:
            return
        key = item.data(0, KEY_ROLE)
        menu = QMenu(self)
        menu.setObjectName("paletteMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        removing = menu.addAction(self.tr("Remove from the palette"))
        removing.setObjectName("remove_own")
        removing.triggered.connect(partial(self.removal_wanted.emit, key))
        menu.popup(event.globalPos())

    @override
    def mimeTypes(self) -> list[str]:
        return [COMPONENT_MIME]

    @override
    def mimeData(self, items: Sequence[QTreeWidgetItem]) -> QMimeData:
        data = QMimeData()
        key = items[0].data(0, KEY_ROLE) if items else None
        if key:
            data.setData(COMPONENT_MIME, QByteArray(key.encode()))
        return data


def _size(group: QTreeWidgetItem) -> None:
    """Give a heading its font and height, which follow the size of text."""
    group.setFont(0, label_font(12, QFont.Weight.DemiBold))
    group.setSizeHint(0, QSize(0, scaled(28)))


def _group(words: str, kinds: Sequence[type[Component]]) -> QTreeWidgetItem:
    group = QTreeWidgetItem([words])
    group.setFlags(Qt.ItemFlag.ItemIsEnabled)
    _size(group)
    for kind in kinds:
        row = QTreeWidgetItem([translated(kind.title)])
        row.setData(0, KEY_ROLE, kind.key)
        row.setData(0, ICON_ROLE, kind.icon)
        row.setData(0, CATEGORY_ROLE, kind.category)
        row.setData(0, ALIAS_ROLE, next(iter((*kind.weka_names(), *kind.aliases)), ""))
        row.setToolTip(0, _tip(kind))
        row.setFlags(
            Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
        )
        group.addChild(row)
    return group


def _tip(kind: type[Component]) -> str:
    lines = [translated(kind.help())]
    if kind.weka:
        weka = QGuiApplication.translate("FlowEditor", "In WEKA: {}")
        lines.append(weka.format(", ".join(kind.weka_names())))
    return "\n".join(lines)
