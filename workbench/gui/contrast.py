"""Colours that can be told from their ground: contrast as WCAG 2 defines it."""

from PySide6.QtGui import QColor

_STEPS = 20


def contrast(a: QColor, b: QColor) -> float:
    """The contrast ratio of two colours, from 1 (the same) to 21 (black and white)."""
    dark, light = sorted((_luminance(a), _luminance(b)))
    return (light + 0.05) / (dark + 0.05)


def visible(colour: str, ground: str, ratio: float = 3.0) -> QColor:
    """The colour, moved towards black or white until it stands out from ``ground``."""
    start, back = QColor(colour), QColor(ground)
    end = QColor("#000000" if _luminance(back) > 0.18 else "#FFFFFF")
    for step in range(_STEPS + 1):
        mixed = blend(start, end, step / _STEPS)
        if contrast(mixed, back) >= ratio:
            return mixed
    return end


def blend(a: QColor, b: QColor, share: float) -> QColor:
    """``a`` with ``share`` of ``b`` mixed in."""
    return QColor.fromRgbF(
        a.redF() + (b.redF() - a.redF()) * share,
        a.greenF() + (b.greenF() - a.greenF()) * share,
        a.blueF() + (b.blueF() - a.blueF()) * share,
    )


def _luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    red, green, blue_ = (linear(p) for p in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue_
