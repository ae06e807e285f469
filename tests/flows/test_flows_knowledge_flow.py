"""WEKA's KnowledgeFlow files in the terminal, and the figures that WEKA gives for them."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.flows.conftest import REPOSITORY, Terminal
from tests.unit.flow.knowledge_flow_files import (
    BOTH,
    IBK_OPTIONS,
    JUDGED,
    Entry,
    classifier,
    cross_validated,
    evaluator,
    filter_,
    folds,
    in_row,
    kf,
    loader,
    step,
)
from workbench.core.run import finish
from workbench.evaluation.predictions import Evaluation
from workbench.evaluation.report import report
from workbench.flow.execute import execute
from workbench.flow.knowledge_flow.load import load
from workbench.nodes.catalog import catalog

PIMA = REPOSITORY / "resources/data/diabetes.arff"
VOTE = REPOSITORY / "resources/data/vote.arff"
CREDIT = REPOSITORY / "resources/data/credit-g.arff"
ATTRIBUTE = "weka.filters.unsupervised.attribute."
INSTANCE = "weka.filters.unsupervised.instance."

Filter = tuple[str, str]  # the class and its options
SPLIT = step("TrainTestSplitMaker", trainPercent="66", seed="1", preserveOrder=False)


def drawn(
    path: Path, before: list[Filter], inside: list[Filter], maker: Entry, last: Entry
) -> list[Entry]:
    """A flow with filters before the splitter and behind it."""
    entries = [
        loader("ClassAssigner", str(path)),
        step("ClassAssigner", classColumn="last"),
        *(filter_(f"F{n}", {}, *each) for n, each in enumerate(before)),
        maker,
        *(filter_(f"I{n}", {}, *each) for n, each in enumerate(inside)),
        last,
    ]
    place = entries.index(maker)
    for n, (entry, after) in enumerate(pairwise(entries)):
        kinds = BOTH if n >= place else ("dataSet",)
        entry["connections"] = {kind: [after["properties"]["name"]] for kind in kinds}
    last["connections"] = JUDGED
    return [*entries, evaluator(text=["TextViewer"]), step("TextViewer")]


def confusion(entries: list[Entry], folder: Path) -> Any:
    """Of the one evaluation in a flow that must import and run."""
    path = folder / "flow.kf"
    path.write_text(kf(in_row(entries)))
    graph = load(path, catalog()).graph
    results = finish(execute(graph))
    assert not results.errors
    (evaluation,) = (v for v in results.values.values() if isinstance(v, Evaluation))
    return report(evaluation.results[0])["confusion"]


def nearest(k: int) -> Entry:
    return classifier("IBk", options=IBK_OPTIONS.replace("-K 1", f"-K {k}"))


# What WEKA 3.9.7 prints for each flow; filters behind the folds from its FilteredClassifier.
WEKAS: dict[str, tuple[list[Entry], list[list[int]]]] = {
    "IBk": (cross_validated(str(PIMA)), [[397, 103], [126, 142]]),
    "split": (drawn(PIMA, [], [], SPLIT, nearest(1)), [[141, 37], [34, 49]]),
    "seed 7, 5 folds": (
        drawn(PIMA, [], [], folds(numFolds="5", seed="7"), nearest(3)),
        [[418, 82], [119, 149]],
    ),
    "Standardize before the folds": (
        drawn(PIMA, [(ATTRIBUTE + "Standardize", "")], [], folds(), nearest(3)),
        [[410, 90], [120, 148]],
    ),
    "Remove behind the folds": (
        drawn(PIMA, [], [(ATTRIBUTE + "Remove", "-V -R 1,3-4,9")], folds(), nearest(3)),
        [[368, 132], [179, 89]],
    ),
    "Discretize by class": (
        drawn(
            PIMA, [], [("weka.filters.supervised.attribute.Discretize", "")], folds(), nearest(3)
        ),
        [[426, 74], [129, 139]],
    ),
    "Discretize": (
        drawn(PIMA, [], [(ATTRIBUTE + "Discretize", "-B 5 -R 2,6")], folds(), nearest(3)),
        [[408, 92], [112, 156]],
    ),
    "AttributeSelection": (
        drawn(
            PIMA,
            [],
            [
                (
                    "weka.filters.supervised.attribute.AttributeSelection",
                    "-E weka.attributeSelection.InfoGainAttributeEval -S "
                    '"weka.attributeSelection.Ranker -N 3"',
                )
            ],
            folds(),
            nearest(3),
        ),
        [[400, 100], [117, 151]],
    ),
    "RemoveWithValues": (
        drawn(PIMA, [(INSTANCE + "RemoveWithValues", "-S 100.0 -C 2")], [], folds(), nearest(3)),
        [[230, 89], [103, 149]],
    ),
    "SubsetByExpression": (
        drawn(
            PIMA,
            [
                (
                    INSTANCE + "SubsetByExpression",
                    "-E \"ATT2 > 100 and CLASS is 'tested_negative' or ATT6 >= 30\"",
                )
            ],
            [],
            folds(),
            nearest(3),
        ),
        [[333, 67], [96, 123]],
    ),
    "RemovePercentage": (
        drawn(PIMA, [(INSTANCE + "RemovePercentage", "-P 30.0")], [], folds(), nearest(3)),
        [[296, 61], [75, 106]],
    ),
    "Randomize": (
        drawn(PIMA, [(INSTANCE + "Randomize", "-S 42")], [], folds(), nearest(3)),
        [[420, 80], [119, 149]],
    ),
    "AddExpression": (
        drawn(
            PIMA,
            [(ATTRIBUTE + "AddExpression", '-E "a2*log(a6+1)^2" -N z')],
            [],
            folds(),
            nearest(3),
        ),
        [[415, 85], [118, 150]],
    ),
    "NumericToNominal": (
        drawn(PIMA, [], [(ATTRIBUTE + "NumericToNominal", "-R 1")], folds(), nearest(1)),
        [[380, 120], [140, 128]],
    ),
    "ReplaceMissingValues": (
        drawn(VOTE, [], [(ATTRIBUTE + "ReplaceMissingValues", "")], folds(), nearest(3)),
        [[252, 15], [13, 155]],
    ),
    "RenameNominalValues": (
        drawn(
            VOTE,
            [(ATTRIBUTE + "RenameNominalValues", "-R last -N democrat:dem,republican:rep")],
            [],
            folds(),
            nearest(1),
        ),
        [[244, 23], [10, 158]],
    ),
    "FilteredClassifier": (
        drawn(
            CREDIT,
            [],
            [],
            folds(),
            classifier(
                "Filtered",
                scheme="weka.classifiers.meta.FilteredClassifier",
                options='-F "weka.filters.MultiFilter -F \\"weka.filters.unsupervised.attribute.'
                'Remove -R 1,2\\" -F weka.filters.unsupervised.attribute.Standardize -S 1" -S 1 '
                "-W weka.classifiers.lazy.IBk -- -K 3",
            ),
        ),
        [[582, 118], [200, 100]],
    ),
    "Logistic": (
        drawn(
            CREDIT,
            [],
            [],
            folds(),
            classifier(
                "Logistic",
                scheme="weka.classifiers.functions.Logistic",
                options="-R 1.0E-8 -M -1 -num-decimal-places 4",
            ),
        ),
        [[605, 95], [153, 147]],
    ),
    "ZeroR": (
        cross_validated(str(PIMA), "weka.classifiers.rules.ZeroR", "", "ZeroR"),
        [[500, 0], [268, 0]],
    ),
}


@pytest.mark.parametrize(("entries", "expected"), WEKAS.values(), ids=WEKAS)
def test_that_an_imported_flow_gives_wekas_confusion_matrix(
    entries: list[Entry], expected: list[list[int]], tmp_path: Path
) -> None:
    assert confusion(entries, tmp_path) == expected


def test_that_the_terminal_runs_a_knowledge_flow(terminal: Terminal, tmp_path: Path) -> None:
    flow = tmp_path / "pima.kf"
    flow.write_text(kf(in_row(cross_validated(str(PIMA)))))
    done = terminal("run", flow, "--set", "knn.k=3", "--json")
    assert done.returncode == 0, done.stderr
    (facts,) = json.loads(done.stdout)
    assert facts["confusion"] == [[410, 90], [120, 148]]


def test_that_the_terminal_says_what_is_missing_and_runs_the_rest(
    terminal: Terminal, tmp_path: Path
) -> None:
    flow = tmp_path / "both.kf"
    entries = cross_validated(str(PIMA))
    entries[2] = folds("IBk", "J48")
    entries.append(classifier("J48", JUDGED, "weka.classifiers.trees.J48", "-C 0.25 -M 2"))
    flow.write_text(kf(entries))
    done = terminal("run", flow)
    assert done.returncode == 1
    assert "J48: It has no counterpart here; its settings are kept." in done.stderr
    assert "No component 'weka.classifiers.trees.J48' is installed." in done.stderr


def test_that_the_terminal_writes_a_knowledge_flow_as_a_flow(
    terminal: Terminal, tmp_path: Path
) -> None:
    flow, out = tmp_path / "pima.kf", tmp_path / "pima.flow"
    flow.write_text(kf(in_row(cross_validated(str(PIMA)))))
    assert terminal("import", flow, out).returncode == 0
    done = terminal("run", out, "--json")
    assert json.loads(done.stdout)[0]["confusion"] == [[397, 103], [126, 142]]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("absent.kf", "out.flow"), "absent.kf: There is no such file."),
        (("pima.flow", "out.flow"), "pima.flow: This is no .kf or .kfml file."),
        (("some.kf", "some.kf"), "some.kf: A flow's name must end in .flow."),
    ],
)
def test_that_an_import_that_cannot_be_is_said_in_one_line(
    arguments: tuple[str, str], said: str, terminal: Terminal, tmp_path: Path
) -> None:
    (tmp_path / "some.kf").write_text("{}")
    done = terminal("import", *arguments, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.strip() == said
    assert (tmp_path / "some.kf").read_text() == "{}"


def test_that_new_rows_are_predicted_and_a_model_saved(terminal: Terminal, tmp_path: Path) -> None:
    inner = {"type": "saver", "class": "weka.core.converters.CSVSaver", "filePath": "new.csv"}
    to = {"batchClassifier": ["PredictionAppender", "SerializedModelSaver"]}
    entries = [
        loader("TrainingSetMaker", str(PIMA)),
        step("TrainingSetMaker", to={"trainingSet": ["Standardize"]}),
        loader("TestSetMaker", str(PIMA), "new"),
        step("TestSetMaker", to={"testSet": ["Standardize"]}),
        filter_("Standardize", {kind: ["Logistic"] for kind in BOTH}),
        classifier("Logistic", to, "weka.classifiers.functions.Logistic", "-R 1.0E-8"),
        step("PredictionAppender", to={"testSet": ["CSVSaver"]}),
        step("Saver", "CSVSaver", saver=inner, relationNameForFilename=False),
        step("SerializedModelSaver", filenamePrefix="pima", outputDirectory=""),
    ]
    flow = tmp_path / "predict.kf"
    flow.write_text(kf(entries))
    done = terminal("run", flow)
    assert done.returncode == 0, done.stderr
    lines = (tmp_path / "new.csv").read_text().splitlines()
    assert len(lines) == 769
    assert lines[0].endswith("class,predicted,p(tested_negative),p(tested_positive)")
    assert (tmp_path / "pima.model").exists()
