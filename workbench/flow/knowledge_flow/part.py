"""What a rule makes of a WEKA class: the component it stands for, with its parameters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.data.dataset import Dataset
from workbench.flow.knowledge_flow.scheme import Options, Scheme


@dataclass(frozen=True)
class Late:
    """A parameter that only the data tell: WEKA names attributes by number, we by name.

    Args:
        about: what it was in WEKA, for the sentence where the data cannot be looked at.
        of: its value for the data set that arrives.
        otherwise: its value where the data cannot be looked at; None for the component's own.
    """

    about: str
    of: Callable[[Dataset], Any]
    otherwise: Any = None


@dataclass(frozen=True)
class Part:
    """A component to be made.

    Args:
        weka: the WEKA class whose counterpart it is.
        values: parameters.
        late: parameters that only the data tell.
        remarks: what to tell the user, each a sentence.
        key: of the component, where WEKA has no class like it.
    """

    weka: str
    values: Mapping[str, Any] = field(default_factory=dict)
    late: Mapping[str, Late] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    key: str = ""


@dataclass(frozen=True)
class Unknown:
    """A WEKA class that has no counterpart here, or whose options have none.

    Args:
        reason: a sentence on why, if there is more to say than that it has none.
    """

    scheme: Scheme
    reason: str = ""


# What a rule gives: components in a row (a filter of filters), the last of them the main one.
Parts = tuple[Part | Unknown, ...]
Rule = Callable[[str, Options], Parts]
