"""The log on the screen: lines by level, what is shown of them, copying, saving, clearing."""

from collections import deque
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import (
    QColor,
    QFontDatabase,
    QGuiApplication,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.core.errors import WorkbenchError
from workbench.core.files import write_text
from workbench.gui.icons import icon
from workbench.gui.results.log import LEVELS, Level, Line
from workbench.gui.theme import LIGHT, Theme

MOST_LINES = 5_000


class LogView(QWidget):
    """Read-only, selectable, of limited length; follows the end unless scrolled away from it.

    Signals:
        failed(WorkbenchError): why the log cannot be written to a file.
    """

    failed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme: Theme = LIGHT
        self._lines: deque[Line] = deque(maxlen=MOST_LINES)
        self.text = QPlainTextEdit(self)
        self.level = QComboBox(self)
        self.counts = QLabel(self)
        self._set_up_text()
        self.level.setObjectName("log_level")
        self.level.setAccessibleName(self.tr("Which lines are shown"))
        for level, words in self._level_words().items():
            self.level.addItem(words, level)
        self.level.currentIndexChanged.connect(self._show_all)
        self.copy_all = self._button("log_copy", self.tr("Copy the lines shown"), self.copy)
        self.save = self._button("log_save", self.tr("Save the lines shown…"), self._save)
        self.clear_all = self._button("log_clear", self.tr("Clear the log"), self.clear)
        self._lay_out()
        self.set_theme(self.theme)

    # ------------------------------------------------------------------ lines

    def append_lines(self, lines: Sequence[Line | str]) -> None:
        """Add lines with the time of day."""
        now = datetime.now().astimezone().strftime("%H:%M:%S")
        made = [line if isinstance(line, Line) else Line(line) for line in lines]
        stamped = [line.at(now) for line in made]
        self._lines.extend(stamped)
        self._append([line for line in stamped if self._is_shown(line)])
        self._count()

    def shown_text(self) -> str:
        """The lines shown."""
        return "\n".join(str(line) for line in self._lines if self._is_shown(line))

    def copy(self) -> None:
        """Put the lines that are marked on the clipboard, or all that are shown."""
        marked = self.text.textCursor().selectedText().replace("\u2029", "\n")
        QGuiApplication.clipboard().setText(marked or self.shown_text())

    def clear(self) -> None:
        """Forget all lines."""
        self._lines.clear()
        self.text.clear()
        self._count()

    def save_to(self, path: Path) -> None:
        """Write the lines shown to a file.

        Raises:
            DataError: it cannot be written.
        """
        write_text(path, self.shown_text() + "\n")

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.theme = theme
        self.text.setStyleSheet(
            f"#log {{ background: {theme.panel}; color: {theme.text}; padding: 4px;"
            " border: none; border-radius: 0; }"
        )
        for button, name in (
            (self.copy_all, "mdi6.content-copy"),
            (self.save, "mdi6.content-save-outline"),
            (self.clear_all, "mdi6.notification-clear-all"),
        ):
            button.setIcon(icon(name, theme, "secondary"))
        self._show_all()

    # ------------------------------------------------------------------ showing

    def _is_shown(self, line: Line) -> bool:
        least: Level = self.level.currentData() or LEVELS[0]
        return LEVELS.index(line.level) >= LEVELS.index(least)

    def _append(self, lines: Sequence[Line]) -> None:
        bar = self.text.verticalScrollBar()
        follows = bar.value() >= bar.maximum()
        cursor = QTextCursor(self.text.document())
        cursor.beginEditBlock()
        for line in lines:
            cursor.movePosition(QTextCursor.MoveOperation.End)
            if not self.text.document().isEmpty():
                cursor.insertBlock()
            cursor.insertText(str(line), self._format(line.level))
        cursor.endEditBlock()
        if follows:
            bar.setValue(bar.maximum())

    def _show_all(self) -> None:
        self.text.clear()
        self._append([line for line in self._lines if self._is_shown(line)])
        bar = self.text.verticalScrollBar()
        bar.setValue(bar.maximum())
        self._count()

    def _format(self, level: Level) -> QTextCharFormat:
        made = QTextCharFormat()
        colours = {"error": self.theme.failed, "warning": self.theme.warning}
        made.setForeground(QColor(colours.get(level, self.theme.text)))
        return made

    def _count(self) -> None:
        shown = sum(map(self._is_shown, self._lines))
        told = self.tr("{} of {} lines").format(f"{shown:,}", f"{len(self._lines):,}")
        self.counts.setText(told if self._lines else "")

    def _level_words(self) -> dict[Level, str]:
        return {
            "info": self.tr("Everything"),
            "warning": self.tr("Warnings and errors"),
            "error": self.tr("Errors"),
        }

    # ------------------------------------------------------------------ putting together

    def _save(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Save the log"), "log.txt", "*.txt")
        if not path:
            return
        try:
            self.save_to(Path(path))
        except WorkbenchError as error:
            self.failed.emit(error)

    def _set_up_text(self) -> None:
        self.text.setObjectName("log")
        self.text.setAccessibleName(self.tr("Log"))
        self.text.setPlaceholderText(self.tr("What a run does is written here, line by line."))
        self.text.setReadOnly(True)
        self.text.setUndoRedoEnabled(False)
        self.text.setMaximumBlockCount(MOST_LINES)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setFocusProxy(self.text)

    def _button(self, name: str, words: str, action: object) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.clicked.connect(action)
        return button

    def _lay_out(self) -> None:
        self.counts.setProperty("role", "secondary")
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 4, 8, 4)
        bar.setSpacing(4)
        bar.addWidget(self.level)
        bar.addWidget(self.counts, 1)
        for button in (self.copy_all, self.save, self.clear_all):
            bar.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.text, 1)
