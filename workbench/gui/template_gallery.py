"""The gallery of templates: a list, and beside it a picture of the chosen flow and its purpose."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from workbench.flow.file import Catalog
from workbench.gui.action_search import Entry
from workbench.gui.component_words import translated
from workbench.gui.flow_preview import FlowPreview
from workbench.gui.icons import icon
from workbench.gui.theme import Theme
from workbench.runs.templates import Template, templates

LIST_WIDTH = 220
SIZE = 960, 600
ICON = "mdi6.file-document-outline"


class TemplateGallery(QDialog):
    """Choose a flow to begin with.

    Signals:
        chosen(Template): it is to be opened in this window.
        wanted(Template): it is to be opened in a window of its own.
    """

    chosen = Signal(object)
    wanted = Signal(object)

    def __init__(self, catalog: Catalog, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalog = catalog
        self.setWindowTitle(self.tr("New from template"))
        self.setObjectName("template_gallery")
        self.list = QListWidget(self)
        self.list.setObjectName("template_list")
        self.list.setAccessibleName(self.tr("Templates"))
        self.list.setFixedWidth(LIST_WIDTH)
        self.preview = FlowPreview(theme, self)
        self.title = QLabel(self)
        self.title.setProperty("role", "title")
        self.words = QLabel(self)
        self.words.setProperty("role", "secondary")
        self.words.setWordWrap(True)
        self.buttons = QDialogButtonBox(self)
        self.open_button = self._button("template_open", self.tr("Open"), is_primary=True)
        self.open_button.setDefault(True)
        self.window_button = self._button("template_in_window", self.tr("Open in new window"))
        self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self._lay_out()
        self._fill()
        self._connect()
        self.list.setCurrentRow(0)

    @property
    def template(self) -> Template:
        """The one that is chosen in the list."""
        found: Template = self.list.currentItem().data(Qt.ItemDataRole.UserRole)
        return found

    def _button(self, name: str, text: str, *, is_primary: bool = False) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setProperty("primary", is_primary)  # before the box has it styled
        self.buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        return button

    def _fill(self) -> None:
        for template in templates():
            item = QListWidgetItem(translated(template.title))
            item.setToolTip(translated(template.help))
            item.setData(Qt.ItemDataRole.UserRole, template)
            self.list.addItem(item)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.preview, 1)
        right.addWidget(self.title)
        right.addWidget(self.words)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.list)
        row.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addLayout(row, 1)
        column.addWidget(self.buttons)
        self.resize(*SIZE)

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(self._show)
        self.list.itemActivated.connect(lambda *_: self._choose())
        self.open_button.clicked.connect(self._choose)
        self.window_button.clicked.connect(self._want)
        self.buttons.rejected.connect(self.reject)

    def _show(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        template = self.template
        self.title.setText(translated(template.title))
        self.words.setText(translated(template.help))
        self.preview.show_graph(template.graph(self._catalog))

    def _choose(self) -> None:
        template = self.template
        self.accept()
        self.chosen.emit(template)

    def _want(self) -> None:
        template = self.template
        self.accept()
        self.wanted.emit(template)


def template_entries(open_: Callable[[Template], object], theme: Theme) -> list[Entry]:
    """The templates for the search box."""
    return [_entry(template, open_, theme) for template in templates()]


def _entry(template: Template, open_: Callable[[Template], object], theme: Theme) -> Entry:
    title, help_ = translated(template.title), translated(template.help)
    words = f"{title} {help_} template".lower()
    detail = translated("Template")
    return Entry(title, detail, words, icon(ICON, theme), lambda: open_(template))
