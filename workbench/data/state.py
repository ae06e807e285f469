"""What a fitted thing is made of, fit for a file: JSON values and plain arrays, never code."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class State:
    """JSON values and named arrays (numeric or bool, C-contiguous when written)."""

    values: dict[str, Any] = field(default_factory=dict)
    arrays: dict[str, NDArray[np.generic]] = field(default_factory=dict)
