"""Verdicts in words, and tables as text, on cases that can be read by eye."""

from dataclasses import replace

import numpy as np
import pytest

from workbench.core.errors import ParameterError
from workbench.data.dataset import FloatArray
from workbench.evaluation.comparison.export import judgement_csv, latex, markdown
from workbench.evaluation.comparison.judgement import Judgement, judged
from workbench.evaluation.comparison.question import Question, asked
from workbench.evaluation.comparison.trials import Comparison, DataSetTrials
from workbench.evaluation.comparison.verdict import NOTHING, verdict
from workbench.evaluation.comparison.weka_text import weka_text
from workbench.evaluation.csv_text import csv_text

NAMES = ("base", "same", "good")


def trials(name: str, gaps: tuple[float, ...], n: int = 20, score: int = 1) -> DataSetTrials:
    """Ten folds and ten more; scores alternate about 0.8, and differences a little about a gap."""
    swing = np.where(np.arange(n) % 2, 0.05, -0.05)
    wobble = np.where(np.arange(n) // 2 % 2, 0.004, -0.004)
    one = np.stack([0.8 + swing + gap + wobble * (i > 0) for i, gap in enumerate(gaps)])
    values: FloatArray = np.repeat(one[:, None, :], score, axis=1)
    sizes = np.full(n, 90), np.full(n, 10)
    return DataSetTrials(name, np.arange(n) // 10, np.arange(n) % 10, *sizes, values)


def comparison(*gaps: tuple[float, ...], score: str = "accuracy") -> Comparison:
    data = tuple(trials(f"set{i}", gap) for i, gap in enumerate(gaps))
    return Comparison(NAMES[: len(gaps[0])], (), (score,), data)


def judgement(*gaps: tuple[float, ...], score: str = "accuracy", base: int = 0) -> Judgement:
    return judged(comparison(*gaps, score=score), Question(score, base))


def test_that_one_data_set_is_told_with_difference_interval_and_probability() -> None:
    words = verdict(judgement((0.0, 0.0, 0.03)))
    assert words.startswith("good is significantly better than base in accuracy on set0 by +0.0300")
    assert "95 % interval +0.0" in words
    assert "practically better than base (by more than 0.01) with probability > 0.99" in words


def test_that_no_difference_is_told_as_none() -> None:
    words = verdict(judgement((0.0, 0.001, 0.001)))
    assert words.startswith("On set0 no learner is significantly better than base in accuracy.")
    assert "cannot be told apart" in words
    assert "practically equal (within 0.01) with probability" in words


def test_that_two_learners_need_no_other_words() -> None:
    assert verdict(judgement((0.0, 0.0))).startswith("On set0 same is not significantly better")


def test_that_less_is_better_of_an_error() -> None:
    told = judgement((0.0, 0.0, 0.03), score="log_loss")
    assert told.mark(0, 2) == "*"
    assert "good is worse" in verdict(told)
    assert told.ranking[-1].learner == 2


def test_that_few_data_sets_are_counted() -> None:
    words = verdict(judgement((0.0, 0.0, 0.03), (0.0, 0.0, -0.03), (0.0, 0.0, 0.0)))
    expected = (
        "Of 3 data sets, significantly better than base in accuracy: good on 1; worse: good on 1."
    )
    assert words.startswith(expected)


def test_that_many_data_sets_are_ranked() -> None:
    found = judgement(*[(0.0, 0.001 * (-1) ** i, 0.03) for i in range(10)])
    assert found.friedman is not None
    assert found.limits == ()
    words = verdict(found)
    assert words.startswith("good is significantly better than base in accuracy on 10 data sets")
    assert "on a further data set with probability > 0.99" in words
    pair, way = found.pair(2, 0)
    assert way == -1
    assert pair.adjusted is not None
    assert pair.adjusted < 0.05


def test_that_one_fold_says_nothing_about_chance() -> None:
    one = Comparison(NAMES, (), ("accuracy",), (trials("set0", (0.0, 0.0, 0.03), n=1),))
    assert verdict(judged(one, Question("accuracy"))).startswith("One fold says nothing")


def test_that_nothing_to_compare_is_said() -> None:
    lonely = Comparison(("only",), (), ("accuracy",), (trials("set0", (0.0,)),))
    assert verdict(judged(lonely, Question("accuracy"))) == NOTHING
    assert weka_text(judged(replace(lonely, data_sets=()), Question("accuracy"))) == (
        "There is nothing to compare.\n"
    )


def test_that_a_learner_that_was_not_tried_everywhere_is_left_out_of_ranks() -> None:
    made = comparison(*[(0.0, 0.0, 0.03)] * 6)
    gone = made.data_sets[0].values.copy()
    gone[2] = np.nan
    made = replace(made, data_sets=(replace(made.data_sets[0], values=gone), *made.data_sets[1:]))
    found = judged(made, Question("accuracy"))
    assert found.friedman is not None
    assert found.friedman.n_data_sets == 5
    assert found.cells[0][2].n == 0
    assert "| – |" in markdown(found)
    assert "?" in weka_text(found)


def test_that_errors_in_a_unit_are_not_compared_between_data_sets() -> None:
    found = judgement(*[(0.0, 0.0, 0.03)] * 7, score="mae")
    assert all(pair.p is None and pair.chances is None for pair in found.pairs)
    assert "cannot be compared between data sets:" in found.limits[0]


def test_that_data_sets_without_the_score_are_named() -> None:
    made = comparison((0.0, 0.0, 0.03), (0.0, 0.0, 0.03))
    numbers = replace(made.data_sets[1], values=np.full_like(made.data_sets[1].values, np.nan))
    found = judged(replace(made, data_sets=(made.data_sets[0], numbers)), Question("accuracy"))
    assert found.data_sets == ("set0",)
    assert "The score has no value on set1, which is left out." in found.limits


def test_that_names_are_looked_up_and_refused() -> None:
    made = comparison((0.0, 0.0, 0.03))
    assert asked(made).base == 0
    assert asked(replace(made, baselines=("same", "good"))).base == 2
    assert asked(made, base="same").base == 1
    with pytest.raises(ParameterError, match="no score 'x' here; there are: accuracy"):
        asked(made, score="x")
    with pytest.raises(ParameterError, match="no learner 'x' here; there are: 'base', 'same'"):
        asked(made, base="x")


def test_that_wekas_tables_are_printed() -> None:
    told = weka_text(judgement((0.0, 0.0, 0.03), (0.0, 0.0, -0.03)))
    assert told.splitlines()[5:11] == [
        "Dataset          (1) base |       (2) same       (3) good",
        "---------------------------------------------------------",
        "set0    (20) 80.00( 5.13) | 80.00( 5.15)   83.00( 5.15) v",
        "set1    (20) 80.00( 5.13) | 80.00( 5.15)   77.00( 5.15) *",
        "---------------------------------------------------------",
        "                  (v/ /*) |        (0/2/0)        (1/0/1)",
    ]
    assert ">-<   >   < Resultset\n  0   2   2 good\n  0   1   1 same\n  0   1   1 base" in told
    assert "1 (1) 1 (1)     - | c = good" in told


def test_that_latex_escapes_names_and_has_booktabs_rules() -> None:
    made = replace(comparison((0.0, 0.0, 0.03)), learners=("a_b", "50 % & more", "good"))
    text = latex(judged(made, Question("accuracy")))
    assert "a\\_b" in text
    assert "50 \\% \\& more" in text
    assert text.count("rule") == 4
    assert "$0.8300 \\pm 0.0515$$^{\\circ}$" in text


def test_that_no_name_is_read_as_latex() -> None:
    made = replace(comparison((0.0, 0.0, 0.03)), learners=("\\input{x}", "a\n\nb", "good"))
    made = replace(made, data_sets=(replace(made.data_sets[0], name="[2pt]*"),))
    lines = latex(judged(made, Question("accuracy"))).splitlines()
    assert "    Data set & \\textbackslash{}input\\{x\\} & a b & good \\\\" in lines
    assert any(line.startswith("    {[}2pt]{*} & ") for line in lines)
    assert "" not in lines


def test_that_markdown_breaks_no_table() -> None:
    made = replace(comparison((0.0, 0.0, 0.03)), learners=("a|b", "same", "good"))
    lines = markdown(judged(made, Question("accuracy"))).splitlines()
    table = [line.replace("\\|", "") for line in lines if line.startswith("|")]
    assert "a\\|b" in "\n".join(lines)
    assert {line.count("|") for line in table[:4]} == {5}


def test_that_the_csv_has_a_line_for_each_learner_on_each_data_set() -> None:
    lines = judgement_csv(judgement((0.0, 0.0, 0.03), (0.0, 0.0, 0.0))).splitlines()
    assert len(lines) == 1 + 2 * 3
    assert lines[1].startswith("accuracy,set0,base,20,0.8")
    assert ",base,0.03" in lines[3]
    assert csv_text(("a",), ()) == "a\n"
