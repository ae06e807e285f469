"""One run: what is known of it, and its note."""

import html
from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)
from typing_extensions import override

from workbench.gui.history import cells
from workbench.gui.history.words import fact_title, score_title, state_title
from workbench.gui.theme import LIGHT, Theme
from workbench.runs.history.columns import SCORES, shown
from workbench.runs.history.facts import when
from workbench.runs.history.records import Row

NOTE_WIDTH = 320


class RunPanel(QWidget):
    """The facts of the first selected run, its tags and its note, which can be written here.

    Signals:
        edited(int, str, str): a run's "tags" or "note" are to be others.
    """

    edited = Signal(int, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("history_run")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.row: Row | None = None
        self._n_chosen = 0
        self._theme: Theme = LIGHT
        self.facts = QLabel(self)
        self.scores = QLabel(self)
        for label, name in ((self.facts, "history_facts"), (self.scores, "history_scores")):
            label.setObjectName(name)
            label.setTextFormat(Qt.TextFormat.RichText)  # every text in it is escaped
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.tags = QLineEdit(self)
        self.tags.setObjectName("history_tags")
        self.tags.setAccessibleName(self.tr("Tags"))
        self.tags.setPlaceholderText(self.tr("baseline, final"))
        self.tags.editingFinished.connect(self._take_tags)
        self.note = _NoteField(self)
        self.note.left.connect(self._take_note)
        self._lay_out()

    def show_rows(self, chosen: Sequence[Row], _listed: Sequence[Row]) -> None:
        """Tell of the first selected line."""
        row = chosen[0] if chosen else None
        before, self.row = self.row, row
        self._n_chosen = len(chosen)
        self._show_facts()
        for field in (self.tags, self.note):
            field.setEnabled(row is not None)
        is_same = row is not None and before is not None and row.run == before.run
        if not (is_same and self.tags.hasFocus()):
            self.tags.setText(", ".join(row.tags) if row else "")
        if not (is_same and self.note.hasFocus()):
            self.note.setPlainText(row.note if row else "")

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self._show_facts()

    def shutdown(self) -> None:
        """Keep what is being written: a field is not left when the window closes."""
        self._take_tags()
        self._take_note()
        self.row = None

    def _show_facts(self) -> None:
        row = self.row
        nothing = html.escape(self.tr("Select a run above."))
        self.facts.setText(self._table(self._told(row)) if row else nothing)
        self.scores.setText(self._table(_scores(row)) if row else "")

    def _table(self, facts: Iterable[tuple[str, str]]) -> str:
        colour = self._theme.secondary
        lines = [
            f'<tr><td style="color: {colour}; padding: 1px 16px 3px 0">{html.escape(name)}</td>'
            f'<td style="padding: 1px 0 3px 0">{html.escape(" ".join(text.split()))}</td></tr>'
            for name, text in facts
            if text
        ]
        return f"<table>{''.join(lines)}</table>"

    def _take_tags(self) -> None:
        if self.row is not None and self.tags.text() != ", ".join(self.row.tags):
            self.edited.emit(self.row.run, "tags", self.tags.text())

    def _take_note(self) -> None:
        if self.row is not None and self.note.toPlainText() != self.row.note:
            self.edited.emit(self.row.run, "note", self.note.toPlainText())

    def _told(self, row: Row) -> list[tuple[str, str]]:
        seconds = "" if row.seconds is None else f"{row.seconds:,.2f} s"
        count = "" if row.n_rows is None else self.tr("{n} rows").format(n=f"{row.n_rows:,}")
        seed = "" if row.seed is None else self.tr("seed {seed}").format(seed=row.seed)
        learner = f"{row.name} ({row.learner})" if row.learner else ""
        parameters = [f"{n}={cells.shown_value(shown(v))}" for n, v in row.parameters.items()]
        versions = [f"{name} {number}" for name, number in row.versions.items()]
        first = self.tr("the first of {n} selected").format(n=self._n_chosen)
        which = _joined(str(row.run), first if self._n_chosen > 1 else "", state_title(row.state))
        return [
            (fact_title("run"), _joined(which, row.sentence)),
            (fact_title("started"), _joined(f"{when(row.started):%Y-%m-%d %H:%M:%S}", seconds)),
            (fact_title("name"), _joined(learner, row.device)),
            (fact_title("data"), _joined(row.relation, count, row.fingerprint)),
            (fact_title("test"), _joined(row.test, seed)),
            (self.tr("Parameters"), ", ".join(parameters)),
            (fact_title("flow"), _joined(row.flow_name, row.file)),
            (fact_title("origin"), _joined(row.origin, row.host)),
            (self.tr("Model"), row.model or row.model_note),
            (self.tr("Versions"), ", ".join(versions)),
        ]

    def _lay_out(self) -> None:
        inside = QWidget(self)
        row = QHBoxLayout(inside)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(24)
        row.addWidget(self.facts, 3)
        row.addWidget(self.scores, 2)
        area = QScrollArea(self)
        area.setObjectName("history_run_area")
        area.setWidgetResizable(True)
        area.setWidget(inside)
        own = QWidget(self)
        own.setFixedWidth(NOTE_WIDTH)
        form = QFormLayout(own)
        form.setContentsMargins(16, 12, 16, 12)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.addRow(self.tr("Tags, with commas between them"), self.tags)
        form.addRow(self.tr("Note"), self.note)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area, 1)
        outer.addWidget(own)


class _NoteField(QPlainTextEdit):
    """A field that says when it is left, as lines of text do.

    Signals:
        left(): another widget has the focus.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("history_note")
        self.setAccessibleName(self.tr("Note"))
        self.setTabChangesFocus(True)
        self.setPlaceholderText(self.tr("What was tried, and what came of it"))

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _scores(row: Row) -> Iterable[tuple[str, str]]:
    names = [*(n for n in SCORES if n in row.scores), *sorted(row.scores.keys() - set(SCORES))]
    for name in names:
        yield score_title(name), cells.score(row, name)
