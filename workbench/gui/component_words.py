"""What components say of themselves, in the user's language."""

from PySide6.QtCore import QCoreApplication


def translated(text: str) -> str:
    """A component's title, help, section or parameter text, translated where there is one."""
    return QCoreApplication.translate("Components", text) if text else ""
