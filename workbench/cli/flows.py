"""Flow files as the terminal opens them: ours, and WEKA's KnowledgeFlow."""

import sys
from pathlib import Path

from workbench.core.errors import FlowError, Where
from workbench.flow import file as flow_file
from workbench.flow.graph import Graph
from workbench.flow.knowledge_flow import load as knowledge_flow
from workbench.nodes.catalog import catalog

ENDING = ".flow"


def opened(path: Path) -> Graph:
    """The graph in a flow file; what is different in one of WEKA's goes to standard error.

    Raises:
        FlowError: it is no flow.
    """
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
