"""How the editor's commands hand on what they have made."""

from typing import Protocol

from workbench.flow.graph import Graph


class Commit(Protocol):
    """Takes a new graph, what the edit is called, and its merge key."""

    def __call__(self, graph: Graph, label: str, merge: str | None = None) -> None:
        """Take it."""
