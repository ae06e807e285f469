"""Draws what lies below the nodes: well, or roughly where there is no time."""

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import islice

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter

from workbench.flow.layout import GRID
from workbench.gui.editor.item_scene import GroundItem, ItemScene
from workbench.gui.editor.link_item import LinkItem
from workbench.gui.editor.look import FAR_LINKS

_MOST_ROUGH = 300  # links in a picture that stands for a better one for a moment
_LONG, _TOO_LONG = 8_000, 30_000  # pixels of moving curves: drawn thinner, drawn roughly


class GroundDrawing:
    """Draws frames, notes and links of a scene, with a painter in the scene's pixels.

    Args:
        scale: gives the screen's pixels to one of the scene's.
    """

    def __init__(self, scene: ItemScene, scale: Callable[[], float]) -> None:
        self._scene = scene
        self._scale = scale

    def draw(self, painter: QPainter, area: QRectF, besides: Collection[GroundItem]) -> None:
        """Draw all that lies in an area, some things left out."""
        painter.fillRect(area, self._scene.look.canvas)
        self._draw_grid(painter, area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for item in self._scene.ground_items():
            if item in besides:
                continue
            if isinstance(item, LinkItem):
                if item.is_in(area):
                    self._draw_link(painter, item)
            elif item.box.intersects(area):
                item.draw(painter)

    def draw_rough(self, painter: QPainter, areas: Sequence[QRectF]) -> None:
        """Draw the links in some areas in a moment, or as many as there is time for."""
        for area in areas:
            painter.fillRect(area, self._scene.look.canvas)
        links = (
            link
            for link in self._scene.links.values()
            if any(link.box.intersects(area) for area in areas)
        )
        self._draw_roughly(painter, islice(links, _MOST_ROUGH))

    def draw_some(self, painter: QPainter, area: QRectF, items: Collection[GroundItem]) -> None:
        """Draw some things, their links as well as there is time for."""
        if not items:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = {item for item in items if item.box.intersects(area)}
        for box in self._scene.boxes():
            if box in shown:
                box.draw(painter)
        links = [item for item in shown if isinstance(item, LinkItem) and not item.is_lit]
        seen = [link.box.intersected(area) for link in links]
        length = sum(box.width() + box.height() for box in seen) * self._scale()
        if length > _TOO_LONG:
            self._draw_roughly(painter, links)
            return
        for link in links:
            self._draw_link(painter, link, is_thin=length > _LONG)

    def draw_lit(self, painter: QPainter, area: QRectF) -> None:
        """Draw the links that are lit, over all others."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for link in self._scene.lit_links:
            if link.box.intersects(area):
                link.draw(painter)

    def _draw_link(self, painter: QPainter, link: LinkItem, *, is_thin: bool = False) -> None:
        """A link; at small scales as a hairline, as a thinner one would not be seen."""
        if is_thin or self._scale() < FAR_LINKS:
            painter.setPen(self._scene.look.link_far)
            painter.drawPath(link.path)
        else:
            link.draw(painter)

    def _draw_roughly(self, painter: QPainter, links: Iterable[LinkItem]) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # noqa: FBT003 - Qt's
        painter.setPen(self._scene.look.link_far)
        painter.drawLines([line for link in links for line in link.rough_lines])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _draw_grid(self, painter: QPainter, area: QRectF) -> None:
        step = GRID * 4 if self._scale() >= FAR_LINKS else GRID * 16
        lines = []
        x = area.left() - area.left() % step
        while x < area.right():
            lines.append(QLineF(x, area.top(), x, area.bottom()))
            x += step
        y = area.top() - area.top() % step
        while y < area.bottom():
            lines.append(QLineF(area.left(), y, area.right(), y))
            y += step
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # noqa: FBT003 - Qt's
        painter.setPen(self._scene.look.grid)
        painter.drawLines(lines)
