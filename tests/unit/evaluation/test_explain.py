"""Each score is explained by a formula whose counts give the score."""

import math
import re

import numpy as np
import pytest

from tests.unit.evaluation.ranked_rows import answered, made_up, numbers
from workbench.core.run import finish
from workbench.evaluation.charts import ScoreRow, ScoreTable, score_table
from workbench.evaluation.explain import NAMES, explain
from workbench.evaluation.predictions import Evaluation, Predictions


def table_of(*results: Predictions) -> ScoreTable:
    return finish(score_table(Evaluation(results)))


def parts_of(table: ScoreTable) -> list[ScoreTable]:
    return [part for part in (table, table.by_class, table.by_fold) if part is not None]


def computed(formula: str) -> float:
    """The value of the step before the last: the one with the counts."""
    step = formula.split(" = ")[-2]
    step = re.sub(r"√(?=\()", "sqrt", step).replace("·", "*").replace("−", "-")
    step = step.replace("²", "**2")
    assert re.fullmatch(r"[\d\s.e+*/()sqrt-]+", step), step
    return float(eval(step, {"__builtins__": {}, "sqrt": math.sqrt}))  # noqa: S307


@pytest.mark.parametrize("n_folds", [1, 4])
@pytest.mark.parametrize("c", [2, 3])
def test_that_the_counts_in_each_formula_give_the_score(c: int, n_folds: int) -> None:
    n_explained = 0
    for table in parts_of(table_of(made_up(c=c, n_folds=n_folds))):
        for row in table.rows:
            for score, value in zip(table.columns, row.values, strict=True):
                told = explain(table, row, score)
                assert told is not None
                assert told.formula.endswith(f" = {value:.4f}")
                if score != "pr_auc":  # thousands of terms, told in words
                    assert computed(told.formula) == pytest.approx(value, abs=6e-5)
                n_explained += 1
    assert n_explained >= 8 + 7 * (c + 1)


def test_that_the_sums_in_each_formula_of_numbers_give_the_score() -> None:
    random = np.random.default_rng(3)
    actual = 1_000 * random.random(50)
    table = table_of(numbers(actual, actual + random.normal(0, 80, 50)))
    row = table.rows[0]
    for score, value in zip(table.columns, row.values, strict=True):
        told = explain(table, row, score)
        assert told is not None
        assert computed(told.formula) == pytest.approx(value, rel=1e-8)


def pima() -> Predictions:
    """161 found of 268, 87 false alarms among 500, as the brief's example."""
    actual = np.repeat([0, 1], [500, 268]).astype(np.int32)
    p = np.concatenate([np.repeat([0.2, 0.8], [413, 87]), np.repeat([0.2, 0.8], [107, 161])])
    return answered(actual, np.column_stack([1 - p, p]))


def test_that_precision_is_written_with_its_counts() -> None:
    table = table_of(pima()).by_class
    assert table is not None
    told = explain(table, table.rows[1], "precision")
    assert told is not None
    assert told.formula == "precision(c1) = TP / (TP + FP) = 161 / (161 + 87) = 0.6492"
    assert told.notes == (
        "Of 'c1' 161 were found (TP) and 107 missed (FN); of the others 87 were taken for it (FP) "
        "and 413 were not (TN).",
        "95 % interval [0.5879, 0.7059]: Wilson's score method (1927), 248 test rows taken for "
        "the class.",
    )
    assert told.text.startswith("A: precision(c1)\nprecision(c1) = TP")


def test_that_the_area_is_told_as_pairs_won() -> None:
    table = table_of(pima()).by_class
    assert table is not None
    told = explain(table, table.rows[1], "auc")
    assert told is not None
    # Won: 161 · 413; tied: 161 · 87 and 107 · 413.
    assert "= (66493 + 58198 / 2) / (268 · 500) = " in told.formula
    assert "on the logit scale" in told.notes[-1]


def test_that_undefined_scores_say_so() -> None:
    result = answered(np.array([0, 0, 1], np.int32), np.tile([0.9, 0.1], (3, 1)))
    table = table_of(result).by_class
    assert table is not None
    told = explain(table, table.rows[1], "precision")
    assert told is not None
    assert told.formula == (
        "precision(c1) = TP / (TP + FP) = 0 / (0 + 0) = – (undefined: nothing to divide by)"
    )
    assert told.notes[-1].startswith("No interval:")


def test_that_intervals_say_their_method_and_over_how_much() -> None:
    one, four = table_of(made_up(n_folds=1)), table_of(made_up(n_folds=4))

    def told(table: ScoreTable, score: str) -> str:
        found = explain(table, table.rows[0], score)
        assert found is not None
        return found.notes[-1]

    assert "Wilson's score method (1927), 240 test rows" in told(one, "accuracy")
    assert "bootstrap percentiles" in told(one, "f1")
    assert "DeLong's method (1988) on the logit scale, 240 test rows" in told(one, "auc")
    assert "Student's interval of the mean of 4 folds' scores" in told(four, "auc")
    repeated = made_up(n_folds=8)
    object.__setattr__(repeated, "sample_ids", np.arange(240) // 2)
    assert "Nadeau and Bengio" in told(table_of(repeated), "kappa")
    assert "120 test rows" in told(table_of(repeated), "accuracy")


def test_that_long_sums_are_cut_in_the_middle() -> None:
    table = table_of(made_up(n=600, c=12))
    told = explain(table, table.rows[0], "kappa")
    assert told is not None
    assert " + … + " in told.notes[0]


def test_that_every_score_has_a_name_and_unknown_rows_no_explanation() -> None:
    for table in parts_of(table_of(made_up())):
        assert set(table.columns) <= set(NAMES)
    bare = ScoreTable(("accuracy",), (ScoreRow("A", (0.5,), (None,)),))
    assert explain(bare, bare.rows[0], "accuracy") is None
