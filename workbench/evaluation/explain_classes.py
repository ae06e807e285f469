"""Scores of predicted classes as formulas with their counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from workbench.evaluation.score_facts import ClassFacts
from workbench.evaluation.score_intervals import two_by_two

Formula: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]  # steps between "=", notes
_MOST_TERMS = 6  # of a sum that is written out


@dataclass(frozen=True)
class Counts:
    """One class against the rest.

    Args:
        tp, fp, fn, tn: as everyone calls them.
        won, tied: pairs, for the area under the ROC curve.
    """

    tp: int
    fp: int
    fn: int
    tn: int
    won: int = 0
    tied: int = 0


def counts_of(facts: ClassFacts, index: int) -> Counts:
    """The counts of one class."""
    (tn, fp), (fn, tp) = two_by_two(facts.matrix, index).tolist()
    pairs = facts.pairs[index] if facts.pairs else None
    return Counts(tp, fp, fn, tn, pairs.won if pairs else 0, pairs.tied if pairs else 0)


_OF_CLASS: Mapping[str, tuple[str, Callable[[Counts], str]]] = {
    "precision": ("TP / (TP + FP)", lambda c: f"{c.tp} / ({c.tp} + {c.fp})"),
    "recall": ("TP / (TP + FN)", lambda c: f"{c.tp} / ({c.tp} + {c.fn})"),
    "false_positive_rate": ("FP / (FP + TN)", lambda c: f"{c.fp} / ({c.fp} + {c.tn})"),
    "f1": (
        "2 · TP / (2 · TP + FP + FN)",
        lambda c: f"2 · {c.tp} / (2 · {c.tp} + {c.fp} + {c.fn})",
    ),
    "mcc": (
        "(TP · TN − FP · FN) / √((TP + FP) · (TP + FN) · (TN + FP) · (TN + FN))",
        lambda c: (
            f"({c.tp} · {c.tn} − {c.fp} · {c.fn}) / "
            f"√({c.tp + c.fp} · {c.tp + c.fn} · {c.tn + c.fp} · {c.tn + c.fn})"
        ),
    ),
    "auc": (
        "(pairs won + pairs tied / 2) / all pairs",
        lambda c: f"({c.won} + {c.tied} / 2) / ({c.tp + c.fn} · {c.fp + c.tn})",
    ),
    "pr_auc": ("Σ recall gained · precision, from threshold to threshold", lambda _: ""),
}


def class_formula(score: str, facts: ClassFacts, index: int) -> Formula:
    """A score of one class against the rest."""
    words, counted = _OF_CLASS[score]
    counts, label = counts_of(facts, index), facts.classes[index]
    steps = tuple(step for step in (words, counted(counts)) if step)
    if score == "auc":
        return steps, (_pairs_note(counts, label),)
    return steps, (_counts_note(counts, label), *_more(score))


def overall_formula(score: str, facts: ClassFacts) -> Formula:
    """A score of all classes: of its own, or averaged with the class sizes as weights."""
    own: Mapping[str, Callable[[ClassFacts], Formula]] = {
        "accuracy": _accuracy,
        "kappa": _kappa,
        "log_loss": _log_loss,
    }
    return own[score](facts) if score in own else _weighted(score, facts)


def value_of(score: str, facts: ClassFacts, index: int) -> float | None:
    """The score of one class from its counts; None where undefined, or not made of counts."""
    c = counts_of(facts, index)
    parts: Mapping[str, tuple[float, float]] = {
        "precision": (c.tp, c.tp + c.fp),
        "recall": (c.tp, c.tp + c.fn),
        "false_positive_rate": (c.fp, c.fp + c.tn),
        "f1": (2 * c.tp, 2 * c.tp + c.fp + c.fn if c.tp + c.fp else 0),
        "auc": (c.won + c.tied / 2, (c.tp + c.fn) * (c.fp + c.tn)),
        "mcc": (
            c.tp * c.tn - c.fp * c.fn,
            ((c.tp + c.fp) * (c.tp + c.fn) * (c.tn + c.fp) * (c.tn + c.fn)) ** 0.5,
        ),
    }
    above, below = parts.get(score, (0.0, 0.0))
    return above / below if below else None


def _accuracy(facts: ClassFacts) -> Formula:
    hits, n = facts.matrix.diagonal().tolist(), int(facts.matrix.sum())
    steps = ("test rows predicted rightly / all", f"({_sum(list(map(str, hits)))}) / {n}")
    return steps, ("Added up is the diagonal of the confusion matrix.",)


def _kappa(facts: ClassFacts) -> Formula:
    matrix, n = facts.matrix, int(facts.matrix.sum())
    actual, predicted = matrix.sum(axis=1).tolist(), matrix.sum(axis=0).tolist()
    chance = sum(a * p for a, p in zip(actual, predicted, strict=True)) / max(n, 1) ** 2
    right = int(matrix.trace()) / max(n, 1)
    terms = _sum([f"{a} · {p}" for a, p in zip(actual, predicted, strict=True)])
    return ("(accuracy − chance) / (1 − chance)",
            f"({right:.6f} − {chance:.6f}) / (1 − {chance:.6f})"), (
        f"chance = Σ actual · predicted / n² = ({terms}) / {n}² = {chance:.6f}: how often a guess "
        "would be right that names the classes as often as the learner does.",
        "0 is no better than that guess, 1 is perfect.",
    )  # fmt: skip


def _log_loss(facts: ClassFacts) -> Formula:
    n = int(facts.matrix.sum())
    total = "–" if facts.loss is None else f"{facts.loss:.6f}"
    return ("Σ −ln p(true class) / n", f"{total} / {n}"), (
        "In nats. A probability below 1e-15 counts as 1e-15, so that one certain mistake does "
        "not make it infinite.",
    )


def _weighted(score: str, facts: ClassFacts) -> Formula:
    sizes, n = facts.matrix.sum(axis=1).tolist(), int(facts.matrix.sum())
    values = [value_of(score, facts, i) for i in range(len(sizes))]
    words = "Σ class size · score of the class / n"
    if score == "pr_auc":
        return (words,), (f"The formula of each class: {_OF_CLASS[score][0]}.", *_more(score))
    terms = [f"{size} · {_short(v)}" for size, v in zip(sizes, values, strict=True) if size]
    names = [label for label, size in zip(facts.classes, sizes, strict=True) if size]
    return (words, f"({_sum(terms)}) / {n}"), (
        f"The classes, in this order: {_sum(names, ', ')}.",
        f"The formula of each class: {_OF_CLASS[score][0]}.",
    )


def _short(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"


def _sum(terms: Sequence[str], between: str = " + ") -> str:
    """A sum written out, its middle left out where it is long."""
    if len(terms) > _MOST_TERMS:
        terms = [*terms[: _MOST_TERMS - 2], "…", terms[-1]]
    return between.join(terms)


def _counts_note(counts: Counts, label: str) -> str:
    return (
        f"Of '{label}' {counts.tp} were found (TP) and {counts.fn} missed (FN); of the others "
        f"{counts.fp} were taken for it (FP) and {counts.tn} were not (TN)."
    )


def _pairs_note(counts: Counts, label: str) -> str:
    return (
        f"Each of the {counts.tp + counts.fn} test rows of '{label}' meets each of the "
        f"{counts.fp + counts.tn} others. The pair is won where the row of '{label}' is given the "
        "larger probability of it, tied where both are equal (Mann and Whitney 1947)."
    )


def _more(score: str) -> tuple[str, ...]:
    return {
        "f1": ("It is the harmonic mean of precision and recall.",),
        "mcc": ("0 is no better than guessing, 1 is perfect, −1 is always wrong.",),
        "pr_auc": ("Average precision: nothing is interpolated, which would be too hopeful.",),
    }.get(score, ())
