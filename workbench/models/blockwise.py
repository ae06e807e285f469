"""Predicting block by block, so that memory holds and progress can be told."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.core.run import Progressed, Run
from workbench.data.dataset import FloatArray


def answered(
    inputs: NDArray[Any],
    at_once: int,
    n_outputs: int,
    answers: Callable[[NDArray[Any]], FloatArray],
) -> Run[FloatArray]:
    """What ``answers`` gives for the inputs (n, …), in blocks of ``at_once`` rows: (n, n_outputs).

    No rows are answered without asking.
    """
    n, parts = len(inputs), [np.empty((0, n_outputs))]
    for start in range(0, n, at_once):
        done = start + at_once
        parts.append(answers(inputs[start:done]))
        if done < n:
            yield Progressed(done, n, f"predicted {done}/{n} rows")
    return np.concatenate(parts)
