"""How often the user has taken each component, in all flows: the search offers these first."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from workbench.core.component import Component
from workbench.core.errors import WorkbenchError
from workbench.core.files import write_text
from workbench.flow.graph import Graph

NAME = "usage.json"
_LARGEST = 1 << 20  # bytes; a count of each component has a few thousand
_MOST = 5

# What is offered first to somebody who has taken nothing yet.
_FIRST = (
    "cross_validation",
    "mlp",
    "evaluate",
    "knn",
    "arff",
    "csv",
    "hold_out",
    "roc",
    "confusion_matrix",
    "learning_curve",
)


class Usage:
    """Counts that are kept in a file; one that cannot be read or written costs no more than that.

    Args:
        path: of the file; None to keep them in memory only.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._counts: dict[str, int] | None = None

    def count(self, key: str) -> None:
        """Note that a component has been taken."""
        self._counts = self._read()  # another window may have counted since
        self._counts[key] = self._counts.get(key, 0) + 1
        if self._path is None:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_text(self._path, json.dumps(self._counts, indent=2, sort_keys=True) + "\n")
        except (OSError, WorkbenchError):
            pass  # it is only for the order in which things are offered

    def counts(self, graph: Graph) -> Mapping[str, int]:
        """How often each component has been taken, those of a flow made elsewhere among them."""
        if self._counts is None:
            self._counts = self._read()
        counts = dict(self._counts)
        for node in graph.nodes.values():
            counts[node.component.key] = max(counts.get(node.component.key, 0), 0) + 1
        return counts

    def _read(self) -> dict[str, int]:
        if self._path is None:
            return self._counts or {}
        try:
            if self._path.stat().st_size > _LARGEST:
                return {}
            read = json.loads(self._path.read_bytes())
        except (OSError, ValueError):
            return {}
        if not isinstance(read, dict):
            return {}
        return {k: v for k, v in read.items() if isinstance(v, int) and 0 < v < 1 << 40}


def most_used(kinds: Iterable[type[Component]], counts: Mapping[str, int]) -> list[type[Component]]:
    """The few components to offer first, the most used of all first."""
    offered = {kind.key: kind for kind in kinds}
    used = sorted((k for k in offered if counts.get(k)), key=lambda k: (-counts[k], k))
    usual = [k for k in _FIRST if k in offered and k not in used]
    return [offered[key] for key in (*used, *usual)[:_MOST]]
