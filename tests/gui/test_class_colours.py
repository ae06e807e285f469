"""The colours of classes: enough of them, and none too like another."""

import pytest

from workbench.gui.class_colours import class_colours
from workbench.gui.plots.data.colouring import marker_of
from workbench.gui.theme import DARK, LIGHT, Theme


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_twelve_classes_and_the_missing_one_differ_in_colour(theme: Theme) -> None:
    colours = class_colours(theme, 12)

    rgb = [(c.red(), c.green(), c.blue()) for c in colours]
    apart = min(
        sum(abs(x - y) for x, y in zip(a, b, strict=True))
        for number, a in enumerate(rgb)
        for b in rgb[:number]
    )
    assert len(rgb) == 13
    assert apart > 50


def test_that_groups_of_one_colour_differ_in_their_marker() -> None:
    names = [colour.name() for colour in class_colours(LIGHT, 40)[:-1]]

    looks = {(name, marker_of(group)) for group, name in enumerate(names)}

    assert len(set(names)) == 12
    assert len(looks) == 40
