"""The words and icons of attributes' kinds and roles."""

from PySide6.QtCore import QCoreApplication

KIND_ICONS = {
    "numeric": "mdi6.numeric",
    "nominal": "mdi6.tag-outline",
    "string": "mdi6.format-quote-close",
    "date": "mdi6.calendar-outline",
    "array": "mdi6.image-outline",
    "relational": "mdi6.table-multiple",
}
KINDS = tuple(KIND_ICONS)


def kind_word(kind: str) -> str:
    """A kind in the user's language."""
    return {
        "numeric": _tr("numeric"),
        "nominal": _tr("nominal"),
        "string": _tr("text"),
        "date": _tr("date"),
        "array": _tr("array"),
        "relational": _tr("relational"),
    }[kind]


def role_word(role: str) -> str:
    """A role in the user's language; nothing for a feature, which most attributes are."""
    return {
        "feature": "",
        "class": _tr("class"),
        "weight": _tr("weight"),
        "meta": _tr("meta"),
    }[role]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Kinds", text)
