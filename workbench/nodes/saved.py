"""What a node that saves gives: the file it has written."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Saved:
    """A file that has been written."""

    path: Path

    @property
    def summary(self) -> str:
        """The node's status line."""
        return f"saved {self.path.name}"
