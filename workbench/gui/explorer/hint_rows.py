"""The hints under a summary: a sentence each, and the step that follows from it as a button."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from workbench.core.component import Component
from workbench.data.profile.attribute_profile import AttributeProfile, Profile
from workbench.data.profile.hints import About
from workbench.gui.explorer.summary_figures import hint_words
from workbench.gui.icons import icon
from workbench.gui.theme import Theme

ICON = 16


@dataclass(frozen=True)
class Offer:
    """A step that follows from a hint."""

    words: str
    key: str
    values: dict[str, Any]


class HintRows(QWidget):
    """The hints of one attribute; hidden if there are none.

    Signals:
        step_wanted(key, values, label): the step that follows from a hint.
    """

    step_wanted = Signal(str, dict, str)

    def __init__(
        self, catalog: Mapping[str, type[Component]], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("hints")
        self.theme = theme
        self._catalog = catalog
        self._rows: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.hide()

    def show_hints(self, one: AttributeProfile | None, profile: Profile | None) -> None:
        """Show the hints of an attribute; ``profile`` says which others share them."""
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows.clear()
        for hint in one.hints if one is not None else ():
            others = [] if profile is None else names_with(profile, hint.about)
            assert one is not None  # noqa: S101  it has hints
            self._add(hint_words(hint), self._offers(hint.about, one.attribute.name, others))
        self.setVisible(bool(self._rows))

    def _add(self, words: str, offers: list[Offer]) -> None:
        row = QFrame(self)
        row.setProperty("role", "card")
        mark, text = QLabel(row), QLabel(words, row)
        drawn = icon("mdi6.lightbulb-on-outline", self.theme, "warning")
        mark.setPixmap(drawn.pixmap(QSize(ICON, ICON), self.devicePixelRatioF()))
        text.setWordWrap(True)
        line = QHBoxLayout()
        line.addWidget(mark)
        line.addWidget(text, 1)
        column = QVBoxLayout(row)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(4)
        column.addLayout(line)
        buttons = QHBoxLayout()
        for number, offer in enumerate(offers):
            buttons.addWidget(self._button(offer, f"hint_{offer.key}_{number}", row))
        buttons.addStretch(1)
        column.addLayout(buttons)
        self._rows.append(row)
        self._column.addWidget(row)

    def _button(self, offer: Offer, name: str, row: QWidget) -> QPushButton:
        button = QPushButton(offer.words, row)
        button.setObjectName(name)
        button.clicked.connect(lambda: self.step_wanted.emit(offer.key, offer.values, offer.words))
        return button

    def _offers(self, about: About, name: str, others: list[str]) -> list[Offer]:
        """The steps that follow from a hint, as far as there are such steps."""
        offers: list[Offer] = []
        match about:
            case "zero":
                offers = [Offer(self.tr("Read as missing"), *_named("zero_as_missing", [name]))]
                if len(others) > 1:
                    words = self.tr("In all {} such attributes").format(len(others))
                    offers.append(Offer(words, *_named("zero_as_missing", others)))
            case "constant" | "missing":
                offers = [Offer(self.tr("Remove"), *_named("select_attributes", [name]))]
            case "identifier":
                key, values = _named("set_role", [name])
                offers = [Offer(self.tr("Do not learn from it"), key, {**values, "role": "meta"})]
            case "code":
                key, values = _named("change_kind", [name])
                offers = [Offer(self.tr("Read as labels"), key, {**values, "kind": "nominal"})]
        return [offer for offer in offers if offer.key in self._catalog]


def names_with(profile: Profile, about: About) -> list[str]:
    """The attributes that have a hint."""
    return [p.attribute.name for p in profile.attributes if any(h.about == about for h in p.hints)]


def _named(key: str, names: list[str]) -> tuple[str, dict[str, Any]]:
    return key, {"attributes": names}
