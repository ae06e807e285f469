"""Undo as a value: the graphs before, the graph now, the graphs undone."""

from dataclasses import dataclass, replace

from workbench.flow.graph import Graph

LIMIT = 500  # graphs share their nodes, so a long history is cheap


@dataclass(frozen=True)
class History:
    """A graph with its past and its undone future.

    Args:
        labels: what each step to the present did ("Add MLP"), as long as ``past``.
        merge: the last edit's merge key: an edit with the same one replaces it.
        saved: the graph as it is on disk, for the dirty mark.
    """

    present: Graph
    past: tuple[Graph, ...] = ()
    future: tuple[Graph, ...] = ()
    labels: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()
    merge: str | None = None
    saved: Graph | None = None

    def edited(self, graph: Graph, label: str, merge: str | None = None) -> "History":
        """The history after an edit.

        Args:
            merge: edits in a row with the same key (a slider being moved) are one step.
        """
        if graph == self.present:
            return self
        if merge is not None and merge == self.merge and self.past:
            return replace(self, present=graph, future=(), undone=())
        return replace(
            self,
            present=graph,
            past=(*self.past, self.present)[-LIMIT:],
            labels=(*self.labels, label)[-LIMIT:],
            future=(),
            undone=(),
            merge=merge,
        )

    def settled(self) -> "History":
        """The next edit starts a step of its own, whatever its merge key."""
        return replace(self, merge=None)

    def undo(self) -> "History":
        """One step back; the same history if there is none."""
        if not self.past:
            return self
        return replace(
            self,
            present=self.past[-1],
            past=self.past[:-1],
            future=(self.present, *self.future),
            labels=self.labels[:-1],
            undone=(self.labels[-1], *self.undone),
            merge=None,
        )

    def redo(self) -> "History":
        """One step forward; the same history if nothing was undone."""
        if not self.future:
            return self
        return replace(
            self,
            present=self.future[0],
            past=(*self.past, self.present),
            future=self.future[1:],
            labels=(*self.labels, self.undone[0]),
            undone=self.undone[1:],
            merge=None,
        )

    def marked_saved(self) -> "History":
        """The present graph is what is on disk."""
        return replace(self, saved=self.present)

    @property
    def is_dirty(self) -> bool:
        """Whether the graph differs from the one on disk."""
        return self.present != self.saved
