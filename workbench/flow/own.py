"""Groups that somebody has saved to the palette, offered there like components.

Adding one adds a copy of the group; the flow does not depend on the saved one.
"""

import re
import zlib
from pathlib import Path
from typing import ClassVar

from workbench.core.component import Category
from workbench.core.errors import FlowError, Where, WorkbenchError
from workbench.core.files import write_text
from workbench.flow.file import Catalog, dumps, load
from workbench.flow.graph import Graph, Node
from workbench.flow.group import Group
from workbench.flow.operation import Described

PREFIX = "own:"
SUFFIX = ".flow"


class OwnKind(Described):
    """A group from the palette."""

    category: ClassVar[Category] = "Own"
    icon: ClassVar[str] = Group.icon
    group: ClassVar[Group]
    path: ClassVar[Path]


def own_kind(path: Path, title: str, group: Group) -> type[OwnKind]:
    """The kind of node that adds a copy of ``group``."""

    class OwnGroup(OwnKind):
        pass

    OwnGroup.__doc__ = group.help()
    OwnGroup.key, OwnGroup.title, OwnGroup.path = f"{PREFIX}{path.stem}", title, path
    OwnGroup.group, OwnGroup.ports = group, group.operation
    return OwnGroup


def node_of(kind: type[OwnKind], node_id: str, x: float, y: float) -> Node:
    """A new node with a copy of the group."""
    return Node(node_id, kind.group, kind.title, x, y)


def saved(folder: Path, catalog: Catalog) -> tuple[dict[str, type[OwnKind]], list[WorkbenchError]]:
    """The groups in a folder, by key, and what is wrong with files that hold none."""
    kinds: dict[str, type[OwnKind]] = {}
    errors: list[WorkbenchError] = []
    for path in sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else ():
        try:
            kind = _read(path, catalog)
        except WorkbenchError as error:
            errors.append(error)
        else:
            kinds[kind.key] = kind
    return kinds, errors


def save(folder: Path, node: Node) -> Path:
    """Save a group's node under its name; one of the same name is replaced.

    Raises:
        FlowError: the node is no group.
        DataError: the folder cannot be written to.
    """
    if not isinstance(node.component, Group):
        raise FlowError(
            f"'{node.name}' is no group.", remedy="Group nodes first; a group can be saved."
        )
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{_file_name(node.name)}{SUFFIX}"
    alone = Node("group", node.component, node.name)
    write_text(path, dumps(Graph().with_node(alone)))
    return path


def _read(path: Path, catalog: Catalog) -> type[OwnKind]:
    nodes = tuple(load(path, catalog).nodes.values())
    if len(nodes) != 1 or not isinstance(nodes[0].component, Group):
        raise FlowError("This flow is not one group.", where=Where(file=str(path)))
    return own_kind(path, nodes[0].name, nodes[0].component)


def _file_name(name: str) -> str:
    """A name that every file system takes; the same for the same name at every start."""
    plain = re.sub(r"[^\w-]+", "-", name).strip("-")
    return plain[:60] or f"group-{zlib.crc32(name.encode(errors='surrogatepass')):08x}"
