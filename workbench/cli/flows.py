"""Flow files as the terminal opens them: ours, WEKA's KnowledgeFlow, pictures that hold one."""

import sys
from pathlib import Path

from workbench.core.errors import FlowError, Where
from workbench.export.picture_text import is_picture
from workbench.flow import file as flow_file
from workbench.flow.graph import Graph
from workbench.flow.knowledge_flow import load as knowledge_flow
from workbench.nodes.catalog import catalog
from workbench.runs.picture_origin import flow_in_picture

ENDING = ".flow"


def is_flow(path: Path) -> bool:
    """Whether a file is called as flows are, or as pictures that may hold one."""
    is_ours = path.suffix.lower() == ENDING
    return is_ours or is_picture(path) or knowledge_flow.is_knowledge_flow(path)


def opened(path: Path) -> Graph:
    """The graph in a flow file; what is different in one of WEKA's goes to standard error.

    A picture that this program has saved gives the flow that it was drawn from.

    Raises:
        FlowError: it is no flow.
        DataError: it is a picture that holds none, or a damaged one.
    """
    if is_picture(path):
        graph, _ = flow_in_picture(path, catalog())
        return graph
    if not knowledge_flow.is_knowledge_flow(path):
        return flow_file.load(path, catalog())
    imported = knowledge_flow.load(path, catalog())
    for message in imported.messages:
        print(message, file=sys.stderr)
    return imported.graph


def save_imported(path: Path, out: Path) -> None:
    """Write a KnowledgeFlow of WEKA's as a flow of ours.

    Raises:
        FlowError: it is no KnowledgeFlow, or ``out`` is not named as a flow.
        DataError: ``out`` cannot be written.
    """
    if not knowledge_flow.is_knowledge_flow(path):
        endings = " or ".join(knowledge_flow.SUFFIXES)
        raise FlowError(f"This is no {endings} file.", where=Where(file=str(path)))
    if out.suffix.lower() != ENDING:
        raise FlowError(f"A flow's name must end in {ENDING}.", where=Where(file=str(out)))
    flow_file.save(opened(path), out)
