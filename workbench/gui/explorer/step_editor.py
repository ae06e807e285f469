"""One step's parameters with a preview: what it will change, before it is applied."""

from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from workbench.core.errors import WorkbenchError
from workbench.core.run import Noted, Progressed, Run
from workbench.data.dataset import Dataset
from workbench.gui.background import Background
from workbench.gui.component_words import translated
from workbench.gui.explorer.change_words import change_words
from workbench.gui.explorer.handed import FormFor
from workbench.gui.icons import icon
from workbench.gui.theme import Theme
from workbench.runs.exploration import Step, StepComponent, stepped
from workbench.runs.step_change import StepChange, step_change

WAIT_MS = 150  # after the last change of a parameter
ICON = 18


def previewed(before: Dataset, component: StepComponent) -> Run[StepChange]:
    """What a step would change."""
    yield Progressed(0, 1, component.title)
    return step_change(before, stepped(before, Step(component)))


class StepEditor(QWidget):
    """Fills in a step.

    Signals:
        applied(Component): take it.
        cancelled(): do not.
    """

    applied = Signal(object)
    cancelled = Signal()

    def __init__(self, form_for: FormFor, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("step_editor")
        self._form_for = form_for
        self._theme = theme
        self._component: StepComponent | None = None
        self._before: Dataset | None = None
        self.form: QWidget | None = None
        self.mark, self.title, self.help = QLabel(self), QLabel(self), QLabel(self)
        self.change = QLabel(self)
        self.error = QLabel(self)
        self.ok = QPushButton(self.tr("Apply"), self)
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._preview)
        self._work = Background(self)
        self._work.done.connect(self._show_change)
        self._work.failed.connect(self._show_error)
        self._lay_out()
        self.ok.clicked.connect(self._apply)
        self.cancel.clicked.connect(self.cancelled)

    def open(self, component: StepComponent, before: Dataset, *, is_new: bool) -> None:
        """Fill in a component whose input is ``before``."""
        self.close_step()
        self._component, self._before = component, before
        self.title.setText(translated(component.title))
        self.help.setText(translated(component.help()))
        self.ok.setText(self.tr("Apply") if is_new else self.tr("Apply changes"))
        self._make_form()
        self._draw_mark()
        self._preview()
        self.setFocus()

    def close_step(self) -> None:
        """Forget the step."""
        self._timer.stop()
        self._work.cancel()
        self._component = self._before = None
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self._draw_mark()

    def shutdown(self) -> None:
        """End background work."""
        self._timer.stop()
        self._work.shutdown()

    # ---------------------------------------------------------------- the form

    def _make_form(self) -> None:
        if self._component is None or self._before is None:
            return
        form: Any = self._form_for(self._component, self._before.schema)
        form.changed.connect(self._change)
        self.form = form
        self._form_column.insertWidget(1, form)

    def _change(self, values: dict[str, Any], _name: str) -> None:
        if self._component is not None:
            self._component = self._component.with_parameters(values)
            self._timer.start()

    def _apply(self) -> None:
        if self._component is not None:
            self.applied.emit(self._component)

    # ---------------------------------------------------------------- the preview

    def _preview(self) -> None:
        if self._component is not None and self._before is not None:
            self.change.setText(self.tr("Trying…"))
            self._work.start(partial(previewed, self._before, self._component))

    def _show_change(self, change: StepChange, notes: tuple[Noted, ...]) -> None:
        self.error.hide()
        self.ok.setEnabled(True)
        self.change.setText("\n".join([*change_words(change), *(note.text for note in notes)]))

    def _show_error(self, error: WorkbenchError) -> None:
        self.change.setText("")
        self.error.setText(f"{error.message} {error.remedy or ''}".strip())
        self.error.show()
        self.ok.setEnabled(False)

    def _draw_mark(self) -> None:
        if self._component is not None:
            drawn = icon(self._component.icon, self._theme, self._component.category)
            self.mark.setPixmap(drawn.pixmap(QSize(ICON, ICON), self.devicePixelRatioF()))

    # ---------------------------------------------------------------- putting together

    def _lay_out(self) -> None:
        self.title.setProperty("role", "heading")
        self.title.setObjectName("step_title")
        self.help.setProperty("role", "secondary")
        self.error.setProperty("role", "failed")
        self.error.setObjectName("step_error")
        self.error.hide()
        self.change.setObjectName("step_preview")
        for label in (self.help, self.error, self.change):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.ok.setObjectName("apply_step")
        self.ok.setProperty("primary", True)  # noqa: FBT003
        self.cancel.setObjectName("cancel_step")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.mark)
        head.addWidget(self.title, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._made_area(), 1)
        column.addWidget(self._made_preview())
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.ok)
        column.addLayout(buttons)

    def _made_area(self) -> QScrollArea:
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFrameShape(QFrame.Shape.NoFrame)
        content = QWidget(area)
        self._form_column = QVBoxLayout(content)
        self._form_column.setContentsMargins(0, 0, 8, 0)
        self._form_column.addWidget(self.help)
        self._form_column.addStretch(1)
        area.setWidget(content)
        return area

    def _made_preview(self) -> QFrame:
        frame = QFrame(self)
        frame.setProperty("role", "card")
        column = QVBoxLayout(frame)
        column.setContentsMargins(8, 8, 8, 8)
        words = QLabel(self.tr("What changes"), frame)
        words.setProperty("role", "heading")
        column.addWidget(words)
        column.addWidget(self.change)
        column.addWidget(self.error)
        return frame
