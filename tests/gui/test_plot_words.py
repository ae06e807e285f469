"""The steps that empty plots name are there, under these names."""

import re
from pathlib import Path

import workbench.gui.plots.data as plots
from workbench.nodes.catalog import catalog


def test_that_every_step_that_a_plot_names_has_that_title() -> None:
    titles = {kind.title for kind in catalog().values()}
    files = Path(plots.__file__).parent.glob("*.py")
    pieces = [re.sub(r'"\s*\n\s*"', "", file.read_text("utf-8")) for file in files]
    named = {name for text in pieces for name in re.findall(r"step “([^”]+)”", text)}

    assert named
    assert named <= titles
