"""The results of a flow in Markdown: what the data are, scores with intervals, where they err."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from workbench.data.dataset import Dataset
from workbench.data.summary import summary_json
from workbench.evaluation.predictions import Evaluation
from workbench.evaluation.report import report
from workbench.flow.graph import Node
from workbench.runs.markdown import code, table, words

MOST_ATTRIBUTES = 40
MOST_CLASSES = 20  # a matrix of more is no reading matter
MOST_LABELS = 8
_SCORES = {
    "accuracy": "Accuracy",
    "kappa": "Kappa",
    "auc": "AUC",
    "f1": "F1",
    "precision": "Precision",
    "recall": "Recall",
    "log_loss": "Log loss",
}
_ERRORS = {
    "mae": "Mean absolute error",
    "rmse": "Root mean squared error",
    "rae": "Relative absolute error",
    "correlation": "Correlation",
}


def data_section(node: Node, dataset: Dataset) -> str:
    """A data set: its size, its fingerprint, a line for each attribute."""
    facts = summary_json(dataset)
    attributes: list[dict[str, Any]] = facts["attributes"]
    head = (
        f"{words(facts['relation'])}: {facts['instances']:,} samples, "
        f"{len(attributes)} attributes; fingerprint {code(dataset.fingerprint)}."
    )
    rows = [
        (words(a["name"]), a["kind"], a["role"], f"{a['missing']:,}", _values(a))
        for a in attributes[:MOST_ATTRIBUTES]
    ]
    drawn = table(("Attribute", "Kind", "Role", ">Missing", "Values"), rows)
    n_more = len(attributes) - len(rows)
    more = f"\n\n… and {n_more:,} attributes more." if n_more else ""
    return f"### {words(node.name)}\n\n{head}\n\n{drawn}{more}"


def evaluation_section(node: Node, evaluation: Evaluation) -> str:
    """An evaluation: every learner's scores in one table, then each one's confusion matrix."""
    reports = {result.name: report(result) for result in evaluation.results}
    parts = [f"### {words(node.name)}"]
    for is_classification in (True, False):
        some = {n: r for n, r in reports.items() if ("confusion" in r) == is_classification}
        if some:
            parts.append(_scores(some, _SCORES if is_classification else _ERRORS))
    if reports:
        parts.append("In brackets: 95 % confidence intervals.")
    parts += [_confusion(name, r) for name, r in reports.items() if "confusion" in r]
    return "\n\n".join(parts)


def _scores(reports: Mapping[str, Mapping[str, Any]], names: Mapping[str, str]) -> str:
    headings = ["Learner", "Test", ">Samples", *(f">{title}" for title in names.values())]
    rows = [
        (words(name), code(r["test"]), f"{r['instances']:,}", *(_score(r, n) for n in names))
        for name, r in reports.items()
    ]
    return table(headings, rows)


def _score(facts: Mapping[str, Any], name: str) -> str:
    value = facts[name] if name in facts else facts["weighted"].get(name)
    if value is None:
        return "–"
    interval = facts["intervals"].get(name)
    ends = f" ({_number(interval[0])} … {_number(interval[1])})" if interval else ""
    return f"{_number(value)}{ends}"


def _number(value: float) -> str:
    return f"{value:.3f}" if abs(value) < 100 else f"{value:,.5g}"


def _confusion(name: str, facts: Mapping[str, Any]) -> str:
    labels: Sequence[str] = facts["classes"]
    if len(labels) > MOST_CLASSES:
        return f"{words(name)}: a confusion matrix of {len(labels)} classes is not shown."
    rows = [
        (f"**{words(label)}**", *_row(counts, n))
        for n, (label, counts) in enumerate(zip(labels, facts["confusion"], strict=True))
    ]
    headings = ("actual ↓ predicted →", *(f">{words(label)}" for label in labels))
    return f"Confusion matrix of {words(name)}:\n\n{table(headings, rows)}"


def _row(counts: Iterable[int], right: int) -> list[str]:
    return [f"**{c:,}**" if n == right else f"{c:,}" for n, c in enumerate(counts)]


def _values(attribute: Mapping[str, Any]) -> str:
    """What values there are, in few words."""
    if attribute["kind"] == "nominal":
        pairs = list(zip(attribute["values"], attribute["counts"], strict=True))
        told = [f"{words(label)} {count:,}" for label, count in pairs[:MOST_LABELS]]
        return ", ".join([*told, *(["…"] if len(pairs) > MOST_LABELS else [])])
    if attribute.get("mean") is not None:
        ends = f"{attribute['min']:.6g} … {attribute['max']:.6g}, mean {attribute['mean']:.6g}"
        return ends if attribute.get("sd") is None else f"{ends}, sd {attribute['sd']:.6g}"
    if attribute["kind"] == "date" and "min" in attribute:
        return f"{attribute['min']} … {attribute['max']}"
    return f"{attribute['distinct']:,} distinct"
