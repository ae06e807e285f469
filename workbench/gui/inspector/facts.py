"""What an editor needs to know of a parameter, read from its pydantic field."""

import typing
from dataclasses import dataclass
from typing import Any

from pydantic.fields import FieldInfo

from workbench.core.component import Component, choices, is_optional, unwrapped
from workbench.gui.component_words import translated


@dataclass(frozen=True)
class FieldFacts:
    """One parameter.

    Args:
        kind: the type behind ``Annotated`` and ``None``.
        choices: for a ``Literal``, else empty.
        lowest, highest: inclusive bounds where there are any.
        editor: what ``json_schema_extra`` asks for: "file", "save-file", "attributes",
            "attribute" or nothing.
        filter: the files that a file dialog offers, such as "*.arff *.csv".
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
    section: str
    unit: str
    is_advanced: bool

    @property
    def label(self) -> str:
        """The name as words, with the unit."""
        words = self.name.replace("_", " ")
        words = translated(words[:1].upper() + words[1:])
        return f"{words} ({translated(self.unit)})" if self.unit else words

    @property
    def is_tuple(self) -> bool:
        """Whether there are several values."""
        return self.kind is tuple or typing.get_origin(self.kind) is tuple


def facts_of(kind: type[Component]) -> tuple[FieldFacts, ...]:
    """The parameters of a component class in order of declaration."""
    return tuple(_facts(name, info) for name, info in kind.model_fields.items())


def _facts(name: str, info: FieldInfo) -> FieldFacts:
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    return FieldFacts(
        name=name,
        description=translated(info.description or ""),
        kind=unwrapped(info.annotation),
        default=info.get_default(call_default_factory=True, validated_data={}),
        choices=choices(info),
        is_optional=is_optional(info),
        lowest=_bound(info, "ge", "gt"),
        highest=_bound(info, "le", "lt"),
        editor=_editor(name, extra),
        filter=str(extra.get("filter", "")),
        section=translated(str(extra.get("section", ""))),
        unit=str(extra.get("unit", "")),
        is_advanced=bool(extra.get("advanced", False)),
    )


def _editor(name: str, extra: typing.Mapping[str, Any]) -> str:
    if name == "class_attribute":
        return "attribute"
    return str(extra.get("editor", ""))


def _bound(info: FieldInfo, *names: str) -> float | None:
    for constraint in info.metadata:
        for name in names:
            value = getattr(constraint, name, None)
            if value is not None:
                return float(value)
    return None
