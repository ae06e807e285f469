"""Which program computed a result: another program may compute another one."""

import hashlib
import inspect
import platform
import sys
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import workbench

LIBRARIES = ("numpy", "pandas", "pillow", "scikit-learn", "scipy", "torch")
_FACES = ("gui", "cli")  # rooms that no result depends on


def edition_of(kinds: Iterable[type]) -> str:
    """A hash of the code that computes, of the libraries' versions and of the machine's kind.

    Args:
        kinds: the component classes there are; their packages count, plug-ins' too.
    """
    packages = {kind.__module__.partition(".")[0] for kind in kinds} | {"workbench"}
    facts = [workbench.__version__, platform.python_version(), platform.machine()]
    facts += [f"{library} {_version(library)}" for library in LIBRARIES]
    facts += [f"{name} {_code(name)}" for name in sorted(packages)]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:16]


@cache
def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


@cache
def _code(name: str) -> str:
    """A hash of a package's source; a changed checkout is another edition."""
    digest = hashlib.sha256()
    for file in _sources(name):
        digest.update(file.name.encode(errors="surrogatepass") + file.read_bytes())
    return digest.hexdigest()


def _sources(name: str) -> list[Path]:
    try:
        file = Path(inspect.getfile(sys.modules[name]))
    except (KeyError, TypeError, OSError):  # typed in, or without a file
        return []
    if not file.is_file():  # inside an archive: the program's version has to do
        return []
    if file.name != "__init__.py":
        return [file]
    rooms = [entry for entry in sorted(file.parent.iterdir()) if entry.name not in _FACES]
    found = [inner for room in rooms for inner in sorted(room.rglob("*.py"))]
    return [*found, *(entry for entry in rooms if entry.suffix == ".py")]
