"""The import dialog: what was found, what is chosen, the preview, errors in place."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from workbench.core.run import finish
from workbench.data.readers.csv import CsvReader
from workbench.gui.explorer.import_dialog import ImportDialog
from workbench.gui.theme import DARK, LIGHT

SECONDS = 60_000
ROWS = "code;height;when\n" + "".join(f"{i % 3};{i},5;2024-01-{i + 1:02}\n" for i in range(20))

Make = Callable[..., ImportDialog]


@pytest.fixture
def made(qtbot: QtBot, tmp_path: Path) -> Make:
    def make(content: bytes = ROWS.encode(), **parameters: object) -> ImportDialog:
        file = tmp_path / "people.csv"
        file.write_bytes(content)
        dialog = ImportDialog(CsvReader.parse({"path": str(file), **parameters}), LIGHT)
        qtbot.addWidget(dialog, before_close_func=lambda d: d.done(0))
        dialog.show()
        settle(qtbot, dialog)
        return dialog

    return make


def settle(qtbot: QtBot, dialog: ImportDialog) -> None:
    qtbot.waitUntil(
        lambda: not dialog._work.is_running and not dialog._pause.isActive(), timeout=SECONDS
    )


def choose(qtbot: QtBot, dialog: ImportDialog, name: str, value: str) -> None:
    box = dialog.choices.boxes[name]
    box.setCurrentIndex(box.findData(value))
    settle(qtbot, dialog)


def kinds(dialog: ImportDialog) -> list[tuple[str, str]]:
    return [(a.name, a.kind) for a in dialog.preview.samples.attributes]


def test_that_what_was_found_is_told_beside_automatic(made: Make) -> None:
    dialog = made()
    assert dialog.choices.boxes["delimiter"].currentText() == "Automatic: Semicolon  ;"
    assert dialog.choices.boxes["decimal"].currentText() == "Automatic: Comma  ,"
    assert kinds(dialog) == [("code", "numeric"), ("height", "numeric"), ("when", "date")]
    assert dialog.preview.samples.text(1, 1) == "1.5"
    assert dialog.message.text() == "20 rows shown, 3 attributes."


def test_that_a_choice_changes_the_preview(qtbot: QtBot, made: Make) -> None:
    dialog = made()
    choose(qtbot, dialog, "header", "no")
    assert dialog.preview.samples.text(0, 0) == "code"
    choose(qtbot, dialog, "delimiter", "|")
    assert len(kinds(dialog)) == 1


def test_that_the_kind_of_a_column_is_chosen_in_its_header(qtbot: QtBot, made: Make) -> None:
    dialog = made()
    menu = dialog.preview.menu(0)
    checked = [a.text() for a in menu.actions() if a.isChecked()]
    assert checked == ["Automatic"]
    next(a for a in menu.actions() if a.text().startswith("Nominal")).trigger()
    settle(qtbot, dialog)
    assert kinds(dialog)[0] == ("code", "nominal")
    assert dialog.reader.nominal == ("code",)
    choose(qtbot, dialog, "header", "no")  # the column has another name now
    assert dialog.reader.nominal == ("att1",)


def test_that_import_gives_the_reader_that_was_previewed(qtbot: QtBot, made: Make) -> None:
    dialog = made()
    dialog.set_kind(2, "string")
    settle(qtbot, dialog)
    dialog.choices.class_box.setCurrentIndex(dialog.choices.class_box.findData("code"))
    settle(qtbot, dialog)
    with qtbot.waitSignal(dialog.imported) as told:
        dialog.import_button.click()
    dataset = finish(told.args[0].read())
    assert dataset.schema.attribute("when").kind == "string"
    assert dataset.schema.target.name == "code"
    assert not dialog.isVisible()


def test_that_the_readers_own_kinds_are_kept(made: Make) -> None:
    dialog = made(nominal=("code",))
    assert kinds(dialog)[0] == ("code", "nominal")
    assert dialog.reader.nominal == ("code",)


def test_that_other_missing_markers_are_heeded(qtbot: QtBot, made: Make) -> None:
    dialog = made(b"a,b\n1,-9\n2,3\n")
    dialog.choices.missing.clear()
    QTest.keyClicks(dialog.choices.missing, "-9")
    settle(qtbot, dialog)
    assert dialog.preview.samples.text(0, 1) == "?"


def test_that_an_error_is_told_in_place_and_mended_there(qtbot: QtBot, made: Make) -> None:
    dialog = made("이름,나이\n철수,3\n영희,4\n".encode("cp949"))
    assert not dialog.import_button.isEnabled()
    assert "Line 1" in dialog.message.text()
    assert dialog.mark.isVisible()
    choose(qtbot, dialog, "encoding", "cp949")
    assert dialog.import_button.isEnabled()
    assert kinds(dialog)[0][0] == "이름"


def test_that_two_meanings_of_a_sign_are_refused(qtbot: QtBot, made: Make) -> None:
    dialog = made()
    choose(qtbot, dialog, "decimal", ",")
    choose(qtbot, dialog, "thousands", ",")
    assert "cannot both" in dialog.message.text()
    assert not dialog.import_button.isEnabled()


def test_that_escape_leaves_everything_as_it_was(qtbot: QtBot, made: Make) -> None:
    dialog = made()
    told: list[CsvReader] = []
    dialog.imported.connect(told.append)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert told == []
    assert not dialog.isVisible()


def test_that_every_choice_has_a_name_and_both_themes_draw(made: Make) -> None:
    dialog = made()
    for box in (*dialog.choices.boxes.values(), dialog.choices.missing, dialog.choices.class_box):
        assert box.objectName()
        assert box.accessibleName()
    dialog.set_theme(DARK)
    dark = dialog.preview.viewport().grab().toImage()
    dialog.set_theme(LIGHT)
    assert dark != dialog.preview.viewport().grab().toImage()
