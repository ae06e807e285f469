"""The choices of the import dialog: how a CSV file is written, each with what was found."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QWidget

from workbench.core.component import choices
from workbench.data.readers.csv import CsvReader

AUTO = "auto"
_DELIMITERS = (AUTO, ",", ";", "tab", "|", "space", ":")
_N_COLUMNS = 4


class Choices(QWidget):
    """A box for each parameter of the reader but the columns' kinds.

    Signals:
        changed(): something else was chosen.
    """

    changed = Signal()

    def __init__(self, reader: CsvReader, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = _Words(self)
        self.boxes = {name: self._box(name, reader) for name in self._words.titles}
        self.missing = QLineEdit(" ".join(reader.missing).strip(), self)
        self.missing.setObjectName("import_missing")
        self.missing.setAccessibleName(self.tr("Missing values"))
        self.missing.setToolTip(
            self.tr("The texts that stand for a missing value, with blanks between them")
        )
        self.class_box = QComboBox(self)
        self.class_box.setObjectName("import_class")
        self.class_box.setAccessibleName(self.tr("Class"))
        self.class_box.setToolTip(self.tr("The attribute to be predicted"))
        self._lay_out()
        self.offer_classes((), reader.class_attribute)
        for box in (*self.boxes.values(), self.class_box):
            box.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.missing.textEdited.connect(lambda _: self.changed.emit())

    def _box(self, name: str, reader: CsvReader) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(f"import_{name}")
        box.setAccessibleName(self._words.titles[name])
        field = CsvReader.model_fields[name]
        box.setToolTip(field.description or "")
        chosen = getattr(reader, name)
        for value in dict.fromkeys((*(choices(field) or _DELIMITERS), chosen)):
            box.addItem(self._words.of(value), value)
        box.setCurrentIndex(box.findData(chosen))
        return box

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        named: list[tuple[str, QWidget]] = [
            *((self._words.titles[name], box) for name, box in self.boxes.items()),
            (self.tr("Missing values"), self.missing),
            (self.tr("Class"), self.class_box),
        ]
        for i, (title, widget) in enumerate(named):
            row, column = divmod(i, _N_COLUMNS)
            label = QLabel(title, self)
            label.setProperty("role", "secondary")
            label.setBuddy(widget)
            grid.addWidget(label, 2 * row, column)
            grid.addWidget(widget, 2 * row + 1, column)
            grid.setColumnStretch(column, 1)

    def values(self) -> dict[str, Any]:
        """The reader's parameters as they are chosen."""
        chosen = {name: box.currentData() for name, box in self.boxes.items()}
        marks = tuple(dict.fromkeys(("", *self.missing.text().split())))
        return {**chosen, "missing": marks, "class_attribute": self.class_box.currentData() or ""}

    def show_found(self, sniffed: CsvReader) -> None:
        """Tell beside "automatic" what was found in the file."""
        for name, box in self.boxes.items():
            found = getattr(sniffed, name)
            text = self._words.of(AUTO)
            if found != AUTO:
                words = self.tr("Automatic: {found}")
                text = words.format(found=self._words.of(found))
            box.setItemText(box.findData(AUTO), text)

    def offer_classes(self, names: Sequence[str], kept: str | None = None) -> None:
        """Offer the attributes as the class; ``changed`` is not sent."""
        kept = (self.class_box.currentData() or "") if kept is None else kept
        box = self.class_box
        box.blockSignals(True)  # noqa: FBT003  Qt's
        box.clear()
        box.addItem(self.tr("The last attribute"), "")
        box.addItem(self.tr("None"), "none")
        for name in dict.fromkeys((*names, *([kept] if kept not in {"", "none"} else []))):
            box.addItem(name, name)
        box.setCurrentIndex(max(box.findData(kept), 0))
        box.blockSignals(False)  # noqa: FBT003


class _Words(QObject):
    """What parameters and their values are called."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.titles = {
            "delimiter": self.tr("Between values"),
            "header": self.tr("Names in the first row"),
            "quote": self.tr("Quotes"),
            "decimal": self.tr("Decimal sign"),
            "thousands": self.tr("Thousands sign"),
            "encoding": self.tr("Encoding"),
        }
        self._signs = {
            ",": self.tr("Comma  ,"),
            ";": self.tr("Semicolon  ;"),
            ":": self.tr("Colon  :"),
            "|": self.tr("Bar  |"),
            ".": self.tr("Point  ."),
            "'": self.tr("Apostrophe  '"),
            '"': self.tr('Quotation mark  "'),
            "tab": self.tr("Tab"),
            "space": self.tr("Blank"),
            "none": self.tr("None"),
            "yes": self.tr("Yes"),
            "no": self.tr("No"),
            AUTO: self.tr("Automatic"),
            "utf-8": "UTF-8",
            "utf-16": "UTF-16",
            "cp949": self.tr("Korean Windows (CP949)"),
            "euc-kr": self.tr("Korean (EUC-KR)"),
            "latin-1": self.tr("Western European (Latin-1)"),
            "cp1252": self.tr("Western Windows (CP1252)"),
        }

    def of(self, value: str) -> str:
        """The words for a value."""
        return self._signs.get(value, value)
