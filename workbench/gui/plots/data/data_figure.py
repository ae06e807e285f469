"""What every plot of data has: it follows the brush, and only while it can be seen."""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from workbench.core.errors import WorkbenchError
from workbench.core.run import Progressed, Run, finish
from workbench.data.dataset import Dataset
from workbench.gui.background import Background
from workbench.gui.brush import Brush
from workbench.gui.icons import icon
from workbench.gui.plots.data.class_strip import ClassStrip
from workbench.gui.plots.figure import Figure, labelled
from workbench.gui.theme import Theme

T = TypeVar("T")
_STRIP_STRETCH = 100  # so that it gets all the room there is
_UNBOUNDED = 16_777_215  # Qt's own
_AT_ONCE = 100_000  # values: some milliseconds of numpy


class DataFigure(Figure):
    """A plot of the data set that a brush looks at.

    Subclasses draw in ``show_dataset`` and ``show_selection``; both are called only while the
    widget is visible, and once when it is shown after something has changed. Long work goes to
    ``background``.

    Signals:
        step_wanted(Component): a step that the user wants applied to the data.
    """

    step_wanted = Signal(object)
    grows_for_pictures: ClassVar[bool] = False  # many samples take a while

    def __init__(self, brush: Brush, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(name, title, "", parent)
        self.brush = brush
        self.background = Background(self)
        self._words: list[QLabel] = []
        self._icons: list[tuple[QToolButton, str]] = []
        self._is_data_new = self._is_selection_new = True
        self._is_stale = False  # what was drawn is of other data
        self._below = _Row(f"{name}ControlsBelow", self)
        self.note = QLabel(self)
        self.note.setObjectName(f"{name}Note")
        self.note.setWordWrap(True)
        self.note.hide()
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(1, self._below)
            layout.addWidget(self.note)
        self._then: Callable[[Any], None] = lambda _result: None
        self.background.done.connect(self._on_done)
        self.background.progressed.connect(self._on_progressed)
        self.background.failed.connect(self._on_failed)
        brush.dataset_changed.connect(self._on_dataset)
        brush.selection_changed.connect(self._on_selection)

    # ------------------------------------------------------------------ for subclasses

    def show_dataset(self, dataset: Dataset) -> None:
        """Draw a data set; the selection is shown right after."""
        raise NotImplementedError

    def show_selection(self) -> None:
        """Let the brush's samples stand out."""
        raise NotImplementedError

    def teach(self, text: str) -> None:
        """Draw nothing, and say why and what to do."""
        self.message.setText(text)
        self.set_filled(filled=False)
        self.tell("")

    def tell(self, text: str) -> None:
        """Say something below the drawing, such as what is left out; "" for nothing."""
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def compute(self, make: Callable[[], Run[T]], weight: float, then: Callable[[T], None]) -> None:
        """Compute something and draw it: at once if it is little, else in the background.

        Until then what is drawn of the same data stays; what is drawn of other data goes.

        Args:
            weight: how often about each sample is looked at.
        """
        dataset = self.brush.dataset
        if dataset is None:
            return
        if dataset.n_samples * weight <= _AT_ONCE:
            self.background.cancel()
            self._is_stale = False
            then(finish(make()))
            self.fit_controls()
            return
        self._then = then
        self.compute_in_background(make)

    def compute_in_background(self, make: Callable[[], Run[Any]]) -> None:
        """Compute something for ``_then``; other data's drawing goes."""
        self.tell(self.tr("Drawing…"))
        if self._is_stale:
            self.message.setText("")
            self.stage.setCurrentIndex(0)
        self.background.start(make)

    def _on_failed(self, error: WorkbenchError) -> None:
        if self._is_stale:
            self.teach(str(error))
        else:
            self.tell(str(error))

    def _on_done(self, result: object, _notes: object) -> None:
        self.tell("")
        self._is_stale = False
        self.stage.setCurrentIndex(1)
        self._then(result)
        self.fit_controls()
        self._catch_up()

    def _on_progressed(self, progress: Progressed) -> None:
        words = self.tr("Drawing: {done} of {total}, {what}")
        if progress.total:
            self.tell(
                words.format(
                    done=f"{progress.done:.0f}", total=f"{progress.total:.0f}", what=progress.text
                )
            )

    def add_button(self, suffix: str, glyph: str, title: str, tip: str) -> QToolButton:
        """A button with an icon among the controls."""
        button = QToolButton(self)
        labelled(button, f"{self.objectName()}{suffix}", title, tip)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._icons.append((button, glyph))
        button.setIcon(icon(glyph, self.theme))
        self.controls.addWidget(button)
        return button

    def add_word(self, text: str, buddy: QWidget) -> QLabel:
        """A word before a control."""
        word = QLabel(text, self)
        word.setBuddy(buddy)
        self.controls.addWidget(word)
        self.controls.addWidget(buddy)
        self._words.append(word)
        return word

    def fit_controls(self) -> None:
        """Where there is no room, put the buttons at the end below, and leave words out."""
        self._below.give_back(self.controls)
        for word in self._words:
            word.setMaximumWidth(_UNBOUNDED)
        if self.controls.sizeHint().width() > self._room:
            self._below.take(self.controls)
        if self.controls.sizeHint().width() > self._room:
            for word in self._words:
                word.setMaximumWidth(0)

    @property
    def _room(self) -> int:
        """The width that there is for controls, beside the button for the menu."""
        return self.width() - self.take_button.sizeHint().width() - 8

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_controls()

    @override
    def set_filled(self, filled: bool) -> None:
        super().set_filled(filled)
        self._below.setVisible(filled and self._below.has_buttons)
        if filled:
            self.fit_controls()

    # ------------------------------------------------------------------ the brush

    @override
    def show_value(self, value: object) -> None:
        self.brush.show_dataset(value if isinstance(value, Dataset) else None)

    def _on_dataset(self) -> None:
        self._is_data_new = True
        self.background.cancel()
        self._catch_up()

    def _on_selection(self) -> None:
        self._is_selection_new = True
        self._catch_up()

    def _catch_up(self) -> None:
        if not self.isVisible():
            return
        dataset = self.brush.dataset
        if self._is_data_new:
            self._is_data_new = False
            self._is_selection_new = self._is_stale = True
            if dataset is None or not dataset.n_samples:
                self.teach(self.tr("There are no samples to draw. Open data, or undo a filter."))
                return
            self.show_dataset(dataset)
        is_ready = not (self._is_stale and self.background.is_running)
        if self._is_selection_new and is_ready and dataset is not None and dataset.n_samples:
            self._is_selection_new = False
            self.show_selection()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._catch_up()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.brush.n_selected:
            self.brush.clear()
        else:
            super().keyPressEvent(event)

    @override
    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.note.setStyleSheet(
            f"color: {theme.secondary}; background: {theme.panel}; padding: 2px 8px 6px 8px;"
        )
        self._below.setStyleSheet(f"#{self._below.objectName()} {{ background: {theme.panel}; }}")
        for button, glyph in self._icons:
            button.setIcon(icon(glyph, theme))

    def shutdown(self) -> None:
        """End background work; the window is closing."""
        self.background.shutdown()


class _Row(QWidget):
    """A second row of controls: the buttons that stand last in the first, at its right end."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(8, 0, 8, 4)
        self._line.setSpacing(8)
        self._line.addStretch(1)
        self._buttons: list[QWidget] = []
        self.hide()

    @property
    def has_buttons(self) -> bool:
        """Whether there are any in this row."""
        return bool(self._buttons)

    def take(self, controls: QHBoxLayout) -> None:
        """Take the last buttons out of the first row."""
        found: list[QWidget] = []
        for at in reversed(range(controls.count())):
            item = controls.itemAt(at)
            widget = item.widget() if item is not None else None
            if not isinstance(widget, QToolButton | ClassStrip):
                break
            found.insert(0, widget)
        self._move(found, controls, self._line)
        self._buttons = found
        self.setVisible(bool(found))

    def give_back(self, controls: QHBoxLayout) -> None:
        """Put them back where they were."""
        self._move(self._buttons, self._line, controls)
        self._buttons = []
        self.hide()

    @staticmethod
    def _move(buttons: list[QWidget], start: QHBoxLayout, end: QHBoxLayout) -> None:
        for button in buttons:
            is_hidden = button.isHidden()
            start.removeWidget(button)
            end.addWidget(button, _STRIP_STRETCH if isinstance(button, ClassStrip) else 0)
            button.setHidden(is_hidden)  # Qt hides what gets another parent, for a while
