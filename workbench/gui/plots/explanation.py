"""A number explained, in a small window beside it."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from workbench.evaluation.explain import Explanation
from workbench.gui.plots.figure import labelled, tabular_digits
from workbench.gui.text_size import scaled
from workbench.gui.theme import Theme

_WIDTH = 460.0


class ExplanationPopup(QFrame):
    """The formula with its counts, and where its interval is from; Escape or a click closes it."""

    def __init__(self, explanation: Explanation, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("explanation")
        self.setAccessibleName(explanation.title)
        self.setAccessibleDescription(explanation.text)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.explanation = explanation
        self.setMaximumWidth(round(scaled(_WIDTH)))
        self.setStyleSheet(
            f"#explanation {{ background: {theme.panel}; border: 1px solid {theme.line};"
            f" border-radius: 6px; }} #explanation QLabel {{ color: {theme.text}; }}"
            f" #explanation #explanationNotes {{ color: {theme.secondary}; }}"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        for name, text in (
            ("Title", explanation.title),
            ("Formula", explanation.formula),
            ("Notes", "\n".join(explanation.notes)),
        ):
            column.addWidget(self._label(name, text))
        column.addLayout(self._buttons())

    def _label(self, name: str, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setObjectName(f"explanation{name}")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setFont(tabular_digits(bold=name == "Title"))
        label.setWordWrap(True)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        label.setVisible(bool(text))
        return label

    def _buttons(self) -> QHBoxLayout:
        self.copy_button = QPushButton(self.tr("Copy"), self)
        labelled(
            self.copy_button, "explanationCopy", self.tr("Copy the explanation"),
            self.tr("Put the explanation on the clipboard"),
        )  # fmt: skip
        self.copy_button.setDefault(True)
        self.copy_button.clicked.connect(self.copy)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.copy_button)
        return row

    def copy(self) -> None:
        """Put the explanation on the clipboard."""
        QGuiApplication.clipboard().setText(self.explanation.text)
        self.copy_button.setText(self.tr("Copied"))

    def open_at(self, place: QPoint) -> None:
        """Open with the top left corner at a place of the screen, moved so that all is seen."""
        self.setFixedWidth(round(scaled(_WIDTH)))
        self.resize(self.width(), self.heightForWidth(self.width()))
        screen = QGuiApplication.screenAt(place) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        x = min(place.x(), room.right() - self.width())
        y = min(place.y(), room.bottom() - self.height())
        self.move(max(room.left(), x), max(room.top(), y))
        self.show()
        self.copy_button.setFocus(Qt.FocusReason.PopupFocusReason)
