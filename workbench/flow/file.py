"""Flow files: JSON, versioned, validated, in stable order; no code in them, ever."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from workbench.core.errors import FlowError, Where, WorkbenchError
from workbench.core.files import small_content, write_text
from workbench.flow.from_record import Catalog, graph_of
from workbench.flow.graph import Graph
from workbench.flow.records import FORMAT, VERSION, FlowRecord
from workbench.flow.to_record import content_of

__all__ = ["FORMAT", "MIGRATIONS", "VERSION", "Catalog", "dumps", "load", "loads", "save"]

LARGEST = 64 * 2**20  # bytes; a flow of ten thousand nodes is a few million

# From each older version to the next one: a function on the parsed JSON.
MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}


def load(path: Path, catalog: Catalog) -> Graph:
    """Read a flow file. Relative paths in it are taken from the file's own folder.

    Raises:
        FlowError: there is no such file, or it is not a flow, with file, line and reason.
        DataError: it is a device or a pipe, or far too large.
    """
    try:
        text = small_content(path, LARGEST).decode()
    except FileNotFoundError:
        raise FlowError("There is no such file.", where=Where(file=str(path))) from None
    except (OSError, UnicodeDecodeError) as error:
        raise FlowError(f"Cannot be read: {error}.", where=Where(file=str(path))) from error
    try:
        return loads(text, catalog, folder=path.resolve().parent)
    except WorkbenchError as error:
        raise error.at(file=str(path)) from None


def save(graph: Graph, path: Path) -> None:
    """Write a flow file, whole or not at all. Paths below its folder become relative.

    Raises:
        DataError: the folder cannot be written to.
    """
    write_text(path, dumps(graph, folder=path.resolve().parent))


def loads(text: str, catalog: Catalog, folder: Path | None = None) -> Graph:
    """The graph in a flow's JSON.

    Raises:
        FlowError: not JSON, not a flow, a newer version, or a graph that cannot be.
        ParameterError: a parameter is unknown or out of bounds.
    """
    return graph_of(_record(_parsed(text)), catalog, folder)


def dumps(graph: Graph, folder: Path | None = None) -> str:
    """The graph as a flow's JSON, two blanks deep, one node or link after the other."""
    record = {"format": FORMAT, "version": VERSION, **content_of(graph, folder)}
    return json.dumps(record, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _parsed(text: str) -> dict[str, Any]:
    try:
        value: Any = json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        place = Where(line=error.lineno, column=error.colno)
        raise FlowError(f"This is not JSON: {error.msg}.", where=place) from error
    except RecursionError:
        raise FlowError("This is not a flow: it is nested too deeply.") from None
    except ValueError:  # Python reads no whole number of more than some thousand digits
        raise FlowError("This is not a flow: it holds a number that is too long.") from None
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise FlowError(f'This is not a flow: "format" must be "{FORMAT}".')
    version = value.get("version")
    if not isinstance(version, int) or version < 1:
        raise FlowError('This is not a flow: "version" must be a whole number from 1.')
    if version > VERSION:
        raise FlowError(
            f"This flow has version {version}; this program reads up to {VERSION}.",
            remedy="Install a newer Workbench.",
        )
    for old in range(version, VERSION):
        value = MIGRATIONS[old](value)
    return dict(value)


def _no_number(name: str) -> float:
    raise FlowError(f"This is not JSON: {name} is no number.")


def _record(value: dict[str, Any]) -> FlowRecord:
    try:
        return FlowRecord.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise FlowError(f"This is not a flow: {place}: {first['msg']}.") from error
