"""Sets of parameters with a name: a menu to take one, to keep one's own, to remove it."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.core.component import Component
from workbench.core.errors import WorkbenchError
from workbench.gui.component_words import translated
from workbench.gui.icons import icon
from workbench.gui.inspector.facts import facts_of
from workbench.gui.theme import Theme

LONGEST = 80  # characters of a name

Presets = Mapping[str, Mapping[str, Any]]


class PresetStore:
    """Where the user's own presets are kept; this one forgets them with the window.

    Raises (every method):
        DataError: they cannot be read or written.
    """

    def __init__(self) -> None:
        self._presets: dict[str, dict[str, Mapping[str, Any]]] = {}

    def of(self, kind: type[Component]) -> Presets:
        """The presets of a component, by name, in the order of saving."""
        return dict(self._presets.get(kind.key, {}))

    def save(self, kind: type[Component], name: str, values: Mapping[str, Any]) -> None:
        """Keep values under a name, in place of others of that name."""
        mine = self._presets.setdefault(kind.key, {})
        mine.pop(name, None)
        mine[name] = dict(values)

    def remove(self, kind: type[Component], name: str) -> None:
        """Forget a preset."""
        self._presets.get(kind.key, {}).pop(name, None)


class PresetBar(QWidget):
    """The line that asks for a name; its button with the menu stands in the inspector's head.

    Signals:
        chosen(values): parameters to be taken, as they are stored.
    """

    chosen = Signal(dict)

    def __init__(self, store: PresetStore, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._component: Component | None = None
        self.button = QToolButton(self)
        self.button.setObjectName("presets")
        self.button.setToolTip(self.tr("Presets: sets of parameters with a name"))
        self.button.setAccessibleName(self.tr("Presets"))
        self.button.clicked.connect(self._pop_up)
        self.line = QLineEdit(self)
        self.save = QPushButton(self.tr("Save"), self)
        self.cancel = QToolButton(self)
        self.told = QLabel(self)
        self.asked = QWidget(self)
        self._lay_out()
        self.set_theme(theme)

    def show_component(self, component: Component | None) -> None:
        """Offer the presets of a component; None where there can be none."""
        is_other = type(component) is not type(self._component)
        self._component = component
        has_any = component is not None and bool(kept(type(component)))
        self.button.setVisible(has_any)
        if is_other:
            self.asked.hide()
            self.tell("")

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.button.setIcon(icon("mdi6.tune-variant", theme, "secondary"))
        self.cancel.setIcon(icon("mdi6.close", theme, "secondary"))

    def tell(self, sentence: str) -> None:
        """Say what is wrong with a preset; nothing takes it away."""
        self.told.setText(f"⚠ {sentence}" if sentence else "")
        self.told.setVisible(bool(sentence))
        self.setVisible(bool(sentence) or self.asked.isVisibleTo(self))

    def menu(self) -> QMenu:
        """Defaults, the component's presets, one's own; the caller lets it go."""
        menu = QMenu(self)
        menu.setObjectName("presets_menu")
        if self._component is None:
            return menu
        kind = type(self._component)
        self._offer(menu, self.tr("Defaults"), _defaults(kind))
        if kind.presets:
            menu.addSeparator()
        for name, values in kind.presets.items():
            self._offer(menu, translated(name), values)
        self._add_own(menu, self._own(kind))
        menu.addSeparator()
        menu.addAction(self.tr("Save as preset…")).triggered.connect(self.ask)
        return menu

    def ask(self) -> None:
        """Ask for the name under which to keep the parameters."""
        self.line.clear()
        self.asked.show()
        self.tell("")
        self.line.setFocus()

    # ------------------------------------------------------------------ what is done

    def _own(self, kind: type[Component]) -> Presets:
        try:
            return self._store.of(kind)
        except WorkbenchError as error:
            self.tell(str(error))
            return {}

    def _add_own(self, menu: QMenu, own: Presets) -> None:
        if not own:
            return
        menu.addSeparator()
        for name, values in own.items():
            self._offer(menu, name, values)
        removing = menu.addMenu(self.tr("Remove"))
        for name in own:
            removing.addAction(_plain(name)).triggered.connect(
                lambda _checked=False, name=name: self._remove(name)
            )

    def _offer(self, menu: QMenu, name: str, values: Mapping[str, Any]) -> None:
        action = menu.addAction(_plain(name))
        action.setCheckable(True)
        action.setChecked(self._component is not None and _has(self._component, values))
        action.triggered.connect(lambda: self._choose(values))

    def _choose(self, values: Mapping[str, Any]) -> None:
        self.tell("")
        self.chosen.emit(dict(values))

    def _save(self) -> None:
        name = self.line.text().strip()
        if self._component is None or not name:
            self.tell(self.tr("A preset needs a name."))
            return
        names = kept(type(self._component))
        values = {n: v for n, v in self._component.parameters().items() if n in names}
        try:
            self._store.save(type(self._component), name, values)
        except WorkbenchError as error:
            self.tell(str(error))
            return
        self._end()

    def _remove(self, name: str) -> None:
        if self._component is None:
            return
        try:
            self._store.remove(type(self._component), name)
        except WorkbenchError as error:
            self.tell(str(error))

    def _end(self) -> None:
        self.asked.hide()
        self.tell("")
        self.button.setFocus()

    def _pop_up(self) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    # ------------------------------------------------------------------ putting together

    def _lay_out(self) -> None:
        self.line.setObjectName("preset_name")
        self.line.setAccessibleName(self.tr("Name of the preset"))
        self.line.setPlaceholderText(self.tr("Name of the preset"))
        self.line.setMaxLength(LONGEST)
        self.line.returnPressed.connect(self._save)
        self.save.setObjectName("preset_save")
        self.save.clicked.connect(self._save)
        self.cancel.setObjectName("preset_cancel")
        self.cancel.setToolTip(self.tr("Save no preset"))
        self.cancel.setAccessibleName(self.tr("Save no preset"))
        self.cancel.clicked.connect(self._end)
        self.told.setProperty("role", "failed")
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setObjectName("preset_error")
        row = QHBoxLayout(self.asked)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.line, 1)
        row.addWidget(self.save)
        row.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.asked)
        column.addWidget(self.told)
        self.asked.hide()
        self.tell("")


def kept(kind: type[Component]) -> tuple[str, ...]:
    """The parameters that a preset holds: all but files and the class of one data set."""
    return tuple(
        facts.name
        for facts in facts_of(kind)
        if facts.editor not in {"file", "save-file"} and not facts.takes_none
    )


def _defaults(kind: type[Component]) -> dict[str, Any]:
    values = kind.parse({}).parameters()
    return {name: values[name] for name in kept(kind)}


def _has(component: Component, values: Mapping[str, Any]) -> bool:
    """Whether a component's parameters are those of a preset."""
    try:
        return component.with_parameters(dict(values)) == component
    except WorkbenchError:
        return False


def _plain(name: str) -> str:
    """A name in a menu, its ampersands shown."""
    return name.replace("&", "&&")
