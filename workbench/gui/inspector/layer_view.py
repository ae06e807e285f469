"""The two views of layers: a list for a narrow panel, a table with columns for a large one."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QListView, QTableView, QWidget
from typing_extensions import override

from workbench.gui.inspector.layer_delegate import LayerDelegate
from workbench.gui.inspector.layer_model import BIASES, COSTS, NAME, OUTPUT, WEIGHTS, WORDS
from workbench.gui.text_size import keep_size, scaled
from workbench.gui.theme import Theme

LEAST, MOST = 96, 336  # pixels that the list is high; more layers are scrolled


class LayerList(QListView):
    """As high as its layers need, up to a limit."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("layer_list")
        self.setAccessibleName(self.tr("Layers"))
        self.setProperty("role", "field")
        self.setItemDelegate(LayerDelegate(theme, self))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        keep_size(self)

    def fit(self) -> None:
        """Be as high as what is shown."""
        self.scheduleDelayedItemsLayout()
        high, most = 2 * self.frameWidth(), scaled(MOST)
        for row in range(self.model().rowCount()):
            high += self.sizeHintForRow(row)
            if high > most:
                break
        self.setFixedHeight(max(scaled(LEAST), min(high, most)))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()  # errors are wrapped otherwise


class LayerTable(QTableView):
    """Every column; rows are never sorted: their order is the network."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("layer_table")
        self.setAccessibleName(self.tr("Layers"))
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        )
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )

    def fit(self) -> None:
        """Give each column the room that it needs."""
        header = self.horizontalHeader()
        for column in (NAME, NAME + 1, OUTPUT, WEIGHTS, BIASES, COSTS):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(WORDS, QHeaderView.ResizeMode.Stretch)
