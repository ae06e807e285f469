"""The colours of classes, the same in every table and plot."""

from PySide6.QtGui import QColor

from workbench.gui.theme import Theme


def class_colours(theme: Theme, n: int) -> list[QColor]:
    """A colour for each of ``n`` classes, and last a grey for samples without one."""
    series = theme.series[:-1]
    return [*(theme.seen(series[i % len(series)]) for i in range(n)), theme.seen(theme.series[-1])]
