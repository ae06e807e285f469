"""What can be wrong with the file of the history, each in a sentence."""

from pathlib import Path
from typing import Literal, TypeAlias

from workbench.core.errors import DataError, Where

Trouble: TypeAlias = Literal["busy", "full", "unusable", "newer", "foreign", "damaged"]

SET_ASIDE = "Set it aside to begin a new one; nothing in it is lost by that."


class HistoryError(DataError):
    """The history cannot be read or written.

    Args:
        trouble: of which kind; only what is foreign or damaged can be set aside.
    """

    def __init__(self, trouble: Trouble, file: Path, why: str = "") -> None:
        sentence, remedy = _WORDS[trouble]
        where = Where(file=str(file))
        super().__init__(sentence.format(why=why), remedy=remedy, where=where)
        self.trouble = trouble

    @property
    def can_be_set_aside(self) -> bool:
        """Whether a new history could take the place of what is there."""
        return self.trouble in {"newer", "foreign", "damaged"}


_WORDS: dict[Trouble, tuple[str, str | None]] = {
    "busy": ("Another program keeps the history of runs for itself just now.", "Try again."),
    "full": ("The disk is full: the history of runs cannot be written.", "Make room on it."),
    "unusable": ("The history of runs cannot be used: {why}.", None),
    "newer": (
        "The history of runs was written by a newer version of Workbench ({why}); it is left as "
        "it is.",
        "Update Workbench, or set it aside to begin a new one.",
    ),
    "foreign": ("This is no history of runs: {why}.", SET_ASIDE),
    "damaged": ("The history of runs is damaged: {why}.", SET_ASIDE),
}
