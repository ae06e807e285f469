"""The user's own sets of parameters, kept in one file beside the palette's own nodes."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from typing_extensions import override

from workbench.core.component import Component
from workbench.core.errors import DataError, ParameterError, Where
from workbench.core.files import write_text
from workbench.gui.inspector.presets import PresetStore

LARGEST = 1 << 22  # bytes; far more than anyone has presets
NAME = "presets.json"


class _Preset(BaseModel):
    model_config = ConfigDict(frozen=True)

    component: str
    name: str
    version: int = 1
    values: dict[str, Any]


class _File(BaseModel):
    presets: list[_Preset] = Field(default_factory=list)


class PresetFile(PresetStore):
    """Presets in a JSON file that is read anew each time: several windows may use it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @override
    def of(self, kind: type[Component]) -> Mapping[str, Mapping[str, Any]]:
        mine = [p for p in self._read().presets if p.component == kind.key]
        return {p.name: self._upgraded(kind, p) for p in mine}

    @override
    def save(self, kind: type[Component], name: str, values: Mapping[str, Any]) -> None:
        preset = _Preset(component=kind.key, name=name, version=kind.version, values=dict(values))
        self._write([*self._others(kind, name), preset])

    @override
    def remove(self, kind: type[Component], name: str) -> None:
        self._write(self._others(kind, name))

    def _others(self, kind: type[Component], name: str) -> list[_Preset]:
        same = (kind.key, name)
        return [p for p in self._read().presets if (p.component, p.name) != same]

    def _read(self) -> _File:
        where = Where(file=str(self._path))
        if not self._path.exists():
            return _File()
        try:
            if self._path.stat().st_size > LARGEST:
                raise DataError("The file of presets is too large.", where=where)
            return _File.model_validate_json(self._path.read_bytes())
        except (ValidationError, ValueError, OSError) as error:
            raise DataError(
                "The file of presets cannot be read.",
                remedy="Mend it, or move it away to begin a new one.",
                where=where,
            ) from error

    def _write(self, presets: list[_Preset]) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DataError(
                f"The folder for presets cannot be made: {error.strerror}.",
                where=Where(file=str(self._path.parent)),
            ) from error
        made = _File(presets=presets).model_dump(mode="json")
        write_text(self._path, json.dumps(made, ensure_ascii=False, indent=2) + "\n")

    @staticmethod
    def _upgraded(kind: type[Component], preset: _Preset) -> Mapping[str, Any]:
        try:
            return kind.upgraded(preset.version, preset.values)
        except (ParameterError, LookupError, TypeError, ValueError):
            return preset.values  # applying it will say what does not fit
