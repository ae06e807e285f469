"""The table of attributes as it looks: widths, heights, how rows are chosen."""

from PySide6.QtCore import QAbstractItemModel, QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from workbench.gui.explorer.attribute_model import DISTINCT, MISSING, NAME, PICTURE, ROLE
from workbench.gui.text_size import TEXT_SIZE, scaled

ROW_HEIGHT = 26
WIDTHS = {ROLE: 62, MISSING: 64, DISTINCT: 64, PICTURE: 64}
LEAST_NAME = 96
ICON = QSize(16, 16)


class AttributeTable(QTableView):
    """Whole rows are chosen; a third click on a header gives the data's own order back."""

    def __init__(self, model: QAbstractItemModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("attributes")
        self.setAccessibleName(self.tr("Attributes"))
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setIconSize(ICON)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self._set_up_header()
        self._set_widths()
        self.setSortingEnabled(True)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._set_widths()
            self._make_room()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Where text is large, leave out columns until a name can be read."""
        room = self.viewport().width() - scaled(LEAST_NAME)
        for column in (DISTINCT, PICTURE, MISSING, ROLE):
            room -= scaled(WIDTHS[column])
            self.setColumnHidden(column, TEXT_SIZE.percent > 100 and room < 0)

    def _set_widths(self) -> None:
        for column, width in WIDTHS.items():
            self.horizontalHeader().resizeSection(column, scaled(width))

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        header.setObjectName("attributes_header")
        header.setStyleSheet("QHeaderView::section { padding: 4px; }")
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(24)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column in WIDTHS:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setHighlightSections(False)
