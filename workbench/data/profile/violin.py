"""The density of a sample of numbers, smoothed by a Gaussian kernel: the shape of a violin."""

import math
from dataclasses import dataclass

import numpy as np

from workbench.data.dataset import FloatArray

_BINS = 512
_POINTS = 128
_BEYOND = 3.0  # bandwidths that the shape goes on for


@dataclass(frozen=True, eq=False)
class Shape:
    """A density.

    Args:
        places: shape (m,), ascending.
        density: shape (m,); its area is 1 but for what is cut off.
    """

    places: FloatArray
    density: FloatArray


def bandwidth(values: FloatArray) -> float:
    """Silverman's rule of thumb (1986, equation 3.31); 0 if all values are equal."""
    quartiles = np.quantile(values, (0.25, 0.75))
    spread = min(float(values.std(ddof=1)) if len(values) > 1 else 0.0,
                 float(quartiles[1] - quartiles[0]) / 1.34 or np.inf)  # fmt: skip
    return 0.9 * spread * math.pow(len(values), -0.2)


def shape_of(values: FloatArray) -> Shape | None:
    """The smoothed density of the finite values; None if there are fewer than two different ones.

    The values are counted in 512 bins first, which are then smoothed: a million values cost no
    more than a few thousand, and the error is far below a pixel.
    """
    mine = values[np.isfinite(values)]
    if not len(mine) or mine.min() == mine.max():
        return None
    width = bandwidth(mine)
    low, high = float(mine.min()) - _BEYOND * width, float(mine.max()) + _BEYOND * width
    counts, edges = np.histogram(mine, bins=_BINS, range=(low, high))
    centres = (edges[:-1] + edges[1:]) / 2
    places = np.linspace(low, high, _POINTS)
    scaled = (places[:, None] - centres[None, :]) / width  # (m, bins)
    kernel = np.exp(-0.5 * scaled**2)
    density = np.einsum("mb,b->m", kernel, counts / (len(mine) * width * np.sqrt(2 * np.pi)))
    return Shape(places, np.asarray(density))
