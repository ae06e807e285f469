"""Where a file that a KnowledgeFlow names is on this machine."""

import re
from pathlib import Path

from workbench.core.files import resource

# WEKA's own examples lie in its program, under this folder.
_IN_WEKA = "weka/gui/"
_VARIABLE = re.compile(r"\$\{(user\.home|env\.HOME|env\.USERPROFILE)\}")


def placed(path: str, folder: Path) -> str:
    """A path to write to, with the home folder for WEKA's word for it, taken from ``folder``."""
    known = _VARIABLE.sub(lambda _: Path.home().as_posix(), path.strip())
    is_whole = not known or "${" in known or _is_windows(known) or Path(known).is_absolute()
    return known if is_whole else str(folder / known)


def found(path: str, folder: Path) -> tuple[str, str]:
    """A path to read from, and a sentence if the file lies elsewhere than WEKA says, or nowhere."""
    there = placed(path, folder)
    if not there or _exists(there):
        return there, "" if there else "No file has been chosen."
    name = re.split(r"[\\/]", path)[-1]
    if _exists(str(folder / name)):
        return str(folder / name), f"'{path}' is not there; the file beside the flow is read."
    if path.startswith(_IN_WEKA) and _exists(str(resource("data", name))):
        told = f"WEKA reads '{name}' from its own program; here the sample '{name}' is read."
        return f"resource:data/{name}", told
    return there, f"'{path}' is not there; choose the file."


def _exists(path: str) -> bool:
    try:
        return "\0" not in path and Path(path).exists()
    except OSError:
        return False


def _is_windows(path: str) -> bool:
    return re.match(r"[A-Za-z]:[\\/]|\\\\", path) is not None
