"""The list that a layer to be added is chosen from: every kind by its family, with a search."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget
from typing_extensions import override

from workbench.gui.component_words import translated
from workbench.gui.icons import Role, icon
from workbench.gui.text_size import scaled
from workbench.gui.theme import CATEGORY_COLOURS, Theme
from workbench.models.networks.layers import Layer, layer_kinds
from workbench.runs.layer_kinds import icon_of

WIDTH, HEIGHT = 264, 360
LEFT_OUT = frozenset({"zero_padded_shortcut"})  # part of a residual block; of little use alone


class LayerChooser(QFrame):
    """A search line above the kinds of layers; closes when one is chosen.

    Signals:
        chosen(Layer): the layer to be added, with its usual values.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("layer_chooser")
        self.setAccessibleName(self.tr("Kinds of layers"))
        self.setProperty("role", "card")
        self._theme = theme
        self.search = QLineEdit(self)
        self.search.setObjectName("layer_search")
        self.search.setAccessibleName(self.tr("Find a kind of layer"))
        self.search.setPlaceholderText(self.tr("Find a layer…"))
        self.list = QListWidget(self)
        self.list.setObjectName("layer_kinds")
        self.list.setAccessibleName(self.tr("Kinds of layers"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.list)
        self.search.textChanged.connect(self._fill)
        self.search.installEventFilter(self)
        self.list.itemActivated.connect(self._take)
        self.list.itemClicked.connect(self._take)

    def open_at(self, corner: QPoint) -> None:
        """Offer every kind, at a place of the screen."""
        self.search.clear()
        self._fill("")
        self.resize(scaled(WIDTH), scaled(HEIGHT))
        room = self.screen().availableGeometry()
        x = max(room.left(), min(corner.x(), room.right() - self.width()))
        y = max(room.top(), min(corner.y(), room.bottom() - self.height()))
        self.move(x, y)
        self.show()
        self.search.setFocus()

    def _fill(self, text: str) -> None:
        self.list.clear()
        family = ""
        for layer in offered(text):
            if layer.family != family and not text.strip():
                family = layer.family
                self._add_heading(translated(family))
            self.list.addItem(self._item(layer))
        first = next((i for i in range(self.list.count()) if self._layer(i) is not None), -1)
        self.list.setCurrentRow(first)

    def _add_heading(self, words: str) -> None:
        heading = QListWidgetItem(words)
        heading.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.addItem(heading)

    def _item(self, layer: Layer) -> QListWidgetItem:
        family = str(layer.family)
        role: Role = family if family in CATEGORY_COLOURS else "secondary"  # type: ignore[assignment]
        item = QListWidgetItem(icon(icon_of(type(layer)), self._theme, role), title_of(layer))
        item.setToolTip(translated(layer.help()))
        item.setData(Qt.ItemDataRole.UserRole, layer)
        return item

    def _layer(self, row: int) -> Layer | None:
        item = self.list.item(row)
        layer = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return layer if isinstance(layer, Layer) else None

    def _take(self, item: QListWidgetItem) -> None:
        layer = item.data(Qt.ItemDataRole.UserRole)
        if isinstance(layer, Layer) and self.isVisible():
            self.close()
            self.chosen.emit(layer)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_key = watched is self.search and event.type() == QEvent.Type.KeyPress
        if is_key and isinstance(event, QKeyEvent) and self._take_key(event.key()):
            return True
        return super().eventFilter(watched, event)

    def _take_key(self, key: int) -> bool:
        """What the search line hands on to the list."""
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            item = self.list.currentItem()
            if item is not None:
                self._take(item)
            return True
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(key))
        if step is None:
            return False
        row = self.list.currentRow() + step
        while 0 <= row < self.list.count() and self._layer(row) is None:
            row += step
        if 0 <= row < self.list.count():
            self.list.setCurrentRow(row)
        return True


def offered(text: str) -> tuple[Layer, ...]:
    """A layer of each kind whose names or help hold all words, the nearest first."""
    layers = [kind() for kind in layer_kinds() if kind.kind not in LEFT_OUT]
    for kind in layer_kinds():
        own = [fields for fields in kind.aliases.values() if kind.model_validate(fields) != kind()]
        layers += [kind.model_validate(fields) for fields in own]
    layers = list(dict.fromkeys(layers))
    families = list(dict.fromkeys(layer.family for layer in layers))
    asked = text.lower().split()
    scored = [(min([_score(layer, word) for word in asked] or [1]), layer) for layer in layers]
    found = [(points, layer) for points, layer in scored if points]
    found.sort(key=lambda hit: (-hit[0], families.index(hit[1].family)))
    return tuple(layer for _, layer in found)


def title_of(layer: Layer) -> str:
    """What a layer to be added is called: its kind, and its function where that says more."""
    title = translated(layer.title)
    return f"{title}: {layer.stem}" if layer.kind == "activation" else title


def _score(layer: Layer, word: str) -> int:
    names = [layer.title.lower(), layer.word, layer.kind, layer.stem]
    if any(name.startswith(word) for name in names):
        return 3
    if any(word in name for name in names):
        return 2
    return int(len(word) > 2 and word in layer.help().lower())
