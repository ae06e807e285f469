"""The labels of an attribute, or its most frequent texts, with their counts."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from workbench.data.profile.attribute_profile import AttributeProfile
from workbench.gui.explorer.attribute_model import percent
from workbench.gui.explorer.content_picture import seen_word

N_SHOWN = 200
N_VISIBLE = 10
ROW = 28
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class CountsTable(QTreeWidget):
    """Value, count, share; hidden for numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("label_counts")
        self.setAccessibleName(self.tr("Values and how often they occur"))
        self.setHeaderLabels([self.tr("Value"), self.tr("Count"), self.tr("Share")])
        self.setRootIsDecorated(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
            self.headerItem().setTextAlignment(column, _RIGHT)

    def show_counts(self, one: AttributeProfile | None) -> None:
        """Show the counts of an attribute."""
        self.clear()
        words = _words(one)
        counts = () if one is None else words or _counts(one)
        self.setVisible(bool(counts))
        self.headerItem().setText(0, self.tr("Word") if words else self.tr("Value"))
        self.setColumnHidden(2, bool(words))
        if one is None or not counts:
            return
        for value, count in counts[:N_SHOWN]:
            item = QTreeWidgetItem([seen_word(value), f"{count:,}", percent(count, one.n_samples)])
            item.setToolTip(0, value)
            for column in (1, 2):
                item.setTextAlignment(column, _RIGHT)
            self.addTopLevelItem(item)
        n_more = one.distinct - N_SHOWN if one.frequent else len(counts) - N_SHOWN
        if n_more > 0 and not words:
            self.addTopLevelItem(QTreeWidgetItem([self.tr("… and {} more").format(f"{n_more:,}")]))
        n_rows = min(N_VISIBLE, self.topLevelItemCount()) + 1
        self.setFixedHeight(n_rows * ROW + 4)


def _words(one: AttributeProfile | None) -> tuple[tuple[str, int], ...]:
    """The commonest words of texts that hardly occur twice, and tokens; else none."""
    if one is None or one.content is None or 2 * one.distinct < one.n_samples:
        return ()
    return one.content.words


def _counts(one: AttributeProfile) -> tuple[tuple[str, int], ...]:
    if one.frequent or one.histogram is None or not one.histogram.labels:
        return one.frequent
    totals = one.histogram.totals.tolist()
    return tuple(zip(one.histogram.labels, totals, strict=True))
