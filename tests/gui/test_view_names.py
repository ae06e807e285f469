"""Every control of every view of results can be found by name and is told to screen readers."""

from collections.abc import Iterator
from typing import Any, get_type_hints

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QAbstractSpinBox, QComboBox, QMenu, QWidget
from pytestqt.qtbot import QtBot

from workbench.flow.operation import result_type
from workbench.gui.plots.factory import plot_for
from workbench.nodes.catalog import catalog

VIEWS = sorted(key for key, kind in catalog().items() if kind.category == "See")
EMPTY = Qt.FocusPolicy.NoFocus


def result_of(key: str) -> type:
    """What flows into a view's drawing: the type its ``run`` gives."""
    view: Any = catalog()[key]
    kind: Any = result_type(get_type_hints(view.run)["return"])
    assert isinstance(kind, type)
    return kind


def controls(view: QWidget) -> Iterator[QWidget]:
    """What can be reached by key or mouse; not the parts that Qt itself puts into them."""
    for widget in view.findChildren(QWidget):
        inside = widget.parent()
        is_part = isinstance(inside, QAbstractSpinBox | QComboBox | QAbstractScrollArea | QMenu)
        if widget.focusPolicy() != EMPTY and not is_part and not _of_popup(widget):
            yield widget


def _of_popup(widget: QWidget) -> bool:
    """Whether it is in the list that a box opens, which Qt makes."""
    return any(
        isinstance(above, QWidget) and above.windowType() == Qt.WindowType.Popup
        for above in (widget.window(), widget.parent())
    )


@pytest.mark.parametrize("key", VIEWS)
def test_that_every_control_has_a_name_for_tests_and_for_readers(qtbot: QtBot, key: str) -> None:
    view = plot_for(result_of(key))
    assert view is not None, f"nothing draws {key}"
    qtbot.addWidget(view)
    found = list(controls(view))
    assert found, "a view without any control tells nothing here"
    nameless = [type(one).__name__ for one in found if not one.objectName()]
    assert not nameless
    silent = [one.objectName() for one in found if not _told(one)]
    assert not silent


def _told(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""
