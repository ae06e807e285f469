"""Undo as a value: what was before, what is now, what was undone."""

from dataclasses import dataclass, replace
from typing import Generic, TypeVar

T = TypeVar("T")

LIMIT = 500  # graphs share their nodes, so a long history is cheap


@dataclass(frozen=True)
class History(Generic[T]):
    """A value (a flow's graph, an exploration) with its past and its undone future.

    Args:
        labels: what each step to the present did ("Add MLP"), as long as ``past``.
        merge: the last edit's merge key: an edit with the same one replaces it.
        saved: the value as it is on disk, for the dirty mark.
    """

    present: T
    past: tuple[T, ...] = ()
    future: tuple[T, ...] = ()
    labels: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()
    merge: str | None = None
    saved: T | None = None

    def edited(self, present: T, label: str, merge: str | None = None) -> "History[T]":
        """The history after an edit.

        Args:
            merge: edits in a row with the same key (a slider being moved) are one step.
        """
        if present == self.present:
            return self
        if merge is not None and merge == self.merge and self.past:
            return replace(self, present=present, future=(), undone=())
        return replace(
            self,
            present=present,
            past=(*self.past, self.present)[-LIMIT:],
            labels=(*self.labels, label)[-LIMIT:],
            future=(),
            undone=(),
            merge=merge,
        )

    def settled(self) -> "History[T]":
        """The next edit starts a step of its own, whatever its merge key."""
        return replace(self, merge=None)

    def undo(self) -> "History[T]":
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

    def redo(self) -> "History[T]":
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

    def marked_saved(self) -> "History[T]":
        """The present value is what is on disk."""
        return replace(self, saved=self.present)

    @property
    def is_dirty(self) -> bool:
        """Whether the value differs from the one on disk."""
        return self.present != self.saved
