"""What the learning curves are made of."""

import numpy as np

from workbench.training.losses import SquaredError
from workbench.training.record import Record


def test_that_a_figure_of_some_epochs_stands_at_these() -> None:
    record, rows, one = Record(1, "held-out"), np.array([0]), np.ones(1)
    for told in ({}, {"gap": 2 * one}, {}, {"gap": 4 * one}):
        record.add(rows, (one, one))
        record.monitor(rows, told)
    [curve] = record.curves(np.array([4]), SquaredError())
    np.testing.assert_array_equal(curve.monitors["gap"], [np.nan, 2, np.nan, 4])
