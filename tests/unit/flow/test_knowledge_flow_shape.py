"""How a KnowledgeFlow is drawn here: what learns behind the splitter, what does not before it."""

from pathlib import Path
from typing import Any

import pytest

from tests.unit.flow.knowledge_flow_files import (
    BOTH,
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
from workbench.core.component import Component
from workbench.core.files import resource
from workbench.flow.graph import Graph
from workbench.flow.knowledge_flow.load import Imported, load
from workbench.flow.layout import NODE_HEIGHT, NODE_WIDTH
from workbench.nodes.catalog import catalog

IRIS = str(resource("data", "iris.arff"))
REMOVE = "weka.filters.unsupervised.attribute.Remove"
UNKNOWN = "weka.filters.unsupervised.attribute.Obfuscate"
SAVER = "weka.core.converters."


def imported(folder: Path, *entries: Entry) -> Imported:
    path = folder / "flow.kf"
    path.write_text(kf(in_row(list(entries))))
    return load(path, catalog())


def links(result: Imported) -> set[str]:
    return {f"{k.source}>{k.target}.{k.target_port}" for k in result.graph.links}


def told(result: Imported, name: str) -> str:
    return " ".join(m.text for m in result.messages if m.step == name)


def parameters(graph: Graph, node: str) -> dict[str, Any]:
    component = graph.node(node).component
    assert isinstance(component, Component)
    return component.parameters()


def saver(name: str, scheme: str, path: str = "", **settings: Any) -> Entry:
    inner = {"type": "saver", "class": SAVER + scheme, "filePath": path, "dir": "", "prefix": ""}
    return step("Saver", name, saver=inner, **{"relationNameForFilename": not path, **settings})


def test_that_what_learns_before_the_folds_is_put_behind_them(tmp_path: Path) -> None:
    result = imported(
        tmp_path,
        loader("Standardize", IRIS),
        filter_("Standardize", {"dataSet": ["CrossValidationFoldMaker"]}),
        folds("IBk"),
        classifier("IBk"),
    )
    assert links(result) == {
        "arff>cross_validation.data",
        "cross_validation>standardise.splits",
        "standardise>knn.splits",
    }
    assert "learns from test rows as well" in told(result, "Standardize")


def test_that_what_learns_before_two_splitters_stands_behind_each(tmp_path: Path) -> None:
    split = step("TrainTestSplitMaker", "", {kind: ["two"] for kind in BOTH}, trainPercent="66")
    result = imported(
        tmp_path,
        loader("Standardize", IRIS),
        filter_("Standardize", {"dataSet": ["CrossValidationFoldMaker", "TrainTestSplitMaker"]}),
        folds("one"),
        split,
        classifier("one"),
        classifier("two"),
    )
    assert links(result) == {
        "arff>cross_validation.data",
        "cross_validation>standardise.splits",
        "standardise>knn.splits",
        "arff>hold_out.data",
        "hold_out>standardise2.splits",
        "standardise2>knn2.splits",
    }


def test_that_what_learns_nothing_behind_the_folds_is_put_before_them(tmp_path: Path) -> None:
    result = imported(
        tmp_path,
        loader("CrossValidationFoldMaker", IRIS),
        folds("Remove", "plain"),
        filter_("Remove", {kind: ["IBk"] for kind in BOTH}, REMOVE, "-R 1"),
        classifier("IBk"),
        classifier("plain"),
    )
    assert links(result) == {
        "arff>cross_validation.data",
        "cross_validation>knn.splits",
        "arff>select_attributes.data",
        "select_attributes>cross_validation2.data",
        "cross_validation2>knn2.splits",
    }
    assert "It learns nothing from the rows" in told(result, "Remove")


def test_that_the_class_is_set_before_the_folds_wherever_weka_does(tmp_path: Path) -> None:
    result = imported(
        tmp_path,
        loader("CrossValidationFoldMaker", IRIS),
        folds("ClassAssigner"),
        step("ClassAssigner", to={kind: ["IBk"] for kind in BOTH}, classColumn="last"),
        classifier("IBk"),
    )
    assert links(result) == {
        "arff>set_class.data",
        "set_class>cross_validation.data",
        "cross_validation>knn.splits",
    }


def trained(*, test: str) -> list[Entry]:
    """A classifier with a training set, and a test set of the same or another file."""
    entries = [
        loader("ClassAssigner", IRIS),
        step("ClassAssigner", to={"dataSet": ["TrainingSetMaker"]}, classColumn="last"),
        step("TrainingSetMaker", to={"trainingSet": ["IBk"]}),
        step("TestSetMaker", to={"testSet": ["IBk"]}),
        classifier("IBk", JUDGED),
        evaluator(text=["TextViewer"]),
        step("TextViewer"),
    ]
    if test == "same":
        entries[1]["connections"]["dataSet"].append("TestSetMaker")
    if test == "other":
        entries.append(loader("TestSetMaker", IRIS, "other"))
    return [e for e in entries if test or e["properties"]["name"] != "TestSetMaker"]


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("", {"set_class>all_data.data", "all_data>knn.splits"}),
        ("same", {"set_class>training_set.data", "training_set>knn.splits"}),
        (
            "other",
            {
                "set_class>supplied_test_set.data",
                "arff2>supplied_test_set.test",
                "supplied_test_set>knn.splits",
            },
        ),
    ],
)
def test_that_makers_of_training_and_test_sets_become_one_splitter(
    test: str, expected: set[str], tmp_path: Path
) -> None:
    result = imported(tmp_path, *trained(test=test))
    rest = {"arff>set_class.data", "knn>evaluate.fits", "evaluate>score_table.evaluation"}
    assert links(result) == expected | rest
    assert not result.messages


def test_that_a_filter_of_a_supplied_test_set_goes_over_both(tmp_path: Path) -> None:
    entries = trained(test="other")
    entries[2]["connections"] = {"trainingSet": ["Remove"]}
    entries[3]["connections"] = {"testSet": ["Remove"]}
    into = {kind: ["Standardize"] for kind in BOTH}
    result = imported(
        tmp_path,
        *entries,
        filter_("Remove", into, REMOVE, "-R 1"),
        filter_("Standardize", {kind: ["IBk"] for kind in BOTH}),
    )
    assert {
        "set_class>select_attributes.data",
        "arff2>select_attributes2.data",
        "select_attributes>supplied_test_set.data",
        "select_attributes2>supplied_test_set.test",
        "supplied_test_set>standardise.splits",
        "standardise>knn.splits",
    } <= links(result)


def test_that_makers_that_nobody_asks_are_drawn(tmp_path: Path) -> None:
    result = imported(
        tmp_path, loader("TrainingSetMaker", IRIS), step("TrainingSetMaker"), step("TestSetMaker")
    )
    assert set(result.graph.nodes) == {"arff", "all_data", "supplied_test_set"}
    assert links(result) == {"arff>all_data.data"}


def test_that_a_classifier_of_test_rows_alone_is_not_linked(tmp_path: Path) -> None:
    result = imported(
        tmp_path,
        loader("TestSetMaker", IRIS),
        step("TestSetMaker", to={"testSet": ["IBk"]}),
        classifier("IBk"),
    )
    assert "test rows only" in told(result, "IBk")
    assert not any("knn" in link for link in links(result))


def test_that_a_classifier_trained_row_by_row_is_told_and_not_linked(tmp_path: Path) -> None:
    entry = loader("", IRIS)
    entry["connections"] = {"instance": ["IBk"]}
    result = imported(tmp_path, entry, classifier("IBk"))
    assert "put a splitter before it" in told(result, "IBk")
    assert not result.graph.links


def test_that_predictions_of_new_rows_come_from_the_final_model(tmp_path: Path) -> None:
    entries = trained(test="other")
    entries[4] = classifier("IBk", {"batchClassifier": ["PredictionAppender"]})
    appender = step("PredictionAppender", to={"dataSet": ["out"]}, appendProbabilities=True)
    result = imported(tmp_path, *entries, appender, saver("out", "CSVSaver", "new.csv"))
    assert {
        "knn>take_model.fits",
        "take_model>predict.model",
        "arff2>predict.data",
        "predict>save_data.data",
    } <= links(result)
    assert parameters(result.graph, "save_data")["path"] == str(tmp_path / "new.csv")


def test_that_predictions_of_folds_are_saved_from_an_evaluation(tmp_path: Path) -> None:
    entries = cross_validated(IRIS)[:3]
    result = imported(
        tmp_path,
        *entries,
        classifier("IBk", {"batchClassifier": ["PredictionAppender"]}),
        step("PredictionAppender", to={"testSet": ["out"]}),
        saver("out", "CSVSaver", "predictions.csv"),
    )
    assert {"knn>evaluate.fits", "evaluate>save_predictions.evaluation"} <= links(result)
    path = parameters(result.graph, "save_predictions")["path"]
    assert path == str(tmp_path / "predictions.csv")


def test_that_a_saver_is_given_a_name_where_weka_finds_one_itself(tmp_path: Path) -> None:
    result = imported(tmp_path, loader("out", IRIS), saver("out", "ArffSaver"))
    assert parameters(result.graph, "save_data")["path"] == str(tmp_path / "out.arff")
    assert "after the relation" in told(result, "out")
    assert links(result) == {"arff>save_data.data"}


def test_that_rows_that_were_cut_are_not_saved(tmp_path: Path) -> None:
    result = imported(
        tmp_path,
        loader("CrossValidationFoldMaker", IRIS),
        folds("out"),
        saver("out", "ArffSaver", "a.arff"),
    )
    assert "It takes uncut rows" in told(result, "out")
    assert "save_data" in result.graph.nodes


def test_that_what_learns_without_a_splitter_stays_unlinked(tmp_path: Path) -> None:
    result = imported(
        tmp_path,
        loader("Standardize", IRIS),
        filter_("Standardize", {"dataSet": ["out"]}),
        saver("out", "ArffSaver", "a.arff"),
    )
    assert set(result.graph.nodes) == {"arff", "standardise", "save_data"}
    assert not result.graph.links
    assert "'Standardize' learns from the rows" in told(result, "out")


def test_that_models_are_saved(tmp_path: Path) -> None:
    result = imported(
        tmp_path,
        loader("TrainingSetMaker", IRIS),
        step("TrainingSetMaker", to={"trainingSet": ["IBk"]}),
        classifier("IBk", {"batchClassifier": ["SerializedModelSaver"], "text": ["TextViewer"]}),
        step("SerializedModelSaver", filenamePrefix="mine", outputDirectory="${user.home}"),
        step("TextViewer"),
    )
    path = parameters(result.graph, "save_model")["path"]
    assert path == str(Path.home() / "mine.model")
    assert "score_table" not in result.graph.nodes
    assert "It shows no models as text" in told(result, "TextViewer")


def test_that_the_models_of_folds_are_told(tmp_path: Path) -> None:
    result = imported(
        tmp_path,
        loader("CrossValidationFoldMaker", IRIS),
        folds("IBk"),
        classifier("IBk", {"batchClassifier": ["SerializedModelSaver"]}),
        step("SerializedModelSaver", filenamePrefix="", outputDirectory=""),
    )
    assert "put the splitter 'All data'" in told(result, "SerializedModelSaver")


def test_that_charts_are_chosen_by_what_they_are_given(tmp_path: Path) -> None:
    entries = cross_validated(IRIS)
    entries[4] = evaluator(visualizableError=["ModelPerformanceChart"], thresholdData=["roc"])
    entries.append(step("ModelPerformanceChart", "roc", {"image": ["ImageSaver"]}))
    result = imported(tmp_path, *entries, step("ImageSaver"))
    assert {"evaluate>confusion_matrix.evaluation", "evaluate>roc.evaluation"} <= links(result)
    assert "confusion matrix" in told(result, "ModelPerformanceChart")
    assert "'roc' shows results here and passes nothing on." in told(result, "ImageSaver")


def test_that_a_class_value_is_not_needed_for_curves_of_every_class(tmp_path: Path) -> None:
    result = imported(
        tmp_path,
        loader("ClassValuePicker", IRIS),
        step("ClassValuePicker", to={"dataSet": ["CrossValidationFoldMaker"]}, classValue="x"),
        folds("IBk"),
        classifier("IBk"),
    )
    assert links(result) == {"arff>cross_validation.data", "cross_validation>knn.splits"}


def test_that_an_unknown_filter_keeps_its_place(tmp_path: Path) -> None:
    result = imported(
        tmp_path,
        loader("Odd", IRIS),
        filter_("Odd", {"dataSet": ["Remove"]}, UNKNOWN),
        filter_("Remove", {"dataSet": ["CrossValidationFoldMaker"]}, REMOVE, "-R 1"),
        folds("Odd2"),
        filter_("Odd2", {kind: ["Standardize"] for kind in BOTH}, UNKNOWN),
        filter_("Standardize", {kind: ["IBk"] for kind in BOTH}),
        classifier("IBk"),
    )
    assert links(result) == {
        "arff>Obfuscate.dataSet",
        "Obfuscate>select_attributes.data",
        "select_attributes>cross_validation.data",
        "cross_validation>Obfuscate2.trainingSet",
        "Obfuscate2>standardise.splits",
        "standardise>knn.splits",
    }


def test_that_several_learners_end_at_one_evaluation(tmp_path: Path) -> None:
    entries = cross_validated(IRIS)
    entries[2] = folds("IBk", "IBk2", "mine")
    entries += [classifier("IBk2", JUDGED), classifier("mine", JUDGED)]
    result = imported(tmp_path, *entries)
    fits = [k for k in result.graph.links if k.target_port == "fits"]
    assert len(fits) == 3
    titles = [result.graph.node(k.source).title for k in fits]
    assert sorted(titles) == ["", "", "mine"]


def test_that_a_flow_from_left_to_right_stays_as_it_was_drawn(tmp_path: Path) -> None:
    result = imported(tmp_path, *cross_validated(IRIS)[:5])
    xs = [result.graph.node(i).x for i in ("arff", "set_class", "cross_validation", "knn")]
    assert xs == [0, 248, 496, 744]
    assert {node.y for node in result.graph.nodes.values()} == {112}


@pytest.mark.parametrize("across", [0, 30, -160, 10**9])
def test_that_a_flow_that_would_overlap_or_run_back_is_laid_out_anew(
    across: int, tmp_path: Path
) -> None:
    path = tmp_path / "flow.kf"
    path.write_text(kf(in_row(cross_validated(IRIS), across), "note", "another"))
    graph = load(path, catalog()).graph
    nodes = list(graph.nodes.values())
    for n, one in enumerate(nodes):
        for other in nodes[:n]:
            assert abs(one.x - other.x) >= NODE_WIDTH or abs(one.y - other.y) >= NODE_HEIGHT
    assert all(graph.node(k.source).x < graph.node(k.target).x for k in graph.links)
    assert all(note.y > node.y + NODE_HEIGHT for note in graph.notes for node in nodes)


def test_that_html_of_notes_becomes_text(tmp_path: Path) -> None:
    path = tmp_path / "flow.kf"
    path.write_text(kf([step("TextViewer")], "<html><b>Bold</b>\n& so<br>on</html>", "a < b", " "))
    assert [n.text for n in load(path, catalog()).graph.notes] == ["Bold & so  \non", "a < b"]


def test_that_files_are_looked_for_beside_the_flow_and_among_the_samples(tmp_path: Path) -> None:
    (tmp_path / "here.arff").write_text("@relation r\n@attribute a numeric\n@data\n1\n")
    cases = {
        "here.arff": (str(tmp_path / "here.arff"), ""),
        "/home/somebody/here.arff": (str(tmp_path / "here.arff"), "beside the flow"),
        "C:\\Users\\somebody\\here.arff": (str(tmp_path / "here.arff"), "beside the flow"),
        "weka/gui/beans/templates/iris.arff": ("resource:data/iris.arff", "the sample 'iris.arff'"),
        "/absent.arff": ("/absent.arff", "is not there; choose the file"),
        "": ("", "No file has been chosen"),
        "x" * 5000: ("", "is not there"),
        "\0": ("", "is not there"),
    }
    for given, (path, said) in cases.items():
        result = imported(tmp_path, loader("", given))
        if path:
            assert parameters(result.graph, "arff")["path"] == path
        assert said in told(result, "ArffLoader")


def test_that_a_catalog_without_a_component_gives_a_placeholder(tmp_path: Path) -> None:
    path = tmp_path / "flow.kf"
    path.write_text(kf(cross_validated(IRIS)))
    small = {key: kind for key, kind in catalog().items() if key not in {"knn", "evaluate", "csv"}}
    graph = load(path, small).graph
    keys = {node.component.key for node in graph.nodes.values()}
    assert "weka.classifiers.lazy.IBk" in keys
    assert "weka.knowledgeflow.steps.ClassifierPerformanceEvaluator" in keys
    assert len(graph.links) == 6


def test_that_what_there_is_instead_of_a_step_is_told(tmp_path: Path) -> None:
    entries = (loader("DataVisualizer", IRIS), step("DataVisualizer"))
    result = imported(tmp_path, *entries)
    assert links(result) == {"arff>DataVisualizer.dataSet"}
    assert "by the explorer here" in told(result, "DataVisualizer")
    assert told(result, "DataVisualizer").endswith("Its settings are kept.")


def test_that_rows_that_are_cut_are_not_cut_again(tmp_path: Path) -> None:
    result = imported(
        tmp_path,
        loader("CrossValidationFoldMaker", IRIS),
        folds("TrainTestSplitMaker"),
        step("TrainTestSplitMaker", to={kind: ["IBk"] for kind in BOTH}),
        classifier("IBk"),
    )
    assert {"arff>cross_validation.data", "cross_validation>knn.splits"} == links(result)
    assert "cut already" in told(result, "TrainTestSplitMaker")


def test_that_test_rows_from_elsewhere_than_the_folds_are_told(tmp_path: Path) -> None:
    maker = folds("IBk")
    maker["connections"].pop("testSet")
    result = imported(
        tmp_path,
        loader("CrossValidationFoldMaker", IRIS),
        maker,
        loader("TestSetMaker", IRIS, "other"),
        step("TestSetMaker", to={"testSet": ["IBk"]}),
        classifier("IBk"),
    )
    assert "cross_validation>knn.splits" in links(result)
    assert "come from two steps" in told(result, "IBk")


def test_that_what_learns_nothing_behind_an_unknown_split_is_not_linked(tmp_path: Path) -> None:
    result = imported(
        tmp_path,
        loader("CrossValidationFoldMaker", IRIS),
        folds("Odd"),
        filter_("Odd", {kind: ["Remove"] for kind in BOTH}, UNKNOWN),
        filter_("Remove", {kind: ["IBk"] for kind in BOTH}, REMOVE, "-V -R 1"),
        classifier("IBk"),
    )
    assert "It takes uncut rows here" in told(result, "Remove")
    assert "Obfuscate>knn.splits" in links(result)


def test_that_an_order_that_weka_keeps_is_told(tmp_path: Path) -> None:
    result = imported(
        tmp_path,
        loader("CrossValidationFoldMaker", IRIS),
        folds(preserveOrder=True),
        step("TrainTestSplitMaker", preserveOrder=True),
    )
    assert not parameters(result.graph, "cross_validation")["stratified"]
    for name in ("CrossValidationFoldMaker", "TrainTestSplitMaker"):
        assert "here they are shuffled" in told(result, name)


def test_that_a_model_that_weka_loads_first_is_told(tmp_path: Path) -> None:
    entry = classifier("IBk")
    entry["properties"]["loadClassifierFileName"] = "old.model"
    assert "is not read" in told(imported(tmp_path, entry), "IBk")


def test_that_an_unknown_classifier_keeps_its_incremental_link(tmp_path: Path) -> None:
    entry = loader("", IRIS)
    entry["connections"] = {"instance": ["Naive"]}
    scheme = "weka.classifiers.bayes.NaiveBayesUpdateable"
    result = imported(tmp_path, entry, classifier("Naive", scheme=scheme, options=""))
    assert links(result) == {"arff>NaiveBayesUpdateable.dataSet"}


def test_that_predictions_of_an_unknown_classifier_are_linked(tmp_path: Path) -> None:
    to = {"batchClassifier": ["PredictionAppender"]}
    result = imported(
        tmp_path,
        loader("TrainingSetMaker", IRIS),
        step("TrainingSetMaker", to={"trainingSet": ["J48"]}),
        classifier("J48", to, "weka.classifiers.trees.J48", ""),
        step("PredictionAppender", to={"dataSet": ["Remove"]}),
        filter_("Remove", {"dataSet": ["out"]}, REMOVE, "-R 1"),
        saver("out", "ArffSaver", "a.arff"),
    )
    assert {
        "J48>take_model.fits",
        "predict>select_attributes.data",
        "select_attributes>save_data.data",
    } <= links(result)


def test_that_a_saver_of_an_unknown_kind_is_a_placeholder(tmp_path: Path) -> None:
    result = imported(tmp_path, loader("out", IRIS), saver("out", "XRFFSaver"))
    assert links(result) == {"arff>XRFFSaver.dataSet"}


def test_that_a_file_that_is_too_large_is_not_read_on_import(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.flow.knowledge_flow.canvas.LARGEST", 10)
    result = imported(tmp_path, loader("Remove", IRIS), filter_("Remove", {}, REMOVE, "-R 1"))
    assert "the data cannot be looked at" in told(result, "Remove")


def test_that_a_link_that_cannot_be_is_told(tmp_path: Path) -> None:
    result = imported(tmp_path, loader("ClassifierPerformanceEvaluator", IRIS), evaluator())
    assert not result.graph.links
    (message,) = result.messages
    assert message.text.startswith("'Evaluation' needs fitted models, but 'ARFF file' gives a")
    assert message.node == "evaluate"


def test_that_an_appender_of_predictions_on_its_own_is_drawn(tmp_path: Path) -> None:
    result = imported(tmp_path, step("PredictionAppender"))
    assert set(result.graph.nodes) == {"predict"}


def test_that_a_viewer_of_rows_or_of_pictures_is_left_out(tmp_path: Path) -> None:
    result = imported(
        tmp_path,
        loader("rows", IRIS),
        step("TextViewer", "rows"),
        step("GraphViewer", "graph", {"image": ["picture"]}),
        step("ModelPerformanceChart", "picture"),
    )
    assert set(result.graph.nodes) == {"arff", "GraphViewer"}
    assert "double-click a node" in told(result, "rows")
    assert "what WEKA calls 'image'" in told(result, "picture")


def test_that_what_is_no_classifier_may_be_given_cut_rows(tmp_path: Path) -> None:
    result = imported(tmp_path, loader("CrossValidationFoldMaker", IRIS), folds("Odd"),
                      step("Clusterer", "Odd"))  # fmt: skip
    assert links(result) == {"arff>cross_validation.data", "cross_validation>Clusterer.trainingSet"}


def test_that_an_unknown_learner_does_not_keep_others_from_being_shown(tmp_path: Path) -> None:
    entries = cross_validated(IRIS)
    entries[2] = folds("IBk", "J48", "Forest")
    other = evaluator(text=["TextViewer"], thresholdData=["ModelPerformanceChart"])
    other["properties"]["name"] = "other"
    entries += [
        classifier("J48", JUDGED, "weka.classifiers.trees.J48", ""),
        classifier("Forest", {"batchClassifier": ["other"]}, "weka.classifiers.trees.Forest", ""),
        other,
    ]
    result = imported(tmp_path, *entries)
    off = {f"{k.source}>{k.target}" for k in result.graph.links if not k.is_enabled}
    assert off == {"J48>evaluate", "evaluate2>score_table", "evaluate2>roc"}
    assert "What comes from 'J48' is switched off" in told(result, "Evaluation")
    assert "What comes from 'Forest' is switched off" in told(result, "ROC curve")


def test_that_links_of_an_unknown_learner_alone_stay_on(tmp_path: Path) -> None:
    entries = cross_validated(IRIS, "weka.classifiers.trees.J48", "", "J48")
    assert all(k.is_enabled for k in imported(tmp_path, *entries).graph.links)
