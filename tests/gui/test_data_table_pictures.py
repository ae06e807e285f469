"""Pictures in the results' table can be looked at."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from pytestqt.qtbot import QtBot

from workbench.data.dataset import Dataset
from workbench.data.schema import Attribute, Schema
from workbench.gui.plots.data_table import DataTable


def test_that_pictures_are_shown_in_their_cells_in_the_order_of_the_rows(qtbot: QtBot) -> None:
    pixels = np.zeros((3, 4, 6), np.uint8)
    pixels[2] = 255
    labels = np.array([0, 1, 2])
    attributes = (
        Attribute("image", "array", shape=(4, 6)),
        Attribute("class", "nominal", ("a", "b", "c"), "class"),
    )
    table = DataTable()
    qtbot.addWidget(table)
    table.show_value(Dataset(Schema(attributes), (pixels, labels)))
    picture = table.model.index(0, 0).data(Qt.ItemDataRole.DecorationRole)
    assert isinstance(picture, QPixmap)
    assert (picture.width(), picture.height()) == (56, 37)
    assert picture.toImage().pixelColor(5, 5).lightness() == 0
    assert table.model.index(0, 1).data(Qt.ItemDataRole.DecorationRole) is None
    assert table.view.verticalHeader().defaultSectionSize() > 56
    table.model.sort(1, Qt.SortOrder.DescendingOrder)
    picture = table.model.index(0, 0).data(Qt.ItemDataRole.DecorationRole)
    assert picture.toImage().pixelColor(5, 5).lightness() == 255
