"""One node of a flow, as a script needs to know it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Step:
    """What is to be done at one place of a script.

    Args:
        id: of the node; becomes the name of a variable.
        key: of its component.
        title: what the node is called.
        help: a sentence on what it does.
        options: values by upper-case name: parameters of the component, and facts about the data.
        inputs: by port the ids of the steps whose results arrive there.
        of_links: by such an id options of what is done for that one.
    """

    id: str
    key: str
    title: str
    help: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    inputs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    of_links: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
