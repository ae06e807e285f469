"""A list or a table of layers with all that is done to it: by buttons, keys and the mouse."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLabel, QToolButton, QWidget
from typing_extensions import override

from workbench.core.errors import WorkbenchError
from workbench.gui.icons import icon
from workbench.gui.inspector.layer_chooser import LayerChooser
from workbench.gui.inspector.layer_model import LayerModel
from workbench.gui.theme import Theme
from workbench.models.networks.design import Design
from workbench.models.networks.layers import Layer
from workbench.runs import design_edits

BUTTONS = {
    "add": "mdi6.plus",
    "duplicate": "mdi6.content-duplicate",
    "remove": "mdi6.minus",
    "up": "mdi6.arrow-up",
    "down": "mdi6.arrow-down",
}


class LayerBench(QObject):
    """What turns keys, buttons and drops on a view of layers into other designs.

    Signals:
        edited(Design): another design is wanted.
        refused(str): why what is on the clipboard cannot be put in.
        parameters_wanted(): the current layer's parameters are to be edited.
        selected(): other layers are selected.
    """

    edited = Signal(object)
    refused = Signal(str)
    parameters_wanted = Signal()
    selected = Signal()

    def __init__(self, view: QAbstractItemView, model: LayerModel, theme: Theme) -> None:
        super().__init__(view)
        self.view, self.model = view, model
        self.design = Design()
        self._theme = theme
        self.bar = QWidget(view.parentWidget())
        self.buttons = {name: QToolButton(self.bar) for name in BUTTONS}
        self.chooser = LayerChooser(theme, view)
        self._lay_out()
        self._set_up_view()
        self._wanted: tuple[int, ...] | None = None  # to be selected when the design is shown
        self.chooser.chosen.connect(self._insert)
        model.dropped.connect(self._drop)
        model.text_dropped.connect(self._take_text)

    @property
    def places(self) -> tuple[int, ...]:
        """The selected rows."""
        return tuple(sorted({i.row() for i in self.view.selectionModel().selectedIndexes()}))

    def show_design(self, design: Design) -> None:
        """Take the design on which edits are made; its rows are shown already."""
        self.design = design
        if self._wanted is not None:
            self.select(self._wanted)
            self._wanted = None
        self._enable()

    def set_read_only(self, *, is_read_only: bool) -> None:
        """Allow looking and copying only, or edits too."""
        self.model.is_read_only = is_read_only
        self._enable()

    def select(self, places: Sequence[int]) -> None:
        """Select rows; the last of them becomes the current one."""
        chosen, model = QItemSelection(), self.model
        last = model.columnCount() - 1
        there = [place for place in places if 0 <= place < model.rowCount()]
        for place in there:
            chosen.select(model.index(place, 0), model.index(place, last))
        flags = QItemSelectionModel.SelectionFlag
        selection = self.view.selectionModel()
        if there:
            selection.setCurrentIndex(model.index(there[-1], 0), flags.NoUpdate)
            self.view.scrollTo(model.index(there[-1], 0))
        selection.select(chosen, flags.ClearAndSelect)

    # ------------------------------------------------------------------ edits

    def add(self) -> None:
        """Offer the kinds of layers, below the button."""
        if not self.model.is_read_only:
            button = self.buttons["add"]
            self.chooser.open_at(button.mapToGlobal(QPoint(0, button.height() + 2)))

    def duplicate(self) -> None:
        """Put copies of the selected layers behind them."""
        if self.places:
            layers = [self.design.layers[i] for i in self.places]
            self._put(layers, self.places[-1] + 1)

    def remove(self) -> None:
        """Take the selected layers out."""
        places = self.places
        if places:
            self._edit(design_edits.without(self.design, places), (max(0, places[0] - 1),))

    def move(self, by: int) -> None:
        """Move the selected layers up or down."""
        design, places = design_edits.moved(self.design, self.places, by)
        self._edit(design, places)

    def copy(self) -> None:
        """Put the selected layers on the clipboard, all where none is, in the short notation."""
        places = self.places or tuple(range(len(self.model.rows)))
        QGuiApplication.clipboard().setText(self.model.text(places))

    def cut(self) -> None:
        """Copy the selected layers and take them out."""
        if self.places and not self.model.is_read_only:
            self.copy()
            self.remove()

    def paste(self) -> None:
        """Put what is on the clipboard behind the selected layers."""
        at = self.places[-1] + 1 if self.places else len(self.design.layers)
        self._take_text(QGuiApplication.clipboard().text(), at)

    def _insert(self, layer: Layer) -> None:
        end = len(self.design.layers)
        self._put([layer], self.places[-1] + 1 if self.places else end)
        self.view.setFocus()

    def _take_text(self, text: str, at: int) -> None:
        try:
            layers = Design.parse(text).layers
        except WorkbenchError as error:
            self.refused.emit(" ".join(filter(None, (error.message, error.remedy))))
            return
        self._put(layers, at)

    def _put(self, layers: Sequence[Layer], at: int) -> None:
        if layers:
            design = design_edits.inserted(self.design, at, layers)
            self._edit(design, tuple(range(at, at + len(layers))))

    def _drop(self, places: tuple[int, ...], at: int) -> None:
        self._edit(*design_edits.moved_to(self.design, places, at))

    def _edit(self, design: Design, places: tuple[int, ...]) -> None:
        if self.model.is_read_only or design == self.design:
            return
        self._wanted = places
        self.edited.emit(design)

    # ------------------------------------------------------------------ keys

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.view and isinstance(event, QKeyEvent):
            call = self._called(event)
            if call is not None and event.type() == QEvent.Type.ShortcutOverride:
                event.accept()  # it is not for the canvas or the window
                return True
            if call is not None and event.type() == QEvent.Type.KeyPress:
                call()
                return True
        return super().eventFilter(watched, event)

    def _called(self, event: QKeyEvent) -> Callable[[], None] | None:
        standard = QKeySequence.StandardKey
        known = {standard.Copy: self.copy, standard.Cut: self.cut, standard.Paste: self.paste}
        for keys, call in known.items():
            if event.matches(keys):
                return call
        plain, alt, ctrl = (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.AltModifier,
            Qt.KeyboardModifier.ControlModifier,
        )
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        calls: dict[tuple[int, Qt.KeyboardModifier], Callable[[], None]] = {
            (Qt.Key.Key_Up, alt): lambda: self.move(-1),
            (Qt.Key.Key_Down, alt): lambda: self.move(1),
            (Qt.Key.Key_Delete, plain): self.remove,
            (Qt.Key.Key_Insert, plain): self.add,
            (Qt.Key.Key_D, ctrl): self.duplicate,
            (Qt.Key.Key_Return, plain): self.parameters_wanted.emit,
            (Qt.Key.Key_Enter, plain): self.parameters_wanted.emit,
            (Qt.Key.Key_F2, plain): self.parameters_wanted.emit,
        }
        return calls.get((event.key(), held))

    # ------------------------------------------------------------------ putting together

    def _enable(self) -> None:
        can, places = not self.model.is_read_only, self.places
        last = len(self.design.layers) - 1
        allowed = {
            "add": can,
            "duplicate": can and bool(places),
            "remove": can and bool(places),
            "up": can and bool(places) and places[0] > 0,
            "down": can and bool(places) and places[-1] < last,
        }
        for name, is_allowed in allowed.items():
            self.buttons[name].setEnabled(is_allowed)

    def _lay_out(self) -> None:
        words = {
            "add": (self.tr("Add layer"), self.tr("Add a layer behind the selected one (Insert)")),
            "duplicate": (
                self.tr("Duplicate"),
                self.tr("Copy the selected layers behind themselves (Ctrl+D)"),
            ),
            "remove": (self.tr("Remove"), self.tr("Remove the selected layers (Delete)")),
            "up": (self.tr("Move up"), self.tr("Move the selected layers up (Alt+Up)")),
            "down": (self.tr("Move down"), self.tr("Move the selected layers down (Alt+Down)")),
        }
        calls: dict[str, Callable[[], None]] = {
            "add": self.add,
            "duplicate": self.duplicate,
            "remove": self.remove,
            "up": lambda: self.move(-1),
            "down": lambda: self.move(1),
        }
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for name, button in self.buttons.items():
            button.setObjectName(f"layers_{name}")
            button.setAccessibleName(words[name][0])
            button.setToolTip(words[name][1])
            button.setIcon(icon(BUTTONS[name], self._theme, "secondary"))
            button.clicked.connect(calls[name])
            row.addWidget(button)
        row.addStretch(1)

    def _set_up_view(self) -> None:
        view = self.view
        view.setModel(self.model)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setDragEnabled(True)
        view.setAcceptDrops(True)
        view.setDropIndicatorShown(True)
        view.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        view.setDragDropOverwriteMode(False)
        view.setDefaultDropAction(Qt.DropAction.MoveAction)
        view.setToolTip(
            self.tr(
                "Insert adds, Enter edits, Delete removes, Ctrl+D duplicates, Alt+Up and Alt+Down "
                "move; or drag. Ctrl+C and Ctrl+V take layers as text."
            )
        )
        view.installEventFilter(self)
        view.doubleClicked.connect(self.parameters_wanted)
        view.selectionModel().selectionChanged.connect(self._on_selection)

    def _on_selection(self) -> None:
        self._enable()
        self.selected.emit()


def empty_words(parent: QWidget, text: str) -> QLabel:
    """What stands in a view without layers."""
    label = QLabel(text, parent)
    label.setProperty("role", "secondary")
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return label
