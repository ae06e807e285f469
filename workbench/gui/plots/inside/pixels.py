"""Numbers as pixels: blue above zero and orange below it, or from dark to light."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from workbench.gui.plots.data.pixels import Pixels, as_image
from workbench.gui.plots.data.viridis import viridis
from workbench.gui.theme import Theme
from workbench.models.inside.page import Floats, Scale

ABOVE, BELOW = "#0072B2", "#D55E00"
ABOVE_DARK, BELOW_DARK = "#6CC0F5", "#F59A4A"  # light on a dark ground
_STEPS = 255  # of colour on each side of zero
_VEIL = 0.62  # how much of heat is seen over a picture where it is greatest


def reach(values: Floats) -> float:
    """The largest distance from zero; 1 where there is none."""
    known = np.abs(values[np.isfinite(values)])
    return float(known.max()) if known.size and known.max() > 0 else 1.0


def signed_pixels(values: Floats, largest: float, theme: Theme) -> Pixels:
    """Pixels of values (…,) from −largest to largest: the panel's own colour for 0.

    Looked up: pictures of all hidden units are drawn anew several times while a network trains.
    """
    is_missing = ~np.isfinite(values)
    steps = np.where(is_missing, 0.0, values) * (_STEPS / largest)
    pixels: Pixels = _signed_table(theme)[
        np.rint(np.clip(steps, -_STEPS, _STEPS)).astype(np.int16) + _STEPS
    ]
    if is_missing.any():
        pixels[is_missing, :3] = np.rint(_bgr(theme.line))
    return pixels


def _signed_table(theme: Theme) -> Pixels:
    """The colours from below to above zero, shape (2 · steps + 1, 4)."""
    up, down = (ABOVE_DARK, BELOW_DARK) if theme.is_dark else (ABOVE, BELOW)
    ground, above, below = (_bgr(c) for c in (theme.panel, up, down))
    share = np.linspace(-1, 1, 2 * _STEPS + 1)[:, None]
    colours = ground + (np.where(share > 0, above, below) - ground) * np.abs(share)
    return np.column_stack([np.rint(colours), np.full(len(share), 255)]).astype(np.uint8)


def signed_image(values: Floats, largest: float, theme: Theme) -> QImage:
    """Values (h, w) from −largest to largest: the panel's own colour for 0."""
    return as_image(signed_pixels(values, largest, theme))


def light_image(values: Floats, low: float, high: float, theme: Theme) -> QImage:
    """Values (h, w) on the continuous scale."""
    share = np.clip((np.nan_to_num(values) - low) / ((high - low) or 1.0), 0, 1)
    table = viridis(is_dark=theme.is_dark)
    colours = table[np.rint(share * 255).astype(np.int64)][..., ::-1]
    return _opaque(np.where(np.isfinite(values)[..., None], colours, _bgr(theme.line)))


def tile_images(values: Floats, scale: Scale, theme: Theme) -> list[QImage]:
    """Pictures (n, h, w) or (n, h, w, 3)."""
    if values.ndim == 4:
        colours = 255 * np.clip(values, 0, 1)[..., ::-1]
    elif scale == "signed":
        return [as_image(one) for one in signed_pixels(values, reach(values), theme)]
    else:
        colours = np.repeat(255 * _shares(values, scale)[..., None], 3, axis=3)
    return [_opaque(one) for one in colours]


def _shares(values: Floats, scale: Scale) -> Floats:
    """How light each pixel is, 0 … 1; "light": each picture from its least to its greatest."""
    if scale == "unit":
        return np.clip(values, 0, 1)
    low = values.min(axis=(1, 2), keepdims=True)
    high = values.max(axis=(1, 2), keepdims=True)
    shares: Floats = (values - low) / np.where(high > low, high - low, 1)
    return shares


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


def _bgr(colour: str) -> NDArray[np.float32]:
    made = QColor(colour)
    return np.array([made.blue(), made.green(), made.red()], np.float32)
