"""Passes on what the runs inside a run say, once each, and remembers whether to stop."""

from collections.abc import Callable
from typing import TypeVar

from workbench.core.run import Command, Event, Noted, Run, Stop

T = TypeVar("T")


class Relay:
    """Between a run and the runs of its folds.

    Ten folds add the same preparation; their user wants to read it once. A ``Stop`` that ends
    one fold's training is remembered for the folds to come.
    """

    def __init__(self) -> None:
        self._said: set[str] = set()
        self.is_told_to_stop = False

    def tell(self, event: Event) -> Run[None]:
        """Say something of one's own."""
        self.is_told_to_stop |= isinstance((yield event), Stop)

    def through(self, run: Run[T]) -> Run[T]:
        """The same run without the notes that have been given before."""
        command: Command | None = None
        try:
            while True:
                event = run.send(command)
                command = None
                if not (isinstance(event, Noted) and event.text in self._said):
                    command = yield event
                    self.is_told_to_stop |= isinstance(command, Stop)
                if isinstance(event, Noted):
                    self._said.add(event.text)
        except StopIteration as end:
            result: T = end.value
            return result
        finally:
            run.close()


def changed(run: Run[T], change: Callable[[Event], Event]) -> Run[T]:
    """The same run, with ``change`` made to each event; commands pass through."""
    command: Command | None = None
    try:
        while True:
            try:
                event = run.send(command)
            except StopIteration as end:
                result: T = end.value
                return result
            command = yield change(event)
    finally:
        run.close()
