"""The preview of the import dialog: the first rows, the kind of each column in its header."""

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget
from typing_extensions import override

from workbench.data.dataset import Dataset
from workbench.gui.brush import Brush
from workbench.gui.explorer.kind_words import KIND_ICONS
from workbench.gui.explorer.table.cell_painter import PADDING, CellPainter
from workbench.gui.explorer.table.header import ARROW, AttributeHeader
from workbench.gui.explorer.table.model import SampleModel
from workbench.gui.icons import icon, paint_icon
from workbench.gui.theme import LIGHT, Theme

# The reader's parameter for each kind that can be asked for.
PARAMETERS = {"numeric": "numeric", "nominal": "nominal", "string": "text", "date": "dates"}
ROW_HEIGHT, MIN_WIDTH, MAX_WIDTH = 26, 96, 280


class KindHeader(AttributeHeader):
    """Names with the icon of the kind; a chevron says that a click chooses another."""

    def __init__(self, model: SampleModel, parent: QWidget) -> None:
        super().__init__(model, parent)
        self.setSectionsMovable(False)
        self.setSortIndicatorShown(False)
        self.setToolTip(self.tr("Click to choose how the column is read"))

    @override
    def paintSection(
        self,
        painter: QPainter,
        rect: QRect,
        logicalIndex: int,
    ) -> None:
        super().paintSection(painter, rect, logicalIndex)
        left, top = rect.right() - PADDING - ARROW, rect.center().y() - ARROW / 2
        area = QRectF(left, top, ARROW, ARROW)
        paint_icon(painter, "mdi6.chevron-down", self.theme.secondary, area)


class PreviewTable(QTableView):
    """The first rows as they would be read.

    Signals:
        kind_wanted(int, str): a column is to be read as this kind; "" for automatic.
    """

    kind_wanted = Signal(int, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._brush = Brush(self)  # nothing is ever selected in a preview
        self._chosen: dict[int, str] = {}
        self.samples = SampleModel(self)
        self.painter = CellPainter(self.samples, self._brush, self)
        self.head = KindHeader(self.samples, self)
        self.setObjectName("import_preview")
        self.setAccessibleName(self.tr("The first rows as they would be read"))
        self.setHorizontalHeader(self.head)
        self.setModel(self.samples)
        self.setItemDelegate(self.painter)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        side = self.verticalHeader()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setDefaultSectionSize(ROW_HEIGHT)
        side.setHighlightSections(False)
        self.head.sectionClicked.connect(self.open_menu)
        shortcut = QShortcut(QKeySequence("Alt+Down"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(lambda: self.open_menu(self.currentIndex().column()))

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.painter.set_theme(theme)
        self.head.set_theme(theme)
        self.viewport().update()

    def show_rows(self, dataset: Dataset | None, chosen: dict[int, str]) -> None:
        """Show rows, and the kinds that were chosen for columns by their number."""
        before = self.samples.attributes
        self._chosen = chosen
        self._brush.show_dataset(dataset)
        self.samples.show_dataset(dataset)
        if [a.name for a in before] != [a.name for a in self.samples.attributes]:
            for column in range(len(self.samples.attributes)):
                self.setColumnWidth(column, self._needed_width(column))

    def menu(self, column: int) -> QMenu:
        """The kinds a column can be read as, the chosen one marked."""
        menu = QMenu(self)
        menu.setObjectName("import_kind_menu")
        group = QActionGroup(menu)
        names = {
            "": self.tr("Automatic"),
            "numeric": self.tr("Number"),
            "nominal": self.tr("Nominal (labels)"),
            "string": self.tr("Text"),
            "date": self.tr("Date"),
        }
        for kind, name in names.items():
            action = QAction(name, menu)
            action.setCheckable(True)
            action.setChecked(self._chosen.get(column, "") == kind)
            if kind in PARAMETERS:
                action.setIcon(icon(KIND_ICONS[kind], self._theme, "secondary"))
            action.triggered.connect(lambda _, k=kind: self.kind_wanted.emit(column, k))
            group.addAction(action)
            menu.addAction(action)
        return menu

    def open_menu(self, column: int) -> None:
        """Let the user choose how a column is read."""
        if column < 0:
            return
        menu = self.menu(column)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        place = QPoint(self.head.sectionViewportPosition(column), self.head.height())
        menu.popup(self.head.viewport().mapToGlobal(place))

    def _needed_width(self, column: int) -> int:
        metrics = self.fontMetrics()
        rows = self.samples.rows[:60]
        texts = (self.samples.text(int(row), column)[:200] for row in rows)
        needed = max((metrics.horizontalAdvance(t) for t in texts), default=0) + 2 * PADDING + 4
        return min(max(needed, self.head.needed_width(column), MIN_WIDTH), MAX_WIDTH)
