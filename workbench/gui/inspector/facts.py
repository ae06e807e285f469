"""What an editor needs to know of a parameter, read from its pydantic field."""

import typing
from dataclasses import dataclass
from typing import Any

from pydantic.fields import FieldInfo

from workbench.core.component import Component, choices, is_optional, unwrapped
from workbench.data.readers.compression import SUFFIXES
from workbench.data.readers.reader import Reader
from workbench.flow.sweep_text import is_sweepable
from workbench.gui.component_words import translated
from workbench.gui.inspector.scale import Scale
from workbench.models.networks.design import Design

MOST_POINTS = 100  # of whole numbers that have a slider unasked
SHARE_STEP, PERCENT_STEP = 0.01, 1.0

CLASS = "class_attribute"  # which every reader asks for
HIDDEN = "none"
"""The editor of a parameter that a component has and nobody sets."""


@dataclass(frozen=True)
class FieldFacts:
    """One parameter.

    Args:
        kind: the type behind ``Annotated`` and ``None``.
        choices: for a ``Literal``, else empty.
        lowest, highest: inclusive bounds where there are any.
        editor: what ``json_schema_extra`` asks for: "file", "save-file", "attributes",
            "attribute" or nothing.
        filter: the files that a file dialog offers, such as "*.arff *.csv"; of a reader's own
            path those that it reads.
        takes_folders: whether a folder may be chosen instead of a file.
        empty: what stands in the empty field, where "" means something.
        scale: of the slider beside the number, if there is one.
        is_sweepable: whether several values can be given in one line.
    """

    name: str
    description: str
    kind: Any
    default: Any
    choices: tuple[Any, ...]
    is_optional: bool
    lowest: float | None
    highest: float | None
    editor: str
    filter: str
    takes_folders: bool
    section: str
    unit: str
    is_advanced: bool
    empty: str
    scale: Scale | None
    is_sweepable: bool

    @property
    def label(self) -> str:
        """The name as words, with the unit."""
        words = self.name.replace("_", " ")
        words = translated(words[:1].upper() + words[1:])
        return f"{words} ({translated(self.unit)})" if self.unit else words

    @property
    def takes_none(self) -> bool:
        """Whether, of an attribute, there may be none."""
        return self.name == CLASS

    @property
    def is_tuple(self) -> bool:
        """Whether there are several values."""
        return self.kind is tuple or typing.get_origin(self.kind) is tuple

    @property
    def item_kind(self) -> Any:
        """The type of one of several values."""
        arguments = typing.get_args(self.kind)
        return unwrapped(arguments[0]) if arguments else str


def facts_of(kind: type[Component]) -> tuple[FieldFacts, ...]:
    """The parameters of a component class in order of declaration, but those that nobody sets."""
    every = (_facts(kind, name, info) for name, info in kind.model_fields.items())
    return tuple(facts for facts in every if facts.editor != HIDDEN)


def _facts(component: type[Component], name: str, info: FieldInfo) -> FieldFacts:
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    is_data_file = name == "path" and issubclass(component, Reader)
    kind = unwrapped(info.annotation)
    return FieldFacts(
        name=name,
        description=translated(info.description or ""),
        kind=kind,
        default=info.get_default(call_default_factory=True, validated_data={}),
        choices=choices(info),
        is_optional=is_optional(info),
        lowest=_bound(info, "ge", "gt"),
        highest=_bound(info, "le", "lt"),
        editor=_editor(name, extra),
        filter=_filter(component) if is_data_file else str(extra.get("filter", "")),
        takes_folders=is_data_file and getattr(component, "takes_folders", False),
        section=translated(str(extra.get("section", ""))),
        unit=str(extra.get("unit", "")),
        is_advanced=bool(extra.get("advanced", False)),
        empty=translated(str(extra.get("empty", "the last" if name == CLASS else ""))),
        scale=_scale(kind, str(extra.get("slider", "")), info),
        is_sweepable=kind is not Design and is_sweepable(component, name),
    )


def _filter(kind: type[Component]) -> str:
    """The patterns of the files that a reader takes, compressed ones too; then all files."""
    endings = (*getattr(kind, "suffixes", ()), *SUFFIXES)
    return " ".join(f"*{ending}" for ending in endings) + ";;*"


def _editor(name: str, extra: typing.Mapping[str, Any]) -> str:
    if name == CLASS:
        return "attribute"
    return str(extra.get("editor", ""))


def _scale(kind: Any, asked: str, info: FieldInfo) -> Scale | None:
    """The scale that is asked for, or that bounds make natural: of shares, per cents, a few."""
    if kind not in {int, float}:
        return None
    if asked:
        return Scale.of(asked, is_whole=kind is int)
    low, high = _bound(info, "ge", "gt"), _bound(info, "le", "lt")
    if low is None or high is None:
        return None
    if kind is int:
        return Scale(low, high, is_whole=True) if high - low <= MOST_POINTS else None
    step = {1.0: SHARE_STEP, 100.0: PERCENT_STEP}.get(high)
    if low != 0 or step is None:
        return None
    low += step if _bound(info, "gt") is not None else 0
    high -= step if _bound(info, "lt") is not None else 0
    return Scale(low, high, step)


def _bound(info: FieldInfo, *names: str) -> float | None:
    for constraint in info.metadata:
        for name in names:
            value = getattr(constraint, name, None)
            if value is not None:
                return float(value)
    return None
