"""Passes on what the runs inside a run say, once each, and remembers whether to stop."""

from typing import TypeVar

from workbench.core.run import Command, Event, Noted, Run, Stop
from workbench.models.learner import VariantReported

T = TypeVar("T")


class Relay:
    """Between a run and the runs of its folds.

    Ten folds add the same preparation; their user wants to read it once, of each variant. A
    ``Stop`` that ends one fold's training is remembered for the folds to come.
    """

    def __init__(self) -> None:
        self._said: set[Event] = set()
        self.is_told_to_stop = False

    def tell(self, event: Event) -> Run[Command | None]:
        """Say something, unless it is a note that has been given before."""
        if _is_note(event):
            if event in self._said:
                return None
            self._said.add(event)
        command = yield event
        self.is_told_to_stop |= isinstance(command, Stop)
        return command

    def through(self, run: Run[T]) -> Run[T]:
        """The same run without the notes that have been given before."""
        command: Command | None = None
        try:
            while True:
                event = run.send(command)
                command = yield from self.tell(event)
        except StopIteration as end:
            result: T = end.value
            return result
        finally:
            run.close()


def _is_note(event: Event) -> bool:
    return isinstance(event.event if isinstance(event, VariantReported) else event, Noted)
