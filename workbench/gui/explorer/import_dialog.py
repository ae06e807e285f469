"""The dialog that reads a CSV file as the user says, with a live preview."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from workbench.core.errors import WorkbenchError
from workbench.core.run import Progressed, Run
from workbench.data.dataset import Dataset
from workbench.data.readers.csv import CsvReader
from workbench.gui.background import Background
from workbench.gui.explorer.import_dialog_choices import Choices
from workbench.gui.explorer.import_dialog_preview import PARAMETERS, PreviewTable
from workbench.gui.icons import icon
from workbench.gui.theme import Theme

N_ROWS = 200
PAUSE_MS = 150
_MARK = 18


def previewed(
    reader: CsvReader, kinds: dict[int, str]
) -> Run[tuple[CsvReader, CsvReader, Dataset]]:
    """The reader with the kinds of columns by their names, what it found, and the first rows.

    Args:
        kinds: of columns by their number, as names depend on what is chosen.
    """
    yield Progressed(0, 2, "looking at the first rows")
    bare = reader.with_parameters({"class_attribute": "none"})
    names = bare.preview(N_ROWS).schema.names
    yield Progressed(1, 2, "reading the first rows")
    asked: dict[str, Any] = {
        parameter: tuple(names[c] for c, k in kinds.items() if k == kind and c < len(names))
        for kind, parameter in PARAMETERS.items()
    }
    if reader.class_attribute not in {"", "none", *names}:
        asked["class_attribute"] = ""
    full = reader.with_parameters(asked)
    return full, full.sniffed(), full.preview(N_ROWS)


class ImportDialog(QDialog):
    """How a file with separated values is to be read; nothing is read in full here.

    Signals:
        imported(CsvReader): the reader as it was chosen.
    """

    imported = Signal(object)

    def __init__(self, reader: CsvReader, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reader = reader
        self._base = reader.with_parameters(dict.fromkeys(PARAMETERS.values(), ()))
        self._kinds: dict[int, str] = {}
        self._asked = _asked_kinds(reader)  # by name, until the columns are known
        self.setObjectName("import_dialog")
        self.setWindowTitle(self.tr("Import {file}").format(file=Path(reader.path).name))
        self.choices = Choices(self._base, self)
        self.preview = PreviewTable(self)
        self.mark = QLabel(self)
        self.message = QLabel(self)
        self.message.setObjectName("import_message")
        self.message.setWordWrap(True)
        self.message.setMinimumHeight(36)
        self.buttons = QDialogButtonBox(self)
        self.buttons.setObjectName("import_buttons")
        self.import_button = self._button("import_accept", self.tr("Import"))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._work = Background(self)
        self._lay_out()
        self._connect()
        self.set_theme(theme)
        self.refresh()

    def _button(self, name: str, text: str) -> QPushButton:
        button = self.buttons.addButton(text, QDialogButtonBox.ButtonRole.AcceptRole)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setProperty("primary", True)  # noqa: FBT003  Qt's
        button.setDefault(True)
        button.style().unpolish(button)
        button.style().polish(button)
        cancel = self.buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setObjectName("import_cancel")
        return button

    def _lay_out(self) -> None:
        heading = QLabel(self.tr("The first rows as they would be read"), self)
        heading.setProperty("role", "heading")
        hint = QLabel(self.tr("Click a column's head, or press Alt+Down, to choose its kind"), self)
        hint.setProperty("role", "secondary")
        over = QHBoxLayout()
        over.addWidget(heading)
        over.addStretch(1)
        over.addWidget(hint)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.mark)
        foot.addWidget(self.message, 1)
        foot.addWidget(self.buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.choices)
        column.addLayout(over)
        column.addWidget(self.preview, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.choices.changed.connect(self._pause.start)
        self._pause.timeout.connect(self.refresh)
        self.preview.kind_wanted.connect(self.set_kind)
        self._work.done.connect(lambda found, _: self._show(*found))
        self._work.failed.connect(self._fail)
        self.buttons.accepted.connect(self._import)
        self.buttons.rejected.connect(self.reject)

    @override
    def sizeHint(self) -> QSize:
        return QSize(960, 640)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self.preview.set_theme(theme)

    def set_kind(self, column: int, kind: str) -> None:
        """Read a column, by its number, as a kind; "" for automatic."""
        self._kinds.pop(column, None)
        if kind:
            self._kinds[column] = kind
        self.refresh()

    def refresh(self) -> None:
        """Read the first rows as is chosen now."""
        self._pause.stop()
        self.import_button.setEnabled(False)
        try:
            reader = self._base.with_parameters(self.choices.values())
        except WorkbenchError as error:
            self._fail(error)
            return
        kinds = dict(self._kinds)
        self._work.start(lambda: previewed(reader, kinds))

    @override
    def done(self, result: int) -> None:
        self._pause.stop()
        self._work.shutdown()
        super().done(result)

    def _show(self, reader: CsvReader, sniffed: CsvReader, rows: Dataset) -> None:
        if self._asked:  # the kinds that the reader came with
            asked, self._asked = self._asked, {}
            named = {name: i for i, name in enumerate(rows.schema.names)}
            self._kinds = {named[n]: kind for n, kind in asked.items() if n in named}
            self.refresh()
            return
        self.reader = reader
        self.choices.show_found(sniffed)
        self.choices.offer_classes(rows.schema.names)
        self.preview.show_rows(rows, self._kinds)
        words = self.tr("{rows} rows shown, {columns} attributes.")
        self._say(
            words.format(rows=f"{rows.n_samples:,}", columns=f"{len(rows.columns):,}"), "secondary"
        )
        self.import_button.setEnabled(True)

    def _fail(self, error: WorkbenchError) -> None:
        place = error.where
        words = self.tr("Line {line}: {message}") if place.line else "{message}"
        text = words.format(line=place.line, message=f"{error.message} {error.remedy or ''}")
        self._say(text.strip(), "failed")

    def _say(self, text: str, role: str) -> None:
        self.message.setText(text)
        self.message.setProperty("role", role)
        self.message.style().unpolish(self.message)
        self.message.style().polish(self.message)
        is_wrong = role == "failed"
        self.mark.setVisible(is_wrong)
        if is_wrong:
            sign = icon("mdi6.alert-circle-outline", self._theme, "failed")
            self.mark.setPixmap(sign.pixmap(_MARK, _MARK))

    def _import(self) -> None:
        if self.import_button.isEnabled():
            self.imported.emit(self.reader)
            self.accept()


def _asked_kinds(reader: CsvReader) -> dict[str, str]:
    return {name: kind for kind, field in PARAMETERS.items() for name in getattr(reader, field)}
