"""Numbers as pixels: blue above zero and orange below it, or from dark to light."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from workbench.gui.plots.data.pixels import as_image
from workbench.gui.plots.data.viridis import viridis
from workbench.gui.theme import Theme
from workbench.models.inside.page import Floats, Scale

ABOVE, BELOW = "#0072B2", "#D55E00"
ABOVE_DARK, BELOW_DARK = "#6CC0F5", "#F59A4A"  # light on a dark ground
_VEIL = 0.62  # how much of heat is seen over a picture where it is greatest


def reach(values: Floats) -> float:
    """The largest distance from zero; 1 where there is none."""
    known = np.abs(values[np.isfinite(values)])
    return float(known.max()) if known.size and known.max() > 0 else 1.0


def signed_image(values: Floats, largest: float, theme: Theme) -> QImage:
    """Values (h, w) from −largest to largest: the panel's own colour for 0."""
    share = np.clip(np.nan_to_num(values) / largest, -1, 1)
    up, down = (ABOVE_DARK, BELOW_DARK) if theme.is_dark else (ABOVE, BELOW)
    ground, above, below = (_bgr(c) for c in (theme.panel, up, down))
    ends = np.where((share > 0)[..., None], above, below)  # (h, w, 3)
    colours = ground + (ends - ground) * np.abs(share)[..., None]
    colours = np.where(np.isfinite(values)[..., None], colours, _bgr(theme.line))
    return _opaque(colours)


def grey_image(values: Floats) -> QImage:
    """Values (h, w) from black, the least, to white, the greatest."""
    low, high = float(values.min()), float(values.max())
    share = (values - low) / (high - low) if high > low else np.zeros_like(values)
    return _opaque(np.repeat(255 * share[..., None], 3, axis=2))


def light_image(values: Floats, low: float, high: float, theme: Theme) -> QImage:
    """Values (h, w) on the continuous scale."""
    share = np.clip((np.nan_to_num(values) - low) / ((high - low) or 1.0), 0, 1)
    table = viridis(is_dark=theme.is_dark)
    colours = table[np.rint(share * 255).astype(np.int64)][..., ::-1]
    return _opaque(np.where(np.isfinite(values)[..., None], colours, _bgr(theme.line)))


def tile_image(values: Floats, scale: Scale, largest: float, theme: Theme) -> QImage:
    """One picture, (h, w) or (h, w, 3)."""
    if values.ndim == 3:
        return _opaque(255 * np.clip(values, 0, 1)[..., ::-1])
    if scale == "signed":
        return signed_image(values, largest, theme)
    return (
        grey_image(values)
        if scale == "light"
        else _opaque(np.repeat(255 * np.clip(values, 0, 1)[..., None], 3, axis=2))
    )


def heat_over(picture: QImage, heat: Floats) -> QImage:
    """A picture with heat in [0, 1] over it, shape (h, w)."""
    small = np.frombuffer(picture.constBits(), np.uint8).reshape(*heat.shape, 4)[..., :3]
    table = viridis(is_dark=True)[..., ::-1].astype(np.float64)
    warm = table[np.rint(np.clip(heat, 0, 1) * 255).astype(np.int64)]
    veil = (_VEIL * np.clip(heat, 0, 1) + 0.1)[..., None]
    return _opaque(small * (1 - veil) + warm * veil)


def _opaque(colours: NDArray[np.floating]) -> QImage:
    pixels = np.empty((*colours.shape[:2], 4), np.uint8)
    pixels[..., :3] = np.rint(np.clip(colours, 0, 255))
    pixels[..., 3] = 255
    return as_image(pixels)


def _bgr(colour: str) -> NDArray[np.float64]:
    made = QColor(colour)
    return np.array([made.blue(), made.green(), made.red()], np.float64)
