"""What the explorer shows before there are data: how to get some."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from workbench.core.files import resource
from workbench.data.readers.reader import RESOURCE
from workbench.gui.icons import icon
from workbench.gui.theme import Theme

WIDTH = 520
ICON = 48
SAMPLES = {
    "diabetes.arff": "Pima diabetes",
    "iris.arff": "Iris",
    "credit-g.arff": "German credit",
    "vote.arff": "Votes in Congress",
    "weather.nominal.arff": "Weather",
    "contact-lenses.arff": "Contact lenses",
    "cpu.arff": "CPU performance",
}
COLUMNS = 3


class EmptyPage(QWidget):
    """Drop a file, open one, or begin with a sample.

    Signals:
        open_wanted(): ask for a file.
        sample_wanted(str): the path of a sample that comes with the program.
    """

    open_wanted = Signal()
    sample_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explorer_empty")
        self.mark = QLabel(self)
        self.mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = QLabel(self.tr("Drop a data file here"), self)
        self.title.setProperty("role", "title")
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words = QLabel(
            self.tr(
                "ARFF, CSV, pictures, texts or series. You will see every attribute, can mend "
                "what is wrong, and open what you did as a flow."
            ),
            self,
        )
        self.words.setWordWrap(True)
        self.words.setProperty("role", "secondary")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.open = QPushButton(self.tr("Open data…"), self)
        self.open.setObjectName("empty_open_data")
        self.open.setProperty("primary", True)  # noqa: FBT003
        self.open.clicked.connect(self.open_wanted)
        self._lay_out()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        drawn = icon("mdi6.table-arrow-down", theme, "Data")
        self.mark.setPixmap(drawn.pixmap(QSize(ICON, ICON), self.devicePixelRatioF()))
        self.open.setIcon(icon("mdi6.folder-open-outline", theme, "on_accent"))

    def _lay_out(self) -> None:
        card = QFrame(self)
        card.setProperty("role", "card")
        card.setFixedWidth(WIDTH)
        column = QVBoxLayout(card)
        column.setContentsMargins(32, 32, 32, 24)
        column.setSpacing(12)
        column.addWidget(self.mark)
        column.addWidget(self.title)
        column.addWidget(self.words)
        column.addWidget(self.open, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        samples = QLabel(self.tr("Or begin with a sample:"), card)
        samples.setProperty("role", "secondary")
        samples.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(samples)
        column.addLayout(self._made_samples(card))
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(2)

    def _made_samples(self, card: QWidget) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(4)
        for number, (file, title) in enumerate(there_are().items()):
            button = QPushButton(title, card)
            button.setObjectName(f"sample_{Path(file).stem}")
            button.setProperty("flat", True)  # noqa: FBT003
            button.setToolTip(file)
            path = f"{RESOURCE}data/{file}"
            button.clicked.connect(lambda _checked=False, path=path: self.sample_wanted.emit(path))
            grid.addWidget(button, number // COLUMNS, number % COLUMNS)
        return grid


def there_are() -> dict[str, str]:
    """The titles of the samples that came with this program, by file name."""
    folder = resource("data")
    return {file: title for file, title in SAMPLES.items() if (folder / file).is_file()}
