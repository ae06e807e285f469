"""Nodes that are no reader, transform or learner: one class each, with one method ``run``.

``run``'s arguments are the input ports and its return type is the output port::

    class Evaluate(NodeComponent):
        def run(self, fits: tuple[Fits, ...]) -> Run[Evaluation]: ...

``X`` is a required input, ``X | None`` an optional one, ``tuple[X, ...]`` takes several links.
A node whose result nothing can take (a view, a saver) has no output port.
"""

from abc import ABC
from typing import ClassVar, Protocol, runtime_checkable

from workbench.core.component import Component


class NodeComponent(Component, ABC):
    """A node with a ``run`` method of its own, whose signature says its ports.

    Attributes:
        is_remembered: whether the result may be taken from an earlier run; not so for a node that
            writes files.
    """

    is_remembered: ClassVar[bool] = True


@runtime_checkable
class Shown(Protocol):
    """The result of a view node: a value that a window draws and a terminal writes to a file."""

    def to_csv(self) -> str:
        """The numbers behind the picture, as CSV with a header."""
        ...
