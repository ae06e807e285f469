"""Templates: each loads, is tidy, and runs through on data that come with the program."""

import itertools
from pathlib import Path

import pytest

from workbench.core.component import Component
from workbench.core.files import resource
from workbench.core.run import finish
from workbench.data.readers.reader import Reader
from workbench.flow.execute import execute
from workbench.flow.graph import Graph
from workbench.flow.layout import NODE_HEIGHT, NODE_WIDTH
from workbench.nodes.catalog import catalog
from workbench.runs.templates import Template, templates

GAP = 8.0

every_template = pytest.mark.parametrize("template", templates(), ids=lambda t: t.title)


def boxes(graph: Graph) -> list[tuple[float, float, float, float]]:
    nodes = [(n.x, n.y, NODE_WIDTH, NODE_HEIGHT) for n in graph.nodes.values()]
    return nodes + [(n.x, n.y, n.width, n.height) for n in graph.notes]


def saving(graph: Graph) -> list[str]:
    return [i for i, n in graph.nodes.items() if n.component.category == "Save"]


def test_that_every_file_of_the_folder_is_listed_and_no_title_comes_twice() -> None:
    listed = {template.file for template in templates()}
    assert listed == set(resource("templates").glob("*.flow"))
    assert len({template.title for template in templates()}) == len(templates())


def test_that_weka_users_find_their_own_templates() -> None:
    titles = {template.title for template in templates()}
    assert {
        "Cross-validation",
        "Train and save a model",
        "ROC of two learners",
        "Compare learners",
        "Prediction on new data",
    } <= titles


@every_template
def test_that_a_template_says_what_it_is_for(template: Template) -> None:
    assert template.help.endswith((".", "?"))
    assert len(template.graph(catalog()).notes) == 1


@every_template
def test_that_nothing_in_a_template_overlaps(template: Template) -> None:
    for one, other in itertools.combinations(boxes(template.graph(catalog())), 2):
        (x, y, width, height), (x2, y2, width2, height2) = one, other
        apart_across = x + width + GAP <= x2 or x2 + width2 + GAP <= x
        apart_down = y + height + GAP <= y2 or y2 + height2 + GAP <= y
        assert apart_across or apart_down


@every_template
def test_that_links_of_a_template_lead_to_the_right(template: Template) -> None:
    graph = template.graph(catalog())
    for link in graph.links:
        assert graph.node(link.source).x + NODE_WIDTH < graph.node(link.target).x


@every_template
def test_that_a_template_reads_what_comes_with_the_program_and_names_no_file_to_write(
    template: Template,
) -> None:
    graph = template.graph(catalog())
    readers = [n.component for n in graph.nodes.values() if isinstance(n.component, Reader)]
    assert readers
    assert all(reader.path.startswith("resource:") and reader.file.is_file() for reader in readers)
    for node_id in saving(graph):
        component = graph.node(node_id).component
        assert isinstance(component, Component)
        assert component.parameters()["path"] == ""


@every_template
def test_that_a_template_runs_through(template: Template, tmp_path: Path) -> None:
    graph = template.graph(catalog())
    for node_id in saving(graph):
        ending = ".model" if node_id == "save" and "model" in template.title else ".csv"
        graph = graph.with_parameters(node_id, {"path": str(tmp_path / f"{node_id}{ending}")})
    results = finish(execute(graph))
    assert results.errors == {}
    assert results.values.keys() == results.graph.nodes.keys()
    assert len(list(tmp_path.iterdir())) == len(saving(graph))


def test_that_a_node_that_saves_says_that_no_file_is_named() -> None:
    (template,) = (t for t in templates() if t.title == "Train and save a model")
    results = finish(execute(template.graph(catalog())))
    assert list(results.errors) == ["save"]
    assert "No file is named to save to. Choose one as its path." in str(results.errors["save"])
