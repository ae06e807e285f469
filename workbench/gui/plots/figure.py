"""What every drawn result has: controls above, a drawing or its empty state, a menu."""

from collections.abc import Callable
from typing import ClassVar, Protocol, TypeAlias, runtime_checkable

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QFont, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from workbench.core.errors import WorkbenchError
from workbench.gui.plots.taking import TakeButton, Taking
from workbench.gui.theme import LIGHT, Theme

Rows: TypeAlias = list[list[str]]
CONTROL_HEIGHT = 28


@runtime_checkable
class Offering(Protocol):
    """A drawing that has something to offer in the figure's menu."""

    def offer(self, menu: QMenu) -> None:
        """Add it to the menu."""
        ...


class Figure(QWidget):
    """A result drawn. Subclasses put controls into ``controls`` and a drawing into ``set_stage``.

    Args:
        name: the object name; the drawing's parts derive theirs from it.
        title: what screen readers and file dialogs call it.
        empty: what will appear here and what to do for it.

    Attributes:
        origin: gives the text that pictures carry: where they came from; None for none.
        grows_for_pictures: whether a picture may be larger than what is seen, where that is small;
            not so where drawing takes longer than a moment.
    """

    grows_for_pictures: ClassVar[bool] = True

    def __init__(self, name: str, title: str, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.title = title
        self.theme: Theme = LIGHT
        self.origin: Callable[[], str] | None = None
        self.setMinimumSize(240, 140)
        self.controls = QHBoxLayout()
        self.controls.setContentsMargins(8, 4, 8, 4)
        self.controls.setSpacing(8)
        self.bar = QWidget(self)
        self.bar.setObjectName(f"{name}Controls")
        self.bar.setLayout(self.controls)
        self._promise: str | None = None
        self.message = QLabel(empty, self)
        self.message.setObjectName(f"{name}Empty")
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setWordWrap(True)
        self.stage = QStackedWidget(self)
        self.stage.addWidget(self.message)
        self.notice = QLabel(self)
        self.notice.setObjectName(f"{name}Notice")
        self.notice.setWordWrap(True)
        self.notice.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget, stretch in ((self._head(name), 0), (self.stage, 1), (self.notice, 0)):
            layout.addWidget(widget, stretch)
        self.head.hide()
        self._add_actions()

    def _head(self, name: str) -> QWidget:
        """The controls, and behind them the button that opens the menu."""
        self.head = QWidget(self)
        self.head.setObjectName(f"{name}Head")
        self.taking = Taking(self, self)
        self.take_button = TakeButton(self.taking, self.open_menu, self.head)
        labelled(
            self.take_button,
            f"{name}Take",
            self.tr("Copy or save"),
            self.tr("Copy or save; drag it to take the picture elsewhere"),
        )
        row = QHBoxLayout(self.head)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(0)
        row.addWidget(self.bar, 1)
        row.addWidget(self.take_button)
        return self.head

    # ------------------------------------------------------------------ for subclasses

    def set_stage(self, drawing: QWidget) -> None:
        """Put the drawing in its place."""
        drawing.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # the figure's own
        self.stage.addWidget(drawing)

    def show_value(self, value: object) -> None:
        """Draw a value; one of a type that is not drawn here empties the figure."""
        raise NotImplementedError

    def numbers(self) -> Rows:
        """What is drawn, as a table with a header, for CSV and the clipboard."""
        raise NotImplementedError

    def reset_view(self) -> None:
        """Show everything again, after zooming."""

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.theme = theme
        self.take_button.set_theme(theme)
        self.setStyleSheet(
            f"#{self.objectName()}, #{self.objectName()} QStackedWidget, #{self.bar.objectName()},"
            f" #{self.head.objectName()}"
            f" {{ background: {theme.panel}; }}"
            f" #{self.message.objectName()} {{ color: {theme.secondary};"
            f" background: {theme.panel}; padding: 16px; }}"
            f" #{self.notice.objectName()} {{ color: {theme.text}; background: {theme.window};"
            " padding: 4px 8px; }"
        )

    def set_filled(self, filled: bool) -> None:  # noqa: FBT001  a setter of a state
        """Show the drawing, or what will be there."""
        self.stage.setCurrentIndex(1 if filled else 0)
        self.notice.hide()
        self.head.setVisible(filled)
        for action in self._saving:
            action.setEnabled(filled)

    def explain_empty(self, words: str) -> None:
        """Say why a result holds nothing to draw; an empty word says again what will be here."""
        if self._promise is None:
            self._promise = self.message.text()
        self.message.setText(words or self._promise)

    @property
    def is_filled(self) -> bool:
        """Whether there is something drawn."""
        return self.stage.currentIndex() == 1

    # ------------------------------------------------------------------ the menu

    def menu(self) -> QMenu:
        """The context menu: reset, copy, save, and what the drawing has to offer."""
        menu = QMenu(self)
        menu.setObjectName(f"{self.objectName()}Menu")
        menu.addActions(self.actions())
        menu.addAction(self.taking.keeps_colours)
        if self.is_filled:
            for child in self.stage.findChildren(QWidget):
                if isinstance(child, Offering) and child.isVisibleTo(self.stage):
                    menu.addSeparator()
                    child.offer(menu)
        return menu

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.open_menu(event.globalPos())

    def open_menu(self, place: QPoint) -> None:
        """Open the menu; it is gone when closed."""
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def copy_picture(self) -> None:
        """Put a picture of the figure on the clipboard."""
        self.taking.copy_picture()

    def copy_numbers(self) -> None:
        """Put the numbers on the clipboard, tab between cells, as spreadsheets take them."""
        self.taking.copy_numbers()

    def save_as(self, kind: str) -> None:
        """Ask for a file and save there: ``png``, ``svg``, ``pdf`` or ``csv``."""
        try:
            name = self.taking.ask(kind)
        except WorkbenchError as error:
            self.notify(self.tr("Not saved: {reason}").format(reason=error))
            return
        if name:
            self.save(name)

    def save(self, path: str) -> None:
        """Save as the file's ending says; what came of it is told below the drawing."""
        try:
            self.taking.save(path)
        except WorkbenchError as error:
            self.notify(self.tr("Not saved: {reason}").format(reason=error))
        else:
            self.notify(self.tr("Saved to {path}").format(path=path))

    def notify(self, words: str) -> None:
        """Say something below the drawing, until something else is drawn."""
        self.notice.setText(words)
        self.notice.show()

    def _add_actions(self) -> None:
        rows = (
            (self.tr("Reset view"), "Reset", "Ctrl+0", self.reset_view),
            (self.tr("Copy numbers"), "CopyNumbers", QKeySequence.StandardKey.Copy,
             self.copy_numbers),
            (self.tr("Copy picture"), "CopyPicture", "Ctrl+Shift+C", self.copy_picture),
            (self.tr("Save picture (PNG)…"), "SavePng", "", lambda: self.save_as("png")),
            (self.tr("Save drawing (SVG)…"), "SaveSvg", "", lambda: self.save_as("svg")),
            (self.tr("Save page (PDF)…"), "SavePdf", "", lambda: self.save_as("pdf")),
            (self.tr("Save numbers (CSV)…"), "SaveCsv", "", lambda: self.save_as("csv")),
        )  # fmt: skip
        self._saving: list[QAction] = []
        for text, suffix, shortcut, slot in rows:
            action = QAction(text, self)
            action.setObjectName(f"{self.objectName()}{suffix}")
            action.setShortcut(QKeySequence(shortcut))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(slot)
            action.setEnabled(False)
            self.addAction(action)
            self._saving.append(action)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.set_theme(self.theme)


def no_classes() -> str:
    """Why a view of classes is empty although the flow has run."""
    return QCoreApplication.translate(
        "Figure", "No learner here tells classes apart, so there is nothing to draw."
    )


def tabular_digits(*, bold: bool = False) -> QFont:
    """For a widget: digits of equal width, all else as it is, so that its size can change."""
    font = QFont()
    font.setFeature(QFont.Tag("tnum"), 1)
    if bold:
        font.setBold(True)
    return font


def tabular(font: QFont, *, bold: bool = False, scale: float = 1.0) -> QFont:
    """The font with digits of equal width."""
    font = QFont(font)
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setBold(bold)
    if font.pointSizeF() > 0:
        font.setPointSizeF(font.pointSizeF() * scale)
    else:
        font.setPixelSize(max(1, round(font.pixelSize() * scale)))
    return font


def labelled(widget: QWidget, name: str, accessible: str, tip: str = "") -> None:
    """Give a control its object name, its name for screen readers, its tip and its height."""
    widget.setObjectName(name)
    widget.setAccessibleName(accessible)
    widget.setToolTip(tip)
    widget.setFixedHeight(CONTROL_HEIGHT)
