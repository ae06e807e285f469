"""The report of a flow: everything that is in it, in Markdown that nothing can break."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from workbench.core.errors import DataError
from workbench.core.run import Event, Noted, finish
from workbench.flow.events import NodeFailed, NodeReported
from workbench.flow.execute import execute
from workbench.flow.expand import expanded
from workbench.flow.graph import Graph, Link, Node, Note, Placeholder
from workbench.flow.group import Exposed, Group
from workbench.nodes.catalog import catalog
from workbench.runs.drawn import drawn
from workbench.runs.flow_report import FlowReport
from workbench.runs.markdown import code, quote, table, words
from workbench.runs.view import RunView

WRITTEN = datetime(2026, 5, 4, 14, 32, tzinfo=UTC)


def iris() -> Graph:
    kinds = catalog()
    graph = Graph()
    chain: dict[str, tuple[str, dict[str, Any]]] = {
        "data": ("arff", {"path": "resource:data/iris.arff"}),
        "folds": ("cross_validation", {"folds": 3}),
        "knn": ("knn", {"k": 5}),
        "evaluate": ("evaluate", {}),
    }
    for node_id, (key, values) in chain.items():
        graph = graph.with_node(Node(node_id, kinds[key].parse(values)))
    for source, port, target in (
        ("data", "data", "folds"),
        ("folds", "splits", "knn"),
        ("knn", "fits", "evaluate"),
    ):
        graph = graph.with_link(Link(source, port, target, port))
    return graph


def reported(graph: Graph, **facts: object) -> FlowReport:
    view = RunView()

    def follow(event: Event) -> None:
        nonlocal view
        view = view.after(event)

    results = finish(execute(graph), follow)
    made = FlowReport("Iris", graph, WRITTEN, None, drawn(view, expanded(graph)), results)
    return replace(made, **facts)  # type: ignore[arg-type]


def test_that_title_size_date_and_picture_stand_first() -> None:
    text = reported(iris(), picture="iris report.png").text()
    assert text.startswith(
        "# Iris\n\n4 nodes, 3 links. Reported on 2026-05-04 at 14:32.\n\n"
        "![The flow](<iris report.png>)\n"
    )


def test_that_every_node_stands_in_the_order_of_the_flow_with_its_help() -> None:
    text = reported(iris()).text()
    headings = [line for line in text.splitlines() if line.startswith("### ")]
    assert headings[:4] == [
        "### ARFF file",
        "### Cross-validation",
        "### k-nearest neighbours",
        "### Evaluation",
    ]
    for node in iris().nodes.values():
        assert node.component.help() in text.replace("\\", "")
    assert "In: ARFF file → data. Out: splits → k-nearest neighbours" in text


def test_that_parameters_that_differ_from_their_defaults_are_marked() -> None:
    text = reported(iris()).text()
    assert "| **folds** | **3** | 10 |" in text
    assert "| stratified | yes |  |" in text


def test_that_parameters_that_do_not_matter_are_left_out() -> None:
    kinds = catalog()
    graph = Graph().with_node(Node("mlp", kinds["mlp"].parse({})))
    assert "initial std" not in FlowReport("x", graph, WRITTEN).text()
    normal = graph.with_parameters("mlp", {"initialisation": "normal"})
    assert "initial std" in FlowReport("x", normal, WRITTEN).text()


def test_that_results_are_scores_with_intervals_and_a_confusion_matrix() -> None:
    text = reported(iris()).text()
    assert "| Learner | Test | Samples | Accuracy |" in text
    row = next(line for line in text.splitlines() if line.startswith("| k-nearest"))
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[1:3] == ["`cv:3`", "150"]
    share, _, interval = cells[3].partition(" ")
    low, high = (float(end) for end in interval.strip("()").split(" … "))
    assert low < float(share) < high
    assert "| **Iris-setosa** | **50** | 0 | 0 |" in text


def test_that_the_data_are_summed_up_with_their_fingerprint() -> None:
    report = reported(iris())
    fingerprint = report.results.values["data"].fingerprint
    text = report.text()
    assert f"iris: 150 samples, 5 attributes; fingerprint `{fingerprint}`." in text
    assert "| class | nominal | class | 0 | Iris-setosa 50, Iris-versicolor 50" in text
    assert f"| ARFF file | fingerprint `{fingerprint}` |" in text


def test_that_provenance_names_seed_test_and_versions() -> None:
    text = reported(iris(), file=Path("/home/me/iris.flow")).text()
    assert "| Flow | `iris.flow` |" in text
    assert "test `cv:3`, seed 1, fitted in" in text
    for name in ("workbench", "python", "torch", "numpy"):
        assert f"| {name} | " in text


def test_that_a_flow_that_has_not_run_is_described_all_the_same() -> None:
    text = FlowReport("Iris", iris(), WRITTEN).text()
    assert "Nothing has come out of the flow yet; run it." in text
    assert "`knn` · not run" in text


def test_that_warnings_and_errors_stand_at_their_node() -> None:
    error = DataError("No such | file.", remedy="Choose another.")
    noted = NodeReported("data", Noted("Slow.", is_warning=True))
    view = RunView().after(noted).after(NodeFailed("data", error))
    text = FlowReport("Iris", iris(), WRITTEN, view=view).text()
    assert "`data` · failed" in text
    assert "> **Warning:** Slow." in text
    assert "> **Error:** No such \\| file. Choose another." in text


def test_that_notes_are_quoted_with_their_markdown() -> None:
    graph = iris().with_note(Note("note", "# A *plan*\n\nand more")).with_note(Note("empty", " "))
    text = FlowReport("Iris", graph, WRITTEN).text()
    assert "## Notes\n\n> # A *plan*\n>\n> and more\n\n## Nodes" in text


def test_that_a_sweep_tells_its_values_and_a_result_for_each() -> None:
    text = reported(iris().with_sweep("knn", "k", [1, 9])).text()
    default = catalog()["knn"].parse({}).parameters()["k"]
    assert f"| **k** | **1, 9** | {default} |" in text
    assert "| k-nearest neighbours (k = 1) |" in text
    assert "| k-nearest neighbours (k = 9) |" in text


def test_that_a_group_shows_the_nodes_inside_by_their_paths() -> None:
    inner = Graph().with_node(Node("knn", catalog()["knn"].parse({})))
    inner = inner.with_note(Note("why", "Near is alike."))
    group = Group(inner, (Exposed("splits", "knn", "splits"),), (), (), "Learns by heart.")
    text = FlowReport("x", Graph().with_node(Node("learn", group)), WRITTEN).text()
    assert "Learns by heart." in text
    assert "#### k-nearest neighbours" in text
    assert "`learn/knn`" in text
    assert "> Near is alike." in text


def test_that_an_unknown_node_shows_what_is_kept_of_it() -> None:
    graph = Graph().with_node(Node("x", Placeholder("svm", 1, '{"c": 1}')))
    assert '`{"c": 1}`' in FlowReport("x", graph, WRITTEN).text()


def test_that_files_below_the_flows_folder_are_told_relative_to_it(tmp_path: Path) -> None:
    kinds = catalog()
    reader = kinds["arff"].parse({"path": str(tmp_path / "a.arff")})
    graph = Graph().with_node(Node("data", reader))
    text = FlowReport("x", graph, WRITTEN, tmp_path / "x.flow").text()
    assert "**a.arff**" in text


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("learning_rate", "learning_rate"),
        ("_emphasis_ *and* <b>", "\\_emphasis\\_ \\*and\\* \\<b\\>"),
        ("a|b\nc", "a\\|b c"),
        ("[x](y) `z`", "\\[x\\](y) \\`z\\`"),
    ],
)
def test_that_words_mean_nothing_but_themselves(text: str, escaped: str) -> None:
    assert words(text) == escaped


def test_that_code_holds_ticks_and_bars() -> None:
    assert code("a`b|c") == "``a`b\\|c``"
    assert code("`a`") == "`` `a` ``"
    assert code(" ") == ""


def test_that_a_table_has_a_rule_and_quotes_keep_empty_lines() -> None:
    assert table(("a", ">b"), [("1", "2")]) == "| a | b |\n| --- | ---: |\n| 1 | 2 |"
    assert quote("a\n\nb") == "> a\n>\n> b"
