"""Score curves as the terminal prints them: a table of means with their intervals."""

import numpy as np

from workbench.cli.tables import drawn, table_of
from workbench.evaluation.score_curves import (
    ScoreCurves,
    ScoreLine,
    ValidationCurves,
    band,
)


def score_curves_text(curves: ScoreCurves) -> str:
    """The first score of each learner along the axis, and the values that are best."""
    if not curves.scores:
        return ""
    score = curves.scores[0]
    table = table_of("learner", f">{curves.axis}", f">train {score}", f">test {score}", "95 %")
    for line in curves.lines:
        for row in _rows(curves, line, score):
            table.add_row(*row)
    chosen = [_chosen(curves, line, score) for line in curves.lines if not line.is_baseline]
    return drawn(table) + "".join(f"{sentence}\n" for sentence in chosen if sentence)


def _rows(curves: ScoreCurves, line: ScoreLine, score: str) -> list[tuple[str, ...]]:
    if score not in line.test:
        return []
    trained, tested = band(line.train[score]).mean, band(line.test[score], overlap=line.overlap)
    return [
        (
            line.learner if i == 0 else "",
            curves.value_text(float(x)),
            _number(trained[i]),
            _number(tested.mean[i]),
            _interval(tested.low[i], tested.high[i]),
        )
        for i, x in enumerate(line.x)
    ]


def _chosen(curves: ScoreCurves, line: ScoreLine, score: str) -> str:
    choice = curves.choice(line, score) if isinstance(curves, ValidationCurves) else None
    if choice is None or not isinstance(curves, ValidationCurves):
        return ""
    best, chosen = (curves.value_text(float(line.x[i])) for i in (choice.best, choice.chosen))
    if curves.simpler_is_larger is None:
        return f"{line.learner}: best {curves.axis} = {best}."
    return (
        f"{line.learner}: best {curves.axis} = {best}; "
        f"simplest within one standard error of it: {chosen}."
    )


def _number(value: float) -> str:
    return f"{value:.4g}" if np.isfinite(value) else "–"


def _interval(low: float, high: float) -> str:
    return f"{low:.4g} … {high:.4g}" if np.isfinite(low) else ""
