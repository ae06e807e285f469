"""What can be done with the attributes that are chosen in the list: steps, by their keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication

from workbench.core.component import Component


@dataclass(frozen=True)
class AttributeAction:
    """One entry of the list's menu.

    Args:
        name: of the action; unique.
        group: actions of one group stand together, under a menu of their own if it has a title.
        values: parameters besides the attributes' names.
        parameter: the one that takes the names.
        takes_one: whether it is for one attribute only.
    """

    name: str
    words: str
    icon: str
    key: str
    values: tuple[tuple[str, Any], ...] = ()
    parameter: str = "attributes"
    group: str = ""
    takes_one: bool = False

    def fits(self, names: Sequence[str]) -> bool:
        """Whether it can be done with so many attributes."""
        return len(names) == 1 if self.takes_one else bool(names)

    def values_for(self, names: Sequence[str]) -> dict[str, Any]:
        """The step's parameters."""
        chosen: Any = names[0] if self.takes_one else list(names)
        return {self.parameter: chosen, **dict(self.values)}


def attribute_actions(catalog: Mapping[str, type[Component]]) -> tuple[AttributeAction, ...]:
    """All that the catalog has steps for."""
    return tuple(action for action in _all() if action.key in catalog)


def _all() -> tuple[AttributeAction, ...]:
    kind, role = _tr("Change kind"), _tr("Set role")
    return (
        _select("remove", _tr("Remove"), "mdi6.trash-can-outline"),
        _select("keep", _tr("Keep only these"), "mdi6.check-all"),
        AttributeAction(
            "set_class",
            _tr("Set as class"),
            "mdi6.target",
            "set_class",
            parameter="attribute",
            takes_one=True,
        ),
        _role("feature", _tr("Feature"), role),
        _role("meta", _tr("Meta (carried along, not learnt from)"), role),
        _role("weight", _tr("Weight of samples"), role),
        _kind("numeric", _tr("Numeric"), kind),
        _kind("nominal", _tr("Nominal"), kind),
        _kind("string", _tr("Text"), kind),
        _kind("date", _tr("Date"), kind),
        AttributeAction(
            "zero_as_missing",
            _tr("Read 0 as missing"),
            "mdi6.numeric-0-circle-outline",
            "zero_as_missing",
        ),
    )


def _select(action: str, words: str, icon: str) -> AttributeAction:
    return AttributeAction(action, words, icon, "select_attributes", (("action", action),))


def _role(role: str, words: str, group: str) -> AttributeAction:
    return AttributeAction(f"role_{role}", words, "", "set_role", (("role", role),), group=group)


def _kind(kind: str, words: str, group: str) -> AttributeAction:
    return AttributeAction(f"kind_{kind}", words, "", "change_kind", (("kind", kind),), group=group)


def _tr(text: str) -> str:
    return QCoreApplication.translate("AttributeActions", text)
