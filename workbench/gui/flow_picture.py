"""The whole flow as a picture in a file: SVG, or PNG at twice the size of the canvas."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSize
from PySide6.QtGui import QImage, QPainter

from workbench.core.deferred import deferred
from workbench.core.errors import DataError, FlowError, Where
from workbench.core.files import written_atomically
from workbench.export.picture_text import png_with, svg_with
from workbench.flow.graph import Graph
from workbench.gui.editor.drawing import area, draw
from workbench.gui.svg_fonts import with_known_fonts
from workbench.gui.theme import LIGHT, Theme
from workbench.runs.view import RunView

if TYPE_CHECKING:
    from PySide6 import QtSvg
else:
    QtSvg = deferred("PySide6.QtSvg")

SVG, PNG = ".svg", ".png"
DOTS_PER_INCH = 96
SCALE = 2.0  # pixels of a PNG to one of the canvas
MOST_PIXELS = 64e6  # a quarter of a gigabyte while it is drawn
LONGEST = 16_000.0  # pixels; few programs show a picture that is longer


def save_picture(
    path: Path,
    graph: Graph,
    run: RunView,
    title: str = "",
    theme: Theme = LIGHT,
    origin: str = "",
) -> None:
    """Write the flow, and how its nodes stand, as the picture that the file's ending says.

    Args:
        origin: the text that the picture carries: where it came from.

    Raises:
        FlowError: there is nothing to draw.
        DataError: the folder cannot be written to, or it is another ending.
    """
    room = area(graph)
    if room.isEmpty():
        raise FlowError("The flow is empty; there is nothing to draw.")
    drawn = {SVG: _svg, PNG: _png}.get(path.suffix.lower())
    if drawn is None:
        raise DataError(
            f"Pictures end in {SVG} or {PNG}, not in '{path.suffix}'.", where=Where(file=str(path))
        )
    content = drawn(room.size().toSize(), graph, run, title, theme)
    if origin:
        content = {SVG: svg_with, PNG: png_with}[path.suffix.lower()](content, origin)
    with written_atomically(path) as beside:
        beside.write_bytes(content)


def _svg(size: QSize, graph: Graph, run: RunView, title: str, theme: Theme) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QtSvg.QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    generator.setResolution(DOTS_PER_INCH)  # so that its size is that of the canvas in a browser
    generator.setTitle(title)
    generator.setDescription("Workbench")
    painter = QPainter(generator)
    draw(painter, QRectF(0, 0, size.width(), size.height()), graph, run, theme)
    painter.end()
    return with_known_fonts(bytes(buffer.data().data()))


def _png(size: QSize, graph: Graph, run: RunView, title: str, theme: Theme) -> bytes:
    scale = min(
        SCALE,
        LONGEST / max(size.width(), size.height()),
        (MOST_PIXELS / (size.width() * size.height())) ** 0.5,
    )
    image = QImage(size * scale, QImage.Format.Format_RGB32)
    image.setText("Title", title)
    painter = QPainter(image)
    draw(painter, QRectF(image.rect()), graph, run, theme)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # its stub says bytes, which it refuses
    return bytes(buffer.data().data())
