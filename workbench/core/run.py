"""A run: long work as a generator of events.

``Run[T]`` yields frozen events in the past tense, may be sent a command, and returns a ``T``.
Runs nest by ``yield from``: the epoch loop in ``fit``, ``fit`` in the fold loop, the fold loop
in the flow. Below the window there is no callback, queue, signal or thread:

* pause  = do not ask for the next event;
* stop and keep the best so far = ``run.send(Stop())``;
* cancel = ``run.close()``.
"""

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Event:
    """Something that has happened. Subclasses hold plain numbers, text and read-only arrays."""


@dataclass(frozen=True)
class Aside(Event):
    """Said to whoever drives the run, who may answer; nothing for a node's log or a view.

    It comes through unwrapped, however deep in a run it was said, and once.
    """


@dataclass(frozen=True)
class Command:
    """Something asked of a run from outside."""


@dataclass(frozen=True)
class Stop(Command):
    """End early and keep the best so far."""


@dataclass(frozen=True)
class Progressed(Event):
    """Part of a piece of work is done.

    Args:
        done: amount done, in the work's own unit (bytes, rows, folds).
        total: amount in all; 0 if that is not known.
        text: one short status line, such as "fold 7/10".
    """

    done: float
    total: float
    text: str = ""


@dataclass(frozen=True)
class Noted(Event):
    """Something the user should know that is no error: shown at the node and in the log.

    Args:
        text: one sentence, such as "Added: impute, one-hot, standardise."
        is_warning: whether it calls for attention.
    """

    text: str
    is_warning: bool = False


Run: TypeAlias = Generator[Event, Command | None, T]


def finish(run: Run[T], report: Callable[[Event], Command | None] | None = None) -> T:
    """Drive a run to its end and give its result.

    Args:
        report: called with each event; a command that it returns is sent into the run.
    """
    command: Command | None = None
    while True:
        try:
            event = run.send(command)
        except StopIteration as end:
            result: T = end.value
            return result
        command = report(event) if report else None


def watched(run: Run[T]) -> Run[tuple[T, bool]]:
    """The same run, which also tells whether it was asked to stop on the way."""
    is_stopped = False
    command: Command | None = None
    try:
        while True:
            try:
                event = run.send(command)
            except StopIteration as end:
                return end.value, is_stopped
            command = yield event
            is_stopped = is_stopped or isinstance(command, Stop)
    finally:
        run.close()


def retold(run: Run[T], tell: Callable[[Event], Iterable[Event]]) -> Run[T]:
    """The same run, giving for each of its events what ``tell`` makes of it: one, some or none.

    A command that one of these is answered with is sent into the run.
    """
    command: Command | None = None
    try:
        while True:
            try:
                event = run.send(command)
            except StopIteration as end:
                result: T = end.value
                return result
            command = None
            for told in tell(event):
                command = (yield told) or command
    finally:
        run.close()
