"""Keeps what is missing from stopping the rest: one unknown learner of two, say."""

from dataclasses import replace

from workbench.flow.graph import Graph, Link, Placeholder
from workbench.flow.knowledge_flow.canvas import Message


def without_missing(graph: Graph) -> tuple[Graph, tuple[Message, ...]]:
    """The graph with links switched off that would keep others from being shown or evaluated.

    These are links that come from an unknown node, near or far, and end at a port that takes
    several, where others come from known nodes only.

    Raises:
        FlowError: the graph has a cycle.
    """
    lame: set[str] = set()  # nodes that cannot run for want of an unknown one
    off: set[Link] = set()
    for node_id in graph.order:
        node = graph.node(node_id)
        by_port: dict[str, list[Link]] = {}
        for link in graph.inputs_of(node_id):
            by_port.setdefault(link.target_port, []).append(link)
        if isinstance(node.component, Placeholder):
            lame.add(node_id)
            continue
        for links in by_port.values():
            waiting = {link for link in links if link.source in lame}
            if len(waiting) == len(links):
                lame.add(node_id)
            else:
                off |= waiting
    kept = tuple(replace(k, is_enabled=False) if k in off else k for k in graph.links)
    return replace(graph, links=kept), tuple(_message(graph, k) for k in graph.links if k in off)


def _message(graph: Graph, link: Link) -> Message:
    before = (link.source, *graph.upstream(link.source))
    missing = [n for i in before if isinstance((n := graph.node(i)).component, Placeholder)]
    names = ", ".join(f"'{node.name}'" for node in missing)
    text = f"What comes from {names} is switched off, so that the others can be shown."
    return Message(graph.node(link.target).name, text, link.target)
