"""A node of an unknown kind in the inspector: what is kept of it, and what is missing."""

import json
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from workbench.flow.graph import Placeholder

MOST_CHARACTERS = 300  # of a value
MOST_ROWS = 100


class PlaceholderPanel(QWidget):
    """The parameters that are kept, to be read and copied; they cannot be changed."""

    def __init__(self, placeholder: Placeholder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.missing = _label(
            self.tr("Missing: a component called '{key}' (version {version}).").format(
                key=placeholder.key, version=placeholder.version
            ),
            "warning",
        )
        self.missing.setObjectName("placeholder_missing")
        column.addWidget(self.missing)
        values = kept_values(placeholder)
        heading = self.tr("Kept parameters") if values else self.tr("It has no parameters.")
        column.addWidget(_label(heading, "heading" if values else "secondary"))
        self.rows = QFormLayout()
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for name, text in list(values.items())[:MOST_ROWS]:
            self.rows.addRow(_label(name, "secondary"), _label(text))
        column.addLayout(self.rows)


def kept_values(placeholder: Placeholder) -> Mapping[str, str]:
    """The parameters as texts; what a file holds that is no object is one of its own."""
    try:
        values: Any = json.loads(placeholder.values)
    except ValueError:
        values = placeholder.values
    if not isinstance(values, dict):
        values = {"values": values}
    return {str(name): _text(value) for name, value in values.items()}


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1]}…"


def _label(text: str, role: str = "") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", role)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label
