"""The journal: edits that are not saved outlive the program, however it ends."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile
from pytestqt.qtbot import QtBot

from tests.gui.small_flow import small_flow
from workbench.core.errors import FlowError, WorkbenchError
from workbench.flow.graph import Graph
from workbench.gui.document import Document
from workbench.gui.journal import AFTER_MS, Journal, claim
from workbench.gui.journal_file import JournalEntry, read_journal, write_journal
from workbench.gui.recovery import left_behind
from workbench.nodes.catalog import catalog

SECONDS = 60_000  # a limit for a machine under load, not an expectation
LOST_SECONDS = 2.0  # of work, at most

# A window in which somebody changes a parameter, in the inspector, thirty times a second and
# never pauses; each change is told with its time.
EDITING = """
import os, sys, time, traceback
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractSpinBox, QApplication
from tests.gui.small_flow import small_flow
from workbench.gui.main_window import MainWindow
from workbench.gui.settings import Settings
from workbench.gui.shell import Shell
from workbench.gui.theme import ThemeSource

app = QApplication([])
shell = Shell(Settings(Path(sys.argv[1])), ThemeSource(app, "light"))
window = MainWindow(shell)
shell.show()
window.document.edit(small_flow(), "Add")
window.document.path = Path(sys.argv[1]).parent / "iris.flow"
window.flow.editor.select("knn")

def end(*error):
    traceback.print_exception(*error)
    os._exit(1)

sys.excepthook = end

def edit():
    window.flow.inspector.form.row("k").editor.findChild(QAbstractSpinBox).stepUp()
    print(time.monotonic(), window.document.graph.node("knn").component.k, flush=True)

timer = QTimer()
timer.timeout.connect(edit)
timer.start(33)
app.exec()
"""


@pytest.fixture
def document(qtbot: QtBot, tmp_path: Path) -> Document:
    made = Document()
    made.edit(small_flow(), "Add")
    made.save(tmp_path / "iris.flow")
    return made


def journals(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.journal"))


def changed(k: int) -> Graph:
    return small_flow().with_parameters("knn", {"k": k})


def entry(graph: Graph, path: Path | None = None) -> JournalEntry:
    written = datetime(2026, 5, 4, 14, 32, tzinfo=UTC)
    return JournalEntry(graph, path, "iris.flow", written)


def test_that_what_was_edited_two_seconds_before_a_kill_is_in_the_journal(tmp_path: Path) -> None:
    command = [sys.executable, "-c", EDITING, str(tmp_path / "window.ini")]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    edits: list[tuple[float, int]] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        for line in process.stdout:
            moment, k = line.split()
            edits.append((float(moment), int(k)))
            is_long = edits[-1][0] - edits[0][0] > 2 * LOST_SECONDS
            if is_long and journals(tmp_path / "journal"):
                break
        killed = time.monotonic()
        os.kill(process.pid, signal.SIGKILL)
    (left,) = left_behind(tmp_path / "journal", catalog())
    assert left.entry is not None
    kept = left.entry.graph.node("knn").component.k  # type: ignore[union-attr]
    assert kept >= max(k for moment, k in edits if moment <= killed - LOST_SECONDS)
    assert left.entry.path == tmp_path / "iris.flow"
    left.discard()


def test_that_further_edits_do_not_put_the_writing_off(qtbot: QtBot, tmp_path: Path) -> None:
    document = Document()
    journal = Journal(document, tmp_path / "journal")
    document.edit(small_flow(), "Add")
    started = journal._timer.timerId()
    document.edit(changed(3), "Change")
    assert journal._timer.timerId() == started  # one that is started again has another
    assert journal._timer.interval() == AFTER_MS <= 1000
    journal.close()


def test_that_a_journal_holds_flow_path_title_and_time(document: Document, tmp_path: Path) -> None:
    file = tmp_path / "a.journal"
    told = entry(changed(7), tmp_path / "iris.flow")
    write_journal(file, told)
    assert read_journal(file, catalog()) == told
    write_journal(file, entry(changed(7)))
    assert read_journal(file, catalog()).path is None


def test_that_saving_and_undoing_back_leave_no_journal(
    qtbot: QtBot, document: Document, tmp_path: Path
) -> None:
    folder = tmp_path / "journal"
    journal = Journal(document, folder)
    document.edit(changed(7), "Change")
    qtbot.waitUntil(lambda: bool(journals(folder)), timeout=SECONDS)
    document.undo()
    assert not journals(folder)
    document.redo()
    qtbot.waitUntil(lambda: bool(journals(folder)), timeout=SECONDS)
    document.save()
    assert not journals(folder)
    journal.close()
    assert not list(folder.iterdir())


def test_that_a_document_given_up_at_closing_leaves_no_journal(
    qtbot: QtBot, document: Document, tmp_path: Path
) -> None:
    journal = Journal(document, tmp_path / "journal")
    document.edit(changed(7), "Change")
    qtbot.waitUntil(lambda: bool(journals(tmp_path / "journal")), timeout=SECONDS)
    journal.close()
    assert not list((tmp_path / "journal").iterdir())


def test_that_edits_are_kept_whatever_their_file_is_called(tmp_path: Path) -> None:
    file = tmp_path / "a.journal"
    write_journal(file, JournalEntry(changed(7), Path("a\0b.flow"), "a", datetime.now(UTC)))
    entry = read_journal(file, catalog())
    assert entry.graph == changed(7)
    assert entry.path is None


def test_that_the_journal_of_a_living_window_is_not_left_behind(
    qtbot: QtBot, document: Document, tmp_path: Path
) -> None:
    journal = Journal(document, tmp_path / "journal")
    document.edit(changed(7), "Change")
    qtbot.waitUntil(lambda: bool(journals(tmp_path / "journal")), timeout=SECONDS)
    assert left_behind(tmp_path / "journal", catalog()) == ()
    journal.close()


def test_that_a_folder_that_cannot_be_written_to_is_told_once(
    qtbot: QtBot, document: Document, tmp_path: Path
) -> None:
    (tmp_path / "journal").write_text("a file", encoding="utf-8")
    journal = Journal(document, tmp_path / "journal")
    told: list[WorkbenchError] = []
    journal.failed.connect(told.append)
    for k in (7, 8, 9):
        document.edit(changed(k), "Change")
        journal._timer.timeout.emit()
    assert len(told) == 1
    assert "Edits cannot be kept for the case of a crash" in str(told[0])
    journal.close()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "not a journal"),
        ("[1]\n{}", "not a journal"),
        ("[" * 100_000, "not a journal"),
        ('{"format": "workbench-journal", "version": 2}\n{}', "version 2"),
        ('{"format": "workbench-journal", "version": 1}\n{', "not JSON"),
    ],
)
def test_that_a_damaged_journal_is_refused_in_a_sentence(
    tmp_path: Path, text: str, sentence: str
) -> None:
    (tmp_path / "a.journal").write_text(text, encoding="utf-8")
    with pytest.raises(FlowError, match=sentence):
        read_journal(tmp_path / "a.journal", catalog())


@pytest.mark.parametrize("name", ["title", "path", "written"])
def test_that_a_head_with_a_wrong_field_is_refused(tmp_path: Path, name: str) -> None:
    file = tmp_path / "a.journal"
    write_journal(file, entry(Graph()))
    head, _, rest = file.read_text(encoding="utf-8").partition("\n")
    file.write_text(head.replace(f'"{name}": ', f'"{name}": [1], "old": ') + "\n" + rest)
    with pytest.raises(FlowError, match="This journal"):
        read_journal(file, catalog())


def test_that_a_journal_cut_off_anywhere_is_told_and_never_raises_anything_else(
    tmp_path: Path,
) -> None:
    file = tmp_path / "a.journal"
    write_journal(file, entry(changed(3)))
    whole = file.read_bytes()
    for length in range(0, len(whole) - 2, 37):
        file.write_bytes(whole[:length])
        with pytest.raises(WorkbenchError):
            read_journal(file, catalog())


def test_that_a_claimed_journal_cannot_be_claimed_again(tmp_path: Path) -> None:
    lock = claim(tmp_path / "a.journal")
    assert isinstance(lock, QLockFile)
    assert claim(tmp_path / "a.journal") is None
    lock.unlock()
