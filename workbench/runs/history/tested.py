"""Which results of a run are a learner's: by the links of the flow, not by what it is called.

Two learners may have one name and the same parameters, on different data or behind different
preparation; only the way that their models went tells them apart.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from workbench.data.dataset import FloatArray
from workbench.evaluation.comparison.trials import Comparison, DataSetTrials
from workbench.evaluation.intervals import Interval, t_interval
from workbench.evaluation.predictions import Evaluation, Predictions
from workbench.flow.execute import Results
from workbench.models.fits import Fits
from workbench.models.learner import Learner


def predictions_of(node_id: str, results: Results) -> Predictions | None:
    """What was predicted with a learner's models, in the first evaluation that they went to."""
    for place, value in _arrivals(node_id, results):
        if isinstance(value, Evaluation) and place < len(value.results):
            return value.results[place]
    return None


def trials_of(
    node_id: str, results: Results
) -> tuple[FloatArray, Comparison, DataSetTrials] | None:
    """A learner's scores in the first comparison that its models went to.

    Returns:
        The scores, shape (scores, n), the comparison, and all trials on the learner's data.
    """
    for place, value in _arrivals(node_id, results):
        if isinstance(value, Comparison) and place < len(value.places):
            data_set, learner = value.places[place]
            data = value.data_sets[data_set]
            return data.values[learner], value, data
    return None


def mean_scores(values: FloatArray, names: tuple[str, ...]) -> dict[str, float]:
    """The means of a learner's scores over the folds in which they are defined."""
    known = {name: of[np.isfinite(of)] for name, of in zip(names, values, strict=True)}
    return {name: float(of.mean()) for name, of in known.items() if len(of)}


def mean_intervals(
    values: FloatArray, names: tuple[str, ...], data: DataSetTrials
) -> dict[str, Interval]:
    """Student's 95 % intervals of these means, corrected where the test was repeated."""
    overlap = data.test_per_train if data.repetition.max(initial=0) > 0 else 0.0
    found: dict[str, Interval] = {}
    for name, of in zip(names, values, strict=True):
        ends = t_interval([v if np.isfinite(v) else None for v in of.tolist()], overlap=overlap)
        if ends is not None:
            found[name] = ends
    return found


def fold_scores(values: FloatArray, names: tuple[str, ...]) -> list[dict[str, float]]:
    """The scores of each fold by name, undefined ones left out."""
    return [
        {name: float(v) for name, v in zip(names, fold, strict=True) if np.isfinite(v)}
        for fold in values.T
    ]


def _arrivals(node_id: str, results: Results) -> Iterator[tuple[int, Any]]:
    """Each result that a learner's models went to, and the how-manieth of its inputs they were."""
    for other, value in results.values.items():
        links = [k for k in results.graph.inputs_of(other) if k.source in results.values]
        fits = [k.source for k in links if isinstance(results.values[k.source], Fits)]
        for place, source in enumerate(fits):
            if _learner_behind(source, results) == node_id:
                yield place, value


def _learner_behind(node_id: str, results: Results) -> str:
    """The learner of the fits that a node gives: a threshold, say, passes another's on."""
    while not isinstance(results.graph.node(node_id).component, Learner):
        sources = (k.source for k in results.graph.inputs_of(node_id))
        fits = [i for i in sources if isinstance(results.values.get(i), Fits)]
        if len(fits) != 1:
            return ""
        (node_id,) = fits
    return node_id
