"""Every attribute's histogram side by side (WEKA: Visualize All)."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from workbench.data.profile.attribute_profile import AttributeProfile
from workbench.data.schema import Schema
from workbench.gui.class_colours import class_colours
from workbench.gui.explorer.attribute_delegate import bar_colours
from workbench.gui.explorer.attribute_model import NAME, PROFILE_ROLE, AttributeModel, percent
from workbench.gui.explorer.bars import gap_for, paint_bars
from workbench.gui.explorer.content_picture import paint_content
from workbench.gui.text_size import TEXT_SIZE, scaled
from workbench.gui.theme import Theme

CARD = QSize(184, 124)
HEAD = 24
SPACING = 4
MARGIN = 8
SCROLL_BAR = 12
WIDEST = 380
N_KEYED = 12  # classes in the key: so many colours there are


class Overview(QWidget):
    """Cards of histograms; a click chooses the attribute.

    Signals:
        chosen(str): an attribute.
    """

    chosen = Signal(str)

    def __init__(self, model: AttributeModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("overview")
        self._model = model
        self._theme = theme
        self.key = QLabel(self)
        self.key.setObjectName("class_key")
        self.key.setTextFormat(Qt.TextFormat.RichText)
        self.delegate = _CardDelegate(theme, self)
        self.list = self._made_list(model)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setContentsMargins(4, 0, 4, 0)
        head.addWidget(self.key, 1)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        model.modelReset.connect(self._show_key)
        model.modelReset.connect(self._fit_cards)
        self._show_key()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = self.delegate.theme = theme
        self._show_key()
        self.list.viewport().update()

    def shutdown(self) -> None:
        """Nothing goes on here."""

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_cards()

    def _fit_cards(self) -> None:
        """Make the cards as large as they can be while all are seen, and fill the rows."""
        room = QSize(self.width() - 2 * MARGIN - SCROLL_BAR - SPACING, self.list.height())
        self.delegate.size = card_size(room, self._model.rowCount())
        self.list.doItemsLayout()

    def _made_list(self, model: AttributeModel) -> QListView:
        cards = QListView(self)
        cards.setObjectName("histograms")
        cards.setAccessibleName(self.tr("Histograms of all attributes"))
        cards.setViewMode(QListView.ViewMode.IconMode)
        cards.setModel(model)
        cards.setModelColumn(NAME)
        cards.setItemDelegate(self.delegate)
        cards.setUniformItemSizes(True)
        cards.setResizeMode(QListView.ResizeMode.Adjust)
        cards.setMovement(QListView.Movement.Static)
        cards.setSpacing(SPACING)
        cards.setMouseTracking(True)
        cards.clicked.connect(self._choose)
        cards.activated.connect(self._choose)
        return cards

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(self._model.schema.names[index.row()])

    def _show_key(self) -> None:
        self.key.setText(key_words(self._model.schema, self._theme))
        self.key.setVisible(bool(self.key.text()))


def card_size(room: QSize, n_cards: int) -> QSize:
    """How large so many cards can be that all are seen, within limits; they fill whole rows."""
    card, widest = CARD * TEXT_SIZE.scale, scaled(WIDEST)
    most = max(1, room.width() // (card.width() + SPACING))
    least = min(most, -(-room.width() // (widest + SPACING)))
    for n_columns in range(max(1, least), most + 1):
        width = room.width() // n_columns - SPACING - 1
        height = max(card.height(), int(width * card.height() / card.width()))
        n_rows = -(-n_cards // n_columns)
        if n_rows * (height + SPACING) <= room.height():
            return QSize(width, height)
    return QSize(room.width() // most - SPACING - 1, card.height())


def key_words(schema: Schema, theme: Theme) -> str:
    """Which colour is which class, as rich text; empty without a nominal class."""
    target = schema.class_attribute
    if target is None or target.kind != "nominal":
        return ""
    colours = class_colours(theme, len(target.values))
    pairs = zip(target.values[:N_KEYED], colours, strict=False)
    marks = [
        f'<span style="color:{colour.name()}">■</span>&nbsp;{_plain(label)}'
        for label, colour in pairs
    ]
    more = ["…"] if len(target.values) > N_KEYED else []
    return f"{_plain(target.name)}:&nbsp; " + " &nbsp; ".join([*marks, *more])


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


class _CardDelegate(QStyledItemDelegate):
    """A card: name and share of missing values above, bars below."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.size = CARD

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return self.size

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        painter.save()
        rect = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5)
        self._frame(painter, rect, option.state)
        profile = index.data(PROFILE_ROLE)
        known = profile if isinstance(profile, AttributeProfile) else None
        inner = rect.adjusted(10, 4, -10, -8)
        self._head(painter, inner, index, known)
        if known is not None and known.content is not None:
            paint_content(painter, inner.adjusted(0, scaled(HEAD), 0, 4), known, self.theme)
        elif known is not None and known.histogram is None:
            painter.setPen(QColor(self.theme.secondary))
            words = self.tr("{} different values").format(f"{known.distinct:,}")
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, words)
        elif known is not None and known.histogram is not None:
            counts = known.histogram.counts
            bars = inner.adjusted(0, scaled(HEAD), 0, 0)
            is_labels = bool(known.histogram.labels)
            gap = gap_for(len(counts), bars.width(), is_labels=is_labels)
            paint_bars(painter, bars, counts, bar_colours(self.theme, counts.shape[1]), gap)
            painter.setPen(QPen(QColor(self.theme.secondary), 1))
            painter.drawLine(bars.bottomLeft(), bars.bottomRight())
        painter.restore()

    def _frame(self, painter: QPainter, rect: QRectF, state: QStyle.StateFlag) -> None:
        is_lit = bool(state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self.theme.accent if is_lit else self.theme.line), 1))
        painter.setBrush(QColor(self.theme.panel))
        painter.drawRoundedRect(rect, 6, 6)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _head(
        self,
        painter: QPainter,
        inner: QRectF,
        index: QModelIndex | QPersistentModelIndex,
        known: AttributeProfile | None,
    ) -> None:
        head = QRectF(inner.left(), inner.top(), inner.width(), scaled(HEAD))
        missing = percent(known.missing, known.n_samples) if known and known.missing else ""
        middle = Qt.AlignmentFlag.AlignVCenter
        if missing:
            painter.setPen(QColor(self.theme.warning))
            words = self.tr("{} missing").format(missing)
            painter.drawText(head, Qt.AlignmentFlag.AlignRight | middle, words)
            head.setRight(head.right() - painter.fontMetrics().horizontalAdvance(words) - 8)
        plain = painter.font()
        font = QFont(plain)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.text))
        name = str(index.data())
        elided = painter.fontMetrics().elidedText(
            name, Qt.TextElideMode.ElideRight, int(head.width())
        )
        painter.drawText(head, Qt.AlignmentFlag.AlignLeft | middle, elided)
        painter.setFont(plain)
