"""What happens in a stack, told variant by variant."""

import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.core.run import Aside, Event, Noted
from workbench.models.learner import VariantReported
from workbench.training.events import Diagnosed, Diverged, EpochEnded, PlaneSeen

# An event costs those who show it some 50 µs: so it takes a twentieth of the time at most.
EVENTS_PER_SECOND = 1000

_FIGURES = ("train_loss", "validation_loss", "train_score", "validation_score")


@dataclass(frozen=True, eq=False)
class Member:
    """One variant's networks in a stack, where they lie side by side.

    Args:
        number: the variant's.
        rows: the networks' places among the jobs of the stack.
        folds: the numbers of their folds.
        n_epochs: after which they end at the latest.
    """

    number: int
    rows: slice
    folds: tuple[int, ...]
    n_epochs: int


class StackEvents:
    """Splits the events of a stack, in which ``Job.fold`` is a network's place.

    Where there are so many variants that telling each of everything would take too long, some
    are told of it, in turn. Of epochs they are told later, of all since at once; of its last
    epoch each is told. A stack of one variant tells every epoch.
    """

    def __init__(self, members: Sequence[Member]) -> None:
        self._members = members
        self._n_told = dict.fromkeys(members, 0)  # epochs, of those in training
        self._turn = deque(members)  # whose progress is told next
        self._figures: list[NDArray[np.float64]] = []  # (4, S) of each epoch
        self._monitors: list[Mapping[str, NDArray[np.float64]]] = []  # (S,) each, of each epoch
        self._last: EpochEnded | None = None
        self._since = time.monotonic()

    def tell(self, event: Event) -> Iterator[Event]:
        """What an event of the stack says of each variant."""
        if isinstance(event, EpochEnded):
            yield from self._epoch(event)
        elif isinstance(event, Diverged):
            yield from self._divergence(event)
        elif isinstance(event, PlaneSeen):
            yield from self._plane(event)
        elif isinstance(event, Aside):
            yield event
        elif isinstance(event, Noted):  # which nobody who is in training is to miss
            yield from [VariantReported(member.number, event) for member in self._turn]
        else:
            yield from self._in_turn(event)

    def _divergence(self, event: Diverged) -> Iterator[Event]:
        for member in self._members:
            if any(member.rows.start <= row < member.rows.stop for row in event.folds):
                note = Noted(event.text, is_warning=event.is_warning)
                yield VariantReported(member.number, note)

    def _plane(self, event: PlaneSeen) -> Iterator[Event]:
        """Of one network: told to its own variant only."""
        for member in self._members:
            if member.rows.start <= event.fold < member.rows.stop:
                own = member.folds[event.fold - member.rows.start]
                yield VariantReported(member.number, replace(event, fold=own))

    def _in_turn(self, event: Event) -> Iterator[Event]:
        for _ in range(min(self._n_allowed(), len(self._turn))):
            yield _of(event, self._turn[0])
            self._turn.rotate(-1)

    def rest(self) -> Iterator[Event]:
        """What is left to be told when training is over."""
        if self._last is not None:
            for member, n_told in self._n_told.items():
                if n_told < self._last.epoch:
                    yield self._told(member, self._last)

    def _epoch(self, event: EpochEnded) -> Iterator[Event]:
        figures = [getattr(event, name) for name in _FIGURES]
        nothing = np.full_like(event.train_loss, np.nan)
        if event.earlier is not None:  # of a training that goes on where it was broken off
            self._figures += list(np.moveaxis(event.earlier, -1, 0))
            more = event.earlier_monitors.items()
            n = event.earlier.shape[-1]
            self._monitors += [{name: told[:, i] for name, told in more} for i in range(n)]
        self._monitors.append(event.monitors)
        self._figures.append(np.array([nothing if f is None else f for f in figures]))
        self._last = event
        n_allowed = self._n_allowed()
        for member in sorted(self._n_told, key=self._n_told.__getitem__):
            has_ended = event.has_ended is not None and event.has_ended[member.rows].all()
            if has_ended or n_allowed > 0:
                n_allowed -= 1
                yield self._told(member, event)
                self._n_told[member] = event.epoch
            if has_ended:
                del self._n_told[member]
                self._turn.remove(member)

    def _n_allowed(self) -> int:
        """How many events the time since the last ones is good for."""
        before, self._since = self._since, time.monotonic()
        return max(1, int((self._since - before) * EVENTS_PER_SECOND))

    def _told(self, member: Member, event: EpochEnded) -> VariantReported:
        """The event of one variant, with the epochs that it has not been told of."""
        untold = [f[:, member.rows] for f in self._figures[self._n_told[member] : event.epoch - 1]]
        earlier = None
        if untold:
            earlier = np.stack(untold, -1)  # (4, folds, epochs)
            earlier.flags.writeable = False
        names = (*_FIGURES, "has_ended")
        mine: dict[str, Any] = {n: _part(getattr(event, n), member.rows) for n in names}
        mine["monitors"] = {name: told[member.rows] for name, told in event.monitors.items()}
        mine["earlier_monitors"] = self._untold_monitors(member, event)
        own = replace(event, folds=member.folds, n_epochs=member.n_epochs, earlier=earlier, **mine)
        return VariantReported(member.number, own)

    def _untold_monitors(self, member: Member, event: EpochEnded) -> dict[str, NDArray[np.float64]]:
        """The further figures of the epochs that a variant has not been told of."""
        untold = self._monitors[self._n_told[member] : event.epoch - 1]
        nothing = np.full(len(event.train_loss), np.nan)
        names = dict.fromkeys(name for epoch in untold for name in epoch)
        return {n: np.stack([e.get(n, nothing)[member.rows] for e in untold], -1) for n in names}


def _of(event: Event, member: Member) -> VariantReported:
    if isinstance(event, Diagnosed):
        event = event.of(member.rows, member.folds)
    return VariantReported(member.number, event)


def _part(figures: NDArray[Any] | None, rows: slice) -> NDArray[Any] | None:
    return None if figures is None else figures[rows]
