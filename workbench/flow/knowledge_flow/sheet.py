"""What both of WEKA's file formats hold: steps, connections and notes, as they are in WEKA."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from workbench.core.errors import FlowError
from workbench.flow.knowledge_flow.scheme import Scheme

STEPS = "weka.knowledgeflow.steps."
MOST = 2_000  # steps of a flow


@dataclass(frozen=True)
class Step:
    """One step of a KnowledgeFlow.

    Args:
        name: unique in the file.
        kind: the class of the step, in full.
        scheme: the classifier, filter, loader or saver inside, if it has one.
        settings: whatever else it is given, as JSON values.
    """

    name: str
    kind: str
    scheme: Scheme | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    x: float = 0.0
    y: float = 0.0

    @property
    def short(self) -> str:
        """What WEKA calls it unless the user has named it: the scheme inside, or the step."""
        return self.scheme.short if self.scheme else self.kind.rpartition(".")[2]

    @property
    def weka(self) -> str:
        """The class that decides what it does."""
        return self.scheme.name if self.scheme else self.kind

    def setting(self, *names: str, default: str = "") -> str:
        """The first of some settings that is given, as a text; the two formats name some apart."""
        found = next((self.settings[n] for n in names if self.settings.get(n) is not None), default)
        return str(found).lower() if isinstance(found, bool) else str(found)

    def is_on(self, *names: str) -> bool:
        """Whether a setting is true."""
        return self.setting(*names).lower() == "true"


@dataclass(frozen=True)
class Connection:
    """What of ``kind`` (``trainingSet``, say) leaves one step arrives at another."""

    source: str
    kind: str
    target: str


@dataclass(frozen=True)
class Remark:
    """A note on WEKA's canvas."""

    text: str
    x: float = 0.0
    y: float = 0.0


@dataclass(frozen=True)
class Sheet:
    """A whole KnowledgeFlow; steps by name.

    Raises:
        FlowError: it has more than ``MOST`` steps.
    """

    steps: Mapping[str, Step]
    connections: tuple[Connection, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def __post_init__(self) -> None:
        if len(self.steps) > MOST:
            raise FlowError(f"It has {len(self.steps):,} steps; {MOST:,} are the most.")

    def into(self, name: str) -> tuple[Connection, ...]:
        """The connections that end at a step."""
        return self._by_target.get(name, ())

    @cached_property
    def _by_target(self) -> Mapping[str, tuple[Connection, ...]]:
        found: dict[str, list[Connection]] = {}
        for connection in self.connections:
            found.setdefault(connection.target, []).append(connection)
        return {name: tuple(arriving) for name, arriving in found.items()}

    @property
    def order(self) -> tuple[str, ...]:
        """The names so that each step comes after all that it is fed by.

        Raises:
            FlowError: there is a cycle.
        """
        waiting = {name: {c.source for c in self.into(name)} for name in self.steps}
        done: list[str] = []
        while waiting:
            ready = [name for name, needs in waiting.items() if not needs & waiting.keys()]
            if not ready:
                names = ", ".join(sorted(waiting)[:8])
                raise FlowError(f"The KnowledgeFlow has a cycle through: {names}.")
            for name in ready:
                del waiting[name]
            done += ready
        return tuple(done)


def unique(name: str, taken: Mapping[str, object]) -> str:
    """The name, with a number if there is a step of that name already."""
    found, n = name, 2
    while found in taken:
        found, n = f"{name}{n}", n + 1
    return found
