"""Paints the canvas within a frame's time: what costs more is put off and done in slices.

From the back to the front: the ground (canvas, grid, frames, notes and links, kept as pictures),
what of these is being moved or lit, the nodes (kept as pictures too). Something new is drawn at
once where there is time, else shown from an older picture and drawn well a moment later.
"""

import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QRectF, QTimer
from PySide6.QtGui import QPainter, QRegion
from PySide6.QtWidgets import QGraphicsView

from workbench.gui.editor.budget import Budget
from workbench.gui.editor.faces import Faces
from workbench.gui.editor.ground import Ground
from workbench.gui.editor.ground_drawing import GroundDrawing
from workbench.gui.editor.item_scene import GroundItem
from workbench.gui.editor.node_item import BOUNDS, NodeItem
from workbench.gui.editor.region import rectangles
from workbench.gui.editor.scene import FlowScene

_FRAME_S = 0.012  # for painting; the rest of a frame is for what is painted
_PAINT_S = 0.004  # of a frame's painting for pictures that are not there yet
_ZOOM_PAINT_S = 0.002  # as they are for one frame only while the scale changes
_SLICE_S = 0.006  # for more of them, between two frames
_HELD_SLICE_S = 0.002  # as it is while the mouse moves something
_ZOOM_REST_MS = 80  # without a change of scale before pictures are made for the new one
_SETTLE_MS = 150  # without a move before something moved becomes part of the ground again
_LARGE_PART = 0.25  # of the viewport, from which is told what painting all of it takes
_FEW_RECTS = 16  # that are painted each for itself
_MANY_RECTS = 24  # changed places above which all is painted


class FlowPainter(QObject):
    """Paints a scene for a view and notes what has changed in it."""

    def __init__(self, view: QGraphicsView, scene: FlowScene) -> None:
        super().__init__(view)
        self._view = view
        self._scene = scene
        self.faces = Faces(lambda: scene.look)
        self._drawing = GroundDrawing(scene, lambda: view.transform().m11())
        self.ground = Ground(
            lambda painter, area: self._drawing.draw(painter, area, self._moving),
            self._drawing.draw_rough,
        )
        self._seen = QRectF()
        self._moving: dict[GroundItem, None] = {}  # drawn on their own, left out of the ground
        self._recent: dict[GroundItem, None] = {}  # drawn on their own until the ground has them
        self._shown_s = 0.0  # what painting all took last, pictures made for it left out
        self._moved_again = False
        self._exposed: list[QRectF] = []  # areas to be painted anew
        self._later: list[QRect] = []  # parts of the viewport to be painted anew
        self._flush = self._timer(0, self._update_exposed)
        self._work = self._timer(0, self._refresh)
        self._zoom_rest = self._timer(_ZOOM_REST_MS, self._refresh)
        self._settle = self._timer(_SETTLE_MS, self.settle)
        scene.node_touched = self._touch
        scene.ground_touched = self._loosen
        scene.ground_lost = self._lose
        scene.renewed.connect(self.forget)

    def _timer(self, milliseconds: int, call: object) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=milliseconds)
        timer.timeout.connect(call)
        return timer

    # ------------------------------------------------------------------ what has changed

    def forget(self) -> None:
        """Draw everything anew, and show nothing of what was."""
        self.faces.forget()
        self.ground.forget()
        self._moving.clear()
        self._recent.clear()
        self._view.viewport().update()

    def rescale(self) -> None:
        """The view shows the scene at another scale."""
        scale, ratio = self._view.transform().m11(), self._view.devicePixelRatioF()
        self.faces.set_scale(scale, ratio)
        self.ground.set_scale(scale, ratio, self._seen)
        self._zoom_rest.start()

    def settle(self) -> None:
        """What was moved becomes part of the ground again, unless it is still held."""
        if self._scene.is_held or self._moved_again:
            self._moved_again = False
            self._settle.start()
            return
        for item in self._moving:
            self.ground.spoil(item.box)
        self._recent.update(self._moving)
        self._moving.clear()
        self._work.start()

    def _touch(self, item: NodeItem) -> None:
        self._expose(BOUNDS.translated(*item.corner))

    def _loosen(self, item: GroundItem, before: QRectF) -> None:
        """Something on the ground looks otherwise than it did."""
        if before == item.box and item not in self._moving:
            self.ground.spoil(before)
        elif item not in self._moving:
            self.ground.spoil(before)
            self._moving[item] = None
            self._settle.start()
        self._moved_again = True
        self._expose(before.united(item.box))

    def _lose(self, item: GroundItem) -> None:
        """Something on the ground is gone."""
        self._moving.pop(item, None)
        self._recent.pop(item, None)
        self.ground.spoil(item.box)
        self._expose(item.box)

    def _expose(self, area: QRectF) -> None:
        """Paint an area of the scene anew when all that is being done has been done."""
        if not self._exposed:
            self._flush.start()
        self._exposed.append(area)

    def _update_exposed(self) -> None:
        """Ask for what has changed; where that is in many places, for all between them too."""
        later, self._later = self._later, []
        for room in later:
            self._view.viewport().update(room)
        areas, self._exposed = self._exposed, []
        if len(areas) > _MANY_RECTS:
            areas = [_around(areas)]
        for area in areas:
            self._view.viewport().update(self._mapped(area))

    # ------------------------------------------------------------------ painting

    def paint(self, painter: QPainter, exposed: QRegion) -> None:
        """Paint a part of the viewport."""
        is_zooming = self._zoom_rest.isActive()
        started = time.perf_counter()
        most = _ZOOM_PAINT_S if is_zooming else _PAINT_S
        share = _share(exposed.boundingRect(), self._view.viewport().rect())
        budget = Budget(min(most, _FRAME_S - self._shown_s * share))
        away = self._away
        rooms = (
            rectangles(exposed) if exposed.rectCount() <= _FEW_RECTS else [exposed.boundingRect()]
        )
        areas = [self._area(room) for room in rooms]
        self._seen = self._area(self._view.viewport().rect())
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)  # noqa: FBT003
        shown = self._nodes_in(*areas)
        self._prepare(rooms, shown, exposed, budget)
        for room in rooms:
            self.ground.show(painter, room, away)
        painter.setWorldTransform(self._view.viewportTransform())
        self._draw_loose(painter, _around(areas))
        painter.resetTransform()
        self.faces.show(painter, shown, QPointF(away))
        painter.restore()
        if share >= _LARGE_PART:
            self._shown_s = (time.perf_counter() - started - budget.spent) / share
        if not is_zooming:
            self._work.start()

    def _prepare(
        self, rooms: list[QRect], shown: list[NodeItem], exposed: QRegion, budget: Budget
    ) -> None:
        """Make pictures that are missing, while there is time.

        What is seen of them in part now is shown as a whole in a moment.
        """
        # Nodes first: one without its words is missed most.
        made = [self._room(item) for item in self.faces.prepare(shown, budget)]
        for room in rooms:
            made += self.ground.prepare(room, self._away, budget)
        seen = self._view.viewport().rect()
        self._later += [room for room in made if not (QRegion(room & seen) - exposed).isEmpty()]
        if self._later:
            self._flush.start()

    def _draw_loose(self, painter: QPainter, area: QRectF) -> None:
        """What is moved, or lit, over the ground."""
        if self._recent:
            painter.save()
            painter.resetTransform()
            painter.setClipRegion(self._stale_ground())  # elsewhere the ground has them
            painter.setWorldTransform(self._view.viewportTransform())
            self._drawing.draw_some(painter, area, self._recent)
            painter.restore()
        self._drawing.draw_some(painter, area, self._moving)
        self._drawing.draw_lit(painter, area)

    def _stale_ground(self) -> QRegion:
        region = QRegion()
        for room in self.ground.stale(self._view.viewport().rect(), self._away):
            region = region.united(room)
        return region

    # ------------------------------------------------------------------ what was put off

    def _refresh(self) -> None:
        """Make some of the pictures that are missing, and show them."""
        if self._zoom_rest.isActive():
            return
        deadline = time.perf_counter() + (_HELD_SLICE_S if self._scene.is_held else _SLICE_S)
        viewport, away = self._view.viewport(), self._away
        for room in self._stale_rooms():
            viewport.update(room)
            if time.perf_counter() > deadline:
                self._work.start()
                return
        if self._recent and not self._moving:
            for item in self._recent:
                viewport.update(self._mapped(item.box))
            self._recent.clear()
        seen = viewport.rect()
        self.ground.let_go(seen, away)
        self.faces.let_go(self._nodes_in(self._area(seen)))

    def _stale_rooms(self) -> Iterator[QRect]:
        """Makes one missing picture after another, and gives where each is shown."""
        seen = self._view.viewport().rect()
        for item in self._nodes_in(self._area(seen)):
            if not self.faces.is_fresh(item):
                self.faces.make(item)
                yield self._room(item)
        away = self._away
        for room in self.ground.stale(seen, away):
            self.ground.refresh(room, away)
            yield room

    @property
    def is_settled(self) -> bool:
        """Whether nothing is put off."""
        timers = (self._flush, self._work, self._zoom_rest, self._settle)
        return not any(timer.isActive() for timer in timers)

    def finish(self) -> None:
        """Make all pictures that are missing, however long it takes, and show them."""
        self._zoom_rest.stop()
        self.settle()
        for _ in self._stale_rooms():
            pass
        self._recent.clear()
        self._view.viewport().update()

    # ------------------------------------------------------------------ places

    @property
    def _away(self) -> QPoint:
        """Where the scene's origin is in the viewport."""
        transform = self._view.viewportTransform()
        return QPoint(round(transform.dx()), round(transform.dy()))

    def _area(self, room: QRect) -> QRectF:
        """A part of the viewport as an area of the scene."""
        return self._view.mapToScene(room.adjusted(-1, -1, 1, 1)).boundingRect()

    def _mapped(self, area: QRectF) -> QRect:
        scale, away = self._view.transform().m11(), QPointF(self._away)
        room = QRectF(area.topLeft() * scale + away, area.bottomRight() * scale + away)
        return room.toAlignedRect().adjusted(-2, -2, 2, 2)

    def _room(self, item: NodeItem) -> QRect:
        return self._mapped(BOUNDS.translated(*item.corner))

    def _nodes_in(self, *areas: QRectF) -> list[NodeItem]:
        """The nodes that are seen in any of some areas."""
        rooms = [
            (
                a.left() - BOUNDS.right(),
                a.top() - BOUNDS.bottom(),
                a.right() - BOUNDS.left(),
                a.bottom() - BOUNDS.top(),
            )
            for a in areas
        ]
        found = []
        for item in self._scene.nodes.values():
            x, y = item.corner
            for left, top, right, bottom in rooms:
                if left <= x <= right and top <= y <= bottom:
                    found.append(item)
                    break
        return found


def _share(part: QRect, whole: QRect) -> float:
    """How much of a rectangle a part of it is."""
    return part.width() * part.height() / max(whole.width() * whole.height(), 1)


def _around(areas: list[QRectF]) -> QRectF:
    """The smallest rectangle around all of them."""
    made = QRectF()
    for area in areas:
        made = made.united(area)
    return made
