"""What a graph is made of, as values: nodes, links, notes, frames, and what stands for a component.

Everything that a flow file stores is in these and in ``Graph``, and nothing else.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

from typing_extensions import override

from workbench.core.component import Component
from workbench.core.run import Run
from workbench.flow.operation import TYPE_WORDS, Operation, Port, Unknown, operation


class StandIn(ABC):
    """What a node may have in place of a component: a sub-flow, or a kind that is not known here.

    Attributes:
        key: the name of its kind in flow files.
        version: of its kind.
        icon, category, aliases: as a component has them; no palette group.
    """

    key: str
    version: int
    icon: ClassVar[str]
    category: ClassVar[str] = ""
    aliases: ClassVar[tuple[str, ...]] = ()

    @property
    @abstractmethod
    def title(self) -> str:
        """What the node is called unless it has a name of its own."""

    @property
    @abstractmethod
    def operation(self) -> Operation:
        """Its ports; its work is never asked for."""

    @abstractmethod
    def help(self) -> str:
        """One sentence on what it is."""

    @abstractmethod
    def status(self) -> str:
        """A few words for the status line of the node that has not run."""


@dataclass(frozen=True)
class Placeholder(StandIn):
    """A node of a kind this program does not know; kept, with its parameters, never run."""

    key: str
    version: int = 1
    values: str = "{}"  # JSON, so that the node stays a hashable value

    icon: ClassVar[str] = "mdi6.help-circle-outline"

    @property
    @override
    def title(self) -> str:
        return self.key

    @property
    @override
    def operation(self) -> Operation:
        return _NOTHING

    @override
    def help(self) -> str:
        return f"No component '{self.key}' is installed; its settings and links are kept."

    @override
    def status(self) -> str:
        return "Not installed here"


@dataclass(frozen=True)
class Sweep:
    """A parameter that is given several values: what is downstream comes once for each."""

    parameter: str
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Node:
    """One node: a component, its name and its place.

    Args:
        id: unique in the graph; used by links, results and ``--set ID.PARAM=VALUE``.
        title: the user's name for it; empty for the component's own.
        x, y: the top left corner on the canvas, in scene pixels.
        sweeps: parameters with several values, each named once.
    """

    id: str
    component: Component | StandIn
    title: str = ""
    x: float = 0.0
    y: float = 0.0
    sweeps: tuple[Sweep, ...] = ()

    @property
    def name(self) -> str:
        """What the node is called in the window."""
        return self.title or self.component.title

    @property
    def operation(self) -> Operation:
        """Ports and work; a placeholder has neither."""
        if isinstance(self.component, StandIn):
            return self.component.operation
        return operation(type(self.component))

    def input(self, name: str) -> Port | None:
        """The input port called ``name``."""
        return next((p for p in self.operation.inputs if p.name == name), None)

    def output(self, name: str) -> Port | None:
        """The output port called ``name``."""
        return next((p for p in self.operation.outputs if p.name == name), None)

    def swept(self, parameter: str) -> tuple[Any, ...]:
        """The values of a parameter that is given several; empty for any other."""
        return next((s.values for s in self.sweeps if s.parameter == parameter), ())


@dataclass(frozen=True)
class Link:
    """What leaves ``source`` at ``source_port`` arrives at ``target_port`` of ``target``."""

    source: str
    source_port: str
    target: str
    target_port: str
    is_enabled: bool = True


@dataclass(frozen=True)
class Note:
    """A text on the canvas (Markdown) that nothing runs."""

    id: str
    text: str
    x: float = 0.0
    y: float = 0.0
    width: float = 240.0
    height: float = 80.0


@dataclass(frozen=True)
class Frame:
    """A titled rectangle behind some nodes, that takes those inside it along when it is moved."""

    id: str
    title: str = ""
    x: float = 0.0
    y: float = 0.0
    width: float = 320.0
    height: float = 200.0


@lru_cache(maxsize=4096)
def settings_of(component: Component | StandIn) -> str:
    """What a component is set to, in words: hash(-1) is hash(-2), but those of texts differ."""
    return repr(component)


def frozen(values: Sequence[Any]) -> tuple[Any, ...]:
    """JSON values that can be hashed: lists as tuples."""
    return tuple(frozen(v) if isinstance(v, list) else v for v in values)


def type_refusal(source: Node, output: Port, target: Node, input_: Port) -> str | None:
    """Why what leaves ``output`` does not fit ``input_``, in words; None if it does."""
    if issubclass(output.type, input_.type) or Unknown in {output.type, input_.type}:
        return None
    needs, gives = TYPE_WORDS[input_.type], TYPE_WORDS[output.type]
    sentence = f"'{target.name}' needs {needs}, but '{source.name}' gives {gives}."
    return f"{sentence} {_WAY_OUT.get((output.type.__name__, input_.type.__name__), '')}".rstrip()


_WAY_OUT = {
    ("Dataset", "Splits"): "Put a splitter between them, such as cross-validation.",
    ("Dataset", "Fits"): "Put a splitter and a learner between them.",
    ("Dataset", "Evaluation"): "Put a splitter, a learner and an evaluation between them.",
    ("Splits", "Fits"): "Put a learner between them.",
    ("Splits", "Evaluation"): "Put a learner and an evaluation between them.",
    ("Fits", "Evaluation"): "Put an evaluation between them.",
    ("Splits", "Dataset"): "Put this step before the splitter.",
}


def no_work(_component: Any, name: str, _inputs: Mapping[str, Any]) -> Run[Any]:
    """The work of what stands for a component; a run never gets here.

    Raises:
        TypeError: always.
    """
    raise TypeError(f"'{name}' does no work of its own")


_NOTHING = Operation((), (), no_work)
