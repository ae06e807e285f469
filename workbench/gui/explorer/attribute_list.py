"""The list of attributes: sort, filter, choose, and change what is chosen."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QPoint, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.core.component import Component
from workbench.data.profile.attribute_profile import AttributeProfile, Profile
from workbench.data.schema import Schema
from workbench.gui.explorer.attribute_actions import AttributeAction, attribute_actions
from workbench.gui.explorer.attribute_delegate import PictureDelegate
from workbench.gui.explorer.attribute_menu import attribute_menu
from workbench.gui.explorer.attribute_model import (
    NAME,
    PICTURE,
    AttributeFilter,
    AttributeModel,
)
from workbench.gui.explorer.attribute_table import ICON, AttributeTable
from workbench.gui.explorer.kind_words import KINDS, kind_word
from workbench.gui.icons import icon
from workbench.gui.theme import Theme

RENAME, RENAME_MANY = "rename_attribute", "rename_attributes"
QUICK = ("remove", "keep", "set_class")  # buttons; all the others are in the menu


class AttributeList(QWidget):
    """Shows attributes; changes nothing itself.

    Signals:
        chosen(str): the attribute whose summary is to be shown; empty for none.
        step_wanted(key, values, label): a step for the attributes that are selected.
        form_wanted(key, values): a step for them that is to be filled in.
    """

    chosen = Signal(str)
    step_wanted = Signal(str, dict, str)
    form_wanted = Signal(str, dict)

    def __init__(
        self, catalog: Mapping[str, type[Component]], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("attribute_list")
        self._theme = theme
        self._actions = attribute_actions(catalog)
        self._can_rename = {RENAME, RENAME_MANY} <= catalog.keys()
        self.model = AttributeModel(theme, self)
        self.filter = AttributeFilter(self.model, self)
        self.delegate = PictureDelegate(theme, self)
        self.query = QLineEdit(self)
        self.expression = self._button("attribute_expression", self.tr("Regular expression"))
        self.kinds = QComboBox(self)
        self.fault = QLabel(self)
        self.count = QLabel(self)
        self.table = AttributeTable(self.filter, self)
        self.table.setItemDelegateForColumn(PICTURE, self.delegate)
        self.buttons = {
            action.name: self._button(f"attributes_{action.name}", action.words)
            for action in self._actions
            if action.name in QUICK
        }
        self.more = self._button("attributes_more", self.tr("More for the selected attributes"))
        self._name_parts()
        self._lay_out()
        self._connect()
        self.set_theme(theme)
        self._show_chosen()

    # ---------------------------------------------------------------- showing

    def show_schema(self, schema: Schema) -> None:
        """Show these attributes; those that were chosen stay so, as far as they are there."""
        if schema == self.model.schema:
            return
        names, current = self.selected, self.current
        self.model.show_schema(schema)
        self._select([name for name in names if name in schema])
        if current in schema:
            self.choose(current)
        elif schema.attributes:
            self.choose(schema.names[0])
        self._show_chosen()
        self._filter()

    def show_profile(self, profile: Profile | None) -> None:
        """Show what is known of the attributes."""
        self.model.show_profile(profile)

    def profile(self, name: str) -> AttributeProfile | None:
        """What is known of one."""
        return self.model.profile(name)

    def choose(self, name: str) -> None:
        """Make an attribute the current one."""
        if name not in self.model.schema:
            return
        index = self.filter.mapFromSource(self.model.index(self.model.schema.index(name), NAME))
        if index.isValid():
            is_selected = name in self.selected
            flag = QItemSelectionModel.SelectionFlag
            how = flag.NoUpdate if is_selected else flag.ClearAndSelect | flag.Rows
            self.table.selectionModel().setCurrentIndex(index, how)

    @property
    def current(self) -> str:
        """The attribute whose summary is shown."""
        return self._name_at(self.filter.mapToSource(self.table.currentIndex()).row())

    @property
    def selected(self) -> tuple[str, ...]:
        """The attributes that are selected, in the data's order."""
        rows = self.table.selectionModel().selectedRows()
        return tuple(
            self._name_at(r) for r in sorted(self.filter.mapToSource(i).row() for i in rows)
        )

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self.model.set_theme(theme)
        self.delegate.theme = theme
        for action in self._actions:
            if action.name in self.buttons:
                self.buttons[action.name].setIcon(icon(action.icon, theme))
        self.more.setIcon(icon("mdi6.dots-horizontal", theme))
        self.expression.setIcon(icon("mdi6.regex", theme))

    # ---------------------------------------------------------------- doing

    def menu(self) -> QMenu:
        """What can be done with the selected attributes."""
        names = self.selected
        menu = attribute_menu(self, self._actions, names, self._theme, self.want)
        if self._can_rename:
            rename = menu.addAction(icon("mdi6.rename-outline", self._theme), self.tr("Rename…"))
            rename.setObjectName("menu_rename")
            rename.setEnabled(bool(names))
            rename.triggered.connect(lambda _checked=False: self._rename())
        menu.addSeparator()
        every = menu.addAction(self.tr("Select all shown"))
        every.triggered.connect(lambda _checked=False: self.table.selectAll())
        others = menu.addAction(self.tr("Invert the selection"))
        others.triggered.connect(lambda _checked=False: self._invert())
        return menu

    def want(self, action: AttributeAction) -> None:
        """Ask for the action's step on what is selected."""
        names = self.selected
        if action.fits(names):
            values: dict[str, Any] = action.values_for(names)
            self.step_wanted.emit(action.key, values, action.words)

    def _rename(self) -> None:
        name, *others = self.selected
        if others:
            self.form_wanted.emit(RENAME_MANY, {"attributes": [name, *others]})
            return
        title, words = self.tr("Rename attribute"), self.tr("New name of “{}”").format(name)
        new, is_given = QInputDialog.getText(self, title, words, text=name)
        if is_given and new != name:
            values = {"attribute": name, "name": new}
            self.step_wanted.emit(RENAME, values, self.tr("Rename attribute"))

    def _invert(self) -> None:
        kept = set(self.selected)
        self._select([name for name in self._shown_names() if name not in kept])

    def _select(self, names: list[str]) -> None:
        flag = QItemSelectionModel.SelectionFlag
        self.table.clearSelection()
        for name in names:
            source = self.model.index(self.model.schema.index(name), NAME)
            index = self.filter.mapFromSource(source)
            self.table.selectionModel().select(index, flag.Select | flag.Rows)

    def _shown_names(self) -> list[str]:
        rows = range(self.filter.rowCount())
        return [self._name_at(self.filter.mapToSource(self.filter.index(r, 0)).row()) for r in rows]

    def _name_at(self, row: int) -> str:
        names = self.model.schema.names
        return names[row] if 0 <= row < len(names) else ""

    def _filter(self) -> None:
        fault = self.filter.filter(
            self.query.text(),
            self.kinds.currentData() or "",
            is_expression=self.expression.isChecked(),
        )
        self._show_fault(fault)

    def _show_fault(self, fault: str = "") -> None:
        """Say what is wrong with the expression, or that nothing fits."""
        words = self.tr("Not a regular expression: {}").format(fault) if fault else ""
        if not fault and self.model.schema.attributes and not self.filter.rowCount():
            words = self.tr("No attribute fits the filter.")
        self.fault.setText(words)
        self.fault.setVisible(bool(words))

    def _show_chosen(self) -> None:
        names = self.selected
        for action in self._actions:
            if action.name in self.buttons:
                self.buttons[action.name].setEnabled(action.fits(names))
        self.more.setEnabled(bool(names))
        self.count.setText(
            self.tr("{selected} of {all} selected").format(
                selected=len(names), all=len(self.model.schema.attributes)
            )
        )

    def _open_menu(self, place: QPoint) -> None:
        self.menu().popup(self.table.viewport().mapToGlobal(place))

    # ---------------------------------------------------------------- putting together

    def _button(self, name: str, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setToolTip(words)
        button.setIconSize(ICON)
        return button

    def _name_parts(self) -> None:
        self.query.setObjectName("attribute_query")
        self.query.setAccessibleName(self.tr("Filter attributes by name"))
        self.query.setPlaceholderText(self.tr("Filter attributes"))
        self.query.setClearButtonEnabled(True)
        self.expression.setCheckable(True)
        self.kinds.setObjectName("attribute_kinds")
        self.kinds.setAccessibleName(self.tr("Kinds of attributes that are shown"))
        self.kinds.addItem(self.tr("All"), "")
        for kind in KINDS:
            self.kinds.addItem(kind_word(kind), kind)
        self.fault.setProperty("role", "failed")
        self.fault.setWordWrap(True)
        self.count.setProperty("role", "secondary")
        self.count.setObjectName("selected_attributes")
        self.fault.hide()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.query, 1)
        top.addWidget(self.expression)
        top.addWidget(self.kinds)
        foot = QHBoxLayout()
        foot.setContentsMargins(4, 0, 0, 4)
        foot.setSpacing(4)
        foot.addWidget(self.count, 1)
        for button in (*self.buttons.values(), self.more):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 4, 0)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self.fault)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.query.textChanged.connect(self._filter)
        self.expression.toggled.connect(self._filter)
        self.kinds.activated.connect(self._filter)
        self.table.customContextMenuRequested.connect(self._open_menu)
        selection = self.table.selectionModel()
        selection.currentRowChanged.connect(lambda _now, _before: self.chosen.emit(self.current))
        selection.selectionChanged.connect(lambda _new, _old: self._show_chosen())
        self.more.clicked.connect(
            lambda: self.menu().popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))
        )
        for action in self._actions:
            if action.name in self.buttons:
                self.buttons[action.name].clicked.connect(
                    lambda _checked=False, action=action: self.want(action)
                )
