"""Flow files: JSON, versioned, validated, in stable order; no code in them, ever."""

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from workbench.core.component import Component
from workbench.core.errors import FlowError, Where, WorkbenchError
from workbench.core.files import write_text
from workbench.flow.graph import Graph, Link, Node, Note, Placeholder

Catalog = Mapping[str, type[Component]]

FORMAT = "workbench-flow"
VERSION = 1

# From each older version to the next one: a function on the parsed JSON.
MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class _NodeRecord(_Record):
    id: str = Field(pattern=r"^[\w-]+$")
    kind: str
    version: int = 1
    title: str = ""
    parameters: dict[str, Any] = {}
    position: tuple[float, float] = (0.0, 0.0)


class _LinkRecord(_Record):
    start: str = Field(alias="from", pattern=r"^[\w-]+\.[\w-]+$")
    end: str = Field(alias="to", pattern=r"^[\w-]+\.[\w-]+$")
    enabled: bool = True


class _NoteRecord(_Record):
    id: str
    text: str
    position: tuple[float, float] = (0.0, 0.0)
    size: tuple[float, float] = (240.0, 80.0)


class _FlowRecord(_Record):
    format: Literal["workbench-flow"]
    version: int
    nodes: list[_NodeRecord] = []
    links: list[_LinkRecord] = []
    notes: list[_NoteRecord] = []


def load(path: Path, catalog: Catalog) -> Graph:
    """Read a flow file. Relative paths in it are taken from the file's own folder.

    Raises:
        FlowError: there is no such file, or it is not a flow, with file, line and reason.
    """
    try:
        text = path.read_text(encoding="utf-8")
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
    record = _record(_parsed(text))
    graph = Graph(notes=tuple(_note(n) for n in record.notes))
    for entry in record.nodes:
        if entry.id in graph.nodes:
            raise FlowError(f"Two nodes have the id '{entry.id}'.")
        graph = graph.with_node(_node(entry, catalog, folder))
    for link in record.links:
        graph = _with_link(graph, link)
    return graph


def dumps(graph: Graph, folder: Path | None = None) -> str:
    """The graph as a flow's JSON, two blanks deep, one node or link after the other."""
    record = {
        "format": FORMAT,
        "version": VERSION,
        "nodes": [_node_json(node, folder) for node in graph.nodes.values()],
        "links": [_link_json(link) for link in graph.links],
        "notes": [_note_json(note) for note in graph.notes],
    }
    return json.dumps(record, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _parsed(text: str) -> dict[str, Any]:
    try:
        value: Any = json.loads(text)
    except json.JSONDecodeError as error:
        place = Where(line=error.lineno, column=error.colno)
        raise FlowError(f"This is not JSON: {error.msg}.", where=place) from error
    except RecursionError:
        raise FlowError("This is not a flow: it is nested too deeply.") from None
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


def _record(value: dict[str, Any]) -> _FlowRecord:
    try:
        return _FlowRecord.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise FlowError(f"This is not a flow: {place}: {first['msg']}.") from error


def _node(entry: _NodeRecord, catalog: Catalog, folder: Path | None) -> Node:
    x, y = entry.position
    kind = catalog.get(entry.kind)
    if kind is None or entry.version > kind.version:
        values = json.dumps(entry.parameters, ensure_ascii=False)
        return Node(entry.id, Placeholder(entry.kind, entry.version, values), entry.title, x, y)
    try:
        component = kind.parse(_with_paths(kind, entry.parameters, folder, _absolute))
    except WorkbenchError as error:
        raise error.at(node=entry.id) from None
    return Node(entry.id, component, entry.title, x, y)


def _with_link(graph: Graph, record: _LinkRecord) -> Graph:
    source, source_port = record.start.split(".")
    target, target_port = record.end.split(".")
    for end in (source, target):
        graph.node(end)
    return graph.with_link(Link(source, source_port, target, target_port, record.enabled))


def _note(record: _NoteRecord) -> Note:
    return Note(record.id, record.text, *record.position, *record.size)


def _node_json(node: Node, folder: Path | None) -> dict[str, Any]:
    component = node.component
    if isinstance(component, Placeholder):
        values = json.loads(component.values)
    else:
        values = _with_paths(type(component), component.parameters(), folder, _relative)
    return {
        "id": node.id,
        "kind": component.key,
        "version": component.version,
        **({"title": node.title} if node.title else {}),
        "parameters": values,
        "position": [node.x, node.y],
    }


def _link_json(link: Link) -> dict[str, Any]:
    return {
        "from": f"{link.source}.{link.source_port}",
        "to": f"{link.target}.{link.target_port}",
        **({} if link.is_enabled else {"enabled": False}),
    }


def _note_json(note: Note) -> dict[str, Any]:
    return {
        "id": note.id,
        "text": note.text,
        "position": [note.x, note.y],
        "size": [note.width, note.height],
    }


def _with_paths(
    kind: type[Component],
    values: Mapping[str, Any],
    folder: Path | None,
    change: Callable[[str, Path], str],
) -> dict[str, Any]:
    """The parameters with every file path changed; those are the fields edited as files."""
    if folder is None:
        return dict(values)
    paths = set(_path_fields(kind))
    return {
        name: change(value, folder) if name in paths and isinstance(value, str) else value
        for name, value in values.items()
    }


def _path_fields(kind: type[Component]) -> Iterable[str]:
    for name, info in kind.model_fields.items():
        extra = info.json_schema_extra
        if isinstance(extra, dict) and extra.get("editor") in {"file", "save-file"}:
            yield name


def _absolute(value: str, folder: Path) -> str:
    if not value or value.startswith("resource:") or Path(value).is_absolute():
        return value
    return str(folder / value)


def _relative(value: str, folder: Path) -> str:
    path = Path(value)
    if value and path.is_absolute() and path.is_relative_to(folder):
        return path.relative_to(folder).as_posix()
    return value
