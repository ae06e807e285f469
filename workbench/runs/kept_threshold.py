"""A threshold that was chosen in a view, put into the flow behind the learner it is for."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from workbench.core.errors import FlowError
from workbench.evaluation.predictions import free_name
from workbench.evaluation.threshold import ThresholdChoice
from workbench.flow.graph import Graph, Link, Node
from workbench.flow.group import SEPARATOR, graph_at, with_graph_at, with_parameters_at
from workbench.flow.layout import COLUMN, NODE_HEIGHT, NODE_WIDTH
from workbench.flow.remedy import between
from workbench.models.fits import Fits
from workbench.nodes.decision_threshold import ThresholdOfModels
from workbench.nodes.evaluate import Evaluate


def with_threshold(
    drawn: Graph,
    running: Graph,
    origin: Callable[[str], str],
    view: str,
    choice: ThresholdChoice,
) -> Graph:
    """The drawn flow with a threshold behind a learner; one that is there already is changed.

    Args:
        running: the flow as it runs, whose results the view shows.
        origin: the path, in the drawn flow, of a node that runs.
        view: the node that runs in which the threshold was chosen.

    Raises:
        FlowError: the learner is not found in the flow.
    """
    link = dict(tested_learners(running, view)).get(choice.learner)
    if link is None:
        raise FlowError(
            f"No learner '{choice.learner}' is tested before this view.",
            remedy="Run the flow again, and choose the threshold anew.",
        )
    values = {"label": choice.label, "threshold": choice.value}
    source, target = origin(link.source), origin(link.target)
    if isinstance(running.node(link.source).component, ThresholdOfModels):
        return with_parameters_at(drawn, source, values)
    steps = _common(source, target)
    level, (at, to) = SEPARATOR.join(steps), (_step(p, len(steps)) for p in (source, target))
    component = ThresholdOfModels.parse(values)
    return with_graph_at(drawn, level, _inserted(graph_at(drawn, level), at, to, component))


def n_alike(running: Graph, origin: Callable[[str], str], view: str, learner: str) -> int:
    """How many of a view's learners the threshold of one is for: all copies of a swept one.

    Args:
        running, origin, view: as for ``with_threshold``.
    """
    links = dict(tested_learners(running, view))
    chosen = links.get(learner)
    drawn = [origin(link.source) for link in links.values()]
    return 0 if chosen is None else drawn.count(origin(chosen.source))


def tested_learners(running: Graph, view: str) -> Iterator[tuple[str, Link]]:
    """The learners of a view's evaluations by the names they have there, as ``joined`` gives them.

    Returns:
        Each name with the link by which its models come to the evaluation.
    """
    shown: list[str] = []
    for evaluation in (link.source for link in running.inputs_of(view)):
        tested: list[str] = []
        if not isinstance(running.node(evaluation).component, Evaluate):
            continue
        for link in running.inputs_of(evaluation):
            tested.append(free_name(_learner_name(running, link.source), tested))
            shown.append(free_name(tested[-1], shown))
            yield shown[-1], link


def _learner_name(running: Graph, node_id: str) -> str:
    """What the models are called that a node gives: a threshold changes nothing of it."""
    node = running.node(node_id)
    links = running.inputs_of(node_id)
    if isinstance(node.component, ThresholdOfModels) and links:
        return _learner_name(running, links[0].source)
    return node.name


def _inserted(graph: Graph, source: str, target: str, component: ThresholdOfModels) -> Graph:
    """The graph with the component between a node and all that its models go to."""
    ways = [k for k in graph.links if k.source == source and _carries_fits(graph, k)]
    link = next((k for k in ways if k.target == target), None)
    if link is None:
        raise FlowError(f"'{graph.node(source).name}' is not linked to the evaluation any more.")
    offer = between(graph.without_link(link), link, (ThresholdOfModels,))
    if offer is None:
        raise FlowError("There is no place for a threshold behind this learner.")
    new = offer.graph.node(offer.ids[0])
    moved = [k for k in ways if k.source_port == link.source_port and not _is_one(graph, k.target)]
    links = tuple(
        replace(k, source=new.id, source_port="fits") if k in moved else k for k in graph.links
    )
    into = Link(source, link.source_port, new.id, "fits")
    place = _beside(offer.graph, new, source)
    nodes = {**offer.graph.nodes, new.id: Node(new.id, component, x=place[0], y=place[1])}
    return _with_room(replace(offer.graph, nodes=nodes, links=(*links, into)), source, new.id)


def _with_room(graph: Graph, source: str, new: str) -> Graph:
    """All that hangs on the new node, not the evaluation alone, moved right of it."""
    edge = graph.node(new).x + COLUMN
    ways: dict[str, float] = {}
    for target in (k.target for k in graph.links if k.source == new):
        x = graph.node(target).x
        if graph.node(source).x < x < edge:  # what was drawn from right to left stays
            for i in (target, *graph.downstream(target)):
                ways[i] = max(ways.get(i, 0.0), edge - x)
    places = {i: (graph.node(i).x + way, graph.node(i).y) for i, way in ways.items()}
    return graph.moved(places)


def _beside(graph: Graph, new: Node, source: str) -> tuple[float, float]:
    """The place of the new node at the height of its learner, where nothing lies there."""
    height = graph.node(source).y
    others = [node for node in graph.nodes.values() if node.id != new.id]
    is_free = all(
        abs(node.x - new.x) >= NODE_WIDTH or abs(node.y - height) >= NODE_HEIGHT for node in others
    )
    return new.x, height if is_free else new.y


def _carries_fits(graph: Graph, link: Link) -> bool:
    port = graph.node(link.source).output(link.source_port)
    return link.is_enabled and port is not None and issubclass(port.type, Fits)


def _is_one(graph: Graph, node_id: str) -> bool:
    return isinstance(graph.node(node_id).component, ThresholdOfModels)


def _common(one: str, other: str) -> list[str]:
    """The groups that both paths lead through."""
    steps = []
    pairs = zip(one.split(SEPARATOR)[:-1], other.split(SEPARATOR)[:-1], strict=False)
    for a, b in pairs:
        if a != b:
            break
        steps.append(a)
    return steps


def _step(path: str, depth: int) -> str:
    return path.split(SEPARATOR)[depth]
