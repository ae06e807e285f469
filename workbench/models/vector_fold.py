"""The rows of a fold for networks that reconstruct or make rows: vectors, perhaps with labels."""

from dataclasses import dataclass, field, replace

import numpy as np
from typing_extensions import override

from workbench.core.errors import FitError
from workbench.data.dataset import Column, Dataset
from workbench.models.learner import Fold
from workbench.models.mlp_rows import Parts, ReadyFold
from workbench.models.vector_rows import Range, VectorRows, Vectors
from workbench.preprocess.transform import FittedTransform
from workbench.training.samples import Samples


@dataclass(frozen=True, eq=False)
class VectorFold(ReadyFold):
    """A fold whose samples are to become themselves; there need be no class.

    Args:
        layout: what of a row lies where in a vector.
        n_labels: 0/1 inputs behind the vector that say its class; 0 = it is not told.
        labels: of the training rows: class codes or numbers, with gaps; None = there is no class.
    """

    layout: VectorRows = field(kw_only=True)
    n_labels: int = field(default=0, kw_only=True)
    labels: Column | None = field(default=None, kw_only=True)

    @property
    @override
    def n_outputs(self) -> int:
        return 0 if self.schema.class_attribute is None else super().n_outputs

    @property
    def n_values(self) -> int:
        """How many numbers a vector has without its label."""
        return self.layout.width


def vector_parts(fold: Fold, validation_share: float, seed: int) -> Parts:
    """As ``parts_of``, with validation rows chosen whatever their class, which may be missing."""
    if fold.validation is not None:
        return Parts(fold.train, fold.validation, decides=True)
    n = fold.train.n_samples
    wanted = round(validation_share * n)
    if 0 < wanted < n:
        shuffled = np.random.default_rng((seed, 2**31)).permutation(n)
        chosen, rest = np.sort(shuffled[:wanted]), np.sort(shuffled[wanted:])
        return Parts(fold.train.take(rest), fold.train.take(chosen), decides=True)
    return Parts(fold.train, fold.held_out, decides=False)


def vector_fold(
    parts: Parts,
    fold: Fold,
    prepared: tuple[tuple[FittedTransform, ...], Dataset],
    how: Range,
    n_labels: int,
) -> VectorFold:
    """The fold for a network.

    Args:
        prepared: steps fitted on the part to train on, and that part after them.

    Raises:
        FitError: a number lies outside [0, 1] where all should lie within, or is infinite.
    """
    steps, train = prepared
    if how == "unit":
        _refuse_beyond_unit(train)
    layout = VectorRows.fit(train, how)
    samples = _samples(train, layout, n_labels)
    if not np.all(np.isfinite(samples.inputs)):
        raise FitError("A picture or series holds an infinite or enormous number.")
    has_class = train.schema.class_attribute is not None
    ready = VectorFold(
        number=fold.number,
        schema=fold.train.schema,
        steps=steps,
        train=samples,
        watched=None,
        decides=parts.decides,
        layout=layout,
        n_labels=n_labels,
        labels=train.labels if has_class else None,
    )
    if parts.watched is None or not parts.watched.n_samples:
        return ready
    watched = parts.watched
    for step in steps:
        watched = step.apply(watched)
    return replace(ready, watched=_samples(watched, layout, n_labels))


def with_labels(vectors: Vectors, codes: Column | None, n_labels: int) -> Vectors:
    """Vectors with their labels (n, d + c): 1 for a row's class, 0 throughout for a missing one."""
    if not n_labels:
        return vectors
    told = np.zeros((len(vectors), n_labels), np.float32)
    if codes is not None:
        known = np.flatnonzero(codes >= 0)
        told[known, codes[known]] = 1
    return np.concatenate([vectors, told], 1)


def _samples(rows: Dataset, layout: VectorRows, n_labels: int) -> Samples:
    """Rows that are their own targets: the same array, which is then held once."""
    codes = rows.labels if n_labels else None
    inputs = with_labels(layout.vectors(rows), codes, n_labels)
    return Samples(inputs, inputs)


def _refuse_beyond_unit(train: Dataset) -> None:
    for attribute in train.schema.features:
        column = train.column(attribute.name)
        if attribute.kind == "numeric" and np.any((column < -1e-9) | (column > 1 + 1e-9)):
            raise FitError(
                f"Attribute '{attribute.name}' holds numbers outside 0 … 1, which 'unit' asks for.",
                remedy="Turn 'prepare' on, put a min–max before the learner, or choose 'real'.",
            )
