"""What the window remembers between two starts: layout, theme, recent files."""

from pathlib import Path

import platformdirs
from PySide6.QtCore import QByteArray, QSettings

from workbench.gui.theme import Choice

N_RECENT = 10


class Settings:
    """Facts in one small file in the platform's folder for settings.

    Args:
        file: where; by default the user's own.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file or platformdirs.user_config_path("workbench") / "window.ini"
        self._store = QSettings(str(self._file), QSettings.Format.IniFormat)

    @property
    def recent_files(self) -> list[Path]:
        """Files opened or saved last, the latest first; those that are gone left out."""
        stored = self._store.value("recent", [])
        names = [stored] if isinstance(stored, str) else list(stored or [])  # type: ignore[call-overload]
        return [path for path in map(Path, names) if path.is_file()]

    def add_recent(self, path: Path) -> None:
        """Put a file at the head of the recent ones."""
        path = path.resolve()
        others = [p for p in self.recent_files if p != path]
        self._store.setValue("recent", [str(p) for p in [path, *others][:N_RECENT]])

    @property
    def theme(self) -> Choice:
        """The theme that was chosen."""
        match self._store.value("theme", "system"):
            case "light":
                return "light"
            case "dark":
                return "dark"
            case _:
                return "system"

    @theme.setter
    def theme(self, choice: Choice) -> None:
        self._store.setValue("theme", choice)

    def layout(self, name: str) -> QByteArray | None:
        """A piece of layout that Qt made, if it is known."""
        value = self._store.value(f"layout/{name}")
        return value if isinstance(value, QByteArray) else None

    def set_layout(self, name: str, state: QByteArray) -> None:
        """Remember a piece of layout."""
        self._store.setValue(f"layout/{name}", state)

    def forget_layout(self) -> None:
        """Go back to the layout of a first start."""
        self._store.remove("layout")
