"""Both formats of WEKA's KnowledgeFlow, whole and damaged."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.flow.knowledge_flow_files import (
    IBK,
    JUDGED,
    bean,
    classifier,
    cross_validated,
    evaluator,
    folds,
    in_row,
    kf,
    kfml,
    loader,
    step,
    text,
    wrapped,
)
from workbench.core.component import Component
from workbench.core.errors import FlowError
from workbench.flow import file as flow_file
from workbench.flow.graph import Graph, Placeholder
from workbench.flow.knowledge_flow.load import is_knowledge_flow, load
from workbench.nodes.catalog import catalog

ARFF = "weka.core.converters.ArffLoader"
BEANS = [
    bean("Loader", wrapped(ARFF, inside=text("file", "pima.arff")), "ArffLoader"),
    bean("ClassAssigner", text("classColumn", "last")),
    bean("CrossValidationFoldMaker", text("folds", "5") + text("seed", "3")),
    bean("Classifier", wrapped(IBK, "-K", "3", "-W", "0", "", ""), "my neighbours"),
    bean("ClassifierPerformanceEvaluator"),
    bean("TextViewer"),
    bean("Note", text("noteText", "Here & there")),
]
LINKS = [(0, 1, "dataSet"), (1, 2, "dataSet"), (2, 3, "trainingSet"), (2, 3, "testSet"),
         (3, 4, "batchClassifier"), (4, 5, "text")]  # fmt: skip
SMALL = kf(in_row(cross_validated("")), "a note")


def saved(folder: Path, content: str | bytes, name: str = "flow.kf") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def imported(path: Path) -> Graph:
    graph = load(path, catalog()).graph
    assert flow_file.loads(flow_file.dumps(graph), catalog()) == graph
    return graph


def links(graph: Graph) -> set[str]:
    return {f"{k.source}.{k.source_port}>{k.target}.{k.target_port}" for k in graph.links}


STRAIGHT = {
    "arff.data>set_class.data",
    "set_class.data>cross_validation.data",
    "cross_validation.splits>knn.splits",
    "knn.fits>evaluate.fits",
    "evaluate.evaluation>score_table.evaluation",
}


def test_that_json_becomes_a_graph(tmp_path: Path) -> None:
    graph = imported(saved(tmp_path, SMALL))
    assert links(graph) == STRAIGHT | {"evaluate.evaluation>roc.evaluation"}
    assert [note.text for note in graph.notes] == ["a note"]


def test_that_xml_becomes_a_graph(tmp_path: Path) -> None:
    graph = imported(saved(tmp_path, kfml(BEANS, LINKS), "flow.kfml"))
    assert links(graph) == STRAIGHT
    folds = graph.node("cross_validation").component
    assert isinstance(folds, Component)
    wanted = {"folds": 5, "repeats": 1, "seed": 3, "stratified": True, "shuffling": "weka"}
    assert folds.parameters() == wanted
    assert graph.node("knn").title == "my neighbours"
    assert [note.text for note in graph.notes] == ["Here & there"]


def test_that_the_content_and_not_the_name_says_which_format_it_is(tmp_path: Path) -> None:
    assert links(imported(saved(tmp_path, kfml(BEANS, LINKS), "flow.kf"))) == STRAIGHT
    assert is_knowledge_flow(Path("a.KF"))
    assert not is_knowledge_flow(Path("a.flow"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b" \n", "The file is empty."),
        (b"\xac\xed\x00\x05sr", "saved as Java objects"),
        (b"{", "not JSON"),
        (b"[]", "no list of steps"),
        (b'{"format": "workbench-flow", "nodes": []}', "no list of steps"),
        (b'{"steps": [1]}', "steps.0"),
        (b'{"steps": [{"class": "", "properties": {}}]}', "steps.0.class"),
        (b'{"steps": [{"class": "x"}]}', "steps.0.properties"),
        (
            b'{"steps": [{"class": "x", "properties": {"filter": {}}}]}',
            "an algorithm has no class",
        ),
        (b'{"steps": [], "x": NaN}', "number or text that is none"),
        (b'{"steps": [], "x": 1' + b"0" * 5000 + b"}", "number or text that is none"),
        (rb'{"steps": [], "x": "\ud800"}', "number or text that is none"),
        (b'{"steps": ' + b"[" * 100_000, "nested too deeply"),
        (b"<html></html>", "it holds no steps"),
        (b"<object><object>", "not XML"),
        (
            kfml([bean("", "").replace('class="weka.gui.beans."', "")]).encode(),
            "a step has no class",
        ),
        (b"<a>" * 200 + b"</a>" * 200, "nested too deeply"),
        (b'<?xml version="1.0" encoding="klingon"?><object/>', "not XML"),
        (b'<!DOCTYPE a [<!ENTITY x "x">]><a>&x;</a>', "declares entities"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "declares entities"),
        (b'<!DOCTYPE a [<!ENTITY % x "x">]><a/>', "declares entities"),
    ],
)
def test_that_what_is_no_knowledge_flow_is_refused_in_one_sentence(
    content: bytes, said: str, tmp_path: Path
) -> None:
    path = saved(tmp_path, content)
    with pytest.raises(FlowError, match=said) as caught:
        load(path, catalog())
    assert caught.value.where.file == str(path)
    assert "\n" not in str(caught.value)


def test_that_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FlowError, match="no such file"):
        load(tmp_path / "absent.kf", catalog())
    with pytest.raises(FlowError, match="cannot be read"):
        load(tmp_path, catalog())


def test_that_two_steps_of_one_name_and_a_cycle_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FlowError, match=r"Two steps .* are called 'TextViewer'"):
        load(saved(tmp_path, kf([step("TextViewer"), step("TextViewer")])), catalog())
    ring = [step("Dummy", "a", {"dataSet": ["b"]}), step("Dummy", "b", {"dataSet": ["a"]})]
    with pytest.raises(FlowError, match="cycle through: a, b"):
        load(saved(tmp_path, kf(ring)), catalog())


def test_that_far_too_many_steps_are_refused(tmp_path: Path) -> None:
    many = [step("TextViewer", f"v{n}") for n in range(2001)]
    with pytest.raises(FlowError, match="2,001 steps"):
        load(saved(tmp_path, kf(many)), catalog())


@pytest.mark.parametrize("content", [SMALL, kfml(BEANS, LINKS)], ids=["kf", "kfml"])
def test_that_a_file_cut_off_anywhere_is_refused(content: str, tmp_path: Path) -> None:
    data = content.encode()
    path = tmp_path / "cut.kf"
    for length in range(len(data.rstrip())):
        path.write_bytes(data[:length])
        with pytest.raises(FlowError):
            load(path, catalog())


JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 10**30), st.floats(allow_nan=False),
    st.sampled_from(["", "x", "-K", '"', "0", "last", "weka.classifiers.lazy.IBk", "1e999"]),
    st.just([]), st.just({}), st.just({"class": "weka.filters.MultiFilter", "options": "-F x"}),
)  # fmt: skip


def spoilt(value: Any, path: list[int], junk: Any) -> Any:
    """The value with something in it replaced; ``path`` chooses what."""
    if not path or not isinstance(value, dict | list) or not value:
        return junk
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    key = keys[path[0] % len(keys)]
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[key] = spoilt(value[key], path[1:], junk)
    return copy


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 20), min_size=2, max_size=6), JUNK)
def test_that_a_file_with_anything_changed_is_imported_or_refused(
    tmp_path: Path, path: list[int], junk: Any
) -> None:
    content = json.dumps(spoilt(json.loads(SMALL), path, junk))
    with suppress(FlowError):  # anything else fails the test
        imported(saved(tmp_path, content))


def test_that_wekas_own_sign_for_a_backslash_is_read(tmp_path: Path) -> None:
    graph = imported(saved(tmp_path, kf([loader("", "C:@@-@@new\\iris.arff")])))
    component = graph.node("arff").component
    assert isinstance(component, Component)
    assert component.parameters()["path"] == r"C:\new\iris.arff"


def test_that_unknown_steps_are_named_placeholders_with_their_options(tmp_path: Path) -> None:
    entries = cross_validated("")
    entries[2] = folds("IBk", "J48")
    entries.append(classifier("J48", JUDGED, "weka.classifiers.trees.J48", "-C 0.25 -M 2"))
    path = saved(tmp_path, kf(entries))
    graph = imported(path)
    node = graph.node("J48")
    assert isinstance(node.component, Placeholder)
    assert (node.component.key, node.name) == ("weka.classifiers.trees.J48", "J48")
    assert json.loads(node.component.values)["options"] == "-C 0.25 -M 2"
    assert {
        "cross_validation.splits>J48.trainingSet",
        "J48.batchClassifier>evaluate.fits",
    } <= links(graph)
    told = [str(m) for m in load(path, catalog()).messages if m.node == "J48"]
    assert told == ["J48: It has no counterpart here; its settings are kept."]


def test_that_several_links_into_an_unknown_step_are_kept(tmp_path: Path) -> None:
    entries = [
        step("DataGrid", "one", {"dataSet": ["Join"]}),
        step("DataGrid", "two", {"dataSet": ["Join"]}),
        step("Join"),
    ]
    assert links(imported(saved(tmp_path, kf(entries)))) == {
        "DataGrid.dataSet>Join.dataSet",
        "DataGrid2.dataSet>Join.dataSet",
    }


def test_that_an_evaluation_on_its_own_is_drawn(tmp_path: Path) -> None:
    graph = imported(saved(tmp_path, kf([evaluator(), step("TextViewer"), folds()])))
    assert set(graph.nodes) == {"evaluate", "score_table", "cross_validation"}


def test_that_a_file_that_is_far_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.flow.knowledge_flow.load.LARGEST", 10)
    with pytest.raises(FlowError, match="far too large"):
        load(saved(tmp_path, SMALL), catalog())


def test_that_what_weka_wrote_in_another_character_set_is_read(tmp_path: Path) -> None:
    content = kf([step("TextViewer")], "für alle").replace("\\u00fc", "ü").encode("latin-1")
    assert [n.text for n in imported(saved(tmp_path, content)).notes] == ["für alle"]


def test_that_beans_of_one_name_and_odd_places_are_drawn(tmp_path: Path) -> None:
    viewers = [bean("TextViewer", name="mine"), bean("TextViewer", name="mine")]
    content = kfml(viewers).replace('primitive="yes">80<', 'primitive="yes">eighty<')
    graph = imported(saved(tmp_path, content))
    assert [node.title for node in graph.nodes.values()] == ["mine", "mine2"]
    assert len({(node.x, node.y) for node in graph.nodes.values()}) == 2
