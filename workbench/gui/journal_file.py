"""A journal: the edits of one flow that are not saved, as a file that outlives the program.

The first line is a head in JSON, the rest the flow as ``flow/file.py`` writes it, paths in full.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from workbench.core.errors import FlowError, Where, WorkbenchError
from workbench.core.files import write_text
from workbench.flow import file as flow_file
from workbench.flow.graph import Graph

FORMAT = "workbench-journal"
VERSION = 1


@dataclass(frozen=True)
class JournalEntry:
    """A flow as it was edited last.

    Args:
        path: its file; None if it has none yet.
        title: what it is called in the window.
        written: when, with the time zone.
    """

    graph: Graph
    path: Path | None
    title: str
    written: datetime


def write_journal(file: Path, entry: JournalEntry) -> None:
    """Write a journal, whole or not at all.

    Raises:
        DataError: the folder cannot be written to, or the disk is full.
    """
    head = {
        "format": FORMAT,
        "version": VERSION,
        "path": str(entry.path) if entry.path else None,
        "title": entry.title,
        "written": entry.written.isoformat(timespec="seconds"),
    }
    write_text(file, f"{json.dumps(head)}\n{flow_file.dumps(entry.graph)}")


def read_journal(file: Path, catalog: flow_file.Catalog) -> JournalEntry:
    """Read a journal.

    Raises:
        FlowError: it is damaged, with the reason.
        ParameterError: a parameter in it is out of bounds.
    """
    try:
        head, _, flow = file.read_text(encoding="utf-8").partition("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise FlowError(f"Cannot be read: {error}.", where=Where(file=str(file))) from error
    try:
        return _entry(_head(head), flow_file.loads(flow, catalog))
    except WorkbenchError as error:
        raise error.at(file=str(file)) from None


def _head(text: str) -> dict[str, Any]:
    try:
        head: Any = json.loads(text)
    except (ValueError, RecursionError):
        head = None
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise FlowError(f'This is not a journal: "format" must be "{FORMAT}".')
    if head.get("version") != VERSION:
        raise FlowError(f"This journal has version {head.get('version')}, which is not known.")
    return head


def _entry(head: dict[str, Any], graph: Graph) -> JournalEntry:
    path, title, written = head.get("path"), head.get("title"), head.get("written")
    if not isinstance(title, str) or not isinstance(path, str | None):
        raise FlowError("This journal does not say which flow it is of.")
    try:
        moment = datetime.fromisoformat(str(written)).astimezone()
    except (ValueError, OverflowError):
        raise FlowError(f"This journal was written at no time: {written!r}.") from None
    place = Path(path) if path and "\0" not in path else None  # no file can be called so
    return JournalEntry(graph, place, title, moment)
