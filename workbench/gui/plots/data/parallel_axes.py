"""What parallel coordinates draw: attributes laid out on axes, and which samples as lines."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from workbench.core.run import Progressed, Run
from workbench.data.dataset import Dataset, FloatArray, IntArray
from workbench.data.profile.axis_values import AxisValues, axis_values, jittered, sampled_rows
from workbench.gui.plots.data.colouring import Colouring, colouring_by

MOST_LINES = 1000
_JITTER = 0.35


@dataclass(frozen=True, eq=False)
class ParallelAxis:
    """One axis. Labels are spread a little so that their lines do not run as one.

    Args:
        seed: of the spread.
    """

    values: AxisValues
    seed: int = 0

    @cached_property
    def places(self) -> FloatArray:
        """Every sample's place on it in [0, 1], NaN missing, shape (n,)."""
        low, high = self.values.bounds
        is_nominal = self.values.attribute.kind == "nominal"
        moved = jittered(self.values, _JITTER if is_nominal else 0.0, self.seed)
        return (moved - low) / (high - low)


@dataclass(frozen=True, eq=False)
class ParallelAxes:
    """What is drawn: axes, and which samples as lines, in the order in which they are drawn."""

    axes: list[ParallelAxis]
    colouring: Colouring
    rows: IntArray


def laid_out(dataset: Dataset, names: list[str], by: str) -> Run[ParallelAxes]:
    """Lay attributes out, coloured by the attribute ``by``."""
    axes = []
    for seed, name in enumerate(names):
        yield Progressed(0, 0, name)
        axis = ParallelAxis(axis_values(dataset, name), seed)
        yield Progressed(0, 0, name)
        _ = axis.places, axis.values.is_whole  # kept by the axis
        axes.append(axis)
    yield Progressed(0, 0)
    rows = np.random.default_rng(0).permutation(sampled_rows(dataset.n_samples, MOST_LINES))
    return ParallelAxes(axes, colouring_by(dataset, by), rows)
