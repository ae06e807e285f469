"""Pictures and numbers of a figure, into files; a picture may carry where it came from."""

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPoint, QRect, QSize, QSizeF
from PySide6.QtGui import QPageSize, QPaintDevice, QPainter, QPalette, QPdfWriter, QPixmap
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QStackedWidget, QWidget

from workbench.core.errors import DataError, Where
from workbench.core.files import written_atomically
from workbench.export.picture_text import png_with, svg_with, xmp_with
from workbench.gui.svg_fonts import with_known_fonts
from workbench.gui.theme import Theme, palette, style_sheet

KINDS = ("png", "svg", "pdf", "csv")
SMALLEST = QSize(800, 480)  # pixels: a low dock is no shape for a picture
_PRINT_SCALE = 2.0  # twice the screen's resolution, fit for slides and paper
_PROGRAM = "Workbench"
_DOTS_PER_INCH = 96


@runtime_checkable
class ScaledPens(Protocol):
    """A drawing whose lines are some pixels wide, however large the picture is."""

    def pens_scaled(self, factor: float) -> AbstractContextManager[None]:
        """Draw the lines as many times as wide, for a while."""
        ...


class Posing(Protocol):
    """A figure that can be drawn in other colours."""

    theme: Theme
    stage: QStackedWidget

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        ...


@contextmanager
def posed(figure: Posing, theme: Theme, *, grows: bool = True) -> Iterator[QWidget]:
    """The figure's drawing in the colours of a theme, as large as a picture should be.

    Nothing of it is seen: the screen is not painted meanwhile.
    """
    before, size, stage = figure.theme, figure.stage.size(), figure.stage
    if theme is not before:  # tables take their colours from the program's style sheet
        stage.setPalette(palette(theme))
        stage.setStyleSheet(style_sheet(theme))
        figure.set_theme(theme)
    if grows:
        stage.resize(size.expandedTo(SMALLEST))
    try:
        yield stage
    finally:
        stage.resize(size)
        if theme is not before:
            stage.setStyleSheet("")
            stage.setPalette(QPalette())
            figure.set_theme(before)


def as_csv(rows: Sequence[Sequence[str]], separator: str = ",") -> str:
    """The rows as separated text, quoted where a cell needs it."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\n").writerows(rows)
    return text.getvalue()


def rows_of(text: str) -> list[list[str]]:
    """The rows of CSV text."""
    return list(csv.reader(io.StringIO(text)))


def save_csv(rows: Sequence[Sequence[str]], path: str) -> None:
    """Write the rows as CSV, UTF-8.

    Raises:
        DataError: the file cannot be written.
    """
    save_bytes(path, as_csv(rows).encode())


def picture_of(widget: QWidget, path: str, title: str, origin: str = "") -> bytes:
    """The widget as the picture that the file's ending says.

    Args:
        origin: the text that the picture carries; empty for none.

    Raises:
        DataError: the ending is of no picture.
    """
    ending = Path(path).suffix.lower()
    if ending == ".png":
        return png_of(widget, origin)
    if ending == ".svg":
        return svg_of(widget, title, origin)
    if ending == ".pdf":
        return pdf_of(widget, title, origin)
    known = ", ".join(f".{kind}" for kind in KINDS)
    told = f"not as '{ending}'" if ending else "and this name has no ending"
    raise DataError(f"Figures are saved as {known}, {told}.", where=Where(file=path))


def png_of(widget: QWidget, origin: str = "") -> bytes:
    """The widget as a PNG of twice its size."""
    picture = QPixmap(widget.size() * _PRINT_SCALE)
    picture.setDevicePixelRatio(_PRINT_SCALE)
    with _pens_scaled(widget, _PRINT_SCALE):
        widget.render(picture)
    buffer = _buffer()
    picture.save(buffer, "PNG")
    content = bytes(buffer.data().data())
    return png_with(content, origin) if origin else content


def svg_of(widget: QWidget, title: str, origin: str = "") -> bytes:
    """The widget as an SVG."""
    buffer = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(widget.size())
    generator.setViewBox(QRect(0, 0, widget.width(), widget.height()))
    generator.setResolution(_DOTS_PER_INCH)
    generator.setTitle(title)
    generator.setDescription(_PROGRAM)
    _paint(widget, generator)
    content = with_known_fonts(bytes(buffer.data().data()))
    return svg_with(content, origin) if origin else content


def pdf_of(widget: QWidget, title: str, origin: str = "") -> bytes:
    """The widget as a PDF of one page of its size."""
    buffer = _buffer()
    writer = QPdfWriter(buffer)
    writer.setResolution(_DOTS_PER_INCH)
    size = QSizeF(widget.size()) * 72 / _DOTS_PER_INCH
    writer.setPageSize(QPageSize(size, QPageSize.Unit.Point))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(title)
    writer.setCreator(_PROGRAM)
    if origin:
        writer.setDocumentXmpMetadata(xmp_with(origin))
    _paint(widget, writer)
    return bytes(buffer.data().data())


def save_bytes(path: str, content: bytes) -> None:
    """Write a file, whole or not at all.

    Raises:
        DataError: it cannot be written.
    """
    with written_atomically(Path(path)) as beside:
        beside.write_bytes(content)


@contextmanager
def _pens_scaled(widget: QWidget, factor: float) -> Iterator[None]:
    """Pens are as wide as pixels, of which a picture has ``factor`` for each of the screen's."""
    with ExitStack() as stack:
        for child in widget.findChildren(QWidget):
            if isinstance(child, ScaledPens):
                stack.enter_context(child.pens_scaled(factor))
        yield


def _paint(widget: QWidget, device: QPaintDevice) -> None:
    painter = QPainter(device)
    with _pens_scaled(widget, 1.0):
        widget.render(painter, QPoint())
    painter.end()


def _buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer
