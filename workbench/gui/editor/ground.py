"""What lies below the nodes, kept as a mosaic of pictures at the scale of the canvas.

Eight hundred smooth curves take up to 100 ms to draw, a shifted mosaic 3 ms. So a tile is drawn
when there is time for it. Until then its last picture is shown, or one of another scale, stretched.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QPainter, QPixmap, QRegion

from workbench.gui.editor.budget import Budget
from workbench.gui.editor.region import rectangles

TILE = 256  # pixels: one takes 1 to 5 ms to draw, where much lies on it
_KEPT = 3  # times as many tiles are kept as are in sight
_HAIR = 1e-6
Place = tuple[int, int]


@dataclass
class Tile:
    """One picture of the mosaic."""

    picture: QPixmap
    is_stale: bool = False


@dataclass
class Mosaic:
    """The tiles of one scale, by column and row from the scene's origin."""

    scale: float = 1.0
    ratio: float = 1.0
    tiles: dict[Place, Tile] = field(default_factory=dict)

    def covers(self, area: QRectF) -> bool:
        """Whether there is a tile for each part of an area of the scene."""
        return all(place in self.tiles for place in _places(self.scaled(area)))

    def scaled(self, area: QRectF) -> QRectF:
        """An area of the scene in this mosaic's pixels."""
        return QRectF(area.topLeft() * self.scale, area.bottomRight() * self.scale)


class Ground:
    """Shows what lies below the nodes.

    Args:
        draw: draws all of it that lies in an area, with the painter in the scene's pixels.
        draw_rough: draws what lies in some areas badly in a moment.
    """

    def __init__(
        self,
        draw: Callable[[QPainter, QRectF], None],
        draw_rough: Callable[[QPainter, Sequence[QRectF]], None],
    ) -> None:
        self._draw = draw
        self._draw_rough = draw_rough
        self._now = Mosaic()
        self._former = Mosaic()

    def set_scale(self, scale: float, ratio: float, seen: QRectF) -> None:
        """Show it at another scale; what has been ``seen`` is shown until there is better."""
        if (scale, ratio) == (self._now.scale, self._now.ratio):
            return
        if self._now.covers(seen) or not self._former.tiles:
            self._former = self._now
        self._now = Mosaic(scale, ratio)

    def forget(self) -> None:
        """Draw all of it anew, and show nothing of what was."""
        self._now = Mosaic(self._now.scale, self._now.ratio)
        self._former = Mosaic()

    def spoil(self, area: QRectF) -> None:
        """Draw an area of the scene anew: something there has changed."""
        for place in _places(self._now.scaled(area)):
            if place in self._now.tiles:
                self._now.tiles[place].is_stale = True

    # ------------------------------------------------------------------ showing

    def prepare(self, exposed: QRect, away: QPoint, budget: Budget) -> Iterator[QRect]:
        """Draw the tiles of a part of the viewport while there is time left; gives their rooms."""
        for place in _places(QRectF(exposed.translated(-away))):
            tile = self._now.tiles.get(place)
            if budget.left <= 0.0:
                return
            if tile is None or tile.is_stale:
                budget.spend(self._make, place)
                yield _room(place).translated(away)

    def show(self, painter: QPainter, exposed: QRect, away: QPoint) -> None:
        """Show a part of the viewport as it is, or was.

        Args:
            painter: in the viewport's pixels.
            away: where the scene's origin is, in these.
        """
        places = list(_places(QRectF(exposed.translated(-away))))
        if any(place not in self._now.tiles for place in places):
            self._show_former(painter, exposed, away)
        for place in places:
            if place in self._now.tiles:
                corner = QPoint(place[0] * TILE, place[1] * TILE) + away
                painter.drawPixmap(corner, self._now.tiles[place].picture)

    def _show_former(self, painter: QPainter, exposed: QRect, away: QPoint) -> None:
        now, former = self._now.scale, self._former
        step = TILE * now / former.scale
        covered = QRect()
        for (column, row), tile in former.tiles.items():
            left, right = round(column * step), round((column + 1) * step)
            top, bottom = round(row * step), round((row + 1) * step)
            room = QRect(left, top, right - left, bottom - top).translated(away)
            covered = covered.united(room)
            if room.intersects(exposed):
                painter.drawPixmap(room, tile.picture)
        bare = QRegion(exposed) - QRegion(covered)
        if bare.isEmpty():
            return
        painter.save()
        painter.setClipRegion(bare)
        painter.translate(away)
        painter.scale(now, now)
        areas = [_unscaled(room.translated(-away), now) for room in rectangles(bare)]
        self._draw_rough(painter, areas)
        painter.restore()

    # ------------------------------------------------------------------ making

    def stale(self, shown: QRect, away: QPoint) -> Iterator[QRect]:
        """The parts of the viewport that are not drawn as they should be."""
        for place in _places(QRectF(shown.translated(-away))):
            tile = self._now.tiles.get(place)
            if tile is None or tile.is_stale:
                yield _room(place).translated(away)

    def let_go(self, shown: QRect, away: QPoint) -> None:
        """Give up what is out of sight, where that is much."""
        seen = set(_places(QRectF(shown.translated(-away))))
        if len(self._now.tiles) > _KEPT * len(seen):
            self._now.tiles = {p: t for p, t in self._now.tiles.items() if p in seen}

    def refresh(self, room: QRect, away: QPoint) -> None:
        """Draw one of the parts that ``stale`` gave."""
        column, row = room.translated(-away).topLeft().toTuple()
        self._make((column // TILE, row // TILE))

    def _make(self, place: Place) -> None:
        now, tiles = self._now, self._now.tiles
        if place not in tiles:
            tiles[place] = Tile(QPixmap(round(TILE * now.ratio), round(TILE * now.ratio)))
            tiles[place].picture.setDevicePixelRatio(now.ratio)
        room = QRectF(_room(place))
        painter = QPainter(tiles[place].picture)
        painter.translate(-room.topLeft())
        painter.scale(now.scale, now.scale)
        self._draw(painter, _unscaled(_room(place), now.scale))
        painter.end()
        tiles[place].is_stale = False


def _unscaled(room: QRect, scale: float) -> QRectF:
    return QRectF(room.x() / scale, room.y() / scale, room.width() / scale, room.height() / scale)


def _room(place: Place) -> QRect:
    return QRect(place[0] * TILE, place[1] * TILE, TILE, TILE)


def _places(area: QRectF) -> Iterator[Place]:
    """The tiles that an area touches, in the mosaic's pixels."""
    if area.isEmpty():
        return
    left, top = QPointF(area.topLeft()).toTuple()
    right, bottom = QPointF(area.bottomRight()).toTuple()
    for row in range(int(top // TILE), int((bottom - _HAIR) // TILE) + 1):
        for column in range(int(left // TILE), int((right - _HAIR) // TILE) + 1):
            yield column, row
