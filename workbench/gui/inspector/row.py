"""One row of the form, and the heading that folds rows away."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget
from typing_extensions import override

from workbench.gui.icons import icon
from workbench.gui.inspector.facts import FieldFacts
from workbench.gui.inspector.field_editor import FieldEditor
from workbench.gui.theme import Theme


class Row(QWidget):
    """Label, editor, reset button; the validator's sentence below when what was typed is wrong.

    A wide editor stands below its label.
    """

    focused = Signal()

    def __init__(
        self, field: FieldFacts, editor: FieldEditor, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.field = field
        self.editor = editor
        self.reset = self._made_reset(theme)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(4)
        self.error = QLabel(self)
        self.error.setProperty("role", "failed")
        self.error.setWordWrap(True)
        self.error.setObjectName(f"{field.name}_error")
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self._made_label(), 0, 0, top)
        if editor.is_wide:
            grid.addWidget(editor, 1, 0, 1, 2)
            grid.addWidget(self.reset, 1, 2, top)
            grid.addWidget(self.error, 2, 0, 1, 3)
        else:
            grid.addWidget(editor, 0, 1)
            grid.addWidget(self.reset, 0, 2, top)
            grid.addWidget(self.error, 1, 1, 1, 2)
        grid.setColumnStretch(1, 1)
        self.show_error("")
        editor.inner.installEventFilter(self)

    def show_value(self, value: Any) -> None:
        """Show a valid value; the reset button if it is not the default."""
        self.editor.show_value(value)
        self.reset.setVisible(value != self.field.default)
        self.show_error("")

    def show_error(self, sentence: str) -> None:
        """Mark the editor and say why; nothing to say takes the mark away."""
        self.error.setText(f"⚠ {sentence}" if sentence else "")
        self.error.setVisible(bool(sentence))
        self.editor.set_invalid(bool(sentence))

    def _made_label(self) -> QLabel:
        label = QLabel(self.field.label, self)
        label.setToolTip(self.field.description)
        label.setBuddy(self.editor.inner)
        label.setWordWrap(True)
        label.setFixedWidth(112)
        label.setMinimumHeight(28)
        return label

    def _made_reset(self, theme: Theme) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon("mdi6.restore", theme, "secondary"))
        button.setToolTip(self.tr("Back to the default"))
        button.setAccessibleName(self.tr("Back to the default"))
        button.setObjectName(f"{self.field.name}_reset")
        policy = QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        policy.setRetainSizeWhenHidden(True)
        button.setSizePolicy(policy)
        return button

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.focused.emit()
        return super().eventFilter(watched, event)


class Fold(QWidget):
    """A heading that shows and hides what is below it."""

    def __init__(
        self, title: str, content: QWidget, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._content = content
        self._theme = theme
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 0)
        self.button = QToolButton(self)
        self.button.setText(title)
        self.button.setCheckable(True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setObjectName(f"fold_{title.lower()}")
        self.button.setAccessibleName(title)
        self.button.toggled.connect(lambda is_open: self.set_open(is_open=is_open))
        row.addWidget(self.button)
        row.addStretch(1)
        self.set_open(is_open=False)

    def set_open(self, *, is_open: bool) -> None:
        """Show or hide the content."""
        self.button.setChecked(is_open)
        name = "mdi6.chevron-down" if is_open else "mdi6.chevron-right"
        self.button.setIcon(icon(name, self._theme, "secondary"))
        self._content.setVisible(is_open)
