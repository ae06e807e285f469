"""The continuous scale: viridis (van der Walt and Smith 2015), safe for colour-blind eyes."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

_ANCHORS = (
    "440154", "472D7B", "3B528B", "2C728E", "21908C", "27AD81", "5DC863", "AADC32", "FDE725",
)  # fmt: skip
# The ends that cannot be told from the ground are left out.
_ON_DARK, _ON_LIGHT = (0.3, 1.0), (0.0, 0.88)


@cache
def viridis(*, is_dark: bool) -> NDArray[np.uint8]:
    """Red, green and blue from low to high, shape (256, 3), read-only."""
    anchors = np.array([list(bytes.fromhex(one)) for one in _ANCHORS], dtype=np.float64)
    at = np.linspace(*(_ON_DARK if is_dark else _ON_LIGHT), 256)
    known = np.linspace(0, 1, len(anchors))
    channels = [np.interp(at, known, anchors[:, i]) for i in range(3)]
    table: NDArray[np.uint8] = np.rint(np.column_stack(channels)).astype(np.uint8)
    table.flags.writeable = False
    return table
