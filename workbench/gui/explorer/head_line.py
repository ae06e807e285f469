"""The line above the explorer: what is open, its class, and what can be done with the whole."""

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction
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

from workbench.data.dataset import Dataset
from workbench.data.schema import Schema
from workbench.gui.icons import icon
from workbench.gui.theme import Theme

ICON = QSize(18, 18)
CLASS_WIDTH = 168


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
        self.selected = self._made_selected()
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
        self.name.setText(name)
        self.name.setToolTip(self.tr("Relation: {}").format(schema.relation or "–"))
        self.size_words.setText(
            self.tr("{rows} rows × {attributes} attributes").format(
                rows=f"{dataset.n_samples:,}", attributes=f"{len(schema.attributes):,}"
            )
        )
        self._fill_classes(schema)

    def show_selected(self, n_selected: int) -> None:
        """Say how many rows are selected."""
        self.selected.setVisible(n_selected > 0)
        self.selected.setText(self.tr("{} selected").format(f"{n_selected:,}"))

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.open.setIcon(icon("mdi6.folder-open-outline", theme))
        self.reload.setIcon(icon("mdi6.refresh", theme))
        self.save.setIcon(icon("mdi6.content-save-outline", theme))
        self.flow.setIcon(icon("mdi6.graph-outline", theme, "on_accent"))
        self.selected.setIcon(icon("mdi6.select-drag", theme, "accent"))

    def _fill_classes(self, schema: Schema) -> None:
        target = schema.class_attribute
        with QSignalBlocker(self.classes):
            self.classes.clear()
            self.classes.addItem(self.tr("no class"), None)
            for attribute in schema.attributes:
                if attribute.kind in {"nominal", "numeric"} and attribute.role != "weight":
                    self.classes.addItem(attribute.name, attribute.name)
            self.classes.setCurrentIndex(self.classes.findData(target.name) if target else 0)

    def _made_selected(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("selected_rows")
        button.setAccessibleName(self.tr("Selected rows"))
        button.setToolTip(self.tr("What to do with the selected rows"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        for name, words in (
            ("keep", self.tr("Keep selected rows")),
            ("remove", self.tr("Remove selected rows")),
            ("invert", self.tr("Invert selection")),
            ("clear", self.tr("Clear selection")),
        ):
            action = menu.addAction(words)
            action.setObjectName(f"{name}_selected")
            action.triggered.connect(
                lambda _checked=False, name=name: self.selection_wanted.emit(name)
            )
        button.setMenu(menu)
        button.hide()
        return button

    def _made_classes(self) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName("class_chooser")
        box.setAccessibleName(self.tr("Class attribute"))
        box.setToolTip(self.tr("The attribute to be predicted; pictures are coloured by it"))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setFixedWidth(CLASS_WIDTH)
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
        row.addWidget(self.selected)
        self.name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        row.addStretch(1)
        words = QLabel(self.tr("Class"), self)
        words.setProperty("role", "secondary")
        words.setBuddy(self.classes)
        row.addWidget(words)
        row.addWidget(self.classes)
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
