"""What a score is, as its formula with the actual counts in it, and where its interval is from."""

from dataclasses import dataclass
from typing import TypeAlias

from workbench.evaluation.charts import ScoreRow, ScoreTable
from workbench.evaluation.explain_classes import class_formula, overall_formula
from workbench.evaluation.explain_intervals import Facts, class_method, method_of
from workbench.evaluation.explain_numbers import number_formula
from workbench.evaluation.intervals import Interval
from workbench.evaluation.score_facts import NumberFacts

Steps: TypeAlias = tuple[str, ...]

NAMES = {
    "accuracy": "accuracy",
    "kappa": "kappa",
    "auc": "ROC area",
    "pr_auc": "PRC area",
    "f1": "F1",
    "precision": "precision",
    "recall": "recall",
    "false_positive_rate": "false positive rate",
    "mcc": "MCC",
    "log_loss": "log loss",
    "mae": "MAE",
    "rmse": "RMSE",
    "rae": "relative absolute error",
    "correlation": "correlation",
}


@dataclass(frozen=True)
class Explanation:
    """A score explained.

    Args:
        title: which score, of what.
        formula: "name = words = counts = value", on one line.
        notes: what the symbols are, and where the interval is from; a sentence each.
    """

    title: str
    formula: str
    notes: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it, for the clipboard."""
        return "\n".join((self.title, self.formula, *self.notes)) + "\n"


def explain(table: ScoreTable, row: ScoreRow, score: str) -> Explanation | None:
    """The explanation of a score in a table; None where its counts are not known.

    Args:
        score: one of the table's columns.
    """
    if row.facts is None or score not in table.columns:
        return None
    at = table.columns.index(score)
    steps, notes, method = _said(row.facts, row, score)
    name = NAMES.get(score, score)
    named = f"{name}({row.part})" if row.kind == "class" else name
    formula = " = ".join((named, *steps, number(row.values[at])))
    trust = _trust(row.intervals[at], method)
    return Explanation(f"{row.learner}: {named}{_where(row)}", formula, (*notes, *trust))


def _said(facts: Facts, row: ScoreRow, score: str) -> tuple[Steps, Steps, str]:
    """Steps of the formula, notes, and the method of the interval."""
    if isinstance(facts, NumberFacts):
        return *number_formula(score, facts), method_of(score, row.kind, facts)
    if row.kind == "class":
        index = facts.classes.index(row.part)
        return *class_formula(score, facts, index), class_method(score, facts, index)
    return *overall_formula(score, facts), method_of(score, row.kind, facts)


def _trust(interval: Interval | None, method: str) -> tuple[str, ...]:
    if not method:
        return ()
    if interval is None:
        return ("No interval: there are too few test rows, or a fold's score is undefined.",)
    return (f"95 % interval [{number(interval[0])}, {number(interval[1])}]: {method}.",)


def number(value: float | None) -> str:
    """Four decimals, or five significant digits of large errors; a dash for what is undefined."""
    if value is None:
        return "– (undefined: nothing to divide by)"
    return f"{value:.4f}" if abs(value) < 1_000 else f"{value:.5g}"


def _where(row: ScoreRow) -> str:
    if row.kind == "fold":
        return f" of fold {row.part}"
    if row.facts is None or row.facts.n_folds < 2:
        return ""
    return f", {row.facts.n_folds} folds pooled"
