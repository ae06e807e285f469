"""The layers of a network in the inspector: shown with what they cost, edited by keys and mouse."""

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.layers_desk import SMALL, Desk, lay
from workbench.data.schema import Attribute, Schema
from workbench.flow.graph import Node
from workbench.gui.inspector.inspector import Inspector
from workbench.gui.inspector.layer_chooser import offered
from workbench.gui.inspector.layer_model import COSTS, WEIGHTS, spoken
from workbench.gui.inspector.learner_form import LearnerForm
from workbench.models.cnn import CNN
from workbench.models.knn import KNN
from workbench.models.mlp import MLP
from workbench.models.networks.presets import PRESETS
from workbench.runs.view import NodeView

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return lay(qtbot)


def test_that_each_layer_is_shown_with_what_it_gives_and_costs(desk: Desk) -> None:
    conv = desk.rows[0]
    assert (conv.name, conv.words, conv.output) == ("conv1", "6 5×5", "6×24×24")
    assert (conv.weights, conv.biases, conv.multiply_adds) == (150, 6, 86_400)
    assert desk.rows[-1].output == "10 values"
    model = desk.editor.panel.model
    assert model.index(0, WEIGHTS).data() == "150"
    assert model.index(0, COSTS).data() == "86,400"
    assert spoken(conv) == "conv1, 6 5×5, gives 6×24×24, 150 weights, 6 biases"
    totals = desk.editor.panel.totals
    assert totals.parameters.text() == f"{156 + 8640 + 10:,}"
    assert (totals.weights.text(), totals.biases.text()) == ("8,790", "16")


def test_that_what_is_wrong_is_said_at_the_layer_with_what_to_do(qtbot: QtBot) -> None:
    layers = "conv 6 5x5; dense 10; dense classes"
    desk = lay(qtbot, CNN.parse({"preset": "custom", "layers": layers}))
    assert desk.rows[0].output == "6×24×24"
    assert desk.rows[1].error.startswith("A dense layer takes values in a row")
    assert desk.rows[1].remedy.startswith("Put a flatten layer")
    assert not desk.rows[2].output
    view = desk.editor.panel.view
    assert view.sizeHintForRow(1) > view.sizeHintForRow(2)


def test_that_keys_edit_the_list(desk: Desk) -> None:
    view = desk.editor.panel.view
    desk.bench.select([1])
    QTest.keyClick(view, Key.Key_Down, ALT)
    assert desk.text == "conv 6 5x5; maxpool 2; relu; flatten; dense classes"
    assert desk.bench.places == (2,)
    QTest.keyClick(view, Key.Key_Up, ALT)
    assert desk.text == SMALL
    QTest.keyClick(view, Key.Key_D, CTRL)
    assert desk.text == "conv 6 5x5; relu; relu; maxpool 2; flatten; dense classes"
    QTest.keyClick(view, Key.Key_Delete)
    assert desk.text == SMALL
    assert len(desk.asked) == 4


def test_that_layers_are_copied_and_pasted_as_text(desk: Desk) -> None:
    view = desk.editor.panel.view
    desk.bench.select([0, 1])
    QTest.keyClick(view, Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "conv 6 5x5\nrelu"
    desk.bench.select([2])
    QTest.keyClick(view, Key.Key_V, CTRL)
    assert desk.text == "conv 6 5x5; relu; maxpool 2; conv 6 5x5; relu; flatten; dense classes"
    QTest.keyClick(view, Key.Key_X, CTRL)
    assert desk.text == SMALL
    QGuiApplication.clipboard().setText("convolve 5")
    QTest.keyClick(view, Key.Key_V, CTRL)
    assert desk.text == SMALL
    assert "there is no layer “convolve”" in desk.editor.panel.trouble.text()
    assert not desk.editor.panel.trouble.isHidden()


def test_that_enter_leads_to_the_parameters_and_they_change_the_layer(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.inspector.activateWindow()
    desk.bench.select([0])
    QTest.keyClick(desk.editor.panel.view, Key.Key_Return)
    form = desk.editor.panel.form
    assert form.form is not None
    channels = form.form.row("channels").editor
    qtbot.waitUntil(channels.inner.hasFocus, timeout=20_000)
    channels.edited.emit("12", False)
    assert desk.text == "conv 12 5x5; relu; maxpool 2; flatten; dense classes"
    assert desk.rows[0].output == "12×24×24"
    assert desk.editor.panel.form.form is form.form
    form.form.row("kernel").editor.edited.emit("huge", False)
    assert "'kernel' must be" in form.form.row("kernel").error.text()
    assert len(desk.asked) == 1


def test_that_a_number_stepped_through_is_one_step_of_undo(desk: Desk) -> None:
    desk.bench.select([0])
    form = desk.editor.panel.form.form
    assert form is not None
    for dilation in ("2", "3"):
        form.row("groups").editor.edited.emit("1", True)
        form.row("dilation").editor.edited.emit(dilation, True)
    keys = [merge for _, merge in desk.asked]
    assert len(keys) == 2
    assert keys[0] == keys[1]
    assert keys[0]


def test_that_layers_are_added_behind_the_selected_one(desk: Desk, qtbot: QtBot) -> None:
    desk.bench.select([2])
    QTest.keyClick(desk.editor.panel.view, Key.Key_Insert)
    chooser = desk.bench.chooser
    qtbot.waitUntil(chooser.isVisible, timeout=20_000)
    QTest.keyClicks(chooser.search, "dropout")
    QTest.keyClick(chooser.search, Key.Key_Return)
    assert not chooser.isVisible()
    assert desk.text == "conv 6 5x5; relu; maxpool 2; dropout 0.5; flatten; dense classes"
    assert desk.bench.places == (3,)


def test_that_the_search_finds_layers_by_any_of_their_names() -> None:
    assert offered("residual")[0].kind == "residual"
    assert offered("tanh")[0].stem == "tanh"
    assert offered("batch")[0].kind == "batch_norm"
    assert not offered("no such layer")
    assert {layer.family for layer in offered("")} == {
        *("Convolution", "Pooling", "Activation", "Regularisation", "Dense", "Block", "Join"),
    }


def test_that_rows_dragged_within_the_list_move(desk: Desk) -> None:
    model = desk.editor.panel.model
    data = model.mimeData([model.index(0, 0), model.index(1, 0)])
    model.dropMimeData(data, Qt.DropAction.MoveAction, 3, 0, QModelIndex())
    assert desk.text == "maxpool 2; conv 6 5x5; relu; flatten; dense classes"
    assert desk.bench.places == (1, 2)


def test_that_layers_are_dropped_as_text(desk: Desk) -> None:
    data = QMimeData()
    data.setText("batchnorm; dropout 0.2")
    model = desk.editor.panel.model
    model.dropMimeData(data, Qt.DropAction.CopyAction, 1, 0, QModelIndex())
    assert desk.text.startswith("conv 6 5x5; batchnorm; dropout 0.2; relu")


def test_that_the_layers_of_a_preset_are_looked_at_until_they_are_ones_own(desk: Desk) -> None:
    desk.take("cnn", {"preset": "lenet5"}, None)
    panel = desk.editor.panel
    assert panel.view.isEnabled()
    assert desk.rows[0].name == PRESETS["lenet5"].design.names[0]
    assert panel.totals.parameters.text() == "60,850"
    desk.bench.select([0])
    QTest.keyClick(panel.view, Key.Key_Delete)
    assert desk.learner.preset == "lenet5"
    panel.own.click()
    assert desk.learner.preset == "custom"
    assert desk.learner.layers == PRESETS["lenet5"].design
    assert desk.asked[-1][0].keys() == {"layers", "preset", "brought_to"}
    assert panel.own.isHidden()


def test_that_layers_that_are_not_trained_are_told_from_the_others(desk: Desk) -> None:
    desk.take("cnn", {"trained_layers": 1}, None)
    totals = desk.editor.panel.totals
    assert (totals.parameters.text(), totals.trainable.text()) == ("8,806", "8,650")


def test_that_the_input_is_known_from_the_data_or_typed(qtbot: QtBot) -> None:
    labels = tuple("abc")
    picture = Attribute("picture", "array", shape=(32, 32, 3))
    schema = Schema((picture, Attribute("class", "nominal", labels, "class")))
    known = lay(qtbot, schema=schema)
    sizes = known.editor.panel.sizes
    assert (sizes.shape.text(), sizes.outputs.text()) == ("3×32×32", "3")
    assert not sizes.shape.isEnabled()
    desk = lay(qtbot)
    sizes = desk.editor.panel.sizes
    sizes.shape.setText("3x32x32")
    sizes.shape.editingFinished.emit()
    assert desk.rows[0].output == "6×28×28"
    sizes.shape.setText("3x32")
    sizes.shape.editingFinished.emit()
    assert "is no size of an input" in sizes.error.text()
    assert desk.rows[0].output == "6×28×28"


def test_that_the_table_has_every_column_and_is_copied(desk: Desk, qtbot: QtBot) -> None:
    desk.editor.open_dialog()
    dialog = desk.editor.dialog
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible, timeout=20_000)
    dialog.csv.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "Layer,Kind,Parameters,Output,Weights,Biases,Multiply–adds"
    assert lines[1] == "conv1,Convolution,6 5×5,6×24×24,150,6,86400"
    dialog.markdown.click()
    assert QGuiApplication.clipboard().text().startswith("| Layer | Kind |")
    dialog.panel.bench.select([1])
    QTest.keyClick(dialog.panel.view, Key.Key_Delete)
    assert desk.text == "conv 6 5x5; maxpool 2; flatten; dense classes"
    assert len(dialog.panel.model.rows) == len(desk.rows) == 4
    dialog.close()


def test_that_branches_keep_who_takes_whom_when_layers_are_added(qtbot: QtBot) -> None:
    layers = (
        "conv 4 3x3 same; relu; conv 4 3x3 same; add from=relu1,conv2; globalavg; dense classes"
    )
    desk = lay(qtbot, CNN.parse({"preset": "custom", "layers": layers}))
    desk.bench.select([2])
    QTest.keyClick(desk.editor.panel.view, Key.Key_D, CTRL)
    add = next(layer for layer in desk.learner.layers.layers if layer.kind == "add")
    assert add.inputs == ("relu1", "conv2")
    assert [row.error for row in desk.rows if row.error] == ["No layer takes what “conv3” gives."]


def test_that_everything_can_be_reached_and_has_a_name(desk: Desk) -> None:
    desk.bench.select([0])
    panel = desk.editor.panel
    for widget in panel.findChildren(QWidget):
        is_used = (
            isinstance(widget, QAbstractButton) or widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        )
        if is_used and widget.isVisibleTo(panel) and not isinstance(widget, QLabel):
            assert widget.accessibleName() or getattr(widget, "text", str)(), widget
            assert widget.objectName(), widget


def test_that_layers_that_follow_from_parameters_are_seen_when_asked_for(qtbot: QtBot) -> None:
    inspector = Inspector()
    qtbot.addWidget(inspector)
    inspector.show_node(Node("mlp", MLP.parse({"hidden": "30"})), None, NodeView())
    form = inspector.form
    assert isinstance(form, LearnerForm)
    seen = form._seen
    assert seen is not None
    assert not seen.panel.model.rows
    seen.fold.set_open(is_open=True)
    qtbot.waitUntil(lambda: seen.panel.table is not None, timeout=60_000)
    assert seen.panel.totals.parameters.text() == f"{785 * 30 + 31 * 10:,}"
    form.row("hidden").editor.edited.emit("20", False)
    assert seen.panel.totals.parameters.text() == f"{785 * 20 + 21 * 10:,}"
    assert seen.panel.model.is_read_only
    inspector.show_node(Node("knn", KNN()), None, NodeView())
    assert isinstance(inspector.form, LearnerForm)
    assert inspector.form._seen is None
