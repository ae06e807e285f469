"""What the window remembers between two starts: layout, theme, recent files, how they are read."""

import json
from pathlib import Path
from typing import Any

import platformdirs
from PySide6.QtCore import QByteArray, QSettings

from workbench.gui.text_size import SIZES
from workbench.gui.theme import Choice
from workbench.runs.history.place import history_folder

N_RECENT = 10
N_READERS = 100  # files of which it is remembered how they are read


class Settings:
    """Facts in one small file in the platform's folder for settings.

    Args:
        file: where; by default the user's own.

    Attributes:
        results: the file for results that are kept between two starts.
        checkpoints: the folder for trainings that can be gone on with.
        own_nodes: the folder for groups that are kept in the palette.
        history: the folder of the runs that were made.
        journals: the folder for edits that are not saved; beside the file where one is given.
    """

    def __init__(self, file: Path | None = None) -> None:
        state = file.parent if file else platformdirs.user_state_path("workbench")
        self.journals = state / "journal"
        data = file.parent if file else platformdirs.user_data_path("workbench")
        self.own_nodes = data / "palette"
        self.history = history_folder(file.parent if file else None)
        cache = file.parent if file else platformdirs.user_cache_path("workbench")
        self.results = cache / "results.sqlite"
        self.checkpoints = cache / "checkpoints"
        self._file = file or platformdirs.user_config_path("workbench") / "window.ini"
        self._store = QSettings(str(self._file), QSettings.Format.IniFormat)

    @property
    def recent_files(self) -> list[Path]:
        """Files opened or saved last, the latest first; those that are gone left out."""
        stored = self._store.value("recent", [])
        names = [stored] if isinstance(stored, str) else list(stored or [])  # type: ignore[call-overload]
        return [path for path in map(Path, names) if path.exists()]

    def add_recent(self, path: Path) -> None:
        """Put a file at the head of the recent ones."""
        path = path.resolve()
        others = [p for p in self.recent_files if p != path]
        self._store.setValue("recent", [str(p) for p in [path, *others][:N_RECENT]])

    def reader_values(self, path: Path, key: str) -> dict[str, Any]:
        """The parameters that a file was last read with; none for another kind of reader."""
        for file, kind, values in self._readers():
            if file == str(path.resolve()) and kind == key:
                return values
        return {}

    def set_reader_values(self, path: Path, key: str, values: dict[str, Any]) -> None:
        """Remember how a file is read."""
        name = str(path.resolve())
        others = [entry for entry in self._readers() if entry[0] != name]
        self._store.setValue("readers", json.dumps([(name, key, values), *others][:N_READERS]))

    def _readers(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Path, key and parameters, the latest first; nothing of what is no such list."""
        try:
            stored = json.loads(str(self._store.value("readers", "[]")))
            return [(str(file), str(key), dict(values)) for file, key, values in stored]
        except (TypeError, ValueError):
            return []

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

    @property
    def text_size(self) -> int:
        """How large text is, in per cent; the usual size for what is none of those offered."""
        stored = str(self._store.value("text_size", "100"))
        return int(stored) if stored in map(str, SIZES) else 100

    @text_size.setter
    def text_size(self, percent: int) -> None:
        self._store.setValue("text_size", percent)

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
