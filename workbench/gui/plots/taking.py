"""Taking a figure away: to the clipboard, into a file, or dragged into another program."""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, Protocol

from PySide6.QtCore import QMimeData, QObject, QPoint, Qt, QTemporaryDir, QUrl
from PySide6.QtGui import QAction, QDrag, QGuiApplication, QImage, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QStackedWidget, QToolButton, QWidget
from typing_extensions import override

from workbench.core.errors import DataError, Where
from workbench.gui.icons import icon
from workbench.gui.plots.save import (
    KINDS,
    as_csv,
    picture_of,
    png_of,
    posed,
    save_bytes,
    save_csv,
)
from workbench.gui.theme import LIGHT, Theme

_DRAGGED_WIDTH = 240  # pixels of the picture that hangs at the cursor


class Taken(Protocol):
    """What is asked of a figure."""

    title: str
    theme: Theme
    stage: QStackedWidget
    origin: Callable[[], str] | None
    grows_for_pictures: ClassVar[bool]

    def numbers(self) -> list[list[str]]:
        """What is drawn, as a table with a header."""
        ...

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        ...


class Taking(QObject):
    """Copies, saves and drags out a figure.

    Pictures are drawn in the light theme whatever the window's is: they end up on paper, on slides
    and in reports, which are white. ``keeps_colours`` is the user's choice to have them as seen.
    """

    def __init__(self, figure: Taken, parent: QWidget) -> None:
        super().__init__(parent)
        self._figure = figure
        self._widget = parent
        self._folder: QTemporaryDir | None = None  # of what was dragged out last
        self.keeps_colours = QAction(self.tr("Pictures in the window's colours"), parent)
        self.keeps_colours.setObjectName(f"{parent.objectName()}KeepColours")
        self.keeps_colours.setCheckable(True)

    @property
    def picture_theme(self) -> Theme:
        """The colours of pictures."""
        return self._figure.theme if self.keeps_colours.isChecked() else LIGHT

    def copy_picture(self) -> None:
        """Put a picture on the clipboard, with where it came from."""
        QGuiApplication.clipboard().setMimeData(self.mime_data())

    def copy_numbers(self) -> None:
        """Put the numbers on the clipboard, tab between cells, as spreadsheets take them."""
        QGuiApplication.clipboard().setText(as_csv(self._figure.numbers(), separator="\t"))

    def mime_data(self) -> QMimeData:
        """The picture as programs take it."""
        content = self._png()
        data = QMimeData()
        data.setImageData(QImage.fromData(content))
        data.setData("image/png", content)
        return data

    def drag(self) -> None:
        """Let the picture be dragged into another program, as a picture and as a file."""
        folder = QTemporaryDir()
        data = self.mime_data()
        path = Path(folder.path()) / f"{_as_file_name(self._figure.title)}.png"
        if folder.isValid():
            self._folder = folder  # until the next one: programs copy it when they like
            save_bytes(str(path), bytes(data.data("image/png").data()))
            data.setUrls([QUrl.fromLocalFile(str(path))])
        drag = QDrag(self._widget)
        drag.setMimeData(data)
        drag.setPixmap(
            self._figure.stage.grab().scaledToWidth(
                _DRAGGED_WIDTH, Qt.TransformationMode.SmoothTransformation
            )
        )
        drag.exec(Qt.DropAction.CopyAction)

    def ask(self, kind: str) -> str:
        """Ask for a file; its path with an ending, or empty if none was chosen.

        Raises:
            DataError: a file of the name that the ending makes is there already.
        """
        filters = {f"{one.upper()} (*.{one})": one for one in KINDS}
        first = f"{kind.upper()} (*.{kind})"
        name, chosen = QFileDialog.getSaveFileName(
            self._widget,
            self.tr("Save {kind}").format(kind=kind.upper()),
            f"{_as_file_name(self._figure.title)}.{kind}",
            ";;".join([first, *(f for f in filters if f != first)]),
            first,
        )
        if not name or Path(name).suffix:
            return name
        whole = f"{name}.{filters.get(chosen, kind)}"
        if Path(whole).exists():  # the dialog has asked about the name without the ending
            raise DataError(
                "There is such a file already.",
                remedy="Choose it in the dialog to replace it.",
                where=Where(file=whole),
            )
        return whole

    def save(self, path: str) -> None:
        """Save as the file's ending says.

        Raises:
            DataError: the file cannot be written, or its ending is of no kind that is known.
        """
        figure = self._figure
        if path.lower().endswith(".csv"):
            save_csv(figure.numbers(), path)
            return
        with posed(figure, self.picture_theme, grows=figure.grows_for_pictures) as widget:
            content = picture_of(widget, path, figure.title, self._origin())
        save_bytes(path, content)

    def _png(self) -> bytes:
        figure = self._figure
        with posed(figure, self.picture_theme, grows=figure.grows_for_pictures) as widget:
            return png_of(widget, self._origin())

    def _origin(self) -> str:
        return self._figure.origin() if self._figure.origin is not None else ""


class TakeButton(QToolButton):
    """Opens the figure's menu; dragging it drags the picture out."""

    def __init__(self, taking: Taking, opens: Callable[[QPoint], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._taking = taking
        self._pressed: QPoint | None = None
        self.clicked.connect(lambda: opens(self.mapToGlobal(self.rect().bottomLeft())))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setShortcut(QKeySequence())

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.setIcon(icon("mdi6.export-variant", theme))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        start = self._pressed
        if start is None:
            super().mouseMoveEvent(event)
            return
        moved = (event.position().toPoint() - start).manhattanLength()
        if moved >= QApplication.startDragDistance():
            self._pressed = None
            self.setDown(False)  # so that letting go opens no menu
            self._taking.drag()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        super().mouseReleaseEvent(event)


def _as_file_name(title: str) -> str:
    return title.replace("/", "-").replace("\\", "-") or "figure"
