"""Pens, brushes, fonts and measures of the canvas, made once from the theme."""

from typing import cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QGuiApplication, QPen, QPixmap

from workbench.flow.layout import NODE_HEIGHT, NODE_WIDTH
from workbench.gui.contrast import visible
from workbench.gui.icons import Role, icon
from workbench.gui.text_size import scaled
from workbench.gui.theme import Theme

RADIUS = 6.0
EDGE = 4.0
ICON = 20
PORT_RADIUS = 5.0
PORT_REACH = 11.0  # half of the 22 px in which a port is hit
RING = 22.0
TEXT_LEFT = 38.0
TITLE_WIDTH = NODE_WIDTH - TEXT_LEFT - 4.0
STATUS_WIDTH = NODE_WIDTH - TEXT_LEFT - RING - 10.0
LINK_WIDTH = 2.0
FAR = 0.3  # below this scale texts are too small to read and are left out
SMALL = 0.65  # below this scale nodes have a stronger border, as they have little else
FAR_LINKS = 0.5  # below this scale links are drawn as hairlines, lest they fade away

__all__ = ["NODE_HEIGHT", "NODE_WIDTH", "Look", "font", "label_font"]


def font(pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The system's font in one of the window's sizes."""
    made = QFont(QGuiApplication.font())
    made.setPixelSize(pixels)
    made.setWeight(weight)
    return made


def label_font(pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The font of what stands beside the canvas: it follows the size of the window's text."""
    return font(scaled(pixels), weight)


def _pen(colour: str, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    pen = QPen(QColor(colour), width, style)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen


class Look:
    """What every item of the canvas draws with.

    Attributes:
        is_far: whether the view is zoomed out so far that items leave out what cannot be read.
        icon_pixels: how many pixels of an icon at least go to one of the scene's.
    """

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.is_far = False
        self.icon_pixels = 1.0
        self._choose_fonts()
        self._choose_for_nodes()
        self._choose_for_links()
        self._choose_for_boxes()
        self._brushes: dict[str, QBrush] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}

    def _choose_fonts(self) -> None:
        self.title_font = font(13, QFont.Weight.Medium)
        self.small_title_font = font(12, QFont.Weight.Medium)  # rather than leave words out
        self.status_font = font(11)
        self.percent_font = font(9, QFont.Weight.DemiBold)
        self.title_metrics = QFontMetricsF(self.title_font)
        self.status_metrics = QFontMetricsF(self.status_font)
        self.small_title_metrics = QFontMetricsF(self.small_title_font)

    def _choose_for_nodes(self) -> None:
        theme = self.theme
        self.panel = QBrush(QColor(theme.panel))
        self.accent = QBrush(QColor(theme.accent))
        self.text = QPen(QColor(theme.text))
        self.secondary = QPen(QColor(theme.secondary))
        self.border = _pen(theme.line, 1.0)
        edge = visible(self._mixed(theme.secondary, theme.panel, 0.5), theme.canvas).name()
        self.small_border = QPen(QColor(edge), 0)
        self.card_border = _pen(visible(edge, theme.panel).name(), 1.0)
        self.hovered_border = _pen(theme.secondary, 1.0)
        self.selected_border = _pen(theme.accent, 2.0)
        self.failed_border = _pen(theme.failed, 1.5)
        self.failed_text = QPen(QColor(theme.failed))
        self.focus_border = _pen(theme.accent, 1.0, Qt.PenStyle.DotLine)
        self.track = _pen(theme.line, 3.0)

    def _choose_for_links(self) -> None:
        theme = self.theme
        self.link = _pen(self._mixed(theme.secondary, theme.canvas, 0.85), LINK_WIDTH)
        self.link_brush = QBrush(self.link.color())
        self.link_off = _pen(self.link.color().name(), LINK_WIDTH, Qt.PenStyle.DashLine)
        self.link_off.setDashPattern([3.0, 3.0])
        self.link_far = QPen(self.link.color(), 0)
        self.link_refused = _pen(theme.failed, LINK_WIDTH, Qt.PenStyle.DashLine)
        self.link_selected = _pen(theme.accent, LINK_WIDTH + 1)
        self.link_selected_off = _pen(theme.accent, LINK_WIDTH + 1, Qt.PenStyle.DashLine)
        self.link_selected_off.setDashPattern([2.0, 2.0])
        self.link_drawn = _pen(theme.accent, LINK_WIDTH, Qt.PenStyle.DashLine)

    def _choose_for_boxes(self) -> None:
        theme = self.theme
        self.canvas = QBrush(QColor(theme.canvas))
        tint = QColor(theme.accent)
        tint.setAlphaF(0.08)
        self.band = QBrush(tint)
        self.band_border = QPen(QColor(theme.accent), 0)
        self.grid = QPen(QColor(theme.grid), 0)
        self.note = QBrush(QColor(self._mixed(theme.categories["See"], theme.canvas, 0.12)))
        border = self._mixed(theme.categories["See"], theme.canvas, 0.5)
        self.note_border = _pen(visible(border, theme.canvas).name(), 1.0)
        self.note_link = QBrush(visible(theme.accent, self.note.color().name(), 4.5))
        self.frame = QBrush(QColor(self._mixed(theme.secondary, theme.canvas, 0.07)))
        self.frame_bar = QBrush(QColor(self._mixed(theme.secondary, theme.canvas, 0.18)))
        border = self._mixed(theme.secondary, theme.canvas, 0.4)
        self.frame_border = _pen(visible(border, theme.canvas).name(), 1.0)

    def brush(self, colour: str) -> QBrush:
        """A brush of a colour, kept."""
        if colour not in self._brushes:
            self._brushes[colour] = QBrush(QColor(colour))
        return self._brushes[colour]

    def category(self, name: str) -> str:
        """The colour of a category; grey for a node of unknown kind."""
        return self.theme.categories.get(name, self.theme.secondary)

    def pixmap(self, name: str, category: str, size: int, ratio: float) -> QPixmap:
        """An icon for a screen with ``ratio`` device pixels to one of ours, kept."""
        key = (name, category, size, ratio)
        if key not in self._pixmaps:
            role = cast("Role", category if category in self.theme.categories else "secondary")
            drawn = icon(name, self.theme, role)
            self._pixmaps[key] = drawn.pixmap(QSize(size, size), ratio)
        return self._pixmaps[key]

    def state_colour(self, state: str) -> str:
        """The colour that goes with a node's state."""
        theme = self.theme
        named = {
            "running": theme.accent,
            "done": theme.done,
            "warning": theme.warning,
            "failed": theme.failed,
        }
        return named.get(state, theme.secondary)

    @staticmethod
    def _mixed(one: str, other: str, share: float) -> str:
        """``share`` of one colour and the rest of the other."""
        a, b, rest = QColor(one), QColor(other), 1.0 - share
        return QColor.fromRgbF(
            a.redF() * share + b.redF() * rest,
            a.greenF() * share + b.greenF() * rest,
            a.blueF() * share + b.blueF() * rest,
        ).name()
