"""A picture of ours that is opened: the flow in it becomes a new flow that is not saved."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from workbench.export.picture_origin import PictureOrigin
from workbench.flow.file import Catalog
from workbench.gui.document import Document
from workbench.runs.picture_origin import flow_in_picture


def open_picture(
    path: Path, document: Document, catalog: Catalog, may_leave: Callable[[], bool]
) -> str:
    """Make the flow in a picture the document; nothing in it is run.

    Args:
        may_leave: whether the flow that is open may go; asked once the picture is known to be good.

    Returns:
        What is said of it; empty if the open flow is to stay.

    Raises:
        DataError: the picture holds no flow, is damaged, or too large.
        FlowError, ParameterError: the flow in it cannot be.
    """
    graph, origin = flow_in_picture(path, catalog)
    if not may_leave():
        return ""
    document.open_unsaved(graph, None, _tr("{} (from a picture)").format(path.stem))
    return _words(path, origin)


def _words(path: Path, origin: PictureOrigin) -> str:
    """What the picture knows of itself, in one line."""
    parts = [_tr("“{}” was opened as a new flow; save it to keep it.").format(path.name)]
    if origin.created:
        version = origin.versions.get("workbench", "?")
        drawn = _tr("The picture was made on {} with Workbench {}.")
        parts.append(drawn.format(origin.created[:16].replace("T", " "), version))
    if origin.data:
        known = ", ".join(f"{one.relation} ({one.fingerprint[:8]}…)" for one in origin.data)
        parts.append(_tr("Data: {}.").format(known))
    return " ".join(parts)


def _tr(text: str) -> str:
    return QCoreApplication.translate("FromPicture", text)
