"""Why a parameter does not matter now, in the user's language."""

from PySide6.QtCore import QCoreApplication

from workbench.core.condition import Condition, Conditions
from workbench.gui.component_words import translated


def condition_words(conditions: Conditions) -> str:
    """A sentence on each condition: "Matters only while Initialisation is normal."."""
    return " ".join(_sentence(_label(name), c) for name, c in conditions.items())


def _sentence(label: str, condition: Condition) -> str:
    values = _tr(" or ").join(map(_value, condition.values))
    match condition.how:
        case "is":
            template = _tr("Matters only while {parameter} is {values}.")
        case "is not":
            template = _tr("Matters only while {parameter} is not {values}.")
        case _:
            template = _tr("Matters only while {parameter} holds {values}.")
    return template.format(parameter=label, values=values)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return _tr("on") if value else _tr("off")
    if value is None:
        return _tr("none")
    return _tr("empty") if value in ("", ()) else str(value)


def _label(name: str) -> str:
    words = name.replace("_", " ")
    return translated(words[:1].upper() + words[1:])


def _tr(text: str) -> str:
    return QCoreApplication.translate("Conditions", text)
