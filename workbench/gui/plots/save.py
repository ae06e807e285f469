"""Pictures and numbers of a figure, into files."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from workbench.core.files import written_atomically

_PRINT_SCALE = 2.0  # twice the screen's resolution, fit for slides and paper


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
    _write(path, as_csv(rows).encode())


def save_png(widget: QWidget, path: str) -> None:
    """Draw the widget into a PNG at twice its size.

    Raises:
        DataError: the file cannot be written.
    """
    picture = QPixmap(widget.size() * _PRINT_SCALE)
    picture.setDevicePixelRatio(_PRINT_SCALE)
    widget.render(picture)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    _write(path, bytes(data.data()))


def save_svg(widget: QWidget, path: str, title: str) -> None:
    """Draw the widget into an SVG.

    Raises:
        DataError: the file cannot be written.
    """
    data = QByteArray()
    buffer = QBuffer(data)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(widget.size())
    generator.setViewBox(QRect(0, 0, widget.width(), widget.height()))
    generator.setTitle(title)
    painter = QPainter(generator)
    widget.render(painter, QPoint())
    painter.end()
    _write(path, bytes(data.data()))


def _write(path: str, data: bytes) -> None:
    with written_atomically(Path(path)) as beside:
        beside.write_bytes(data)
