"""The node reference's pages."""

from workbench.gui.node_reference import page
from workbench.nodes.catalog import catalog


def test_that_a_page_tells_when_a_parameter_matters_and_which_presets_there_are() -> None:
    shown = page(catalog()["knn"])
    assert "Matters only while Distance is not weka." in shown
    assert "Presets: WEKA&#x27;s IBk; " in shown
    assert "Presets" not in page(catalog()["majority"])
