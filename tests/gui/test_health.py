"""The health of trainings drawn, and views that grow while a learner trains."""

from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from workbench.core.run import Event
from workbench.evaluation.health import Course, Health, LayerLook
from workbench.evaluation.surface import Surfaces
from workbench.flow.events import FlowStarted, NodeReported, NodeStarted
from workbench.flow.graph import Graph, Link, Node
from workbench.gui.plots.factory import plot_for
from workbench.gui.plots.inside.health import HealthFigure
from workbench.gui.plots.inside.line_view import LineView
from workbench.gui.results.live_views import LiveViews
from workbench.models.mlp import MLP
from workbench.nodes.decision_boundary_view import DecisionBoundaryView
from workbench.nodes.health_view import HealthView
from workbench.runs.view import RunView
from workbench.training.events import Diagnosed, PlaneSeen

NAN = np.nan
LAYERS = ("layer 1 (Linear)", "layer 1 (ReLU)", "layer 2 (Linear)")


def look(epoch: int, dead: float = 0.1) -> LayerLook:
    return LayerLook(
        epoch, np.array([0.1, NAN, 0.2]), np.array([NAN, dead, NAN]), np.full(3, NAN),
        np.array([1e-3, NAN, 1e-3]), np.ones(3),
    )  # fmt: skip


@pytest.fixture
def figure(qtbot: QtBot) -> HealthFigure:
    made = plot_for(Health)
    assert isinstance(made, HealthFigure)
    qtbot.addWidget(made)
    made.resize(800, 420)
    made.show()
    return made


def test_that_the_verdict_is_told_in_words_with_a_mark(figure: HealthFigure) -> None:
    assert "Run the flow" in figure.message.text()
    figure.show_value(Health((Course("mlp", LAYERS, (look(0, dead=0.61),), is_final=True),)))
    assert "61 % of units never fire" in figure.verdicts.text()
    assert "⚠" in figure.verdicts.text()
    assert len(figure.sheet.parts) == 1


def test_that_what_was_seen_in_training_stays_before_the_last_look(figure: HealthFigure) -> None:
    figure.show_value(Health((Course("mlp", LAYERS, (look(1), look(2))),)))
    assert isinstance(figure.sheet.parts[0], LineView)
    final = Course("mlp", LAYERS, (look(0),), is_final=True)
    figure.show_value(Health((final,)))
    assert figure.course is not None
    assert [one.epoch for one in figure.course.looks] == [1, 2, 0]
    figure.show_value(Health((Course("mlp", LAYERS, (look(1),)),)))  # another training begins
    assert [one.epoch for one in figure.course.looks] == [1]


def test_that_each_quantity_can_be_drawn_or_is_said_to_be_missing(figure: HealthFigure) -> None:
    figure.show_value(Health((Course("mlp", LAYERS, (look(1), look(2))),)))
    for place in range(figure.quantity_box.count()):
        figure.quantity_box.setCurrentIndex(place)
        assert figure.sheet.parts or place == 2  # nothing saturates here


def test_that_a_learner_without_layers_is_told_of(figure: HealthFigure) -> None:
    figure.show_value(Health((Course("kNN", is_final=True),)))
    assert "'kNN' is no network" in figure.verdicts.text()


def test_that_what_was_seen_stays_where_nothing_can_be_seen_afterwards(
    figure: HealthFigure,
) -> None:
    figure.show_value(Health((Course("rbm", LAYERS, (look(1), look(2))),)))
    figure.show_value(Health((Course("rbm", is_final=True),)))
    assert figure.course is not None
    assert len(figure.course.looks) == 2


def diagnosed() -> Diagnosed:
    row = np.array([[0.1, NAN, 0.2]])
    arrays: dict[str, Any] = dict.fromkeys(
        ("gradient_norm", "weight_mean", "weight_std", "activation_mean", "activation_std"), row
    )
    dead = np.array([[NAN, 0.5, NAN]])
    names = ("0 Linear", "1 ReLU", "2 Linear")
    rate = np.array([0.1])
    return Diagnosed((0,), 1, names, **arrays, dead_share=dead, learning_rate=rate,
                     samples_per_second=1.0)  # fmt: skip


def plane() -> PlaneSeen:
    places, points = np.linspace(0, 1, 4), np.zeros((2, 2))
    outputs = np.full((4, 4, 2), 0.5)
    return PlaneSeen(0, 1, places, places, outputs, (), points, np.zeros(2), np.zeros(2),
                     ("u", "v"), ("a", "b"))  # fmt: skip


def test_that_views_behind_a_learner_grow_while_it_trains() -> None:
    graph = Graph()
    for node in (Node("mlp", MLP()), Node("h", HealthView()), Node("b", DecisionBoundaryView())):
        graph = graph.with_node(node)
    graph = graph.with_link(Link("mlp", "fits", "h", "fits"))
    graph = graph.with_link(Link("mlp", "fits", "b", "fits"))
    live, view = LiveViews(), RunView()
    found: dict[str, Any] = {}

    def after(event: Event) -> dict[str, Any]:
        nonlocal view
        view = view.after(event)
        found.update(told := dict(live.after(view, graph)))
        return told

    after(FlowStarted(("mlp", "h", "b")))
    after(NodeStarted("mlp", "MLP"))
    assert set(after(NodeReported("mlp", diagnosed()))) == {"h"}
    assert after(NodeReported("mlp", plane())).keys() == {"b"}
    assert not dict(live.after(view, graph))
    health, surfaces = found["h"], found["b"]
    assert isinstance(health, Health)
    assert isinstance(surfaces, Surfaces)
    assert health.courses[0].layers == LAYERS
    assert "50 %" in health.courses[0].verdicts[0].sentence
    assert surfaces.surfaces[0].names == ("u", "v")
    assert surfaces.surfaces[0].epoch == 1
    after(NodeReported("mlp", diagnosed()))
    assert len(found["h"].courses[0].looks) == 2
