"""The rows of a fold as a network takes them: float32 features, codes or standardised targets."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from workbench.data.dataset import Dataset, IntArray
from workbench.data.schema import Schema
from workbench.models.learner import Fold
from workbench.preprocess.transform import FittedTransform
from workbench.training.samples import Samples

# Prepared rows as samples, given what numeric targets are standardised by: mean and scale.
MakeSamples: TypeAlias = Callable[[Dataset, float, float], Samples]


@dataclass(frozen=True, eq=False)
class Parts:
    """Raw rows to train on and rows to watch.

    Args:
        decides: whether the watched rows are for decisions (a validation part) or held out.
    """

    train: Dataset
    watched: Dataset | None
    decides: bool


@dataclass(frozen=True, eq=False)
class ReadyFold:
    """A fold, prepared.

    Args:
        schema: of the raw rows.
        target_mean, target_scale: what the targets were standardised by; 0 and 1 for classes.
    """

    number: int
    schema: Schema
    steps: tuple[FittedTransform, ...]
    train: Samples
    watched: Samples | None
    decides: bool
    target_mean: float = 0.0
    target_scale: float = 1.0

    @property
    def n_inputs(self) -> int:
        """How many numbers the network takes."""
        return int(self.train.inputs.shape[1])

    @property
    def n_outputs(self) -> int:
        """How many it gives: one per class, or one."""
        return len(self.schema.target.values) if self.schema.task == "classification" else 1


def parts_of(fold: Fold, validation_share: float, seed: int) -> Parts:
    """The fold's validation part, or a share of its training rows, or else its held-out rows."""
    if fold.validation is not None:
        return Parts(fold.train, fold.validation, decides=True)
    target = fold.train.schema.class_attribute
    if validation_share and target is not None:
        known = np.flatnonzero(~fold.train.missing(target.name))
        chosen = _validation_rows(fold.train, known, validation_share, seed)
        if 0 < len(chosen) < len(known):
            rest = np.setdiff1d(known, chosen)
            return Parts(fold.train.take(rest), fold.train.take(chosen), decides=True)
    return Parts(fold.train, fold.held_out, decides=False)


def ready_fold(
    parts: Parts,
    fold: Fold,
    steps: tuple[FittedTransform, ...],
    train: Dataset,
    samples: MakeSamples | None = None,
) -> ReadyFold:
    """The fold for a network.

    Args:
        steps: fitted on the part to train on.
        train: that part after them.
        samples: how prepared rows become samples; by default their features side by side.
    """
    made = samples or _samples
    mean, scale = _standardisation(train)
    ready = ReadyFold(
        number=fold.number,
        schema=fold.train.schema,
        steps=steps,
        train=made(train, mean, scale),
        watched=None,
        decides=parts.decides,
        target_mean=mean,
        target_scale=scale,
    )
    if parts.watched is None:
        return ready
    watched = parts.watched.take(~parts.watched.missing(parts.watched.schema.target.name))
    if not watched.n_samples:
        return ready
    for step in steps:
        watched = step.apply(watched)
    return replace(ready, watched=made(watched, mean, scale))


def targets(rows: Dataset, mean: float, scale: float) -> NDArray[np.int64] | NDArray[np.float32]:
    """Class codes, or numbers standardised by ``mean`` and ``scale``, shape (n,)."""
    if rows.schema.task == "classification":
        return rows.labels.astype(np.int64)
    return ((rows.labels - mean) / scale).astype(np.float32)


def _samples(rows: Dataset, mean: float, scale: float) -> Samples:
    return Samples(rows.feature_matrix.astype(np.float32), targets(rows, mean, scale))


def _standardisation(train: Dataset) -> tuple[float, float]:
    if train.schema.task == "classification":
        return 0.0, 1.0
    scale = float(np.std(train.labels))
    return float(np.mean(train.labels)), scale if scale > 0 else 1.0


def _validation_rows(train: Dataset, known: IntArray, share: float, seed: int) -> IntArray:
    """Rows chosen at random, from each class its share."""
    shuffled = np.random.default_rng((seed, 2**31)).permutation(known)
    if train.schema.task == "regression":
        return np.sort(shuffled[: round(share * len(known))])
    # In the order of classes, every 1/share-th row: no class is off by more than one.
    by_class = shuffled[np.argsort(train.labels[shuffled], kind="stable")]
    wanted = round(share * len(known))
    places = np.floor((np.arange(wanted) + 0.5) / max(1, wanted) * len(known)).astype(np.int64)
    return np.sort(by_class[places])
