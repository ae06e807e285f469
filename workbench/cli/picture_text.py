"""What a picture of ours knows of itself, as text for people."""

from pathlib import Path

from workbench.cli.tables import drawn, table_of
from workbench.export.picture_origin import PictureOrigin
from workbench.flow.graph import Graph
from workbench.nodes.catalog import catalog
from workbench.runs.output import as_json
from workbench.runs.picture_origin import flow_in_picture

HASH = 12  # digits of a fingerprint


def told_of_picture(path: Path, *, shows_json: bool) -> str:
    """Where the picture in a file came from.

    Raises:
        DataError: it is no picture of ours.
        FlowError, ParameterError: the flow in it cannot be.
    """
    graph, origin = flow_in_picture(path, catalog())
    return as_json(origin.model_dump(mode="json")) if shows_json else picture_text(origin, graph)


def picture_text(origin: PictureOrigin, graph: Graph) -> str:
    """What it shows, of which data, with which seeds and versions, and the nodes of its flow."""
    facts = table_of("fact", "value")
    shown = f"{origin.title} (node '{origin.node}')" if origin.node else "curves of a training"
    facts.add_row("shows", shown)
    facts.add_row("made", origin.created or "–")
    for one in origin.data:
        told = f"{one.relation}, {one.instances:,} instances, {one.fingerprint[:HASH]}…"
        facts.add_row(f"data of '{one.node}'", told)
    seeds = ", ".join(f"{node} {seed}" for node, seed in origin.seeds.items())
    facts.add_row("seeds", seeds or "–")
    versions = ", ".join(f"{name} {number}" for name, number in origin.versions.items())
    facts.add_row("versions", versions or "–")
    nodes = table_of("node", "kind")
    for node in graph.nodes.values():
        nodes.add_row(node.id, node.name)
    return f"{drawn(facts)}\n{drawn(nodes)}"
