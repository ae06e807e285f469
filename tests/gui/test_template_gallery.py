"""New from template: the gallery, the home page and the search open new flows without a file."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from tests.gui.small_flow import small_flow
from workbench.gui.main_window import MainWindow
from workbench.gui.template_gallery import TemplateGallery
from workbench.runs.templates import Template, templates


@pytest.fixture
def gallery(window: MainWindow, qtbot: QtBot) -> Iterator[TemplateGallery]:
    window.actions_["new_template"].trigger()
    found = window.shell.findChild(TemplateGallery)
    assert isinstance(found, TemplateGallery)
    yield found
    found.close()


def named(title: str) -> Template:
    return next(template for template in templates() if template.title == title)


def choose(gallery: TemplateGallery, title: str) -> None:
    (item,) = gallery.list.findItems(title, Qt.MatchFlag.MatchExactly)
    gallery.list.setCurrentItem(item)


def test_that_the_gallery_lists_every_template_with_help_and_picture(
    gallery: TemplateGallery,
) -> None:
    assert gallery.list.count() == len(templates())
    pictures = set()
    for row in range(gallery.list.count()):
        gallery.list.setCurrentRow(row)
        assert gallery.words.text() == templates()[row].help
        image = gallery.preview.grab().toImage()
        pictures.add(bytes(image.constBits())[: image.sizeInBytes()])
    assert len(pictures) == len(templates())


def test_that_a_chosen_template_is_a_new_flow_without_a_file(
    window: MainWindow, gallery: TemplateGallery
) -> None:
    choose(gallery, "Sweep of k")
    gallery.open_button.click()
    assert window.document.graph == named("Sweep of k").graph(window.catalog)
    assert window.document.path is None
    assert window.document.title == "Sweep of k"
    assert not window.document.is_dirty
    assert not gallery.isVisible()


def test_that_enter_in_the_list_opens_the_template(
    window: MainWindow, gallery: TemplateGallery
) -> None:
    choose(gallery, "Compare learners")
    QTest.keyClick(gallery.list, Qt.Key.Key_Return)
    assert window.document.title == "Compare learners"


def test_that_a_template_can_have_a_window_of_its_own(
    window: MainWindow, gallery: TemplateGallery, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.window_wanted) as wanted:
        choose(gallery, "Preparation")
        gallery.window_button.click()
    assert wanted.args == [named("Preparation")]
    assert not window.document.graph.nodes
    window.take(named("Preparation"))
    assert window.document.title == "Preparation"


def test_that_a_flow_that_is_not_saved_is_asked_for_first(
    window: MainWindow, gallery: TemplateGallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.document.edit(small_flow(), "Add")
    cancel = QMessageBox.StandardButton.Cancel
    monkeypatch.setattr(QMessageBox, "question", lambda *_args: cancel)
    gallery.open_button.click()
    assert window.document.graph == small_flow()


def test_that_templates_are_on_the_home_page(window: MainWindow) -> None:
    window.actions_["home"].trigger()
    assert window.home.templates.count() == len(templates())
    window.home.templates.itemClicked.emit(window.home.templates.item(0))
    assert window.document.title == templates()[0].title
    assert window.flow.isVisible()


def test_that_the_search_finds_templates(window: MainWindow) -> None:
    window.actions_["search"].trigger()
    QTest.keyClicks(window.search.line, "template roc of two")
    QTest.keyClick(window.search.line, Qt.Key.Key_Return)
    assert window.document.title == "ROC of two learners"
