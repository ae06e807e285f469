"""Views that grow while a learner trains: which values they are to show now."""

from collections.abc import Iterator
from typing import TypeVar

from workbench.evaluation.health import Course, Health
from workbench.evaluation.surface import Surface, Surfaces
from workbench.flow.graph import Graph
from workbench.nodes.decision_boundary_view import DecisionBoundaryView
from workbench.nodes.health_view import HealthView
from workbench.runs.live_health import course_of
from workbench.runs.live_surface import surface_in_training
from workbench.runs.view import NodeView, RunView
from workbench.training.events import Diagnosed, PlaneSeen

T = TypeVar("T")
MOST_LOOKS = 600  # kept of a training; of longer ones every other is left out


class LiveViews:
    """Gathers what learners show while they train, for the views behind them."""

    def __init__(self) -> None:
        self._started: dict[str, float] = {}
        self._looks: dict[str, list[Diagnosed]] = {}
        self._courses: dict[str, Course] = {}
        self._planes: dict[str, PlaneSeen] = {}
        self._surfaces: dict[str, Surface] = {}

    def after(self, view: RunView, graph: Graph) -> Iterator[tuple[str, Health | Surfaces]]:
        """The ids of views that show something new, and what."""
        self._note_starts(view)
        looked = {i for i, node in view.nodes.items() if self._takes_look(i, node)}
        planes = {i for i, node in view.nodes.items() if self._takes_plane(i, node)}
        if looked | planes:
            for node in graph.nodes.values():
                learners = [i for i in graph.nodes if node.id in graph.downstream(i)]
                if isinstance(node.component, HealthView) and looked.intersection(learners):
                    yield node.id, Health(tuple(self._of(self._courses, learners)))
                if isinstance(node.component, DecisionBoundaryView) and planes & {*learners}:
                    yield node.id, Surfaces(tuple(self._of(self._surfaces, learners)))

    @staticmethod
    def _of(known: dict[str, T], learners: list[str]) -> Iterator[T]:
        return (known[i] for i in learners if i in known)

    def _note_starts(self, view: RunView) -> None:
        """Forget what was seen of nodes that have begun anew."""
        for node_id, node in view.nodes.items():
            if node.state == "running" and node.started != self._started.get(node_id):
                self._started[node_id] = node.started
                self._looks[node_id] = []
                self._surfaces.pop(node_id, None)
                self._courses.pop(node_id, None)

    def _takes_look(self, node_id: str, node: NodeView) -> bool:
        looks = self._looks.get(node_id)
        if looks is None:
            return False
        known = {id(look) for look in looks[-len(node.diagnosed) :]} if looks else set()
        fresh = [look for look in node.diagnosed if id(look) not in known]
        if not fresh:
            return False
        looks += fresh
        if len(looks) > MOST_LOOKS:
            del looks[1::2]
        self._courses[node_id] = course_of(node.name, looks)
        return True

    def _takes_plane(self, node_id: str, node: NodeView) -> bool:
        seen = node.plane
        if seen is None or seen is self._planes.get(node_id):
            return False
        self._planes[node_id] = seen
        self._surfaces[node_id] = surface_in_training(node.name, seen)
        return True
