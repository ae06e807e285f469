"""Rows for machines with visible units: which units there are, and what the rows are to them."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, fields
from typing import Literal, TypeAlias

import numpy as np
from typing_extensions import override

from workbench.core.errors import FitError
from workbench.data.dataset import Dataset
from workbench.models.learner import Fold
from workbench.models.mlp_rows import Parts, ReadyFold, ready_fold, targets
from workbench.models.networks.rbm_shape import Visible
from workbench.models.vector_rows import Range, VectorRows, Vectors, is_unit_by_nature
from workbench.preprocess.transform import FittedTransform
from workbench.training.samples import Samples

GAUSSIAN_SHARE = 0.1  # of the learning rate, for Gaussian units (Hinton 2010, section 13.2)

VisibleChoice: TypeAlias = Literal["auto", "binary", "gaussian"]


@dataclass(frozen=True, eq=False)
class UnitFold(ReadyFold):
    """A fold whose rows are vectors of visible units.

    Args:
        layout: which attribute lies where in a vector.
        unlabelled: vectors of further training rows, whose class is missing, shape (m, d).
    """

    layout: VectorRows = field(kw_only=True)
    unlabelled: Vectors | None = field(default=None, kw_only=True)

    @property
    @override
    def n_outputs(self) -> int:
        return 0 if self.schema.class_attribute is None else super().n_outputs

    @property
    def visible(self) -> Visible:
        """The kind of the visible units."""
        return "binary" if self.layout.is_unit else "gaussian"

    @property
    def kind(self) -> Hashable:
        """What the machines of one stack must have in common beside their sizes."""
        return self.visible


def visible_units(choice: VisibleChoice, train: Dataset) -> Visible:
    """The kind of visible units for raw training rows."""
    if choice != "auto":
        return choice
    return "binary" if is_unit_by_nature(train) else "gaussian"


def unit_fold(
    parts: Parts,
    fold: Fold,
    prepared: tuple[tuple[FittedTransform, ...], Dataset],
    visible: Visible,
    *,
    is_scaled: bool,
) -> UnitFold:
    """The fold for machines with such visible units.

    Args:
        prepared: steps fitted on the part to train on, and that part after them.
        is_scaled: whether the steps have brought the numbers to the units' range.

    Raises:
        FitError: a number is infinite, or outside [0, 1] where the units are binary.
    """
    steps, train = prepared
    if visible == "binary":
        _refuse_beyond_unit(train)
    how: Range = "standard" if is_scaled else "as-is"
    layout = VectorRows.fit(train, "unit" if visible == "binary" else how)

    has_class = train.schema.class_attribute is not None

    def samples(rows: Dataset, mean: float = 0.0, scale: float = 1.0) -> Samples:
        vectors = layout.vectors(rows)
        return Samples(vectors, targets(rows, mean, scale) if has_class else vectors)

    make = ready_fold if has_class else _without_class
    ready = make(parts, fold, steps, train, samples)
    if not np.all(np.isfinite(ready.train.inputs)):
        raise FitError("A picture or series holds an infinite or enormous number.")
    facts = {f.name: getattr(ready, f.name) for f in fields(ready)}
    return UnitFold(**facts, layout=layout)


def _without_class(
    parts: Parts,
    fold: Fold,
    steps: tuple[FittedTransform, ...],
    train: Dataset,
    samples: Callable[[Dataset], Samples],
) -> ReadyFold:
    """As ``ready_fold``, for rows that have none: they are their own targets."""
    watched = parts.watched if parts.watched is not None and parts.watched.n_samples else None
    for step in steps:
        watched = None if watched is None else step.apply(watched)
    return ReadyFold(
        number=fold.number,
        schema=fold.train.schema,
        steps=steps,
        train=samples(train),
        watched=None if watched is None else samples(watched),
        decides=parts.decides,
    )


def refuse_regression(train: Dataset, learner: str) -> None:
    """See that the class is nominal.

    Raises:
        FitError: it is a number.
    """
    target = train.schema.class_attribute
    if target is not None and target.kind == "numeric":
        raise FitError(
            f"The class '{target.name}' is numeric; {learner} tells classes apart.",
            remedy="Discretise it, or take a learner of numbers.",
        )


def _refuse_beyond_unit(train: Dataset) -> None:
    for attribute in train.schema.features:
        column = train.column(attribute.name)
        if attribute.kind == "numeric" and np.any((column < -1e-9) | (column > 1 + 1e-9)):
            raise FitError(
                f"Attribute '{attribute.name}' holds numbers outside 0 … 1, which binary units "
                "cannot be.",
                remedy="Turn 'prepare' on with a scale, or choose Gaussian units.",
            )
