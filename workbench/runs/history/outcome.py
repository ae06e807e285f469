"""What a finished run leaves for the history: one record for each learner, from its results."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from workbench.core.deferred import deferred
from workbench.core.errors import FAILURES
from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.split import Splits
from workbench.evaluation.confusion import confusion_matrix
from workbench.evaluation.intervals import Interval
from workbench.evaluation.part import pooled
from workbench.evaluation.predictions import Predictions
from workbench.evaluation.score_intervals import intervals
from workbench.evaluation.scores import ClassificationScores, Scored, Scores, scoring
from workbench.flow.execute import Results
from workbench.models.fits import Fits
from workbench.models.learner import Learner
from workbench.nodes.saved import Saved
from workbench.runs.history.records import DataFacts, ResultRecord
from workbench.runs.history.shelf import Shelf
from workbench.runs.history.tested import (
    fold_scores,
    mean_intervals,
    mean_scores,
    predictions_of,
    trials_of,
)

if TYPE_CHECKING:
    from workbench.training import device as devices
else:
    devices = deferred("workbench.training.device")


def result_records(results: Results, shelf: Shelf) -> tuple[ResultRecord, ...]:
    """One record for each learner that has been trained, in the order of the flow."""
    found = []
    for node_id in results.graph.order:
        value = results.values.get(node_id)
        component = results.graph.node(node_id).component
        if isinstance(value, Fits) and isinstance(component, Learner):
            found.append(_record(node_id, value, results, shelf))
    return tuple(found)


def data_facts(results: Results) -> DataFacts:
    """The first data that were read."""
    for node_id in results.graph.order:
        value = results.values.get(node_id)
        if isinstance(value, Dataset):
            return _facts(value)
        if isinstance(value, Splits | Fits):
            splits = value.splits if isinstance(value, Fits) else value
            return _facts(splits.dataset)
    return DataFacts()


def first_error(results: Results) -> str:
    """The sentence of the first node that failed, with its name; empty if none has."""
    for node_id in results.graph.order:
        if node_id in results.errors:
            return f"{results.graph.node(node_id).name}: {results.errors[node_id]}"
    return ""


def figures(of: Scores) -> dict[str, float]:
    """Scores by name, weighted averages among them; undefined ones left out."""
    facts = asdict(of)
    if isinstance(of, ClassificationScores):
        facts |= facts.pop("weighted")
        del facts["per_class"]
    del facts["n_samples"]
    return {name: float(value) for name, value in facts.items() if value is not None}


def _record(node_id: str, fits: Fits, results: Results, shelf: Shelf) -> ResultRecord:
    learner, splits = fits.learner, fits.splits
    predictions = predictions_of(node_id, results)
    model, note = _model(node_id, fits, results, shelf)
    scored = _scored(predictions) if predictions is not None else _compared(node_id, results)
    return ResultRecord(
        node=node_id,
        learner=learner.key,
        name=fits.name,
        data=_facts(splits.dataset),
        test=splits.test,
        seed=splits.seed,
        device=_device(learner),
        seconds=fits.seconds if predictions is None else predictions.seconds,
        parameters=learner.parameters(),
        scores=scored.scores,
        intervals=scored.intervals,
        details=scored.details,
        curves=tuple(m.curve for m in fits.models if m.curve is not None),
        model=model,
        model_note=note,
    )


@dataclass(frozen=True)
class _Scored:
    """What a record says of the scores."""

    scores: Mapping[str, float] = field(default_factory=dict)
    intervals: Mapping[str, Interval] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)


def _scored(predictions: Predictions) -> _Scored:
    """The scores over all test rows."""
    scored, known = finish(scoring(predictions)), pooled(predictions)
    trust = intervals(known, scored.folds)
    ends = {name: interval for name, interval in trust.items() if interval is not None}
    return _Scored(figures(scored.pooled), ends, _details(known, scored))


def _compared(node_id: str, results: Results) -> _Scored:
    """The means over the folds where a learner went into a comparison and no evaluation."""
    found = trials_of(node_id, results)
    if found is None:
        return _Scored()
    values, comparison, data = found
    names = comparison.scores
    details = {"folds": fold_scores(values, names), "scores_are": "means over the folds"}
    return _Scored(mean_scores(values, names), mean_intervals(values, names, data), details)


def _details(known: Predictions, scored: Scored) -> dict[str, Any]:
    facts: dict[str, Any] = {"folds": [figures(fold) for fold in scored.folds]}
    if isinstance(scored.pooled, ClassificationScores):
        facts["classes"] = list(known.classes)
        facts["confusion"] = confusion_matrix(known).tolist()
        facts["per_class"] = [asdict(one) for one in scored.pooled.per_class]
    return facts


def _model(node_id: str, fits: Fits, results: Results, shelf: Shelf) -> tuple[str, str]:
    """The name of the kept model, or where the flow has saved it, or why there is none."""
    saved = next(_saved(node_id, results), "")
    try:
        name, note = shelf.put(fits)
    except FAILURES as error:
        name, note = "", f"It could not be kept: {error}"
    if name or not saved:
        return name, note
    return saved, note


def _saved(node_id: str, results: Results) -> Iterator[str]:
    for other, value in results.values.items():
        if isinstance(value, Saved) and node_id in results.graph.upstream(other):
            yield str(value.path.resolve())


def _facts(dataset: Dataset) -> DataFacts:
    return DataFacts(dataset.schema.relation, dataset.fingerprint, dataset.n_samples)


def _device(learner: Learner) -> str:
    """Where it was trained: the device behind "auto", too; empty for what has no choice."""
    asked: Any = getattr(learner, "device", "")
    if not asked:
        return ""
    try:
        return str(devices.device(asked).type)
    except FAILURES:
        return str(asked)
