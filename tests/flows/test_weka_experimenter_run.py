"""An experiment of ours against the one that WEKA ran: the same folds, means, deviations, marks."""

import re
from pathlib import Path

import pytest

from workbench.core.run import finish
from workbench.evaluation.comparison.judgement import Judgement, judged
from workbench.evaluation.comparison.question import asked
from workbench.evaluation.comparison.weka_text import figure
from workbench.flow.execute import execute
from workbench.runs.experiment import Experiment, comparison_of, learners_of
from workbench.runs.session import Source

pytestmark = pytest.mark.slow

LEARNERS = ("majority", "knn:k=1,distance=weka", "knn:k=5,distance=weka")
FILES = {"iris": "iris", "pima_diabetes": "diabetes", "ionosphere": "ionosphere"}


def table(file: Path, analysed: str) -> dict[str, list[tuple[str, str, str]]]:
    """Mean, deviation and mark of the first three of WEKA's learners, by data set."""
    text = file.read_text()
    part = next(p for p in text.split("Tester: ") if f"Analysing:  {analysed}\n" in p)
    cell = re.compile(r"(\d+\.\d\d)\(\s*(\d+\.\d\d)\)(?: ([v* ])(?= |$))?")
    lines = [line for line in part.splitlines() if "(100)" in line]
    return {
        line.split()[0]: [(m, s, mark.strip()) for m, s, mark in cell.findall(line)[:3]]
        for line in lines
    }


@pytest.fixture(scope="module")
def experiment(shared_data: Path) -> Experiment:
    sources = tuple(Source(shared_data / "weka" / f"{file}.arff") for file in FILES.values())
    splitting = {"folds": 10, "repeats": 10, "seed": 1, "shuffling": "weka"}
    return Experiment(learners_of(LEARNERS), sources, splitting, baseline="none")


@pytest.fixture(scope="module")
def judgements(experiment: Experiment) -> dict[str, Judgement]:
    found = comparison_of(finish(execute(experiment.graph())))
    names = {"accuracy": "Percent_correct", "kappa": "Kappa_statistic"}
    return {weka: judged(found, asked(found, score, found.learners[0]))
            for score, weka in names.items()}  # fmt: skip


@pytest.mark.parametrize("analysed", ["Percent_correct", "Kappa_statistic"])
def test_that_a_repeated_cross_validation_gives_what_wekas_experimenter_printed(
    judgements: dict[str, Judgement], shared_data: Path, analysed: str
) -> None:
    ours = judgements[analysed]
    weka = table(shared_data / "weka_reference" / "experimenter.txt", analysed)
    assert ours.data_sets == tuple(FILES)
    for d, name in enumerate(ours.data_sets):
        told = [
            (figure(ours, cell.mean), figure(ours, cell.deviation), ours.mark(d, i))
            for i, cell in enumerate(ours.cells[d])
        ]
        assert told == weka[name]
