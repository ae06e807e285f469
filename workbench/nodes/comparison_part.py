"""A part of a comparison, and how far it is."""

from collections.abc import Iterator

from workbench.core.run import Aside, Event, Noted, Progressed, Run, T, retold


def part_of(run: Run[T], number: int, total: int, text: str) -> Run[T]:
    """The run as the part ``number`` (0-based) of ``total``: its progress and its warnings only."""
    share = 0.0

    def told(event: Event) -> Iterator[Event]:
        nonlocal share
        if isinstance(event, Aside) or (isinstance(event, Noted) and event.is_warning):
            yield event
        elif not isinstance(event, Noted):
            if isinstance(event, Progressed) and event.total:
                share = min(1.0, event.done / event.total)
            yield Progressed(number + share, total, text)

    return retold(run, told)
