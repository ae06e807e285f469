"""Scores of predicted numbers as formulas with their sums."""

from collections.abc import Callable, Mapping

from workbench.evaluation.explain_classes import Formula
from workbench.evaluation.score_facts import NumberFacts


def number_formula(score: str, facts: NumberFacts) -> Formula:
    """A score of predicted numbers."""
    return _FORMULAS[score](facts)


_FORMULAS: Mapping[str, Callable[[NumberFacts], Formula]] = {
    "mae": lambda f: (
        ("Σ |prediction − target| / n", f"{f.absolute:.10g} / {f.n}"),
        ("In the target's unit.",),
    ),
    "rmse": lambda f: (
        ("√(Σ (prediction − target)² / n)", f"√({f.squared:.10g} / {f.n})"),
        ("In the target's unit; large errors count more than in the MAE.",),
    ),
    "rae": lambda f: (
        (
            "Σ |prediction − target| / Σ |training mean − target|",
            f"{f.absolute:.10g} / {f.baseline:.10g}",
        ),
        ("1 is no better than always predicting the mean of the fold's training targets.",),
    ),
    "correlation": lambda f: (
        (
            "Σ (target − mean) · (prediction − mean) / "
            "√(Σ (target − mean)² · Σ (prediction − mean)²)",
            f"{f.covariance:.10g} / √({f.of_targets:.10g} · {f.of_predictions:.10g})",
        ),
        ("Pearson's; it does not notice predictions that are all too large, or too far apart.",),
    ),
}
