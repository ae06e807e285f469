"""Which parameters a score depends on: a forest's score without them, and their correlation.

A forest is fitted to the runs; a parameter is as important as the forest's fit gets worse when
its values are shuffled among runs the trees have not seen (Breiman 2001, permutation importance).
Half of the squared error that is added by that, as a share of the score's variance, is the total
effect of the parameter (Jansen 1999): alone, and together with others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from workbench.core.deferred import deferred
from workbench.core.errors import DataError
from workbench.core.run import Progressed, Run
from workbench.data.dataset import Dataset, FloatArray, IntArray
from workbench.data.schema import Attribute

if TYPE_CHECKING:
    from sklearn import ensemble
else:
    ensemble = deferred("sklearn.ensemble")

FEWEST = 10  # runs
MOST = 2000  # runs that are looked at, chosen at random
_TREES, _PARTS, _REPEATS = 40, 3, 3
_SEED = 1


@dataclass(frozen=True)
class Importance:
    """How much a score depends on one parameter.

    Args:
        share: of the score's variance that it has a part in, alone or with others, at least 0.
        correlation: with the score, for numbers; None for what is no number.
    """

    name: str
    share: float
    correlation: float | None


@dataclass(frozen=True)
class Importances:
    """The parameters, the most important first.

    Args:
        explained: the share of the score's variation that the forest explains for runs it has
            not seen (R²); below 0.1 what is said of the parameters means little.
    """

    score: str
    n_runs: int
    explained: float
    parameters: tuple[Importance, ...]


def importances(runs: Dataset) -> Run[Importances]:
    """Which attributes of a data set of runs (``run_dataset``) its score depends on.

    Raises:
        DataError: there are too few runs, nothing varies, or the score is always the same.
    """
    score = runs.schema.target.name
    if runs.n_samples < FEWEST:
        raise DataError(
            f"{runs.n_samples} runs have the score '{score}'; it takes {FEWEST} to tell what it "
            "depends on."
        )
    if not runs.schema.features:
        raise DataError("No parameter differs among these runs.")
    if np.ptp(runs.labels) <= 1e-12:
        raise DataError(f"The score '{score}' is the same in all these runs.")
    if runs.n_samples > MOST:
        rows = np.random.default_rng(_SEED).choice(runs.n_samples, MOST, replace=False)
        runs = runs.take(np.sort(rows))
    blocks = [_numbers(a, runs.column(a.name)) for a in runs.schema.features]
    explained, lost = yield from _lost(blocks, np.asarray(runs.labels, dtype=np.float64))
    found = [
        Importance(a.name, max(0.0, share), _correlation(a, runs.column(a.name), runs.labels))
        for a, share in zip(runs.schema.features, lost, strict=True)
    ]
    best = sorted(found, key=lambda one: -one.share)
    return Importances(score, runs.n_samples, explained, tuple(best))


def _lost(blocks: list[FloatArray], target: FloatArray) -> Run[tuple[float, list[float]]]:
    """R² of a forest on runs it has not seen, and how much of it goes with each block."""
    features = np.concatenate(blocks, axis=1)  # (n, d)
    ends = np.cumsum([0, *(block.shape[1] for block in blocks)])
    random = np.random.default_rng(_SEED)
    variation = float(((target - target.mean()) ** 2).sum())
    error, errors = 0.0, np.zeros(len(blocks))
    for done, (train, test) in enumerate(_parts(len(target), random)):
        yield Progressed(done, _PARTS, f"forest {done + 1}/{_PARTS}")
        forest = ensemble.RandomForestRegressor(_TREES, random_state=_SEED, min_samples_leaf=2)
        forest.fit(features[train], target[train])
        error += float(((forest.predict(features[test]) - target[test]) ** 2).sum())
        for place in range(len(blocks)):
            yield Progressed(done, _PARTS)
            for _ in range(_REPEATS):
                shuffled = features[test].copy()
                columns = slice(ends[place], ends[place + 1])
                shuffled[:, columns] = shuffled[random.permutation(len(test)), columns]
                wrong = ((forest.predict(shuffled) - target[test]) ** 2).sum()
                errors[place] += float(wrong) / _REPEATS
    return 1 - error / variation, ((errors - error) / (2 * variation)).tolist()


def _parts(n: int, random: np.random.Generator) -> Iterator[tuple[IntArray, IntArray]]:
    order: IntArray = random.permutation(n)
    for part in range(_PARTS):
        yield np.delete(order, np.s_[part::_PARTS]), order[part::_PARTS]


def _numbers(attribute: Attribute, column: FloatArray) -> FloatArray:
    """An attribute as numbers, shape (n, 1), or (n, values): what is missing is a value, too."""
    if attribute.kind == "nominal":
        return np.asarray(column[:, None] == np.arange(-1, len(attribute.values)), dtype=float)
    is_missing = np.isnan(column)
    middle = float(np.median(column[~is_missing])) if not is_missing.all() else 0.0
    filled = np.where(is_missing, middle, column)
    return np.column_stack([filled, is_missing]) if is_missing.any() else filled[:, None]


def _correlation(attribute: Attribute, column: FloatArray, target: FloatArray) -> float | None:
    """Spearman's, by ranks: parameters are often tried in powers of ten."""
    if attribute.kind != "numeric":
        return None
    known = ~np.isnan(column)
    a, b = _ranks(column[known]), _ranks(target[known])
    if len(a) < 3 or np.ptp(a) == 0 or np.ptp(b) == 0:
        return None
    return float(np.corrcoef(a, b)[0, 1])


def _ranks(values: FloatArray) -> FloatArray:
    """Ranks, equal values sharing theirs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return np.asarray((ends - (counts - 1) / 2)[inverse])
