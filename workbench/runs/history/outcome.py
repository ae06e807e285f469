"""What a finished run leaves for the history: one record for each learner, from its results."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from workbench.core.deferred import deferred
from workbench.core.errors import FAILURES
from workbench.core.run import finish
from workbench.data.dataset import Dataset
from workbench.data.split import Splits
from workbench.evaluation.confusion import confusion_matrix
from workbench.evaluation.part import pooled
from workbench.evaluation.predictions import Evaluation, Predictions
from workbench.evaluation.score_intervals import intervals
from workbench.evaluation.scores import ClassificationScores, Scored, Scores, scoring
from workbench.flow.execute import Results
from workbench.models.fits import Fits
from workbench.models.learner import Learner
from workbench.nodes.saved import Saved
from workbench.runs.history.records import DataFacts, ResultRecord
from workbench.runs.history.shelf import Shelf

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
    predictions = _predictions(node_id, fits, results)
    scored = None if predictions is None else finish(scoring(predictions))
    known = None if predictions is None else pooled(predictions)
    trust = intervals(known, scored.folds) if known is not None and scored is not None else {}
    model, note = _model(node_id, fits, results, shelf)
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
        scores={} if scored is None else figures(scored.pooled),
        intervals={name: ends for name, ends in trust.items() if ends is not None},
        details={} if known is None or scored is None else _details(known, scored),
        curves=tuple(m.curve for m in fits.models if m.curve is not None),
        model=model,
        model_note=note,
    )


def _predictions(node_id: str, fits: Fits, results: Results) -> Predictions | None:
    """What was predicted with a learner's models, in the first evaluation behind it."""
    for other, value in results.values.items():
        if isinstance(value, Evaluation) and node_id in results.graph.upstream(other):
            for one in value.results:
                is_same = (one.learner, dict(one.parameters), one.test) == (
                    fits.learner.key,
                    fits.learner.parameters(),
                    fits.splits.test,
                )
                if is_same:
                    return one
    return None


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
