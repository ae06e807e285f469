"""A flow as Python: the part of the verb ``export`` that writes scripts and notebooks."""

from collections.abc import Callable
from pathlib import Path

from workbench.cli.changes import with_settings
from workbench.cli.flows import is_flow, opened
from workbench.core.errors import DataError, Where
from workbench.core.files import write_text
from workbench.flow.graph import Graph
from workbench.runs.scripting.steps import notebook_of, script_of

CODE: dict[str, Callable[[Graph, Path], str]] = {".py": script_of, ".ipynb": notebook_of}


def export_code(flow: Path, out: Path, settings: dict[str, str]) -> Path:
    """Write the script or the notebook of a flow; the file.

    Raises:
        WorkbenchError: it is no flow, or a node cannot be written as Python.
    """
    if not is_flow(flow):
        raise DataError(
            "Only a flow can be written as Python.",
            remedy="Name a flow, or export the model as .onnx.",
            where=Where(file=str(flow)),
        )
    graph = with_settings(opened(flow), settings)
    write_text(out, CODE[out.suffix.lower()](graph, out.resolve().parent))
    return out
