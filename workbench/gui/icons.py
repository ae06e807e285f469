"""Icons: glyphs of Material Design Icons 6 as QtAwesome ships them, tinted by the theme.

QtAwesome's own loader imports every Qt module through QtPy, 0.13 s that the first painted window
does not have; its font and the table of its glyphs take 0.01 s.
"""

import importlib.util
import json
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QIcon,
    QIconEngine,
    QPainter,
    QPainterPath,
    QPixmap,
)
from typing_extensions import override

from workbench.gui.theme import CATEGORY_COLOURS, Theme, faint_text, on_accent

Role: TypeAlias = Literal[
    "text", "secondary", "accent", "done", "warning", "failed", "on_accent",
    "Data", "Prepare", "Split", "Learn", "Evaluate", "See", "Save", "Own",
]  # fmt: skip

PREFIX = "mdi6."
UNKNOWN = "mdi6.help-circle-outline"


def icon(name: str, theme: Theme, role: Role = "text") -> QIcon:
    """The icon ``name`` ("mdi6.play") in the colour of a role; a question mark if there is none.

    Args:
        role: a colour of the theme, or a node category.
    """
    return QIcon(_GlyphEngine(name, icon_colour(theme, role), faint_text(theme)))


def icon_colour(theme: Theme, role: Role) -> str:
    """The colour that goes with a role."""
    if role in CATEGORY_COLOURS:
        return theme.categories[role]
    if role == "on_accent":
        return on_accent(theme)
    return str(getattr(theme, role))


def paint_icon(painter: QPainter, name: str, colour: str, rect: QRectF) -> None:
    """Paint an icon into a square of the painter's, as a path: sharp at every zoom."""
    path = _outline(name)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / _SIZE, rect.height() / _SIZE)
    painter.fillPath(path, QColor(colour))
    painter.restore()


class _GlyphEngine(QIconEngine):
    """Paints a glyph at whatever size is asked for."""

    def __init__(self, name: str, colour: str, disabled_colour: str) -> None:
        super().__init__()
        self._facts = (name, colour, disabled_colour)

    @override
    def clone(self) -> QIconEngine:
        return _GlyphEngine(*self._facts)

    @override
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        name, colour, disabled_colour = self._facts
        tint = disabled_colour if mode == QIcon.Mode.Disabled else colour
        side = min(rect.width(), rect.height())
        square = QRectF(0, 0, side, side)
        square.moveCenter(QRectF(rect).center())
        paint_icon(painter, name, tint, square)

    @override
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        if size.isEmpty():  # a button that is squeezed while its panel is laid out anew
            return QPixmap()
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap


_SIZE = 480.0  # font units per glyph square, large enough for exact outlines


@cache
def _outline(name: str) -> QPainterPath:
    """The outline of a glyph in a square of ``_SIZE``."""
    glyphs = _glyphs()
    code = glyphs.get(name.removeprefix(PREFIX)) or glyphs[UNKNOWN.removeprefix(PREFIX)]
    font = QFont(_family())
    font.setPixelSize(int(_SIZE))
    path = QPainterPath()
    # The font's squares stand on the base line, an eighth below it.
    path.addText(QPointF(0, _SIZE * 7 / 8), font, chr(int(code, 16)))
    return path


@cache
def _family() -> str:
    file = next(_folder().glob("materialdesignicons6-webfont-*.ttf"))
    number = QFontDatabase.addApplicationFont(str(file))
    return QFontDatabase.applicationFontFamilies(number)[0]


@cache
def _glyphs() -> dict[str, str]:
    """Hexadecimal code points by name."""
    file = next(_folder().glob("materialdesignicons6-webfont-charmap-*.json"))
    table: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return table


def _folder() -> Path:
    package = importlib.util.find_spec("qtawesome")  # finds it without importing it
    if package is None or package.submodule_search_locations is None:
        raise ImportError("QtAwesome is not installed")
    return Path(package.submodule_search_locations[0]) / "fonts"
