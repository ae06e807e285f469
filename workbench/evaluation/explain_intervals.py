"""By which method the interval of a score is found, and of how much, in words."""

from typing import TypeAlias

from workbench.evaluation.score_facts import ClassFacts, NumberFacts

Facts: TypeAlias = ClassFacts | NumberFacts

_BOOTSTRAP = "from the {n} test rows drawn again many times (bootstrap percentiles, Efron 1979)"
_ONE_FOLD = {
    "kappa": _BOOTSTRAP,
    "f1": _BOOTSTRAP,
    "precision": _BOOTSTRAP,
    "recall": _BOOTSTRAP,
    "mcc": _BOOTSTRAP,
    "false_positive_rate": _BOOTSTRAP,
    "log_loss": "Student's interval of the mean over {n} test rows",
    "auc": "DeLong's method (1988) on the logit scale, {n} test rows",
    "mae": "Student's interval of the mean over {n} test rows",
    "rmse": "the root of Student's interval of the mean squared error, {n} test rows",
    "rae": "the delta method for a ratio of two sums, {n} test rows",
    "correlation": "Fisher's z (1921), {n} test rows",
}
_OF_CLASS = {
    "recall": "Wilson's score method (1927), {positives} test rows of the class",
    "false_positive_rate": "Wilson's score method (1927), {negatives} test rows of other classes",
    "precision": "Wilson's score method (1927), {found} test rows taken for the class",
    "f1": "Wilson's score method (1927) of TP / (TP + FP + FN), {any} test rows, which F1 rises "
    "with",
    "mcc": _BOOTSTRAP,
    "auc": "DeLong's method (1988) on the logit scale, {positives} test rows of the class and "
    "{negatives} others",
    "pr_auc": "the logit method (Boyd et al. 2013), {positives} test rows of the class",
}


def method_of(score: str, kind: str, facts: Facts) -> str:
    """The method of a score's interval; empty where there is none.

    Args:
        kind: of the row: "all", "weighted" or "fold"; of a class see ``class_method``.
    """
    n = facts.n if isinstance(facts, NumberFacts) else int(facts.matrix.sum())
    n //= facts.n_repeats
    if kind == "fold":
        return ""
    if score == "accuracy":
        return f"Wilson's score method (1927), {n} test rows"
    if facts.n_repeats > 1:
        return (
            f"Student's interval of the mean of {facts.n_folds} folds' scores, corrected for rows "
            "that were trained on and tested more than once (Nadeau and Bengio 2003)"
        )
    if facts.n_folds > 1:
        return (
            f"Student's interval of the mean of {facts.n_folds} folds' scores; folds share "
            "training rows, so it is somewhat too narrow"
        )
    return _ONE_FOLD.get(score, "").format(n=n)


def class_method(score: str, facts: ClassFacts, index: int) -> str:
    """The method of the interval of one class's score; folds are pooled as if they were one."""
    matrix = facts.matrix // facts.n_repeats
    n, positives, found = int(matrix.sum()), int(matrix[index].sum()), int(matrix[:, index].sum())
    told = _OF_CLASS.get(score, "").format(
        n=n,
        positives=positives,
        negatives=n - positives,
        found=found,
        any=positives + found - int(matrix[index, index]),
    )
    return f"{told}, all folds pooled" if told and facts.n_folds > 1 else told
