"""Pictures of nodes at the scale of the canvas, made when there is time for it.

Showing five hundred of them takes 2 ms; drawing them takes 50 ms. So a node is shown from its last
picture, stretched if need be, until a new one is made.
"""

import math
from collections.abc import Callable, Hashable, Iterable, Iterator

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from workbench.gui.editor.budget import Budget
from workbench.gui.editor.look import Look
from workbench.gui.editor.node_drawing import (
    Body,
    draw_body,
    draw_far,
    draw_focus,
    draw_lit_port,
    draw_outline,
    draw_words,
)
from workbench.gui.editor.node_item import BOUNDS, NodeItem
from workbench.gui.editor.state_mark import draw_state

_MOST_PIXELS = 16_000_000  # 64 MB of pictures
_DIM = 0.4


class Faces:
    """Shows nodes.

    Args:
        look: gives what to draw with now.
    """

    def __init__(self, look: Callable[[], Look]) -> None:
        self._look = look
        self._scale = 1.0
        self._ratio = 1.0
        self._room = BOUNDS.size().toTuple()
        self._stamps: dict[Hashable, QPixmap] = {}  # what several nodes show
        self._kept: dict[NodeItem, int] = {}  # pixels of each node's own picture, oldest first

    def set_scale(self, scale: float, ratio: float) -> None:
        """Show nodes at another scale, on a screen of ``ratio`` pixels to one of ours."""
        if (scale, ratio) != (self._scale, self._ratio):
            self._scale, self._ratio = scale, ratio
            self._room = (BOUNDS.width() * scale, BOUNDS.height() * scale)
            self._stamps.clear()

    def forget(self) -> None:
        """Make every picture anew: the colours are others."""
        self._stamps.clear()
        for item in self._kept:
            item.picture = None
        self._kept.clear()

    def is_fresh(self, item: NodeItem) -> bool:
        """Whether the node's picture is what would be drawn now."""
        if self._look().is_far:
            return True
        return not item.is_stale and item.picture_scale == self._scale * self._ratio

    # ------------------------------------------------------------------ showing

    def prepare(self, items: Iterable[NodeItem], budget: Budget) -> Iterator[NodeItem]:
        """Make the pictures that nodes lack, while there is time left; gives these nodes."""
        if self._look().is_far:
            return
        now = self._scale * self._ratio
        for item in items:
            if budget.left <= 0.0:
                return
            if item.is_stale or item.picture_scale != now:
                budget.spend(self.make, item)
                yield item

    def show(self, painter: QPainter, items: Iterable[NodeItem], away: QPointF) -> None:
        """Show nodes as they are, or were.

        Args:
            painter: in the viewport's pixels.
            away: where the scene's origin is, in these.
        """
        (dx, dy), scale, ratio = away.toTuple(), self._scale, self._ratio
        left, top = dx + BOUNDS.x() * scale, dy + BOUNDS.y() * scale
        is_far, now, draw = self._look().is_far, scale * ratio, painter.drawPixmap
        wide, high = (math.ceil(length) for length in self._room)
        for item in items:
            x = round((left + item.corner[0] * scale) * ratio)  # the screen's pixels
            y = round((top + item.corner[1] * scale) * ratio)
            is_dim = item.fitting is not None and not item.fitting
            if is_dim:
                painter.setOpacity(_DIM)
            if not is_far and item.picture is not None and item.picture_scale != now:
                draw(round(x / ratio), round(y / ratio), wide, high, item.picture)
            else:
                picture = self._far(item) if is_far or item.picture is None else item.picture
                if ratio == 1.0:
                    draw(x, y, picture)
                else:
                    draw(QPointF(x / ratio, y / ratio), picture)
            if is_dim:
                painter.setOpacity(1.0)
            if item.is_marked:
                self._show_marks(painter, item, QPointF(x / ratio, y / ratio))

    def _show_marks(self, painter: QPainter, item: NodeItem, at: QPointF) -> None:
        look, card = self._look(), item.card
        if item.is_picked:
            self._show_outline(painter, at, card, look.selected_border)
        elif item.is_hovered and item.view.state != "failed":
            self._show_outline(painter, at, card, look.hovered_border)
        if item.is_focused:
            painter.drawPixmap(at, self._stamp("focus", lambda p: draw_focus(p, look)))
        if item.fitting or item.hovered:
            self._show_ports(painter, item, at)

    def _show_outline(self, painter: QPainter, at: QPointF, card: Body, pen: QPen) -> None:
        look = self._look()
        key = (pen.color().rgba(), card.inputs, card.outputs)
        painter.drawPixmap(at, self._stamp(key, lambda p: draw_outline(p, look, card, pen)))

    def _show_ports(self, painter: QPainter, item: NodeItem, at: QPointF) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(at)
        painter.scale(self._scale, self._scale)
        painter.translate(-BOUNDS.topLeft())
        for end in (item.fitting or frozenset()) | ({item.hovered} if item.hovered else set()):
            fits = item.fitting is not None and end in item.fitting
            draw_lit_port(painter, self._look(), item.ends[end], fits=fits)
        painter.restore()

    # ------------------------------------------------------------------ making

    def make(self, item: NodeItem) -> None:
        """Draw the node's picture."""
        look, card, words, mark = self._look(), item.card, item.words, item.mark
        picture = self._empty()
        painter = self._painter(picture)
        painter.resetTransform()
        painter.drawPixmap(0, 0, self._stamp(card, lambda p: draw_body(p, look, card)))
        state = (mark, item.percent)
        if mark != "idle":
            stamp = self._stamp(state, lambda p: draw_state(p, look, *state))
            painter.drawPixmap(0, 0, stamp)
        self._move(painter)
        draw_words(painter, look, words)
        painter.end()
        item.picture, item.picture_scale = picture, self._scale * self._ratio
        item.is_stale = False
        self._kept.pop(item, None)
        self._kept[item] = picture.width() * picture.height()

    def let_go(self, shown: Iterable[NodeItem]) -> None:
        """Give up pictures of nodes out of sight where all of them take too much memory."""
        if sum(self._kept.values()) <= _MOST_PIXELS:
            return
        kept = set(shown)
        for item in [i for i in self._kept if i not in kept]:
            del self._kept[item]
            item.picture = None

    def drop(self, item: NodeItem) -> None:
        """Give up the picture of a node that is gone."""
        self._kept.pop(item, None)

    def _far(self, item: NodeItem) -> QPixmap:
        key = item.far_key
        stamp = self._stamps.get(key)
        return stamp or self._stamp(key, lambda p: draw_far(p, self._look(), *key))

    def _stamp(self, key: Hashable, draw: Callable[[QPainter], None]) -> QPixmap:
        if key not in self._stamps:
            picture = self._empty()
            painter = self._painter(picture)
            draw(painter)
            painter.end()
            self._stamps[key] = picture
        return self._stamps[key]

    def _empty(self) -> QPixmap:
        size = (BOUNDS.size() * self._scale * self._ratio).toSize()
        picture = QPixmap(max(size.width(), 1), max(size.height(), 1))
        picture.setDevicePixelRatio(self._ratio)
        picture.fill(Qt.GlobalColor.transparent)
        return picture

    def _painter(self, picture: QPixmap) -> QPainter:
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._move(painter)
        return painter

    def _move(self, painter: QPainter) -> None:
        """To a node's own pixels."""
        painter.scale(self._scale, self._scale)
        painter.translate(-BOUNDS.topLeft())
