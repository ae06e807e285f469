"""The colours of classes, the same in every table and plot."""

from typing import Final

from PySide6.QtGui import QColor

from workbench.gui.theme import Theme

# Found as those that lie farthest from the colours before them, for eyes with and without red and
# green cones (Machado et al. 2009), in both themes, in Ottosson's Oklab.
_FURTHER: Final = ("#6D6DF7", "#F43D6B", "#386A05", "#C10A93", "#7A4A1E", "#380AC1")


def class_colours(theme: Theme, n: int) -> list[QColor]:
    """A colour for each of ``n`` classes, and last a grey for samples without one.

    Twelve differ; after them the colours come again, and markers or words must tell.
    """
    series = (*theme.series[:-1], *_FURTHER)
    shown = [theme.seen(colour) for colour in series[:n]]
    return [*(shown[i % len(shown)] for i in range(n)), theme.seen(theme.series[-1])]
