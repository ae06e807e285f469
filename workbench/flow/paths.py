"""Paths in a flow file: relative to its own folder where they lie below it."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from workbench.core.component import Component


def with_paths(
    kind: type[Component],
    values: Mapping[str, Any],
    folder: Path | None,
    change: Callable[[str, Path], str],
) -> dict[str, Any]:
    """The parameters with every file path changed; those are the fields edited as files."""
    if folder is None:
        return dict(values)
    paths = set(path_fields(kind))
    return {
        name: change(value, folder) if name in paths and isinstance(value, str) else value
        for name, value in values.items()
    }


def path_fields(kind: type[Component]) -> Iterable[str]:
    """The parameters that name a file to be read or written."""
    for name, info in kind.model_fields.items():
        extra = info.json_schema_extra
        if isinstance(extra, dict) and extra.get("editor") in {"file", "save-file"}:
            yield name


def absolute(value: str, folder: Path) -> str:
    """A path of a file, as the program uses it."""
    if not value or value.startswith("resource:") or Path(value).is_absolute():
        return value
    return str(folder / value)


def relative(value: str, folder: Path) -> str:
    """A path as it is written into a file in ``folder``."""
    path = Path(value)
    if value and path.is_absolute() and path.is_relative_to(folder):
        return path.relative_to(folder).as_posix()
    return value
