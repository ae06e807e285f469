"""The attributes as a table: name, role, missing, distinct, and the histogram to be painted."""

import re
from typing import Any, TypeAlias

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QFont
from typing_extensions import override

from workbench.data.profile.attribute_profile import AttributeProfile, Profile
from workbench.data.schema import Attribute, Schema
from workbench.gui.explorer.kind_words import KIND_ICONS, kind_word, role_word
from workbench.gui.icons import icon
from workbench.gui.theme import Theme

Index: TypeAlias = QModelIndex | QPersistentModelIndex

NAME, ROLE, MISSING, DISTINCT, PICTURE = range(5)
SORT_ROLE = Qt.ItemDataRole.UserRole
PROFILE_ROLE = Qt.ItemDataRole.UserRole + 1
_ROOT = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class AttributeModel(QAbstractTableModel):
    """One row an attribute."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.schema = Schema(())
        self._theme = theme
        self._profiles: dict[str, AttributeProfile] = {}

    def show_schema(self, schema: Schema) -> None:
        """Show these attributes."""
        if schema != self.schema:
            self.beginResetModel()
            self.schema = schema
            self.endResetModel()

    def show_profile(self, profile: Profile | None) -> None:
        """Show what is known of them."""
        found = {} if profile is None else {p.attribute.name: p for p in profile.attributes}
        self._profiles = found
        if self.rowCount():
            last = self.index(self.rowCount() - 1, PICTURE)
            # From the first column on: the cards of the overview stand for that one.
            self.dataChanged.emit(self.index(0, NAME), last)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, PICTURE))

    def profile(self, name: str) -> AttributeProfile | None:
        """What is known of an attribute; None as yet."""
        return self._profiles.get(name)

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.schema.attributes)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else PICTURE + 1

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Name"), self.tr("Role"), self.tr("Missing"), self.tr("Distinct"), "")[
                section
            ]
        if role == Qt.ItemDataRole.TextAlignmentRole and section in {MISSING, DISTINCT}:
            return _RIGHT
        return None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        attribute = self.schema.attributes[index.row()]
        profile = self._profiles.get(attribute.name)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(index.column(), attribute, profile)
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(attribute, profile)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if index.column() in {MISSING, DISTINCT} else None
            case Qt.ItemDataRole.DecorationRole:
                return self._mark(index.column(), attribute, profile)
            case Qt.ItemDataRole.FontRole if attribute.role == "class" and index.column() == NAME:
                return _bold()
        return self._hidden(role, index, attribute, profile)

    def _hidden(
        self, role: int, index: Index, attribute: Attribute, profile: AttributeProfile | None
    ) -> Any:
        if role == PROFILE_ROLE:
            return profile
        if role == SORT_ROLE:
            return _sort_key(index.column(), attribute, profile)
        return None

    def _mark(self, column: int, attribute: Attribute, profile: AttributeProfile | None) -> Any:
        if column == NAME:
            return icon(KIND_ICONS[attribute.kind], self._theme, "secondary")
        if column == ROLE and _has_hints(profile):
            return icon("mdi6.lightbulb-on-outline", self._theme, "warning")
        return None

    def _tip(self, attribute: Attribute, profile: AttributeProfile | None) -> str:
        words = f"{attribute.name} – {kind_word(attribute.kind)}"
        hint = self.tr("There is something to look at: its summary says what.")
        return f"{words}\n{hint}" if _has_hints(profile) else words

    def _text(self, column: int, attribute: Attribute, profile: AttributeProfile | None) -> str:
        if column == NAME:
            return attribute.name
        if column == ROLE:
            return role_word(attribute.role)
        if profile is None or column == PICTURE:
            return ""
        return _share(profile) if column == MISSING else f"{profile.distinct:,}"


def _has_hints(profile: AttributeProfile | None) -> bool:
    return profile is not None and bool(profile.hints)


def _bold() -> QFont:
    font = QFont()
    font.setPixelSize(13)
    font.setWeight(QFont.Weight.DemiBold)
    return font


def _share(profile: AttributeProfile) -> str:
    if not profile.missing:
        return "0"
    return percent(profile.missing, profile.n_samples)


def percent(part: int, whole: int) -> str:
    """A share as WEKA's users read it; what is there is never told as nothing."""
    if not part or not whole:
        return "0 %"
    share = 100 * part / whole
    return "< 1 %" if share < 1 else f"{share:.0f} %"


def _sort_key(column: int, attribute: Attribute, profile: AttributeProfile | None) -> Any:
    if column == NAME:
        return attribute.name.casefold()
    if column == ROLE:
        return role_word(attribute.role)
    if profile is None:
        return -1
    return profile.missing if column == MISSING else profile.distinct


class AttributeFilter(QSortFilterProxyModel):
    """Attributes whose name holds a text or matches a regular expression, of one kind or all."""

    def __init__(self, model: AttributeModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._wanted: re.Pattern[str] | None = None
        self._kind = ""
        self.setSortRole(SORT_ROLE)
        self.setSourceModel(model)

    def filter(self, text: str, kind: str, *, is_expression: bool) -> str:
        """Show what fits; gives what is wrong with an expression, and then filters by nothing."""
        fault = ""
        try:
            pattern = text if is_expression else re.escape(text)
            self._wanted = re.compile(pattern, re.IGNORECASE) if text else None
        except re.error as error:
            self._wanted, fault = None, str(error)
        self._kind = kind
        self.invalidate()
        return fault

    @override
    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        attribute = self._model.schema.attributes[source_row]
        if self._kind and attribute.kind != self._kind:
            return False
        return self._wanted is None or self._wanted.search(attribute.name) is not None
