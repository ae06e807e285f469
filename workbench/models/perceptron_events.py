"""What happens while a perceptron learns, update by update."""

from dataclasses import dataclass

from workbench.core.run import Event
from workbench.data.dataset import FloatArray


@dataclass(frozen=True, eq=False)
class WeightsUpdated(Event):
    """A sample on the wrong side has been added to the weights, or taken from them.

    Args:
        fold: 0-based.
        unit: which unit; one for two classes, one per class for more.
        step: samples looked at so far by this unit, 1-based.
        update: updates made so far by this unit, 1-based.
        sample: row of the sample in the prepared training rows, 0-based.
        sign: +1, it was of the positive class and was added; −1, it was taken away.
        weights: after the update, shape (d,) or, with a bias, (d + 1,) with the bias last;
            read-only.
    """

    fold: int
    unit: int
    step: int
    update: int
    sample: int
    sign: int
    weights: FloatArray
