"""What models predict over a plane of two attributes, as values: regions, points, hidden units."""

import csv
import io
from dataclasses import dataclass, field

import numpy as np

from workbench.data.dataset import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class UnitMaps:
    """What the units of one hidden layer give over the plane.

    Args:
        values: shape (units, h, w), rows upwards.
    """

    layer: str
    values: FloatArray


@dataclass(frozen=True, eq=False)
class Surface:
    """What one model predicts over a plane.

    Args:
        learner: its name.
        fold: 0-based.
        names: of the attributes across and upwards.
        x, y: places of the grid, shapes (w,) and (h,), rising.
        outputs: class probabilities (h, w, c), or predicted values (h, w, 1).
        classes: empty for regression.
        points: training rows in the plane, shape (n, 2).
        actual, predicted: of these, class codes or values, shape (n,).
        units: of hidden layers, from the inputs upwards.
        held: where the other attributes are held, in words; empty if there are none.
        epoch: after which it was so; 0 once the training is over.
    """

    learner: str
    fold: int
    names: tuple[str, str]
    x: FloatArray
    y: FloatArray
    outputs: FloatArray
    classes: tuple[str, ...]
    points: FloatArray
    actual: FloatArray
    predicted: FloatArray
    units: tuple[UnitMaps, ...] = ()
    held: str = ""
    epoch: int = 0

    @property
    def winner(self) -> IntArray:
        """The most probable class at each place, the first of equals, shape (h, w)."""
        found: IntArray = self.outputs.argmax(2)
        return found

    @property
    def sureness(self) -> FloatArray:
        """How far the winner's probability is from a guess among c: 0 … 1, shape (h, w)."""
        guess = 1 / max(2, self.outputs.shape[2])
        found: FloatArray = np.clip((self.outputs.max(2) - guess) / (1 - guess), 0, 1)
        return found

    @property
    def is_wrong(self) -> BoolArray:
        """Which of the points are taken for another class, shape (n,); none for regression."""
        if not self.classes:
            return np.zeros(len(self.points), bool)
        known = self.actual >= 0
        wrong: BoolArray = known & (self.actual != self.predicted)
        return wrong


@dataclass(frozen=True, eq=False)
class Surfaces:
    """The surfaces of some learners, fold by fold."""

    surfaces: tuple[Surface, ...] = field(default=())

    def to_csv(self) -> str:
        """A row for each place of each grid: learner, fold, x, y, outputs."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        classes = next((s.classes for s in self.surfaces if s.classes), ())
        heads = [f"p({label})" for label in classes] or ["prediction"]
        names = self.surfaces[0].names if self.surfaces else ("x", "y")
        writer.writerow(["learner", "fold", *names, *heads])
        for one in self.surfaces:
            for row, y in enumerate(one.y):
                for column, x in enumerate(one.x):
                    outputs = [f"{value:.6g}" for value in one.outputs[row, column]]
                    writer.writerow([one.learner, one.fold + 1, f"{x:.6g}", f"{y:.6g}", *outputs])
        return text.getvalue()


def spread(values: FloatArray, n: int, edge: float = 0.08) -> FloatArray:
    """``n`` places from the least to the greatest value and a little beyond, shape (n,)."""
    known = values[np.isfinite(values)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
    if low == high:
        low, high = low - 0.5, high + 0.5
    room = edge * (high - low)
    return np.linspace(low - room, high + room, n)
