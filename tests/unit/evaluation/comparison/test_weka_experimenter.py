"""A real run of WEKA's Experimenter: all that it prints, from the results of its 3,500 folds."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from workbench.evaluation.comparison.judgement import Judgement, judged
from workbench.evaluation.comparison.question import Question
from workbench.evaluation.comparison.trials import Comparison, DataSetTrials
from workbench.evaluation.comparison.weka_text import figure

COLUMNS = {"accuracy": "percent_correct", "auc": "auc"}  # kappa's folds are not in the file
TITLES = {"accuracy": "Percent_correct", "auc": "Area_under_ROC"}
DATA = ("iris", "pima_diabetes", "Glass", "labor-neg-data", "ionosphere")
SCHEMES = (
    ("ZeroR", ""), ("IBk", "k=1"), ("IBk", "k=5"), ("J48", ""), ("NaiveBayes", ""),
    ("Logistic", ""), ("SMO", ""),
)  # fmt: skip
_CELL = re.compile(r"(\d+\.\d\d)\(\s*(\d+\.\d\d)\)(?: ([v* ])(?= |$))?")


@dataclass(frozen=True)
class Printed:
    """What WEKA has printed of one score."""

    cells: list[list[tuple[str, str, str]]]
    counts: list[tuple[int, int, int]]
    ranking: list[tuple[int, int, int, str]]
    wins: list[list[str]]


@cache
def comparison(folder: Path) -> Comparison:
    with (folder / "experiment.csv").open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    return Comparison(
        tuple(" ".join(scheme).strip() for scheme in SCHEMES),
        (),
        tuple(COLUMNS),
        tuple(trials(name, [row for row in rows if row["data"] == name]) for name in DATA),
    )


def trials(name: str, rows: list[dict[str, str]]) -> DataSetTrials:
    by_scheme = [[r for r in rows if (r["scheme"], r["options"]) == s] for s in SCHEMES]
    places = [(int(r["run"]), int(r["fold"])) for r in by_scheme[0]]
    assert all([(int(r["run"]), int(r["fold"])) for r in some] == places for some in by_scheme)
    values = np.array(
        [[[float(r[c]) for r in some] for c in COLUMNS.values()] for some in by_scheme]
    )
    values[:, 0] /= 100
    first = by_scheme[0]
    return DataSetTrials(
        name,
        np.array(places)[:, 0] - 1,
        np.array(places)[:, 1] - 1,
        np.array([int(r["training"]) for r in first]),
        np.array([int(r["testing"]) for r in first]),
        values,
    )


def printed(folder: Path, title: str) -> Printed:
    text = (folder / "experimenter.txt").read_text()
    part = next(p for p in text.split("Tester: ") if f"Analysing:  {title}\n" in p)
    table = [line for line in part.splitlines() if re.search(r"\(100\) ", line)]
    counts = re.findall(r"\((\d+)/(\d+)/(\d+)\)", part)
    ranking = re.findall(r"^ *(-?\d+) +(\d+) +(\d+) ([a-z]+\.\w+.*)$", part, re.MULTILINE)
    wins = [line.split("|")[0] for line in part.splitlines() if re.search(r"\| [a-g] = ", line)]
    return Printed(
        [_CELL.findall(line) for line in table],
        [tuple(map(int, c)) for c in counts],  # type: ignore[misc]  # three of them
        [(int(a), int(b), int(c), name) for a, b, c, name in ranking],
        [re.findall(r"\d+ \(\d+\)|-", line) for line in wins],
    )


def scheme_of(printed_name: str) -> str:
    name = printed_name.split(" ", maxsplit=1)[0].split(".")[1]
    k = re.search(r"-K (\d)", printed_name)
    return f"{name} k={k[1]}" if k else name


def judgement(folder: Path, score: str, base: int = 0) -> Judgement:
    return judged(comparison(folder), Question(score, base))


@pytest.fixture
def folder(shared_data: Path) -> Path:
    return shared_data / "weka_reference"


@pytest.mark.parametrize("score", COLUMNS)
def test_that_every_mean_deviation_and_mark_is_wekas(folder: Path, score: str) -> None:
    ours, weka = judgement(folder, score), printed(folder, TITLES[score])
    assert len(weka.cells) == len(DATA)
    for d, row in enumerate(weka.cells):
        assert len(row) == len(SCHEMES)
        for i, (mean, deviation, mark) in enumerate(row):
            cell = ours.cells[d][i]
            told = figure(ours, cell.mean), figure(ours, cell.deviation), ours.mark(d, i)
            assert told == (mean, deviation, mark.strip())


@pytest.mark.parametrize("score", COLUMNS)
def test_that_the_row_of_counts_is_wekas(folder: Path, score: str) -> None:
    ours = judgement(folder, score)
    assert [ours.counts(i) for i in range(1, 7)] == printed(folder, TITLES[score]).counts


@pytest.mark.parametrize("score", COLUMNS)
def test_that_the_ranking_is_wekas(folder: Path, score: str) -> None:
    ours = judgement(folder, score)
    told = [(s.wins - s.losses, s.wins, s.losses, ours.learners[s.learner]) for s in ours.ranking]
    assert told == [(*r[:3], scheme_of(r[3])) for r in printed(folder, TITLES[score]).ranking]


@pytest.mark.parametrize("score", COLUMNS)
def test_that_every_number_of_wins_is_wekas(folder: Path, score: str) -> None:
    ours, weka = judgement(folder, score), printed(folder, TITLES[score])
    assert len(weka.wins) == len(SCHEMES)
    for row, line in enumerate(weka.wins):
        for column, told in enumerate(line):
            if row == column:
                assert told == "-"
                continue
            pair, way = ours.pair(column, row)
            assert f"{pair.n_better(way)} ({pair.n_significant(way)})" == told


def test_that_wins_do_not_depend_on_the_base(folder: Path) -> None:
    assert judgement(folder, "auc").ranking == judgement(folder, "auc", base=5).ranking
