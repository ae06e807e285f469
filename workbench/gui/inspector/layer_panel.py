"""The layers of a network with their buttons, sums, input and the selected layer's parameters."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.gui.icons import icon
from workbench.gui.inspector.layer_bench import LayerBench, empty_words
from workbench.gui.inspector.layer_form import LayerForm
from workbench.gui.inspector.layer_model import LayerModel
from workbench.gui.inspector.layer_sizes import SizesRow
from workbench.gui.inspector.layer_tables import LayerTables
from workbench.gui.inspector.layer_totals import LayerTotals
from workbench.gui.inspector.layer_view import LayerList, LayerTable
from workbench.gui.theme import Theme
from workbench.models.networks.design import Design
from workbench.models.networks.layers import Layer
from workbench.runs.design_edits import replaced
from workbench.runs.layer_rows import Sizes, layer_rows

if TYPE_CHECKING:
    from workbench.models.networks import table as tables

FORM_WIDTH = 320


class LayerPanel(QWidget):
    """Shows a design; edits nothing itself.

    Signals:
        edited(Design, step): another design is wanted; ``step`` as in ``Form.changed``.
        sizes_changed(Sizes): the user has typed what the network takes.
        own_wanted(): layers that are shown only are to become the user's.
        graph_wanted(): the layers are to be drawn as a graph.
        larger_wanted(): there is to be more room.
    """

    edited = Signal(object, str)
    sizes_changed = Signal(object)
    own_wanted = Signal()
    graph_wanted = Signal()
    larger_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        is_large: bool,
        can_be_own: bool = True,
    ) -> None:
        """Make an empty panel.

        Args:
            is_large: whether there is room for a table of all columns.
            can_be_own: whether layers can be made one's own, and drawn as a graph.
        """
        super().__init__(parent)
        self._can_be_own = can_be_own
        self._theme = theme
        self._is_large = is_large
        self._table: tables.LayerTable | None = None
        self._of: tuple[Design, Sizes] | None = None  # what the table is of
        self._asked: tuple[Design, Sizes] | None = None  # what one was asked for last
        self.model = LayerModel(theme, self)
        self.view = LayerTable(self) if is_large else LayerList(theme, self)
        self.bench = LayerBench(self.view, self.model, theme)
        self.tables = LayerTables(self)
        self.sizes = SizesRow(self)
        self.form = LayerForm(theme, self)
        self.told, self.trouble = QLabel(self), QLabel(self)
        self.totals = LayerTotals(self)
        self.own = QPushButton(self.tr("Edit layers"), self)
        self.graph, self.larger = QToolButton(self.bench.bar), QToolButton(self.bench.bar)
        self.hint = empty_words(self, self.tr("Select a layer to see its parameters."))
        self.empty = empty_words(self.view.viewport(), self.tr("No layers yet. Add one with +."))
        self._lay_out()
        self._connect()

    @property
    def design(self) -> Design:
        """What is shown."""
        return self.bench.design

    @property
    def table(self) -> "tables.LayerTable | None":
        """The table of what is shown; None until it is made."""
        return self._table if self._of == self._asked else None

    def show_design(self, design: Design, sizes: Sizes, read_only: str = "") -> None:
        """Show layers.

        Args:
            sizes: of what the network takes and gives.
            read_only: why the layers cannot be edited; empty if they can.
        """
        is_another = (design, sizes) != self._asked
        self._asked = (design, sizes)
        self.sizes.show_sizes(sizes)
        self.told.setText(read_only)
        self.told.setVisible(bool(read_only))
        self.own.setVisible(bool(read_only) and self._can_be_own)
        for button in self.bench.buttons.values():
            button.setVisible(not read_only)
        if is_another:
            self.trouble.hide()
            self.model.show_rows(layer_rows(design, None if self._of is None else self._last()))
        self.bench.show_design(design)
        self.bench.set_read_only(is_read_only=bool(read_only))
        self.empty.setVisible(not design.layers)
        self._show_form()
        if is_another:
            self.tables.ask(design, sizes.input_shape, sizes.n_outputs)

    def end(self) -> None:
        """Compute nothing any more."""
        self.tables.cancel()

    def _last(self) -> "tables.LayerTable | None":
        """The table that was made last, without its error: what it knows until there is another."""
        return None if self._table is None or self._table.error else self._table

    # ------------------------------------------------------------------ showing

    def _take_table(self, table: "tables.LayerTable") -> None:
        self._table, self._of = table, self._asked
        self.model.show_rows(layer_rows(self.design, table))
        self.view.fit()
        n_trained = self.sizes.sizes.n_trained or None
        self.totals.show_table(replace(table, n_trained=n_trained))

    def _show_form(self) -> None:
        places = self.bench.places
        is_one = len(places) == 1 and places[0] < len(self.design.layers)
        self.hint.setVisible(not is_one and self._is_large)
        if not is_one:
            self.form.show_layer(None)
            return
        layer, name = self.design.layers[places[0]], self.design.names[places[0]]
        self.form.show_layer(layer, name, is_read_only=self.model.is_read_only)

    def _tell(self, sentence: str) -> None:
        self.trouble.setText(f"⚠ {sentence}")
        self.trouble.show()

    # ------------------------------------------------------------------ what is done

    def _edit(self, design: Design) -> None:
        self.edited.emit(design, "")

    def _edit_layer(self, layer: Layer, step: str) -> None:
        place = self.bench.places[0]
        self.edited.emit(replaced(self.design, place, layer), f"{place}.{step}" if step else "")

    def _connect(self) -> None:
        self.bench.edited.connect(self._edit)
        self.bench.refused.connect(self._tell)
        self.bench.selected.connect(self._show_form)
        self.bench.parameters_wanted.connect(self.form.focus)
        self.form.edited.connect(self._edit_layer)
        self.tables.made.connect(self._take_table)
        self.sizes.changed.connect(self.sizes_changed)
        self.own.clicked.connect(self.own_wanted)
        self.graph.clicked.connect(self.graph_wanted)
        self.larger.clicked.connect(self.larger_wanted)

    # ------------------------------------------------------------------ putting together

    def _lay_out(self) -> None:
        self._name()
        bar = self.bench.bar.layout()
        if isinstance(bar, QHBoxLayout):
            bar.addWidget(self.graph)
            bar.addWidget(self.larger)
        self.larger.setVisible(not self._is_large and self._can_be_own)
        self.graph.setVisible(self._can_be_own)
        self.told.setProperty("role", "secondary")
        self.trouble.setProperty("role", "failed")
        for label in (self.told, self.trouble):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        over = QVBoxLayout(self.view.viewport())
        over.addWidget(self.empty)
        left = QWidget(self) if self._is_large else self
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.addWidget(self.told, 1)
        top.addWidget(self.own, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        column.addWidget(self.bench.bar)
        if not self._is_large:
            column.addWidget(self._heading())
            column.setSpacing(4)
        for part in (self.view, self.trouble, self.totals, self.sizes):
            column.addWidget(part, int(part is self.view and self._is_large))
        if self._is_large:
            self._set_beside(left)
        else:
            column.addWidget(self.form)

    def _set_beside(self, left: QWidget) -> None:
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        beside = QWidget(area)
        inside = QVBoxLayout(beside)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.hint)
        inside.addWidget(self.form, 1)
        area.setWidget(beside)
        area.setFixedWidth(FORM_WIDTH)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(left, 1)
        row.addWidget(area)

    def _heading(self) -> QWidget:
        """What stands left and right in the rows below it."""
        heading = QWidget(self)
        row = QHBoxLayout(heading)
        row.setContentsMargins(8, 0, 8, 0)
        left = QLabel(self.tr("Layer\nWeights + biases"), heading)
        right = QLabel(self.tr("Output\nMultiply–adds"), heading)
        right.setAlignment(Qt.AlignmentFlag.AlignRight)
        for label in (left, right):
            label.setProperty("role", "secondary")
            row.addWidget(label)
        return heading

    def _name(self) -> None:
        words = {
            self.graph: (self.tr("Edit as a graph"), "mdi6.sitemap-outline", "layers_graph"),
            self.larger: (self.tr("Open layers…"), "mdi6.arrow-expand", "layers_larger"),
        }
        for button, (text, glyph, name) in words.items():
            button.setObjectName(name)
            button.setAccessibleName(text)
            button.setToolTip(text)
            button.setIcon(icon(glyph, self._theme, "secondary"))
        self.own.setObjectName("layers_own")
        self.own.setToolTip(self.tr("Copy these layers and edit the copy"))
        self.told.setObjectName("layers_told")
        self.trouble.setObjectName("layers_trouble")
