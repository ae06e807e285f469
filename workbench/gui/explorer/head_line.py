"""The line above the explorer: what is open, its class, and what can be done with the whole."""

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from workbench.data.dataset import Dataset
from workbench.data.schema import Schema
from workbench.gui.brush import Brush
from workbench.gui.icons import icon
from workbench.gui.text_size import scaled
from workbench.gui.theme import Theme

ICON = QSize(18, 18)
CLASS_WIDTH = 168
NAME_WIDTH = 240
LEAST_WITH_SIZE = 720  # of this line


class HeadLine(QFrame):
    """Name, size, selection; class chooser; open, reload, save, open as flow.

    Signals:
        class_chosen(str or None): an attribute's name; None for no class.
        open_wanted, import_wanted, reload_wanted, save_wanted, flow_wanted: buttons.
        selection_wanted(str): "keep", "remove", "invert" or "clear" for the selected rows.
    """

    class_chosen = Signal(object)
    open_wanted = Signal()
    import_wanted = Signal()
    reload_wanted = Signal()
    save_wanted = Signal()
    flow_wanted = Signal()
    selection_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "message")
        self.setObjectName("explorer_head")
        self.name = QLabel(self)
        self.name.setProperty("role", "title")
        self.name.setObjectName("data_name")
        self.size_words = QLabel(self)
        self.size_words.setProperty("role", "secondary")
        self.size_words.setObjectName("data_size")
        self.selected = QLabel(self)
        self.selected.setObjectName("selected_rows")
        self.actions_: dict[str, QToolButton] = {}
        self.selection = self._made_selection()
        self.classes = self._made_classes()
        self.open = self._button("open_data", self.tr("Open…"), self.tr("Open another data file"))
        self.options = QAction(self.tr("How the file is read…"), self)
        self.options.setObjectName("import_data")
        self.reload = self._button(
            "reload_data", "", self.tr("Read the file again and apply the steps again")
        )
        self.save = self._button(
            "save_data", "", self.tr("Save the data as they are now, as ARFF or CSV")
        )
        self.flow = QPushButton(self.tr("Open as flow"), self)
        self.flow.setObjectName("open_as_flow")
        self.flow.setProperty("primary", True)  # noqa: FBT003
        self.flow.setToolTip(
            self.tr("Make a flow of these steps, with cross-validation and a learner")
        )
        self._lay_out()
        self._connect()
        self.set_theme(theme)

    def show_data(self, name: str, dataset: Dataset) -> None:
        """Say what is open."""
        schema = dataset.schema
        metrics = self.name.fontMetrics()
        self.name.setText(metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, NAME_WIDTH))
        relation = self.tr("Relation: {}").format(schema.relation or "–")
        self.name.setToolTip(f"{name}\n{relation}")
        self.size_words.setText(
            self.tr("{rows} rows × {attributes} attributes").format(
                rows=f"{dataset.n_samples:,}", attributes=f"{len(schema.attributes):,}"
            )
        )
        self._fill_classes(schema)

    def show_selected(self, n_selected: int) -> None:
        """Say how many rows are selected."""
        self.selection.setVisible(n_selected > 0)
        self.selected.setText(self.tr("{} selected").format(f"{n_selected:,}"))

    def words(self, brush: Brush) -> str:
        """What is looked at and selected, for the status bar; empty without data."""
        if brush.dataset is None:
            return ""
        return self.tr("{rows} rows × {attributes} attributes, {selected} rows selected").format(
            rows=f"{brush.dataset.n_samples:,}",
            attributes=f"{len(brush.dataset.schema.attributes):,}",
            selected=f"{brush.n_selected:,}",
        )

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._make_room()

    def _make_room(self) -> None:
        """Leave the size out where text is large; the status bar says it as well."""
        self.size_words.setVisible(self.width() >= scaled(LEAST_WITH_SIZE))

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.open.setIcon(icon("mdi6.folder-open-outline", theme))
        self.reload.setIcon(icon("mdi6.refresh", theme))
        self.save.setIcon(icon("mdi6.content-save-outline", theme))
        self.flow.setIcon(icon("mdi6.graph-outline", theme, "on_accent"))
        for name, glyph in _GLYPHS.items():
            self.actions_[name].setIcon(icon(glyph, theme, "accent"))

    def _fill_classes(self, schema: Schema) -> None:
        target = schema.class_attribute
        with QSignalBlocker(self.classes):
            self.classes.clear()
            self.classes.addItem(self.tr("no class"), None)
            for attribute in schema.attributes:
                if attribute.kind in {"nominal", "numeric"} and attribute.role != "weight":
                    self.classes.addItem(attribute.name, attribute.name)
            self.classes.setCurrentIndex(self.classes.findData(target.name) if target else 0)

    def _made_selection(self) -> QFrame:
        """How many rows are selected, and what can be done with them; there while there are any."""
        frame = QFrame(self)
        frame.setObjectName("selection")
        row = QHBoxLayout(frame)
        row.setContentsMargins(8, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.selected)
        row.addSpacing(4)
        for name, words in (
            ("keep", self.tr("Keep the selected rows only")),
            ("remove", self.tr("Remove the selected rows")),
            ("invert", self.tr("Select the other rows instead")),
            ("clear", self.tr("Select nothing")),
        ):
            button = self._button(f"{name}_selected", "", words)
            button.clicked.connect(
                lambda _checked=False, name=name: self.selection_wanted.emit(name)
            )
            self.actions_[name] = button
            row.addWidget(button)
        frame.hide()
        return frame

    def _made_classes(self) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName("class_chooser")
        box.setAccessibleName(self.tr("Class attribute"))
        box.setToolTip(self.tr("The attribute to be predicted; pictures are coloured by it"))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMaximumWidth(CLASS_WIDTH)
        box.setMinimumContentsLength(4)
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return box

    def _button(self, name: str, words: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setText(words)
        button.setAccessibleName(words or tip)
        button.setToolTip(tip)
        button.setIconSize(ICON)
        if words:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self.name)
        row.addWidget(self.size_words)
        row.addWidget(self.selection)
        self.name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        row.addStretch(1)
        words = QLabel(self.tr("Class"), self)
        words.setProperty("role", "secondary")
        words.setBuddy(self.classes)
        row.addWidget(words)
        row.addWidget(self.classes, 4)
        row.addSpacing(8)
        for button in (self.open, self.reload, self.save):
            row.addWidget(button)
        row.addSpacing(8)
        row.addWidget(self.flow)

    def _connect(self) -> None:
        self.classes.activated.connect(
            lambda index: self.class_chosen.emit(self.classes.itemData(index))
        )
        menu = QMenu(self.open)
        menu.addAction(self.options)
        self.open.setMenu(menu)
        self.open.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.open.clicked.connect(self.open_wanted)
        self.options.triggered.connect(lambda _checked=False: self.import_wanted.emit())
        self.reload.clicked.connect(self.reload_wanted)
        self.save.clicked.connect(self.save_wanted)
        self.flow.clicked.connect(self.flow_wanted)


_GLYPHS = {
    "keep": "mdi6.filter-check-outline",
    "remove": "mdi6.filter-remove-outline",
    "invert": "mdi6.select-inverse",
    "clear": "mdi6.select-off",
}
