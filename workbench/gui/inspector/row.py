"""One row of the form: label, editor, reset, menu, and the sentence on what is wrong."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget
from typing_extensions import override

from workbench.core.component import Component
from workbench.gui.icons import icon
from workbench.gui.inspector.facts import FieldFacts
from workbench.gui.inspector.field_editor import FieldEditor, text_of
from workbench.gui.inspector.sweep_editor import SweepEditor
from workbench.gui.text_size import keep_size, scaled
from workbench.gui.theme import Theme

LABEL_WIDTH = 108
NARROWEST = 200
BESIDE = 264  # pixels; in less the editor stands below its label


class Row(QWidget):
    """Label, editor, reset, menu; below them the validator's sentence when something is wrong.

    A wide editor stands below its label; so does every editor where there is little room. Several
    values of the parameter take the editor's place.

    Signals:
        focused(): the keyboard is in its editor.
        swept(tuple): the parameter is given these values; none if it is to have one again.
    """

    focused = Signal()
    swept = Signal(tuple)

    def __init__(
        self,
        kind: type[Component],
        field: FieldFacts,
        editor: FieldEditor,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.field, self.editor = field, editor
        self.sweep: SweepEditor | None = None
        self._kind, self._theme = kind, theme
        self._values: tuple[Any, ...] = ()  # of the sweep
        self._value: Any = field.default
        self._is_stacked: bool | None = None
        self._reason = ""
        self.label = self._made_label()
        self.reset = self._button("reset", "mdi6.restore", self.tr("Back to the default"))
        self.more = self._button("more", "mdi6.dots-vertical", "")
        self.more.clicked.connect(self._show_menu)
        self._name_menu()
        self.error = QLabel(self)
        self.error.setProperty("role", "failed")
        self.error.setWordWrap(True)
        self.error.setTextFormat(Qt.TextFormat.PlainText)  # it holds what was entered
        self.error.setObjectName(f"{field.name}_error")
        self.grid = QGridLayout(self)
        self.grid.setSizeConstraint(QGridLayout.SizeConstraint.SetNoConstraint)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(2)
        self.grid.setVerticalSpacing(4)
        self.grid.setColumnStretch(1, 1)
        self._arrange(is_stacked=editor.is_wide)
        self.show_error("")
        editor.inner.installEventFilter(self)

    # ------------------------------------------------------------------ what is shown

    @property
    def is_swept(self) -> bool:
        """Whether it takes several values now, or the user is about to give some."""
        return self.sweep is not None and self.sweep.isVisibleTo(self)

    def show_value(self, value: Any, values: Sequence[Any] = ()) -> None:
        """Show a valid value; the reset button if it is not the default.

        Args:
            values: where it is given several.
        """
        self._value = value
        self.editor.show_value(value)
        if values and tuple(values) != self._values:
            self._show_sweep(values)
        elif self._values and not values:
            self.end_sweep()
        self._values = tuple(values)
        is_default = value == self.field.default
        self.reset.setVisible(not is_default and not self.is_swept)
        self.show_error("")

    def show_error(self, sentence: str) -> None:
        """Mark the editor and say why; nothing to say takes the mark away."""
        self.error.setText(f"⚠ {sentence}" if sentence else "")
        self.error.setVisible(bool(sentence))
        self.editor.set_invalid(bool(sentence) and not self.is_swept)

    def show_reason(self, reason: str) -> None:
        """Say why the parameter does not matter now, and take no entries; empty if it does."""
        self._reason = reason
        text = f"{self.field.description} {reason}".strip()
        for part in (self.label, self.editor.inner, self.more):
            part.setToolTip(text)
        self.more.setToolTip(self.more.accessibleName())
        for part in (self.label, self.editor, self.reset):
            part.setEnabled(not reason)

    # ------------------------------------------------------------------ several values

    def begin_sweep(self) -> None:
        """Offer to enter several values, beginning with the one there is."""
        self._show_sweep([self._value])
        self.reset.hide()
        if self.sweep is not None:
            self.sweep.inner.setFocus()

    def end_sweep(self) -> None:
        """Show the editor of one value again."""
        if self.sweep is not None:
            self.sweep.hide()
        self.editor.show()
        self.show_error("")
        self._arrange(is_stacked=self._is_narrow())

    def _show_sweep(self, values: Sequence[Any]) -> None:
        if self.sweep is None:
            self.sweep = self._made_sweep()
        self.editor.hide()
        self.sweep.show()
        self.sweep.show_values(values)
        self._arrange(is_stacked=True)

    def _made_sweep(self) -> SweepEditor:
        sweep = SweepEditor(self._kind, self.field, self._theme, self)
        sweep.edited.connect(self.swept)
        sweep.refused.connect(self.show_error)
        sweep.single_wanted.connect(self._want_single)
        sweep.inner.installEventFilter(self)
        self.setTabOrder(self.label, sweep.inner)
        return sweep

    def _want_single(self) -> None:
        had_several = bool(self._values)
        self.end_sweep()
        self.reset.setVisible(self._value != self.field.default)
        self.editor.inner.setFocus()
        if had_several:
            self.swept.emit(())

    # ------------------------------------------------------------------ the menu

    def menu(self) -> QMenu:
        """What can be done with the parameter; the caller lets it go."""
        menu = QMenu(self)
        menu.setObjectName(f"{self.field.name}_menu")
        default = text_of(self.field.default) or self.tr("none")
        back = menu.addAction(self.tr("Back to the default ({})").format(_short(default)))
        back.triggered.connect(self.reset.click)
        is_other = self._value != self.field.default
        back.setEnabled(is_other and not self._reason and not self.is_swept)
        if self.is_swept:
            menu.addAction(self.tr("Back to one value")).triggered.connect(self._want_single)
        elif self.field.is_sweepable:
            several = menu.addAction(self.tr("Give several values…"))
            several.triggered.connect(self.begin_sweep)
            several.setEnabled(not self._reason)
        return menu

    def _show_menu(self) -> None:
        self._pop_up(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _pop_up(self, place: QPoint) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def _name_menu(self) -> None:
        words = self.tr("More on {}").format(self.field.label)
        self.more.setAccessibleName(words)
        self.more.setToolTip(self.tr("Default, several values"))

    # ------------------------------------------------------------------ putting together

    def _arrange(self, *, is_stacked: bool) -> None:
        """Put the editor beside its label, or below it."""
        is_stacked = is_stacked or self.editor.is_wide or self.is_swept
        if is_stacked == self._is_stacked:
            self._place_sweep()
            return
        self._is_stacked = is_stacked
        top = Qt.AlignmentFlag.AlignTop
        for part in (self.label, self.editor, self.reset, self.more, self.error):
            self.grid.removeWidget(part)
        self.label.setMinimumWidth(0 if is_stacked else scaled(LABEL_WIDTH))
        self.label.setMaximumWidth(self.maximumWidth() if is_stacked else scaled(LABEL_WIDTH))
        self.grid.addWidget(self.label, 0, 0, 1, 2 if is_stacked else 1, top)
        self.grid.addWidget(self.reset, 0, 2, top)
        self.grid.addWidget(self.more, 0, 3, top)
        if is_stacked:
            self.grid.addWidget(self.editor, 1, 0, 1, 4)
            self.grid.addWidget(self.error, 3, 0, 1, 4)
        else:
            self.grid.addWidget(self.editor, 0, 1)
            self.grid.addWidget(self.error, 3, 1, 1, 3)
        self._place_sweep()

    def _place_sweep(self) -> None:
        if self.sweep is not None:
            self.grid.removeWidget(self.sweep)
            self.grid.addWidget(self.sweep, 2, 0, 1, 4)

    def _is_narrow(self) -> bool:
        return self.width() < scaled(BESIDE) and not self.editor.is_small

    def _made_label(self) -> QLabel:
        label = QLabel(self.field.label, self)
        label.setToolTip(self.field.description)
        label.setBuddy(self.editor.inner)
        label.setWordWrap(True)
        keep_size(label)
        label.setMinimumHeight(scaled(28))
        label.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        label.customContextMenuRequested.connect(
            lambda place: self._pop_up(label.mapToGlobal(place))
        )
        return label

    def _button(self, name: str, glyph: str, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "small")
        button.setIcon(icon(glyph, self._theme, "secondary"))
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setObjectName(f"{self.field.name}_{name}")
        policy = QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        policy.setRetainSizeWhenHidden(True)
        button.setSizePolicy(policy)
        return button

    @override
    def minimumSizeHint(self) -> QSize:
        # What stands beside its label now goes below it where there is no room for both.
        return QSize(NARROWEST, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(is_stacked=self._is_narrow())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.focused.emit()
        return super().eventFilter(watched, event)


def _short(text: str) -> str:
    longest = 32
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
