"""From a graph to what a flow file holds, as JSON values in stable order."""

import json
from pathlib import Path
from typing import Any

from workbench.core.component import Component
from workbench.flow.graph import Frame, Graph, Link, Node, Note, Placeholder
from workbench.flow.group import Exposed, Group
from workbench.flow.paths import relative, with_paths


def content_of(graph: Graph, folder: Path | None) -> dict[str, Any]:
    """Nodes, links, notes and frames.

    Args:
        folder: paths below it become relative to it; None leaves all as they are.
    """
    return {
        "nodes": [_node_json(node, folder) for node in graph.nodes.values()],
        "links": [_link_json(link) for link in graph.links],
        "notes": [_box_json(note, text=note.text) for note in graph.notes],
        **_if_any("frames", [_box_json(frame, title=frame.title) for frame in graph.frames]),
    }


def _node_json(node: Node, folder: Path | None) -> dict[str, Any]:
    component = node.component
    return {
        "id": node.id,
        "kind": component.key,
        "version": component.version,
        **_if_any("title", node.title),
        **_inside_json(node, folder),
        "position": [float(node.x), float(node.y)],
    }


def _inside_json(node: Node, folder: Path | None) -> dict[str, Any]:
    component = node.component
    if isinstance(component, Group):
        return _group_json(component, folder)
    sweeps = _if_any("sweeps", {s.parameter: list(s.values) for s in node.sweeps})
    if isinstance(component, Placeholder):
        return {"parameters": json.loads(component.values), **sweeps}
    if not isinstance(component, Component):
        raise TypeError(component.key)
    values = with_paths(type(component), component.parameters(), folder, relative)
    return {"parameters": values, **sweeps}


def _group_json(group: Group, folder: Path | None) -> dict[str, Any]:
    def shown(exposed: tuple[Exposed, ...], inner: str) -> list[dict[str, str]]:
        return [{"name": e.name, inner: f"{e.node}.{e.of}"} for e in exposed]

    return {
        **_if_any("about", group.about),
        "flow": content_of(group.graph, folder),
        "inputs": shown(group.inputs, "to"),
        "outputs": shown(group.outputs, "from"),
        "parameters": shown(group.parameters, "of"),
    }


def _link_json(link: Link) -> dict[str, Any]:
    return {
        "from": f"{link.source}.{link.source_port}",
        "to": f"{link.target}.{link.target_port}",
        **({} if link.is_enabled else {"enabled": False}),
    }


def _box_json(box: Note | Frame, **words: str) -> dict[str, Any]:
    return {
        "id": box.id,
        **words,
        "position": [float(box.x), float(box.y)],
        "size": [float(box.width), float(box.height)],
    }


def _if_any(name: str, value: Any) -> dict[str, Any]:
    return {name: value} if value else {}
