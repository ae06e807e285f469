"""Flows to begin with, as they come with the program: ``resources/templates``.

``templates.json`` lists them in order, each with its title and one line of help.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workbench.core.files import resource
from workbench.flow import file as flow_file
from workbench.flow.graph import Graph

FOLDER = "templates"
INDEX = "templates.json"


@dataclass(frozen=True)
class Template:
    """A flow to begin with.

    Args:
        help: one line on what it is for.
    """

    file: Path
    title: str
    help: str

    def graph(self, catalog: flow_file.Catalog) -> Graph:
        """The flow; relative paths in it stay so, as it lies in no folder of the user's.

        Raises:
            FlowError: the program's own file is damaged.
        """
        return flow_file.loads(self.file.read_text(encoding="utf-8"), catalog)


@cache
def templates() -> tuple[Template, ...]:
    """All templates, in the order in which they are offered."""
    folder = resource(FOLDER)
    entries = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    return tuple(Template(folder / e["file"], e["title"], e["help"]) for e in entries)
