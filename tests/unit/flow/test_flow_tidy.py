"""Tidying a flow with frames."""

from dataclasses import replace
from itertools import combinations

import pytest

from workbench.core.errors import FlowError
from workbench.flow.frames import TITLE, Box, box_of, inside, with_contents
from workbench.flow.graph import Frame, Graph, Link, Node, Note
from workbench.flow.layout import layered
from workbench.flow.tidy import tidied
from workbench.nodes.catalog import catalog


def flow() -> Graph:
    """A reader, two pairs of a step and a learner, an evaluation; the pairs lie in frames."""
    graph = Graph()
    places = {
        "arff": (0.0, 300.0),
        "cross_validation": (100.0, 900.0),
        "standardise": (400.0, 0.0),
        "knn": (700.0, 40.0),
        "min_max": (420.0, 600.0),
        "mlp": (720.0, 700.0),
        "evaluate": (300.0, 350.0),
    }
    for key, (x, y) in places.items():
        graph = graph.with_node(Node(key, catalog()[key].parse({}), x=x, y=y))
    for source, port, target in (
        ("arff", "data", "cross_validation"),
        ("cross_validation", "splits", "standardise"),
        ("standardise", "splits", "knn"),
        ("cross_validation", "splits", "min_max"),
        ("min_max", "splits", "mlp"),
        ("knn", "fits", "evaluate"),
        ("mlp", "fits", "evaluate"),
    ):
        graph = graph.with_link(Link(source, port, target, port))
    graph = graph.with_frame(Frame("near", "Near", 380.0, -60.0, 540.0, 200.0))
    return graph.with_frame(Frame("net", "Net", 380.0, 540.0, 540.0, 260.0))


def box(graph: Graph, item_id: str) -> Box:
    found = box_of(graph, item_id)
    assert found is not None
    return found


def overlap(one: Box, other: Box) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )


def test_that_frames_hold_what_they_held_and_nothing_else() -> None:
    before, after = flow(), tidied(flow())
    for old, new in zip(before.frames, after.frames, strict=True):
        assert inside(after, new) == inside(before, old) != frozenset()
        for i in inside(after, new):
            x, y, width, height = box(after, i)
            assert new.x < x
            assert new.y + TITLE <= y
            assert x + width < new.x + new.width
            assert y + height < new.y + new.height


def test_that_nothing_covers_anything_and_links_run_to_the_right() -> None:
    after = tidied(flow())
    for one, other in combinations(after.nodes, 2):
        assert not overlap(box(after, one), box(after, other))
    outside = ["arff", "cross_validation", "evaluate", "near", "net"]
    for one, other in combinations(outside, 2):
        assert not overlap(box(after, one), box(after, other))
    for link in after.links:
        assert after.node(link.source).x < after.node(link.target).x


def test_that_a_tidy_flow_stays_as_it_is() -> None:
    once = tidied(flow())
    assert tidied(once) == once


def test_that_a_frame_in_a_frame_keeps_its_place_in_it() -> None:
    graph = flow().with_frame(Frame("inner", "", 680.0, 0.0, 220.0, 120.0))
    after = tidied(graph)
    near = next(f for f in after.frames if f.id == "near")
    assert inside(after, near) == {"standardise", "knn", "inner"}
    assert with_contents(after, {"inner"}) == {"inner", "knn"}


def test_that_notes_in_a_frame_stand_below_and_others_stay() -> None:
    graph = flow().with_note(Note("in", "a", 500.0, 20.0, 100.0, 40.0))
    graph = graph.with_note(Note("out", "b", 5000.0, 0.0))
    after = tidied(graph)
    near = next(f for f in after.frames if f.id == "near")
    assert "in" in inside(after, near)
    for i in ("standardise", "knn"):
        assert not overlap(box(after, "in"), box(after, i))
    assert box(after, "out")[:2] == (5000.0, 0.0)


def test_that_a_frame_that_cannot_stand_as_one_is_drawn_around_its_nodes() -> None:
    graph = replace(flow(), frames=(Frame("f", "", -20.0, 240.0, 520.0, 200.0),))
    assert inside(graph, graph.frames[0]) == {"arff", "evaluate"}
    after = tidied(graph)
    assert {i: (n.x, n.y) for i, n in after.nodes.items()} == layered(graph)
    assert inside(after, after.frames[0]) >= {"arff", "evaluate"}


def test_that_empty_frames_stay_and_a_cycle_is_not_tidied() -> None:
    empty = Frame("empty", "", 4000.0, 4000.0, 200.0, 100.0)
    after = tidied(flow().with_frame(empty))
    assert after.frames[-1] == empty
    alone = replace(flow(), frames=(empty,))
    assert tidied(alone) == alone.moved(layered(alone))
    back = Link("evaluate", "evaluation", "arff", "data")
    with pytest.raises(FlowError, match="cycle"):
        tidied(replace(flow(), links=(*flow().links, back)))


def test_that_an_empty_frame_beside_one_that_stands_in_a_cycle_stays() -> None:
    empty = Frame("empty", "", 4000.0, 4000.0, 200.0, 100.0)
    graph = replace(flow(), frames=(Frame("f", "", -20.0, 240.0, 520.0, 200.0), empty))
    assert tidied(graph).frames[-1] == empty
