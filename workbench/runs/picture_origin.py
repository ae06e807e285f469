"""Where a picture of a result came from, told from the flow and its results."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from workbench.core.component import Component
from workbench.core.errors import WorkbenchError
from workbench.data.dataset import Dataset
from workbench.export.picture_origin import DataFacts, PictureOrigin, read_origin
from workbench.export.provenance import versions
from workbench.flow import file as flow_file
from workbench.flow.graph import Graph


def origin_of(drawn: Graph, ran: Graph, node: str, values: Mapping[str, Any]) -> PictureOrigin:
    """The origin of a node's picture.

    Args:
        drawn: the flow as it is saved.
        ran: the flow as it ran, groups and sweeps dissolved.
        node: of ``ran``; one that is not there (a live curve) stands for the whole flow.
        values: what came out, by nodes of ``ran``.
    """
    before = ran.upstream(node) if node in ran.nodes else frozenset(ran.nodes)
    nodes = [ran.nodes[i] for i in ran.nodes if i in before or i == node]
    named = ran.nodes.get(node)
    return PictureOrigin(
        title=named.name if named else "",
        node=node if named else "",
        flow=flow_file.dumps(drawn, folder=Path.home()),
        data=tuple(_facts(n.id, v) for n in nodes if isinstance(v := values.get(n.id), Dataset)),
        seeds={n.id: seed for n in nodes if (seed := _seed(n.component)) is not None},
        versions=versions(),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def flow_in_picture(path: Path, catalog: flow_file.Catalog) -> tuple[Graph, PictureOrigin]:
    """The flow that a picture was drawn from, checked as any flow file is; nothing is run.

    Raises:
        DataError: it is no such picture.
        FlowError, ParameterError: the flow in it cannot be.
    """
    origin = read_origin(path)
    try:
        return flow_file.loads(origin.flow, catalog, folder=Path.home()), origin
    except WorkbenchError as error:
        raise error.at(file=str(path)) from None


def _facts(node: str, dataset: Dataset) -> DataFacts:
    return DataFacts(
        node=node,
        relation=dataset.schema.relation,
        instances=dataset.n_samples,
        fingerprint=dataset.fingerprint,
    )


def _seed(component: object) -> int | None:
    seed = component.parameters().get("seed") if isinstance(component, Component) else None
    return seed if isinstance(seed, int) else None
