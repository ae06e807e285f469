"""Pictures, series, texts, tokens and bags in one small drawing: their mean, lengths or words."""

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from workbench.data.profile.attribute_profile import AttributeProfile
from workbench.data.profile.content import Content
from workbench.data.schema import Attribute
from workbench.gui.class_colours import class_colours
from workbench.gui.explorer.attribute_delegate import bar_colours
from workbench.gui.explorer.bars import gap_for, paint_bars
from workbench.gui.pictures import picture_of
from workbench.gui.theme import Theme

CAPTION = 20
HEIGHT = 160
GAP = 2  # between pictures
N_ROWS = 6  # words or tokens that are shown as bars
MOST_CHANNELS = 12  # that have a colour of their own
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


def _tr(text: str) -> str:
    return QCoreApplication.translate("ContentPicture", text)


def content_words(attribute: Attribute, content: Content) -> str:
    """How large the samples are, as words below the drawing."""
    if content.unit == "pixels":
        height, width = attribute.shape[:2]
        is_one = content.mean is None or len(content.mean) == 1
        all_words, each = (
            _tr("mean of {width} × {height} pixels"),
            _tr("means by class, {width} × {height}"),
        )
        return (all_words if is_one else each).format(width=width, height=height)
    span = f"{content.shortest:,}"
    if content.longest != content.shortest:
        span = f"{content.shortest:,} – {content.longest:,}"
    n_channels = 0 if content.mean is None else content.mean.shape[-1]
    words = {
        "steps": _tr("mean of {n} channels, {span} steps"),
        "characters": _tr("{span} characters"),
        "tokens": _tr("{span} tokens"),
        "rows": _tr("mean of {n} attributes, {span} rows") if n_channels else _tr("{span} rows"),
    }[content.unit]
    if n_channels == 1:
        words = _tr("mean ± deviation, {span} steps")
    return words.format(span=span, n=n_channels)


def paint_content(painter: QPainter, rect: QRectF, one: AttributeProfile, theme: Theme) -> None:
    """Paint what is in an attribute, with a caption below it."""
    content = one.content
    if content is None:
        return
    caption = QRectF(rect.left(), rect.bottom() - CAPTION, rect.width(), CAPTION)
    words = painter.fontMetrics().elidedText(
        content_words(one.attribute, content), Qt.TextElideMode.ElideRight, int(rect.width())
    )
    painter.setPen(QColor(theme.secondary))
    painter.drawText(caption, Qt.AlignmentFlag.AlignHCenter | _MIDDLE, words)
    area = rect.adjusted(0, 0, 0, -CAPTION)
    if content.unit == "pixels":
        _paint_picture(painter, area, content)
    elif content.mean is not None:
        _paint_courses(painter, area, content, theme)
    elif content.lengths is not None:
        _paint_lengths(painter, area, content, theme)
    else:
        _paint_words(painter, area, content, theme)


def _paint_picture(painter: QPainter, area: QRectF, content: Content) -> None:
    """The mean pictures side by side, as large as they can be."""
    if content.mean is None:
        return
    n = len(content.mean)
    height, width = content.mean.shape[1:3]
    n_columns = max(range(1, n + 1), key=lambda k: _scale(area, (width, height), k, n))
    scale = _scale(area, (width, height), n_columns, n)
    cell = QRectF(0, 0, width * scale, height * scale)
    left = area.center().x() - n_columns * cell.width() / 2
    top = area.center().y() - -(-n // n_columns) * cell.height() / 2
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
    for number, mean in enumerate(np.nan_to_num(content.mean)):
        down, across = divmod(number, n_columns)
        place = cell.translated(left + across * cell.width(), top + down * cell.height())
        inset = GAP if n > 1 else 0
        picture = picture_of(np.rint(mean).astype(np.uint8))
        painter.drawImage(place.adjusted(0, 0, -inset, -inset), picture)


def _scale(area: QRectF, size: tuple[int, int], n_columns: int, n: int) -> float:
    """How large pictures are in so many columns, in pixels per pixel."""
    n_rows = -(-n // n_columns)
    return min(area.width() / (n_columns * size[0]), area.height() / (n_rows * size[1]))


def _paint_courses(painter: QPainter, area: QRectF, content: Content, theme: Theme) -> None:
    """The mean of each channel; of a single one with its deviation."""
    mean, deviation = content.mean, content.deviation
    if mean is None or deviation is None:
        return
    low, high = (mean - deviation, mean + deviation) if mean.shape[1] == 1 else (mean, mean)
    if not np.isfinite(mean).any():
        return
    least, greatest = float(np.nanmin(low)), float(np.nanmax(high))
    across = np.linspace(area.left(), area.right(), max(len(mean), 2))[: len(mean)]
    scale = area.height() / ((greatest - least) or 1.0)

    def line(values: np.ndarray) -> list[QPointF]:
        down = area.bottom() - (values - least) * scale
        pairs = zip(across.tolist(), down.tolist(), strict=True)
        return [QPointF(x, y) for x, y in pairs if np.isfinite(y)]

    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colours = class_colours(theme, min(mean.shape[1], MOST_CHANNELS))
    if mean.shape[1] == 1:
        fill = QColor(colours[0])
        fill.setAlphaF(0.2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawPolygon(QPolygonF([*line(low[:, 0]), *reversed(line(high[:, 0]))]))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for channel in range(min(mean.shape[1], MOST_CHANNELS)):
        painter.setPen(QPen(colours[channel], 1.5))
        painter.drawPolyline(QPolygonF(line(mean[:, channel])))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def _paint_lengths(painter: QPainter, area: QRectF, content: Content, theme: Theme) -> None:
    if content.lengths is None:
        return
    counts = content.lengths.counts
    gap = gap_for(len(counts), area.width(), is_labels=False)
    paint_bars(painter, area, counts, bar_colours(theme, counts.shape[1]), gap)
    painter.setPen(QPen(QColor(theme.secondary), 1))
    painter.drawLine(area.bottomLeft(), area.bottomRight())


def _paint_words(painter: QPainter, area: QRectF, content: Content, theme: Theme) -> None:
    """The commonest words or tokens as bars that lie."""
    if not content.words:
        return
    height = max(painter.fontMetrics().height(), area.height() / N_ROWS)
    n_rows = min(int(area.height() // height), len(content.words))
    most, middle = content.words[0][1], area.left() + area.width() * 0.35
    for row, (word, count) in enumerate(content.words[:n_rows]):
        top = area.top() + row * height
        room = QRectF(area.left(), top, middle - area.left() - 6, height)
        painter.setPen(QColor(theme.text))
        shown = painter.fontMetrics().elidedText(
            seen_word(word), Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | _MIDDLE, shown)
        width = (area.right() - middle) * count / most
        bar = QRectF(middle, top + 2, width, max(height - 4, 1))
        painter.fillRect(bar, theme.seen(theme.series[0]))


def seen_word(word: str) -> str:
    """A word or token as it can be seen: blanks and line ends have signs."""
    signs = {" ": _tr("blank"), "\n": "↵", "\t": "⇥", "\r": "↵"}
    return signs.get(word, word)


class ContentPicture(QWidget):
    """The drawing in the summary; hidden for attributes that are numbers or labels."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("attribute_content")
        self.setAccessibleName(self.tr("What is in the attribute"))
        self.setFixedHeight(HEIGHT)
        self.theme = theme
        self._shown: AttributeProfile | None = None

    def show_content(self, one: AttributeProfile | None) -> None:
        """Show an attribute."""
        self._shown = one
        has_drawing = one is not None and one.content is not None and _is_drawn(one.content)
        self.setVisible(has_drawing)
        if one is not None and one.content is not None:
            words = content_words(one.attribute, one.content)
            self.setAccessibleDescription(words)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._shown is not None:
            painter = QPainter(self)
            paint_content(painter, QRectF(self.rect()), self._shown, self.theme)


def _is_drawn(content: Content) -> bool:
    return content.mean is not None or content.lengths is not None
