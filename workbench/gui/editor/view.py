"""Looking at the canvas: zoom, pan, grid."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView
from typing_extensions import override

from workbench.gui.editor.edits import box
from workbench.gui.editor.look import FAR
from workbench.gui.editor.painting import FlowPainter
from workbench.gui.editor.scene import FlowScene
from workbench.gui.text_size import TEXT_SIZE

SMALLEST, LARGEST = 0.1, 3.0
STEP = 1.2  # of the scale for a notch of the wheel
_FIELD = QRectF(-1e5, -1e5, 2e5, 2e5)  # where one may pan to


class FlowView(QGraphicsView):
    """A window onto the scene that zooms at the cursor and pans.

    Signals:
        looked: the view shows another part of the scene, or at another scale.
    """

    looked = Signal()
    _text_scale = 1.0  # that nodes are shown at; Qt may tell of a font while the view is made

    def __init__(self, scene: FlowScene) -> None:
        super().__init__(scene)
        self.flow_scene = scene
        self._pan_from: QPoint | None = None
        self._wants_fit = False
        self._exposed = QRegion()
        self._painter = FlowPainter(self, scene)
        self.setSceneRect(_FIELD)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.AnchorViewCenter)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)
        flags = QGraphicsView.OptimizationFlag
        self.setOptimizationFlag(flags.DontAdjustForAntialiasing)
        self.centerOn(0.0, 0.0)
        self._regard_text_size()

    # ------------------------------------------------------------------ zoom

    @property
    def scale_now(self) -> float:
        """Screen pixels to one of the scene."""
        return self.transform().m11()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom, a place of the viewport (its middle by default) staying where it is."""
        place = at if at is not None else QPointF(self.viewport().rect().center())
        factor = min(max(self.scale_now * factor, SMALLEST), LARGEST) / self.scale_now
        fixed = self.mapToScene(place.toPoint())
        self.scale(factor, factor)
        self.regard_size()
        away = self.mapFromScene(fixed) - place.toPoint()
        self._scroll(away)

    def zoom_to(self, scale: float) -> None:
        """Zoom to a scale, the middle staying where it is."""
        self.zoom(scale * TEXT_SIZE.scale / self.scale_now)

    def fit(self, largest: float = 1.0) -> None:
        """Show the whole flow, no larger than ``largest``; once the view has its size."""
        if not self.isVisible():
            self._wants_fit = True
            return
        edges = box(self.flow_scene.graph)
        if edges is None:
            self.resetTransform()
            self.scale(TEXT_SIZE.scale, TEXT_SIZE.scale)
            self.centerOn(0.0, 0.0)
        else:
            content = QRectF(QPointF(*edges[:2]), QPointF(*edges[2:])).adjusted(-48, -48, 48, 48)
            size = self.viewport().rect()
            largest *= TEXT_SIZE.scale
            scale = min(size.width() / content.width(), size.height() / content.height(), largest)
            scale = max(scale, SMALLEST)
            self.resetTransform()
            self.scale(scale, scale)
            self.centerOn(content.center())
        self.regard_size()
        self.looked.emit()

    def _regard_text_size(self) -> None:
        """Show nodes as much larger or smaller as text has become."""
        before, self._text_scale = self._text_scale, TEXT_SIZE.scale
        if before != self._text_scale:
            self.zoom(self._text_scale / before)

    def reveal(self, node_ids: tuple[str, ...]) -> None:
        """Bring nodes into view, if they are not, clear of the minimap in the corner."""
        below = min(128, self.viewport().height() // 3)
        for node_id in node_ids:
            item = self.flow_scene.nodes.get(node_id)
            if item is not None:
                self.ensureVisible(item, 24, below)

    def regard_size(self) -> None:
        """Leave out what cannot be read at this scale."""
        self.flow_scene.set_far(is_far=self.scale_now < FAR)
        self._painter.rescale()
        self.viewport().update()

    @property
    def is_settled(self) -> bool:
        """Whether all is drawn as well as it is going to be."""
        return self._painter.is_settled

    def finish(self) -> None:
        """Draw well at once what would be drawn well in a moment."""
        self._painter.finish()

    def _scroll(self, by: QPoint) -> None:
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.value() + by.x())
        down.setValue(down.value() + by.y())

    # ------------------------------------------------------------------ pan

    @property
    def is_panning(self) -> bool:
        """Whether the mouse is dragging the canvas."""
        return self._pan_from is not None

    def start_pan(self, place: QPoint) -> None:
        """From now on the canvas follows the mouse."""
        self._pan_from = place
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def end_pan(self) -> None:
        """The canvas stays where it is."""
        self._pan_from = None
        self.viewport().unsetCursor()

    def pan_to(self, place: QPoint) -> None:
        """The mouse has moved while it drags the canvas."""
        if self._pan_from is not None:
            self._scroll(self._pan_from - place)
            self._pan_from = place

    # ------------------------------------------------------------------ Qt

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.is_panning:
            self.pan_to(event.position().toPoint())
        else:
            super().mouseMoveEvent(event)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._wants_fit:
            self._wants_fit = False
            self.fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._regard_text_size()

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self.looked.emit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.looked.emit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        self._exposed = event.region()
        super().paintEvent(event)

    @override
    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        self._painter.paint(painter, self._exposed)
