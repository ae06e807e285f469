"""Nodes that are no reader, transform or learner: one class each, with one method ``run``.

``run``'s arguments are the input ports and its return type is the output port::

    class Evaluate(NodeComponent):
        def run(self, fits: tuple[Fits, ...]) -> Run[Evaluation]: ...

``X`` is a required input, ``X | None`` an optional one, ``tuple[X, ...]`` takes several links.
A node whose result nothing can take (a view, a saver) has no output port. A view whose result is
``Giving`` has one: what was chosen in it goes out.
"""

from abc import ABC
from typing import Any, ClassVar, Protocol, runtime_checkable

from workbench.core.component import Component


class NodeComponent(Component, ABC):
    """A node with a ``run`` method of its own, whose signature says its ports.

    Attributes:
        is_remembered: whether the result may be taken from an earlier run; not so for a node that
            writes files.
        goes_without: whether it runs, too, where some of the nodes linked to it have no result.
    """

    is_remembered: ClassVar[bool] = True
    goes_without: ClassVar[bool] = False


@runtime_checkable
class Shown(Protocol):
    """The result of a view node: a value that a window draws and a terminal writes to a file."""

    def to_csv(self) -> str:
        """The numbers behind the picture, as CSV with a header."""
        ...


@runtime_checkable
class Giving(Protocol):
    """The result of a view that something flows out of as well: what was chosen in it.

    Attributes:
        gives: the name of the output port, and the type of what flows.
    """

    gives: ClassVar[tuple[str, type]]

    def given(self) -> Any:
        """What flows out."""
        ...


def flowing_out(result: Any) -> Any:
    """What flows out of a node with this result: mostly the result itself."""
    return result.given() if isinstance(result, Giving) else result
