"""Predictions as a table, one line for each test row."""

import csv
import io
from collections.abc import Sequence

from workbench.evaluation.predictions import Predictions


def predictions_csv(results: Sequence[Predictions]) -> str:
    """CSV: learner, row (0-based, as read), fold (1-based), actual, predicted, each p(CLASS)."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    classes = results[0].classes if results else ()
    writer.writerow(
        ["learner", "row", "fold", "actual", "predicted", *(f"p({c})" for c in classes)]
    )
    for result in results:
        writer.writerows(_rows(result))
    return text.getvalue()


def _rows(result: Predictions) -> list[list[object]]:
    actual, predicted = result.actual.tolist(), result.predicted.tolist()
    if result.is_classification:
        actual = [result.classes[code] for code in actual]
        predicted = [result.classes[code] for code in predicted]
    probabilities = (
        [[]] * len(actual) if result.probabilities is None else result.probabilities.tolist()
    )
    return [
        [result.name, *row, *p]
        for *row, p in zip(
            result.sample_ids.tolist(),
            (result.fold + 1).tolist(),
            actual,
            predicted,
            probabilities,
            strict=True,
        )
    ]
