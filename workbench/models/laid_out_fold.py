"""The rows of a fold whose pictures and series are laid out beside the numbers."""

from dataclasses import dataclass, fields

import numpy as np

from workbench.core.errors import FitError
from workbench.data.dataset import Dataset
from workbench.models.learner import Fold
from workbench.models.mlp_rows import Parts, ReadyFold, ready_fold, targets
from workbench.models.vector_rows import Range, VectorRows
from workbench.preprocess.transform import FittedTransform
from workbench.training.samples import Samples


@dataclass(frozen=True, eq=False, kw_only=True)
class LaidOutFold(ReadyFold):
    """A fold with pictures or series: ``layout`` says what of a row lies where in a vector."""

    layout: VectorRows


def laid_out_fold(
    parts: Parts,
    fold: Fold,
    prepared: tuple[tuple[FittedTransform, ...], Dataset],
    how: Range,
) -> ReadyFold:
    """The fold for a network that takes vectors; plain where there are numbers only.

    Args:
        prepared: steps fitted on the part to train on, and that part after them.

    Raises:
        FitError: a picture or series holds an infinite number.
    """
    steps, train = prepared
    if not any(a.kind == "array" for a in train.schema.features):
        return ready_fold(parts, fold, steps, train)
    layout = VectorRows.fit(train, how)

    def samples(rows: Dataset, mean: float, scale: float) -> Samples:
        return Samples(layout.vectors(rows), targets(rows, mean, scale))

    plain = ready_fold(parts, fold, steps, train, samples)
    if not np.all(np.isfinite(plain.train.inputs)):
        raise FitError("A picture or series holds an infinite or enormous number.")
    known = {field.name: getattr(plain, field.name) for field in fields(plain)}
    return LaidOutFold(**known, layout=layout)
