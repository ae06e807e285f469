"""A combo box of attributes."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QWidget

from workbench.gui.plots.figure import labelled

_SHORTEST = 7  # characters; longer names are elided, and full in the list


class AttributeBox(QComboBox):
    """One of the attributes, or none of them where ``nothing`` is given words.

    Args:
        nothing: what the first entry says that stands for no attribute; "" for no such entry.
    """

    def __init__(
        self, name: str, title: str, tip: str, nothing: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        labelled(self, name, title, tip)
        self._nothing = nothing
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_SHORTEST)

    @property
    def chosen(self) -> str:
        """The attribute's name; "" for none."""
        return str(self.currentData() or "")

    def offer(self, names: Sequence[str], default: str = "") -> None:
        """Offer other attributes. What was chosen stays so if it is among them."""
        wanted = self.chosen if self.count() and self.chosen in names else default
        with QSignalBlocker(self):
            self.clear()
            if self._nothing:
                self.addItem(self._nothing, "")
            for name in names:
                self.addItem(name, name)
            self.setCurrentIndex(max(self.findData(wanted), 0))
        self.view().setMinimumWidth(min(max(self.view().sizeHintForColumn(0) + 32, 120), 480))

    def choose(self, name: str) -> None:
        """Choose an attribute; one that is not offered changes nothing."""
        index = self.findData(name)
        if index >= 0:
            self.setCurrentIndex(index)
