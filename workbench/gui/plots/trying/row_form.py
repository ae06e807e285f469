"""A row to be filled in: an editor for each attribute that the model looks at."""

from collections.abc import Collection
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QScrollArea, QWidget

from workbench.data.schema import Schema
from workbench.gui.plots.trying.cell_editors import CellEditor, editor_for
from workbench.models.training_statistics import TrainingStatistics

MOST = 250  # editors; what is beyond keeps its typical value
WIDEST_LABEL = 160


class RowForm(QScrollArea):
    """Editors below each other; they begin with the typical values of the training rows.

    Signals:
        changed(): another value.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tryForm")
        self.setAccessibleName(self.tr("The row"))
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.editors: dict[str, CellEditor] = {}
        self._others: dict[str, Any] = {}

    def show_schema(
        self, schema: Schema, known: TrainingStatistics | None, without: Collection[str] = ()
    ) -> None:
        """Make editors for the features of a schema.

        Args:
            without: attributes that are entered elsewhere.
        """
        page = QWidget()
        page.setObjectName("tryFormPage")
        form = QFormLayout(page)
        form.setContentsMargins(8, 8, 8, 8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.editors, self._others = {}, {}
        for attribute in schema.features:
            statistics = known.attribute(attribute.name) if known is not None else None
            if attribute.name in without:
                continue
            if len(self.editors) >= MOST:
                typical = statistics.typical if statistics is not None else None
                self._others[attribute.name] = typical
                continue
            editor = editor_for(attribute, statistics, page)
            editor.changed.connect(self.changed)
            self.editors[attribute.name] = editor
            label = QLabel(attribute.name, page)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setToolTip(attribute.name)
            label.setMaximumWidth(WIDEST_LABEL)
            form.addRow(label, editor)
        self.setWidget(page)

    def values(self) -> dict[str, Any]:
        """What is filled in, by attribute, as columns hold it."""
        told = {name: editor.value() for name, editor in self.editors.items()}
        return {**self._others, **told}

    def show_values(self, values: dict[str, Any]) -> None:
        """Fill in other values; nothing is told of it."""
        for name, value in values.items():
            if name in self.editors:
                self.editors[name].show_value(value)
            elif name in self._others:
                self._others[name] = value
