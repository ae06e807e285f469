"""What a program that ended unexpectedly has left: found, told in a line, restored or thrown away.

Nothing is asked in a dialog: the line stays above the page until it is answered or put off.
"""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QLockFile, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QWidget

from workbench.core.errors import WorkbenchError
from workbench.flow.file import Catalog
from workbench.gui.icons import icon
from workbench.gui.journal import ENDING, claim
from workbench.gui.journal_file import JournalEntry, read_journal
from workbench.gui.text_size import TEXT_SIZE
from workbench.gui.theme import Theme

DAMAGED_ENDING = ".damaged"
ICON = 20
N_SHOWN = 5  # the others are offered once these are answered


def _tr(text: str) -> str:
    return QCoreApplication.translate("Recovery", text)


@dataclass(frozen=True, eq=False)
class Left:
    """A journal that nobody writes any more; the lock is ours.

    Args:
        error: why it cannot be restored; it has been set aside then, and ``file`` is where.
    """

    file: Path
    lock: QLockFile
    entry: JournalEntry | None
    error: WorkbenchError | None = None

    @property
    def words(self) -> str:
        """What is said of it."""
        if self.entry is None:
            told = _tr("The edits kept in “{}” are damaged and cannot be restored: {}")
            return told.format(self.file.name, self.error.message if self.error else "")
        told = _tr("“{}” has edits from {} that were not saved.")
        words = told.format(self.entry.title, _moment(self.entry))
        is_outdated = _is_outdated(self.entry)
        return f"{words} {_tr('The file has been changed since.')}" if is_outdated else words

    def discard(self) -> None:
        """Remove it."""
        with suppress(OSError):
            self.file.unlink(missing_ok=True)
        self.lock.unlock()


def left_behind(folder: Path, catalog: Catalog) -> tuple[Left, ...]:
    """What has been left, the latest first; damaged ones are set aside and come last."""
    found: list[Left] = []
    with suppress(OSError):
        for file in sorted(folder.glob(f"*{ENDING}")):
            lock = claim(file)
            if lock is not None:
                found.append(_left(file, lock, catalog))
    whole = [left for left in found if left.entry is not None]
    whole.sort(key=lambda left: left.entry.written if left.entry else 0, reverse=True)
    return (*whole, *(left for left in found if left.entry is None))


def _left(file: Path, lock: QLockFile, catalog: Catalog) -> Left:
    try:
        return Left(file, lock, read_journal(file, catalog))
    except WorkbenchError as error:
        aside = file.with_suffix(DAMAGED_ENDING)
        with suppress(OSError):
            file.replace(aside)
        return Left(aside, lock, None, error)


def _moment(entry: JournalEntry) -> str:
    """The time; with the day, unless it is today's."""
    moment = QDateTime.fromSecsSinceEpoch(int(entry.written.timestamp()))
    short = QLocale.FormatType.ShortFormat
    is_today = moment.date() == QDateTime.currentDateTime().date()
    return QLocale().toString(moment.time() if is_today else moment, short)


def _is_outdated(entry: JournalEntry) -> bool:
    """Whether the file has been written after the journal."""
    try:
        return entry.path is not None and entry.path.stat().st_mtime > entry.written.timestamp() + 1
    except OSError:
        return False


class RecoveryBar(QFrame):
    """Offers what was left, a line each; hidden while there is nothing.

    Signals:
        wanted(Left): it is to be restored.
    """

    wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recovery_bar")
        self.setProperty("role", "message")
        self.left: list[Left] = []
        self.words = QLabel(self)
        self.words.setObjectName("recovery_words")
        self.words.setWordWrap(True)
        self.mark = QLabel(self)
        self.later = self._button("recovery_later", self.tr("Later"))
        self.later.setToolTip(self.tr("Ask again at the next start"))
        self.later.clicked.connect(self._put_off)
        self._rows: list[QWidget] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(16, 8, 8, 8)
        self._grid.setSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self.mark, 0, 0)
        self._grid.addWidget(self.words, 0, 1)
        self.set_theme(theme)
        self.hide()

    def offer(self, left: tuple[Left, ...]) -> None:
        """Offer these; damaged ones are only told."""
        self.left = list(left)
        self._show()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        drawn = icon("mdi6.backup-restore", theme, "warning")
        size = QSize(ICON, ICON) * TEXT_SIZE.scale
        self.mark.setPixmap(drawn.pixmap(size, self.devicePixelRatioF()))

    def _show(self) -> None:
        for widget in self._rows:
            self._grid.removeWidget(widget)
            widget.hide()  # at once; it may be the button that is being clicked
            widget.deleteLater()
        self._rows = []
        shown = self.left[:N_SHOWN]
        heading = self.tr("Workbench ended unexpectedly.")
        is_one = len(shown) == 1
        self.words.setText(f"{heading} {shown[0].words}" if is_one else heading)
        self._grid.addWidget(self.later, 0, 4 if is_one else 3)
        self.later.setVisible(any(left.entry is not None for left in shown))
        for row, left in enumerate(shown):
            if not is_one:
                self._add_words(row + 1, left)
            self._add_buttons(row if is_one else row + 1, left)
        self.setAccessibleName(" ".join([heading, *(left.words for left in shown)]))
        self.setVisible(bool(shown))

    def _add_words(self, row: int, left: Left) -> None:
        words = QLabel(left.words, self)
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.setToolTip(str(left.entry.path or "") if left.entry else str(left.file))
        self._add(words, row, 1)

    def _add_buttons(self, row: int, left: Left) -> None:
        if left.entry is None:
            seen = self._button("recovery_seen", self.tr("Close"))
            seen.clicked.connect(lambda: self._take(left))
            self._add(seen, row, 3)
            return
        restore = self._button("recovery_restore", self.tr("Restore"))
        restore.clicked.connect(lambda: self._restore(left))
        discard = self._button("recovery_discard", self.tr("Discard"))
        discard.clicked.connect(lambda: self._discard(left))
        for column, button in enumerate((restore, discard), start=2):
            button.setAccessibleName(f"{button.text()}: {left.entry.title}")
            self._add(button, row, column)

    def _add(self, widget: QWidget, row: int, column: int) -> None:
        self._grid.addWidget(widget, row, column)
        widget.show()  # at once, so that the bar has its height when it is drawn next
        self._rows.append(widget)

    def _button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        return button

    def _take(self, left: Left) -> None:
        self.left.remove(left)
        if left.entry is None:
            left.lock.unlock()
        self._show()

    def _restore(self, left: Left) -> None:
        self._take(left)
        self.wanted.emit(left)

    def _discard(self, left: Left) -> None:
        self._take(left)
        left.discard()

    def _put_off(self) -> None:
        for left in self.left:
            left.lock.unlock()
        self.left = []
        self._show()
