"""Colours that depend on what is drawn: text on any ground, shares as blues."""

from PySide6.QtGui import QColor

from workbench.gui.contrast import blend, contrast
from workbench.gui.theme import Theme

_BLUE_LIGHT = ("#FFFFFF", "#9ECAE1", "#08519C")  # one hue, light to dark
_BLUE_DARK = ("#232529", "#1F4E79", "#8CC4F0")  # on a dark ground much is light
_ORANGE_LIGHT = ("#FFFFFF", "#FDB97D", "#A63603")
_ORANGE_DARK = ("#232529", "#7A3B10", "#F5B27A")


def text_on(ground: QColor) -> QColor:
    """Black or white, whichever reads better; the worst case is 4.58:1."""
    black, white = QColor("#000000"), QColor("#FFFFFF")
    return black if contrast(black, ground) >= contrast(white, ground) else white


def blue(share: float, theme: Theme) -> QColor:
    """A blue for a share in [0, 1]: the panel's own colour for none, the strongest for all."""
    return _between(_BLUE_DARK if theme.is_dark else _BLUE_LIGHT, share)


def orange(share: float, theme: Theme) -> QColor:
    """An orange for a share in [0, 1], as ``blue``: the other side of a difference."""
    return _between(_ORANGE_DARK if theme.is_dark else _ORANGE_LIGHT, share)


def _between(colours: tuple[str, str, str], share: float) -> QColor:
    low, middle, high = map(QColor, colours)
    share = min(max(share, 0.0), 1.0)
    if share < 0.5:
        return blend(low, middle, 2 * share)
    return blend(middle, high, 2 * share - 1)
