"""How large text is, and all that holds text: 100 to 200 % of the usual size.

The style sheet and the program's font are made for a size. What widgets set for themselves (a
width, an icon's size, a margin) is scaled when Qt polishes them: before they are first shown, and
again when the style sheet is another one. What is computed later uses ``scaled``.
"""

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QBoxLayout,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QHeaderView,
    QLayout,
    QProxyStyle,
    QTabBar,
    QToolBar,
    QTreeView,
    QWidget,
)
from typing_extensions import override

STYLE, SCALED_STYLE = "Fusion", "Fusion, scaled"
SIZES = (100, 125, 150, 175, 200)  # per cent
UNBOUNDED = 16_777_215  # Qt's QWIDGETSIZE_MAX
ROOMY = 150  # a least width of that many pixels is room for a panel, not for text
THIN = 3
_PIXELS = re.compile(r"\b(\d+)px")
_SCALED = "textSize"  # a property: for each measure the pixels at 100 %, and those it was given
_KEEPS = "keepsSize"

Measure: TypeAlias = tuple[str, int, Callable[[int], object]]


class TextSize:
    """The size that holds in the whole program."""

    def __init__(self) -> None:
        self.percent = 100
        self._style = ""

    @property
    def scale(self) -> float:
        """The size as a factor."""
        return self.percent / 100.0

    def choose(self, app: QApplication, percent: int) -> None:
        """Let another size hold; the program's font and style sheet are to be set after that."""
        self.percent = percent
        wanted = STYLE if percent == 100 and self._style != SCALED_STYLE else SCALED_STYLE
        if self._style != wanted:  # the second not before it is needed: it costs each widget a call
            self._style = wanted
            app.setStyle(STYLE if wanted == STYLE else ScaledStyle(STYLE))


TEXT_SIZE = TextSize()  # the program has one


def scaled(pixels: float) -> int:
    """A length that is so many pixels at 100 %."""
    return round(pixels * TEXT_SIZE.scale)


def scaled_sheet(sheet: str) -> str:
    """A style sheet with its lengths scaled; lines stay as thin as they are."""
    return _PIXELS.sub(lambda found: f"{_length(int(found[1]))}px", sheet)


def _length(pixels: int) -> int:
    return pixels if pixels <= THIN else scaled(pixels)


def keep_size(widget: QWidget) -> None:
    """Leave a widget's own measures alone: its code scales them itself."""
    widget.setProperty(_KEEPS, True)  # noqa: FBT003  Qt's own signature


class ScaledStyle(QProxyStyle):
    """A style that scales what widgets set for themselves."""

    @override
    def polish(self, what: object) -> object:  # type: ignore[override]
        result: object = super().polish(what)  # type: ignore[call-overload]
        if isinstance(what, QWidget):
            fit(what)
        return result


def fit(widget: QWidget) -> None:
    """Scale a widget's own measures; those that were set since are taken as set for 100 %."""
    known: dict[str, tuple[int, int]] = widget.property(_SCALED) or {}
    if widget.property(_KEEPS) or (not known and TEXT_SIZE.percent == 100):
        return
    found: dict[str, tuple[int, int]] = {}
    for name, now, put in _measures(widget):
        usual, given = known.get(name, (now, now))
        if given != now:
            usual = now
        found[name] = usual, scaled(usual)
        if found[name][1] != now:
            put(found[name][1])
    widget.setProperty(_SCALED, found)


def _measures(widget: QWidget) -> Iterator[Measure]:
    if not widget.isWindow():
        yield from _bounds(widget)
    if isinstance(widget, QAbstractButton | QAbstractItemView | QToolBar | QTabBar | QComboBox):
        size = widget.iconSize().width()
        if size > 0 and not _follows_toolbar(widget):  # else it is the style's
            yield "icon", size, lambda n: widget.setIconSize(QSize(n, n))
    if isinstance(widget, QHeaderView):
        yield "section", widget.defaultSectionSize(), widget.setDefaultSectionSize
    if isinstance(widget, QTreeView):
        yield "indentation", widget.indentation(), widget.setIndentation
    layout = widget.layout()
    if layout is not None:
        yield from _spaces(layout, "layout")


def _follows_toolbar(widget: QWidget) -> bool:
    """Whether it has its icon's size from the toolbar that it is in."""
    bar = widget.parent()
    return isinstance(bar, QToolBar) and bar.iconSize() == getattr(widget, "iconSize", bar.size)()


def _bounds(widget: QWidget) -> Iterator[Measure]:
    """Least and largest sizes, unless the style sheet says them."""
    least, largest = widget.minimumSize(), widget.maximumSize()
    sides = (
        ("w", least.width(), largest.width(), widget.setMinimumWidth, widget.setMaximumWidth),
        ("h", least.height(), largest.height(), widget.setMinimumHeight, widget.setMaximumHeight),
    )
    for side, low, high, put_low, put_high in sides:
        is_text = low == high or low < ROOMY
        if low and is_text and widget.property(f"_q_stylesheet_min{side}") is None:
            yield f"least {side}", low, put_low
        if high < UNBOUNDED and widget.property(f"_q_stylesheet_max{side}") is None:
            yield f"largest {side}", high, put_high


def _spaces(layout: QLayout, name: str) -> Iterator[Measure]:
    """Margins and spacing of a layout, and of those inside it."""
    margins = layout.contentsMargins()
    sides = (margins.left(), margins.top(), margins.right(), margins.bottom())
    for side, pixels in enumerate(sides):
        yield f"{name} side {side}", pixels, _margin(layout, side)
    if isinstance(layout, QBoxLayout):
        yield f"{name} spacing", layout.spacing(), layout.setSpacing
    elif isinstance(layout, QGridLayout | QFormLayout):
        yield f"{name} across", layout.horizontalSpacing(), layout.setHorizontalSpacing
        yield f"{name} down", layout.verticalSpacing(), layout.setVerticalSpacing
    for number, inner in enumerate(layout.children()):
        if isinstance(inner, QLayout):
            yield from _spaces(inner, f"{name}.{number}")


def _margin(layout: QLayout, side: int) -> Callable[[int], None]:
    def put(pixels: int) -> None:
        margins = layout.contentsMargins()
        sides = [margins.left(), margins.top(), margins.right(), margins.bottom()]
        sides[side] = pixels
        layout.setContentsMargins(*sides)

    return put
