"""What can go wrong through no fault of ours, each in a sentence the user can act on.

WorkbenchError
├── DataError          a file or the values in it
├── ParameterError     a parameter of a component
├── FlowError          a flow: its links, its cycles, its file
├── FitError           a learner cannot learn from this data
├── ModelError         a model file, or rows that do not fit the model
├── DeviceError        the device asked for is not there
└── Defect             the program itself is wrong; carries the traceback for a report
"""

import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from typing_extensions import override


@dataclass(frozen=True)
class Where:
    """The place a sentence is about; what is not known stays None."""

    file: str | None = None
    line: int | None = None
    column: int | None = None
    node: str | None = None
    parameter: str | None = None

    @override
    def __str__(self) -> str:
        """Give ``file:line:column`` as compilers write it, or the node and parameter."""
        if self.file is not None:
            return ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        return ".".join(part for part in (self.node, self.parameter) if part)


class WorkbenchError(Exception):
    """One clear sentence: what is wrong, where, and what to do.

    Args:
        message: what is wrong, with the offending value and what it must be.
        remedy: what the user can do; shown after the message.
        where: the file, line, column, node or parameter.
        others: further errors found in the same go (a file with several bad rows).
    """

    def __init__(
        self,
        message: str,
        *,
        remedy: str | None = None,
        where: Where | None = None,
        others: Sequence["WorkbenchError"] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.where = where or Where()
        self.others = tuple(others)

    def at(self, *, node: str | None = None, file: str | None = None) -> Self:
        """Say where, if that is not known yet; gives the error itself, to be raised."""
        where = self.where
        self.where = replace(where, node=where.node or node, file=where.file or file)
        return self

    @override
    def __str__(self) -> str:
        """One line: place, sentence, remedy."""
        place = str(self.where)
        text = f"{place}: {self.message}" if place else self.message
        return f"{text} {self.remedy}" if self.remedy else text

    @override
    def __reduce__(self) -> tuple[object, ...]:
        """Pickle by keyword arguments, so that events carrying errors can cross processes."""
        return _rebuild, (type(self), self.message, self.remedy, self.where, self.others)


def _rebuild(
    kind: type[WorkbenchError],
    message: str,
    remedy: str | None,
    where: Where,
    others: tuple[WorkbenchError, ...],
) -> WorkbenchError:
    return kind(message, remedy=remedy, where=where, others=others)


class DataError(WorkbenchError):
    """A file, or the values in it, cannot be used."""


class ParameterError(WorkbenchError):
    """A parameter of a component is unknown or out of its bounds."""


class FlowError(WorkbenchError):
    """A flow is not what it must be: a cycle, a missing input, a link of the wrong type."""


class FitError(WorkbenchError):
    """A learner cannot learn from the data it was given."""


class ModelError(WorkbenchError):
    """A model file is not readable, or the rows do not fit the model's schema."""


class DeviceError(WorkbenchError):
    """The device that was asked for is not on this machine."""


class Defect(WorkbenchError):  # noqa: N818  the user has made no error
    """The program made a mistake; the message says which, ``details`` is the traceback."""

    def __init__(self, message: str, *, details: str = "", where: Where | None = None) -> None:
        super().__init__(message, where=where)
        self.details = details

    @classmethod
    def of(cls, error: BaseException) -> "Defect":
        """The defect behind an exception that nobody expected."""
        return cls(
            f"The program made a mistake ({type(error).__name__}: {error}).",
            details="".join(traceback.format_exception(error)),
        )

    @override
    def __reduce__(self) -> tuple[object, ...]:
        """Pickle with the traceback's text."""
        return _rebuild_defect, (self.message, self.details, self.where)


def _rebuild_defect(message: str, details: str, where: Where) -> Defect:
    return Defect(message, details=details, where=where)


# What one part of the work may raise without ending the others: not what ends the program.
FAILURES = (
    WorkbenchError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


def sentence_of(error: Exception) -> WorkbenchError:
    """The error to show: itself, or a defect where nobody expected it."""
    return error if isinstance(error, WorkbenchError) else Defect.of(error)
