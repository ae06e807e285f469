"""What WEKA's classes and their options become."""

from pathlib import Path
from typing import Any

import pytest

from tests.unit.flow.knowledge_flow_files import (
    JUDGED,
    classifier,
    evaluator,
    filter_,
    folds,
    kf,
    loader,
    step,
)
from workbench.core.component import Component
from workbench.core.files import resource
from workbench.flow.graph import Placeholder
from workbench.flow.knowledge_flow.load import Imported, load
from workbench.flow.knowledge_flow.rules.book import RULES
from workbench.flow.knowledge_flow.rules.files import FILES
from workbench.nodes.catalog import catalog

IRIS = str(resource("data", "iris.arff"))
WEATHER = str(resource("data", "weather.nominal.arff"))
CLASSIFIERS = "weka.classifiers."
ATTRIBUTE = "weka.filters.unsupervised.attribute."
BY_CLASS = "weka.filters.supervised.attribute."
INSTANCE = "weka.filters.unsupervised.instance."
RANKER = "weka.attributeSelection.Ranker"
GAIN = "weka.attributeSelection.InfoGainAttributeEval"

Facts = dict[str, Any]


def imported(folder: Path, entries: list[dict[str, Any]]) -> Imported:
    path = folder / "flow.kf"
    path.write_text(kf(entries))
    return load(path, catalog())


def learner(folder: Path, scheme: str, options: str, data: str = IRIS) -> Imported:
    entries = [
        loader("CrossValidationFoldMaker", data),
        folds("it"),
        classifier("it", JUDGED, CLASSIFIERS + scheme, options),
        evaluator(),
    ]
    return imported(folder, entries)


def filtered(folder: Path, scheme: str, options: str, data: str = IRIS) -> Imported:
    entries = [
        loader("it", data),
        filter_("it", {"dataSet": ["CrossValidationFoldMaker"]}, scheme, options),
        folds("IBk"),
        classifier("IBk"),
    ]
    return imported(folder, entries)


def facts(result: Imported, key: str) -> Facts:
    """The parameters of the first node of a kind that are not at their defaults."""
    node = next(n for n in result.graph.nodes.values() if n.component.key == key)
    assert isinstance(node.component, Component)
    plain = type(node.component)().parameters()
    return {k: v for k, v in node.component.parameters().items() if v != plain[k]}


def told(result: Imported, step_name: str = "it") -> str:
    return " ".join(m.text for m in result.messages if m.step == step_name)


@pytest.mark.parametrize(
    ("scheme", "options", "key", "expected"),
    [
        ("lazy.IBk", "-K 3 -W 0", "knn", {"k": 3, "distance": "weka"}),
        ("lazy.IBk", "-K 3 -I", "knn", {"k": 3, "distance": "weka", "weights": "distance"}),
        ("lazy.IBk", '-A "weka.core.neighboursearch.KDTree"', "knn", {"k": 1, "distance": "weka"}),
        (
            "lazy.IBk",
            '-A "weka.core.neighboursearch.LinearNNSearch -A \\"weka.core.ManhattanDistance\\""',
            "knn",
            {"k": 1, "distance": "manhattan", "scale": "min-max"},
        ),
        (
            "lazy.IBk",
            '-A "weka.core.neighboursearch.LinearNNSearch -A \\"weka.core.EuclideanDistance -D\\""',
            "knn",
            {"k": 1, "scale": "none"},
        ),
        ("functions.Logistic", "-R 0.5 -M 30 -S", "logistic",
         {"ridge": 0.5, "max_iterations": 30, "scale": "none"}),
        ("functions.Logistic", "-R 1.0E-8 -M -1", "logistic", {}),
        ("rules.ZeroR", "", "majority", {}),
        ("functions.VotedPerceptron", "-I 7 -E 1.0 -S 3", "perceptron",
         {"variant": "averaged", "epochs": 7, "seed": 3, "scale": "none"}),
    ],
)  # fmt: skip
def test_that_a_classifier_gets_its_options(
    scheme: str, options: str, key: str, expected: Facts, tmp_path: Path
) -> None:
    assert facts(learner(tmp_path, scheme, options), key) == expected


@pytest.mark.parametrize(
    ("layers", "widths"),
    [("a", [3]), ("i,o", [4, 3]), ("t", [7]), ("12,4", [12, 4]), ("0", [])],
)
def test_that_hidden_layers_are_as_wide_as_wekas(
    layers: str, widths: list[int], tmp_path: Path
) -> None:
    result = learner(tmp_path, "functions.MultilayerPerceptron", f"-L 0.3 -M 0.2 -H {layers}")
    found = facts(result, "mlp")
    assert found["hidden"] == widths
    assert found["learning_rate"] == pytest.approx(0.375)
    assert (found["activation"], found["batch_size"], found["epochs"]) == ("sigmoid", 1, 500)
    assert "momentum" in told(result)


def test_that_a_label_of_two_is_one_input_as_in_weka(tmp_path: Path) -> None:
    result = learner(tmp_path, "functions.MultilayerPerceptron", "-H i", WEATHER)
    assert facts(result, "mlp")["hidden"] == [3 + 3 + 1 + 1]


def test_that_a_networks_validation_set_stops_it(tmp_path: Path) -> None:
    found = facts(learner(tmp_path, "functions.MultilayerPerceptron", "-V 20 -E 5 -I"), "mlp")
    assert found["validation_share"] == pytest.approx(0.2)
    assert (found["early_stopping"], found["scale"]) == (5, "none")


@pytest.mark.parametrize(
    ("scheme", "options", "lost"),
    [
        ("lazy.IBk", "-K 9 -X -F -W 100", "-W 100 -X -F"),
        ("functions.Logistic", "-C", "-C"),
        ("functions.MultilayerPerceptron", "-D -R", "-D -R"),
        ("functions.VotedPerceptron", "-E 2.0", "-E 2.0"),
        ("lazy.IBk", '-A "weka.core.neighboursearch.LinearNNSearch -S"', "-S"),
        (
            "lazy.IBk",
            '-A "weka.core.neighboursearch.LinearNNSearch -A '
            '\\"weka.core.EuclideanDistance -R 1\\""',
            "-R 1",
        ),
    ],
)
def test_that_an_option_without_a_counterpart_is_told(
    scheme: str, options: str, lost: str, tmp_path: Path
) -> None:
    assert f"WEKA's option {lost} of" in told(learner(tmp_path, scheme, options))


@pytest.mark.parametrize(
    ("scheme", "options", "said"),
    [
        ("trees.J48", "-C 0.25 -M 2", "It has no counterpart here; its settings are kept."),
        ("lazy.IBk", "-K none", "-K must be a number; it was 'none'. Its settings are kept."),
        ("lazy.IBk", "-K 0", "Its settings do not fit: k-nearest neighbours: 'k' must"),
        ("functions.MultilayerPerceptron", "-H x", "'x' are no hidden layers of WEKA's."),
        ("misc.SerializedClassifier", "-model m", "holds Java objects"),
    ],
)
def test_that_what_cannot_be_becomes_a_placeholder_with_the_reason(
    scheme: str, options: str, said: str, tmp_path: Path
) -> None:
    result = learner(tmp_path, scheme, options)
    placeholders = [n for n in result.graph.nodes.values() if isinstance(n.component, Placeholder)]
    (node,) = placeholders
    assert node.component.key == CLASSIFIERS + scheme
    assert node.name == "it"
    assert said in told(result)


@pytest.mark.parametrize(
    ("scheme", "options", "key", "expected"),
    [
        (ATTRIBUTE + "Standardize", "", "standardise", {}),
        (ATTRIBUTE + "Normalize", "-S 2.0 -T -1.0", "min_max", {"low": -1.0}),
        (ATTRIBUTE + "ReplaceMissingValues", "", "impute", {}),
        (ATTRIBUTE + "ReplaceMissingWithUserConstant", "-A first-last -N x -R 9", "impute",
         {"numeric": "constant", "number": 9.0, "nominal": "constant", "label": "x"}),
        (ATTRIBUTE + "NominalToBinary", "-R first-last", "one_hot", {}),
        (BY_CLASS + "NominalToBinary", "-A", "one_hot", {}),
        (ATTRIBUTE + "Remove", "-R 1,3-4", "select_attributes",
         {"attributes": ["sepallength", "petallength", "petalwidth"]}),
        (ATTRIBUTE + "Remove", "-V -R 2,last", "select_attributes",
         {"action": "keep", "attributes": ["sepalwidth", "class"]}),
        (ATTRIBUTE + "RemoveByName", "-E sepal.*", "select_attributes",
         {"pattern": "^(?:sepal.*)$"}),
        (ATTRIBUTE + "RemoveType", "-T numeric -V", "select_attributes",
         {"action": "keep", "kind": "numeric"}),
        (ATTRIBUTE + "RemoveUseless", "-M 50.0", "remove_useless", {"most_distinct": 50.0}),
        (ATTRIBUTE + "Discretize", "-B 5 -M -1.0 -R 1 -precision 6", "discretise",
         {"bins": 5, "attributes": ["sepallength"]}),
        (ATTRIBUTE + "Discretize", "-F -B 4", "discretise",
         {"method": "equal frequency", "bins": 4}),
        (BY_CLASS + "Discretize", "-E", "discretise",
         {"method": "Fayyad–Irani", "better_encoding": True}),
        (ATTRIBUTE + "PrincipalComponents", "-R 0.9 -A 5 -M -1", "pca", {"variance": 0.9}),
        (ATTRIBUTE + "PrincipalComponents", "-C -R 0.95 -M 2", "pca",
         {"count": 2, "standardise": False}),
        (BY_CLASS + "AttributeSelection", f"-E {GAIN} -S \"{RANKER} -N 2\"", "select_best",
         {"number": 2}),
        (BY_CLASS + "AttributeSelection",
         f"-E weka.attributeSelection.GainRatioAttributeEval -S \"{RANKER} -T 0.1 -N -1\"",
         "select_best", {"method": "gain ratio", "threshold": 0.1}),
        (BY_CLASS + "AttributeSelection",
         f"-E \"weka.attributeSelection.PrincipalComponents -R 0.8 -A 5\" -S {RANKER}", "pca",
         {"variance": 0.8}),
        (ATTRIBUTE + "ClassAssigner", "-C 1", "set_class", {"attribute": "sepallength"}),
        (ATTRIBUTE + "RenameAttribute", "-find (.*)al(.*) -replace $2-$1 -R first-last",
         "rename_attributes", {"pattern": "(.*)al(.*)", "replacement": r"\g<2>-\g<1>"}),
        (ATTRIBUTE + "NumericToNominal", "-R 1-2", "numeric_to_nominal",
         {"attributes": ["sepallength", "sepalwidth"]}),
        (ATTRIBUTE + "NumericCleaner",
         "-min -1.7976931348623157E308 -max 1.7976931348623157E308 -closeto 0.0 "
         "-closeto-default NaN -R 3", "zero_as_missing", {"attributes": ["petallength"]}),
        (ATTRIBUTE + "AddExpression", "-E a1*2 -N twice", "derive",
         {"name": "twice", "expression": "`sepallength` * 2"}),
        (INSTANCE + "Randomize", "-S 42", "shuffle", {"seed": 42, "shuffling": "weka"}),
        (INSTANCE + "Resample", "-S 5 -Z 50.0 -no-replacement", "resample",
         {"seed": 5, "percent": 50.0, "replacement": False}),
        ("weka.filters.supervised.instance.Resample", "-B 1.0", "resample", {"bias": 1.0}),
        ("weka.filters.supervised.instance.SpreadSubsample", "-M 1.0 -X 0.0 -S 2", "balance",
         {"method": "undersample", "seed": 2}),
        ("weka.filters.supervised.instance.ClassBalancer", "-num-intervals 10", "balance",
         {"method": "same size"}),
        (INSTANCE + "ReservoirSample", "-S 2 -Z 30", "sample",
         {"count": 30, "seed": 2, "stratified": False}),
        (INSTANCE + "RemoveRange", "-R first-10,last", "keep_rows",
         {"action": "remove", "rows": "1-10,150"}),
        (INSTANCE + "RemovePercentage", "-P 20 -V", "keep_rows", {"rows": "1-30"}),
        (INSTANCE + "RemoveWithValues", "-C last -L 1,3", "filter_rows",
         {"action": "remove", "expression": "`class` in ['Iris-setosa', 'Iris-virginica']"}),
        (INSTANCE + "RemoveWithValues", "-C 1 -S 5.5 -V -M", "filter_rows",
         {"action": "remove", "expression": "`sepallength` >= 5.5 or is_missing(`sepallength`)"}),
        (INSTANCE + "SubsetByExpression", "-E \"ATT1 > 5\"", "filter_rows",
         {"expression": "`sepallength` > 5"}),
    ],
)  # fmt: skip
def test_that_a_filter_gets_its_options(
    scheme: str, options: str, key: str, expected: Facts, tmp_path: Path
) -> None:
    assert facts(filtered(tmp_path, scheme, options), key) == expected


@pytest.mark.parametrize(
    ("scheme", "options", "key", "expected"),
    [
        (ATTRIBUTE + "NominalToString", "-C 1-2", "change_kind",
         {"kind": "string", "attributes": ["outlook", "temperature"]}),
        (ATTRIBUTE + "OrdinalToNumeric", "-R first-last", "change_kind",
         {"kind": "numeric", "attributes": ["outlook", "temperature", "humidity", "windy"]}),
        (ATTRIBUTE + "RenameNominalValues", "-R outlook -N sunny:dry", "replace_values",
         {"attributes": ["outlook"], "find": "sunny", "replacement": "dry"}),
        (ATTRIBUTE + "NominalToBinary", "-R 1", "one_hot", {"attributes": ["outlook"]}),
        (ATTRIBUTE + "StringToWordVector",
         '-R first-last -W 500 -C -L -M 2 -tokenizer "weka.core.tokenizers.NGramTokenizer -max 2"',
         "string_to_words",
         {"values": "count", "words_to_keep": 500, "minimum_count": 2, "longest": 2}),
        (ATTRIBUTE + "StringToWordVector",
         "-L -tokenizer weka.core.tokenizers.CharacterNGramTokenizer", "string_to_words",
         {"unit": "character", "longest": 3}),
        (ATTRIBUTE + "StringToWordVector", "-I", "string_to_words",
         {"values": "tf-idf", "lower_case": False}),
    ],
)  # fmt: skip
def test_that_a_filter_of_labels_and_texts_gets_its_options(
    scheme: str, options: str, key: str, expected: Facts, tmp_path: Path
) -> None:
    assert facts(filtered(tmp_path, scheme, options, WEATHER), key) == expected


@pytest.mark.parametrize(
    ("scheme", "options"),
    [
        ("weka.filters.AllFilter", ""),
        (INSTANCE + "SubsetByExpression", "-E true"),
        ("weka.filters.supervised.instance.SpreadSubsample", "-M 0.0 -X 0.0 -S 1"),
    ],
)
def test_that_a_filter_that_does_nothing_is_no_node(
    scheme: str, options: str, tmp_path: Path
) -> None:
    assert set(filtered(tmp_path, scheme, options).graph.nodes) == {
        "arff", "cross_validation", "knn",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("scheme", "options", "said"),
    [
        (BY_CLASS + "AttributeSelection", "", "search BestFirst has no counterpart"),
        (
            BY_CLASS + "AttributeSelection",
            f"-E weka.attributeSelection.OneRAttributeEval -S {RANKER}",
            "OneRAttributeEval has no counterpart",
        ),
        (
            BY_CLASS + "AttributeSelection",
            f'-E "{GAIN} -M" -S "{RANKER} -N 2"',
            "option -M of InfoGainAttributeEval",
        ),
        (ATTRIBUTE + "NumericCleaner", "-min 3", "only zeros that become missing"),
        (INSTANCE + "Resample", "-V -no-replacement", "leaves out are not to be had"),
        ("weka.filters.supervised.instance.SpreadSubsample", "-M 4.0", "Of WEKA's spreads only 1"),
        (ATTRIBUTE + "StringToWordVector", "-tokenizer weka.core.tokenizers.Odd", "Odd has no"),
        (ATTRIBUTE + "RenameNominalValues", "-R 1 -N a", "no pairs"),
        (ATTRIBUTE + "ClassAssigner", "-C 0", "the reader can do without"),
        (ATTRIBUTE + "Obfuscate", "", "It has no counterpart here"),
        (ATTRIBUTE + "MergeTwoValues", "-C last -F 1 -S 2", "-C last -F 1 -S 2 of MergeTwoValues"),
        (ATTRIBUTE + "Remove", "-R 9", "'attributes' is to be set by hand (attributes 9 in WEKA)"),
        (ATTRIBUTE + "AddExpression", "-E pow(a1,2) -N p", "'expression' is to be set by hand"),
    ],
)
def test_that_a_filter_that_cannot_be_carried_over_is_told(
    scheme: str, options: str, said: str, tmp_path: Path
) -> None:
    assert said in told(filtered(tmp_path, scheme, options))


def test_that_numbers_stay_unknown_where_the_data_are_not_there(tmp_path: Path) -> None:
    result = filtered(tmp_path, ATTRIBUTE + "Remove", "-R 1", "/absent/pima.arff")
    assert "set by hand (attributes 1 in WEKA): the data cannot be looked at" in told(result)
    result = filtered(tmp_path, INSTANCE + "RemoveRange", "-R first-9", "/absent/pima.arff")
    assert facts(result, "keep_rows") == {"action": "remove", "rows": "first-9"}


def test_that_numbers_are_those_of_what_arrives(tmp_path: Path) -> None:
    entries = [
        loader("one", IRIS),
        filter_("one", {"dataSet": ["two"]}, ATTRIBUTE + "Remove", "-R 1"),
        filter_("two", {"dataSet": ["CrossValidationFoldMaker"]}, ATTRIBUTE + "Remove", "-R 1"),
        folds("three"),
        filter_("three", {"trainingSet": ["four"]}, ATTRIBUTE + "PrincipalComponents", "-M 1"),
        filter_("four", {"trainingSet": ["IBk"]}, ATTRIBUTE + "Discretize", "-R 1"),
        classifier("IBk"),
    ]
    graph = imported(tmp_path, entries).graph
    removed = [graph.node(i).component for i in ("select_attributes", "select_attributes2")]
    names = [c.parameters()["attributes"] for c in removed if isinstance(c, Component)]
    assert names == [["sepallength"], ["sepalwidth"]]
    cut = graph.node("discretise").component
    assert isinstance(cut, Component)
    assert cut.parameters()["attributes"] == ["pc1"]


def test_that_schemes_inside_schemes_stand_in_a_row(tmp_path: Path) -> None:
    inside = 'weka.filters.MultiFilter -F \\"weka.filters.unsupervised.attribute.Standardize\\"'
    options = f'-F "{inside}" -S 1 -W weka.classifiers.rules.ZeroR --'
    graph = learner(tmp_path, "meta.FilteredClassifier", options).graph
    assert [f"{k.source}>{k.target}" for k in graph.links] == [
        "arff>cross_validation", "cross_validation>standardise", "standardise>majority",
        "majority>evaluate",
    ]  # fmt: skip
    assert graph.node("majority").title == "it"
    assert not graph.node("standardise").title


def test_that_an_attribute_selected_classifier_selects_first(tmp_path: Path) -> None:
    options = f'-E {GAIN} -S "{RANKER} -N 3" -W weka.classifiers.lazy.IBk -- -K 5'
    result = learner(tmp_path, "meta.AttributeSelectedClassifier", options)
    assert facts(result, "select_best") == {"number": 3}
    assert facts(result, "knn") == {"distance": "weka"}


def test_that_schemes_without_end_are_refused(tmp_path: Path) -> None:
    scheme = "weka.filters.unsupervised.attribute.Standardize"
    for _ in range(8):
        quoted = scheme.replace("\\", "\\\\").replace('"', '\\"')
        scheme = f'weka.filters.MultiFilter -F "{quoted}"'
    name, _, options = scheme.partition(" ")
    assert "standardise" in filtered(tmp_path, name, options).graph.nodes


@pytest.mark.parametrize(
    ("scheme", "options", "key", "expected"),
    [
        ("CSVLoader", "-H -N 1 -M NA -F ; -B 100", "csv",
         {"header": "no", "delimiter": ";", "missing": ["", "NA"]}),
        ("CSVLoader", "-M ? -F @@-@@t", "csv", {"delimiter": "tab"}),
        ("JSONLoader", "", "json_lines", {}),
        ("DatabaseLoader", '-url jdbc:sqlite:x.db -Q "select * from t"', "sqlite", {"table": "t"}),
        ("TextDirectoryLoader", "-dir texts", "class_files", {}),
    ],
)  # fmt: skip
def test_that_a_loader_gets_its_options(
    scheme: str, options: str, key: str, expected: Facts, tmp_path: Path
) -> None:
    entry = loader("", "data.x", "it", "weka.core.converters." + scheme)
    entry["properties"]["loader"]["options"] = options
    found = facts(imported(tmp_path, [entry]), key)
    assert {k: v for k, v in found.items() if k != "path"} == expected


def test_that_other_databases_are_told(tmp_path: Path) -> None:
    entry = loader("", "", "it", "weka.core.converters.DatabaseLoader")
    entry["properties"]["loader"]["options"] = "-url jdbc:idb=x -Q select"
    assert "only a whole table of an SQLite file" in told(imported(tmp_path, [entry]))


def test_that_every_rule_is_for_a_class_that_a_component_stands_for() -> None:
    known = {weka for kind in catalog().values() for weka in kind.weka}
    composed = {"weka.filters.AllFilter"}
    assert set(RULES) | set(FILES) <= known | composed


def test_that_a_class_column_is_a_number_a_word_or_a_name(tmp_path: Path) -> None:
    for column, expected in {"/first": "sepallength", "2": "sepalwidth", "class": "class"}.items():
        entries = [loader("ClassAssigner", IRIS), step("ClassAssigner", classColumn=column)]
        assert facts(imported(tmp_path, entries), "set_class") == {"attribute": expected}
    result = imported(tmp_path, [loader("ClassAssigner", IRIS), step("ClassAssigner",
                                                                     classColumn="0")])  # fmt: skip
    assert set(result.graph.nodes) == {"arff"}
    assert "reader" in told(result, "ClassAssigner")


def test_that_other_searches_and_distances_are_told(tmp_path: Path) -> None:
    options = '-A "weka.core.neighboursearch.Fuzzy -A \\"weka.core.ChebyshevDistance\\""'
    result = learner(tmp_path, "lazy.IBk", options)
    assert "search Fuzzy is not known here" in told(result)
    assert "ChebyshevDistance has no counterpart here; it is Euclidean now." in told(result)
    assert facts(result, "knn") == {"k": 1, "scale": "min-max"}


def test_that_classifiers_inside_one_another_end_somewhere(tmp_path: Path) -> None:
    options = "-F weka.filters.AllFilter -W weka.classifiers.meta.FilteredClassifier -- " * 30
    assert "nested too deeply" in told(learner(tmp_path, "meta.FilteredClassifier", options))


def test_that_a_name_with_a_backtick_stays_out_of_expressions(tmp_path: Path) -> None:
    data = tmp_path / "odd.arff"
    data.write_text("@relation r\n@attribute 'a`b' numeric\n@attribute c {x,y}\n@data\n1,x\n")
    result = filtered(tmp_path, INSTANCE + "RemoveWithValues", "-C 1 -S 3", str(data))
    assert "has a backtick in its name" in told(result)
