"""What is asked of the model: a drawing board or a form, and where else a row may come from."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QPushButton,
    QSlider,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from workbench.gui.plots.figure import labelled
from workbench.gui.plots.trying.board_place import BoardPlace, board_place
from workbench.gui.plots.trying.drawing_board import DrawingBoard
from workbench.gui.plots.trying.row_form import RowForm
from workbench.gui.theme import Theme
from workbench.models.trying import TryOut

DRAW, FORM = 0, 1


class InputPanel(QWidget):
    """A board for pictures, a form for all else; a square of numbers has both.

    Signals:
        changed(): something else is entered.
        random_wanted(): a training sample is to be entered.
        file_wanted(): a file is to be chosen.
        row_chosen(int): this row of the file, from 1.
    """

    changed = Signal()
    random_wanted = Signal()
    file_wanted = Signal()
    row_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tryInput")
        self.board, self.form = DrawingBoard(self), RowForm(self)
        self.place: BoardPlace | None = None
        self.title = QLabel(self)
        self.title.setObjectName("tryTitle")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self._add_controls()
        self.stack = QStackedWidget(self)
        self.stack.setObjectName("tryStack")
        self.stack.addWidget(self.board)
        self.stack.addWidget(self.form)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 8)
        column.addWidget(self.stack, 1)
        self._connect()

    # ------------------------------------------------------------------ what is entered

    def show_model(self, tried: TryOut) -> None:
        """Offer what a model takes, with typical values."""
        self.place = board_place(tried)
        pictured = self.place.names if self.place is not None else ()
        is_square = len(pictured) > 1
        schema = tried.model.schema
        others = len(schema.features) - len(pictured)
        without = () if is_square else pictured
        self.form.show_schema(schema, tried.model.statistics, without)
        if self.place is not None:
            self.board.shape = self.place.shape
            self.board.is_dark_on_light = self.place.is_dark_on_light
            self.board.clear()
        self.kind.setVisible(self.place is not None and (is_square or others > 0))
        self.kind.setCurrentIndex(DRAW if self.place is not None else FORM)
        self._show_kind()
        self.row.hide()

    def show_source(self, name: str, *, has_rows: bool) -> None:
        """Say which model answers.

        Args:
            has_rows: whether there are training samples to be had.
        """
        self.title.setText(name)
        self.random.setVisible(has_rows)

    def values(self) -> dict[str, Any]:
        """What is entered, by attribute, as columns hold it."""
        values = self.form.values()
        if self.place is not None and self._is_drawn:
            values |= self.place.values(self.board.pixels())
        return values

    @property
    def is_empty(self) -> bool:
        """Whether a drawing is wanted and nothing is drawn."""
        return self.place is not None and self._is_drawn and self.board.is_empty

    @property
    def _is_drawn(self) -> bool:
        return self.kind.currentIndex() == DRAW or self._is_lone_picture

    def show_values(self, values: dict[str, Any]) -> None:
        """Enter a row."""
        self.form.show_values(values)
        if self.place is not None and all(values.get(n) is not None for n in self.place.names):
            self.board.blockSignals(True)  # noqa: FBT003  Qt's own
            self.board.show_pixels(self.place.pixels(values))
            self.board.blockSignals(False)  # noqa: FBT003

    def show_image(self, image: QImage) -> bool:
        """Enter a picture from a file; False where the model takes none."""
        if self.place is None:
            return False
        self.kind.setCurrentIndex(DRAW)
        self.board.show_image(image)
        return True

    def show_file(self, n_rows: int) -> None:
        """Offer the rows of a file."""
        self.row.setRange(1, n_rows)
        self.row.setSuffix(self.tr(" of {n}").format(n=f"{n_rows:,}"))
        self.row.setValue(1)
        self.row.show()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.board.theme = theme
        self.setStyleSheet(
            f"#tryInput, #tryForm, #tryFormPage, #tryStack {{ background: {theme.panel}; }}"
        )
        self.title.setStyleSheet(f"color: {theme.secondary};")

    @property
    def _is_lone_picture(self) -> bool:
        """Whether the picture is an attribute of its own, which the form does not have."""
        return self.place is not None and len(self.place.names) == 1

    def _show_kind(self) -> None:
        index = self.kind.currentIndex()
        self.stack.setCurrentIndex(index)
        if index == FORM and self.place is not None and not self._is_lone_picture:
            self.form.show_values(self.place.values(self.board.pixels()))
        self.clear.setVisible(index == DRAW)
        self.pen.setVisible(index == DRAW)
        self.changed.emit()

    # ------------------------------------------------------------------ putting together

    def _add_controls(self) -> None:
        self.kind = QComboBox(self)
        self.kind.addItems([self.tr("Draw"), self.tr("Type")])
        labelled(self.kind, "tryKind", self.tr("Draw or type"))
        self.random = QPushButton(self.tr("Sample"), self)
        labelled(
            self.random, "tryRandom", self.tr("Enter a training sample"),
            self.tr("Enter a training sample, by chance"),
        )  # fmt: skip
        self.file = QPushButton(self.tr("File…"), self)
        labelled(
            self.file, "tryFile", self.tr("Try a file"),
            self.tr("Try a picture or the rows of a data file; it can be dropped here, too"),
        )  # fmt: skip
        self.clear = QPushButton(self.tr("Clear"), self)
        labelled(self.clear, "tryClear", self.tr("Rub out what is drawn"))
        self.row = QSpinBox(self)
        labelled(self.row, "tryRow", self.tr("Row of the file"))
        self.row.hide()
        self.pen = QSlider(Qt.Orientation.Horizontal, self)
        self.pen.setRange(6, 48)
        self.pen.setValue(self.board.pen)
        self.pen.setMaximumWidth(120)
        labelled(self.pen, "tryPen", self.tr("Width of the pen"), self.tr("Width of the pen"))

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """What is to stand above, in a row."""
        return (self.kind, self.random, self.file, self.row, self.clear, self.pen, self.title)

    def _connect(self) -> None:
        self.board.changed.connect(self.changed)
        self.form.changed.connect(self.changed)
        self.kind.currentIndexChanged.connect(self._show_kind)
        self.random.clicked.connect(self.random_wanted)
        self.file.clicked.connect(self.file_wanted)
        self.clear.clicked.connect(self.board.clear)
        self.row.valueChanged.connect(self.row_chosen)
        self.pen.valueChanged.connect(self._set_pen)

    def _set_pen(self, width: int) -> None:
        self.board.pen = width
