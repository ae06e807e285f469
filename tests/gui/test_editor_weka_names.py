"""Who knows WEKA finds our components by WEKA's names."""

import pytest

from workbench.core.component import Component
from workbench.gui.editor.search import found
from workbench.nodes.catalog import catalog

PAIRS = {
    "ArffLoader": "arff",
    "CSVLoader": "csv",
    "JSONLoader": "json_lines",
    "DatabaseLoader": "sqlite",
    "TextDirectoryLoader": "class_files",
    "ClassAssigner": "set_class",
    "CrossValidationFoldMaker": "cross_validation",
    "TrainTestSplitMaker": "hold_out",
    "TrainingSetMaker": "all_data",
    "TestSetMaker": "supplied_test_set",
    "IBk": "knn",
    "Logistic": "logistic",
    "MultilayerPerceptron": "mlp",
    "VotedPerceptron": "perceptron",
    "ZeroR": "majority",
    "ClassifierPerformanceEvaluator": "evaluate",
    "PredictionAppender": "predict",
    "TextViewer": "score_table",
    "ModelPerformanceChart": "roc",
    "StripChart": "learning_curve",
    "SerializedModelSaver": "save_model",
    "SerializedClassifier": "load_model",
    "ArffSaver": "save_data",
    "CSVSaver": "save_data",
    "Appender": "append_rows",
    "Join": "merge_columns",
    "AddExpression": "derive",
    "AttributeSelection": "select_best",
    "ClassBalancer": "balance",
    "Discretize": "discretise",
    "InfoGainAttributeEval": "select_best",
    "NominalToBinary": "one_hot",
    "NominalToString": "change_kind",
    "Normalize": "min_max",
    "NumericCleaner": "zero_as_missing",
    "NumericToNominal": "numeric_to_nominal",
    "PrincipalComponents": "pca",
    "Randomize": "shuffle",
    "Remove": "select_attributes",
    "RemoveByName": "select_attributes",
    "RemovePercentage": "keep_rows",
    "RemoveRange": "keep_rows",
    "RemoveType": "select_attributes",
    "RemoveUseless": "remove_useless",
    "RemoveWithValues": "filter_rows",
    "RenameAttribute": "rename_attributes",
    "RenameNominalValues": "replace_values",
    "ReplaceMissingValues": "impute",
    "ReplaceMissingWithUserConstant": "impute",
    "Resample": "resample",
    "ReservoirSample": "sample",
    "SpreadSubsample": "balance",
    "Standardize": "standardise",
    "StringToNominal": "change_kind",
    "StringToWordVector": "string_to_words",
    "SubsetByExpression": "filter_rows",
}


@pytest.mark.parametrize(("weka", "ours"), PAIRS.items())
def test_that_a_weka_name_finds_its_counterpart_first(weka: str, ours: str) -> None:
    assert found(weka, catalog().values())[0].key == ours
    assert weka in catalog()[ours].weka_names()


@pytest.mark.parametrize("kind", catalog().values(), ids=lambda kind: kind.key)
def test_that_every_weka_class_named_in_full_finds_its_component_first(
    kind: type[Component],
) -> None:
    for name in kind.weka:
        first = found(name, catalog().values())[0]
        assert first is kind or name.rpartition(".")[2] in first.weka_names()


def test_that_a_name_that_is_not_wekas_is_not_told_as_such() -> None:
    knn = catalog()["knn"]
    assert found("KNeighborsClassifier", catalog().values())[0] is knn
    assert "KNeighborsClassifier" not in knn.weka_names()
