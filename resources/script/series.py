"""Tables of time steps."""

import pandas as pd

from options import ATTRIBUTES, HORIZON, LENGTH, STRIDE, TARGET, TIME


def windows_of(steps):
    """Cut the steps into windows, each with the value that follows."""
    if TIME:
        steps = steps.sort_values(TIME, kind="stable")
    series = steps[list(ATTRIBUTES)].to_numpy()
    starts = range(0, len(steps) - LENGTH - HORIZON + 1, STRIDE)
    answers = [start + LENGTH - 1 + HORIZON for start in starts]
    return pd.DataFrame(
        {
            "window": [series[start : start + LENGTH] for start in starts],
            TARGET: steps[TARGET].iloc[answers].array,
        },
        steps.index[answers],
    )
