"""The table of problems: what went wrong, what will, and the buttons that mend it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from workbench.core.errors import DataError, Defect, FlowError, ParameterError, Where
from workbench.data.readers.arff import ArffReader
from workbench.flow.check import Problem, Remedy
from workbench.flow.graph import Node
from workbench.gui.results.problems import BUTTON, ProblemTable
from workbench.gui.results.run_problems import problems_of, with_ahead
from workbench.gui.theme import DARK
from workbench.models.knn import KNN
from workbench.runs.view import NodeView, RunView

READER, LEARNER = Node("r", ArffReader(path="/data/a.arff")), Node("knn", KNN())
NODES = {"r": READER, "knn": LEARNER}
SPLITTER = Remedy("splitter", "knn", "splits")
UNLINKED = Problem("ahead", "knn", "k-nearest", "Nothing is linked.", "Draw.", (SPLITTER,))


def failed(**errors: Exception) -> RunView:
    return RunView({i: NodeView("failed", i, error=e) for i, e in errors.items()})  # type: ignore[arg-type]


@pytest.fixture
def table(qtbot: QtBot) -> ProblemTable:
    made = ProblemTable()
    qtbot.addWidget(made)
    made.resize(700, 240)
    made.show()
    return made


def item(table: ProblemTable, row: int = 0) -> QTreeWidgetItem:
    found = table.tree.topLevelItem(row)
    assert found is not None
    return found


def button(table: ProblemTable, row: int = 0) -> QPushButton:
    found = table.tree.itemWidget(item(table, row), BUTTON)
    assert isinstance(found, QPushButton)
    return found


def test_that_an_error_in_a_parameter_opens_it_in_the_inspector() -> None:
    error = ParameterError("'k' must be less.", where=Where(parameter="k"))
    (problem,) = problems_of(failed(knn=error), NODES)
    assert problem.remedies == (Remedy("parameter", "knn", "k"),)


def test_that_a_file_that_cannot_be_read_can_be_chosen_anew() -> None:
    told = DataError("No such file.", where=Where(file="/data/a.arff"))
    missing = ParameterError("No path.", where=Where(parameter="path"))
    for error in (told, missing):
        (problem,) = problems_of(failed(r=error), NODES)
        assert problem.remedies == (Remedy("file", "r", "path"),)
    (of_learner,) = problems_of(failed(knn=told), NODES)
    assert of_learner.remedies == ()
    assert of_learner.sentence == "a.arff: No such file."


def test_that_a_defect_can_be_copied_as_a_report(table: ProblemTable) -> None:
    defect = Defect("The program made a mistake.", details="Traceback: line 7")
    table.show_problems(problems_of(failed(knn=defect), NODES))
    button(table).click()
    assert QGuiApplication.clipboard().text() == "The program made a mistake.\n\nTraceback: line 7"


def test_that_what_a_run_has_said_is_not_said_again_and_keeps_the_remedies() -> None:
    error = FlowError("Nothing is linked to the input 'splits' of 'kNN'.")
    run = problems_of(failed(**{"knn#1": error}), {"knn#1": LEARNER})
    other = Problem("ahead", "r", "ARFF", "No file is chosen.")
    merged = with_ahead(run, (UNLINKED, other))
    assert [(p.severity, p.node) for p in merged] == [("failed", "knn#1"), ("ahead", "r")]
    assert merged[0].remedies == (SPLITTER,)


def test_that_the_worst_stands_first(table: ProblemTable) -> None:
    hint = Problem("hint", "r", "ARFF", "It is linked to no other node.")
    warning = Problem("warning", "knn", "kNN", "Few rows.")
    table.show_problems(with_ahead((warning,), (hint, UNLINKED)))
    assert [item(table, i).text(0) for i in range(3)] == ["Warning", "Will fail", "Hint"]
    table.set_theme(DARK)
    assert not item(table, 1).icon(0).isNull()


def test_that_the_button_asks_for_the_first_remedy(table: ProblemTable, qtbot: QtBot) -> None:
    table.show_problems((UNLINKED,))
    assert button(table).text() == "Add a splitter"
    with qtbot.waitSignal(table.remedy_wanted) as asked:
        button(table).click()
    assert asked.args == [SPLITTER]


def test_that_the_menu_offers_every_remedy_the_node_and_copying(
    table: ProblemTable, qtbot: QtBot
) -> None:
    link = Remedy("link", "knn", "splits")
    problem = Problem("ahead", "knn", "kNN", "Nothing.", remedies=(SPLITTER, link))
    table.show_problems((problem,))
    menu = table.menu(problem)
    words = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert words == ["Add a splitter", "Link it…", "Go to the node", "Copy"]
    with qtbot.waitSignal(table.remedy_wanted) as asked:
        menu.actions()[1].trigger()
    assert asked.args == [link]
    with qtbot.waitSignal(table.node_requested) as gone:
        menu.actions()[2].trigger()
    assert gone.args == ["knn"]
    menu.actions()[-1].trigger()
    assert QGuiApplication.clipboard().text() == "Will fail\tkNN\tNothing.\t"


def test_that_enter_goes_to_the_node_and_nowhere_for_the_flow_as_a_whole(
    table: ProblemTable, qtbot: QtBot
) -> None:
    table.show_problems((UNLINKED, Problem("ahead", "", "", "The flow has a cycle.")))
    table.tree.setCurrentItem(item(table))
    with qtbot.waitSignal(table.node_requested) as gone:
        QTest.keyClick(table.tree, Qt.Key.Key_Return)
    assert gone.args == ["knn"]
    table.tree.setCurrentItem(item(table, 1))
    with qtbot.assertNotEmitted(table.node_requested):
        QTest.keyClick(table.tree, Qt.Key.Key_Return)


def test_that_a_long_sentence_is_shown_whole(table: ProblemTable, qtbot: QtBot) -> None:
    long = "The file has a row with four values, and five attributes are declared. " * 4
    table.show_problems((Problem("failed", "r", "ARFF", long, "Add the value."), UNLINKED))
    heights = [table.tree.visualItemRect(item(table, row)).height() for row in (0, 1)]
    assert heights[0] > 2 * heights[1]
    table.resize(1600, 240)
    qtbot.waitUntil(lambda: table.tree.visualItemRect(item(table)).height() < heights[0])
