"""Reads a KnowledgeFlow file of WEKA's and makes a graph of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workbench.core.component import Component
from workbench.core.errors import FlowError, Where, WorkbenchError
from workbench.core.files import small_content
from workbench.flow.graph import Graph
from workbench.flow.knowledge_flow.canvas import Message
from workbench.flow.knowledge_flow.kf import sheet_of_json
from workbench.flow.knowledge_flow.kfml import sheet_of_xml
from workbench.flow.knowledge_flow.missing import without_missing
from workbench.flow.knowledge_flow.place import placed
from workbench.flow.knowledge_flow.weave import woven

SUFFIXES = (".kf", ".kfml")
_JAVA_OBJECTS = b"\xac\xed"
LARGEST = 64_000_000  # bytes; WEKA's own are below a hundredth of a million


@dataclass(frozen=True)
class Imported:
    """A KnowledgeFlow as a graph of ours.

    Args:
        messages: what is different here, and what is missing.
    """

    graph: Graph
    messages: tuple[Message, ...]


def is_knowledge_flow(path: Path) -> bool:
    """Whether a file is one of WEKA's, by its name."""
    return path.suffix.lower() in SUFFIXES


def load(path: Path, catalog: Mapping[str, type[Component]]) -> Imported:
    """Import a ``.kf`` or ``.kfml`` file; what it says of data files is looked up at once.

    Raises:
        FlowError: there is no such file, or it is no KnowledgeFlow, with file and reason.
    """
    try:
        data = _content(path)
        is_xml = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"
        sheet = sheet_of_xml(data) if is_xml else sheet_of_json(data)
        graph, messages = woven(sheet, catalog, path.resolve().parent)
        graph, switched = without_missing(graph)
        return Imported(placed(graph, sheet.remarks), (*messages, *switched))
    except WorkbenchError as error:
        raise error.at(file=str(path)) from None


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise FlowError("This is no KnowledgeFlow: it is far too large.")
        data = small_content(path, LARGEST)
    except FileNotFoundError:
        raise FlowError("There is no such file.", where=Where(file=str(path))) from None
    except OSError as error:
        raise FlowError(f"It cannot be read: {error.strerror}.") from error
    if not data.strip():
        raise FlowError("The file is empty.")
    if data.startswith(_JAVA_OBJECTS):
        raise FlowError(
            "This KnowledgeFlow is saved as Java objects, which are not read here.",
            remedy="Open it in WEKA and save it as .kf or .kfml.",
        )
    return data
