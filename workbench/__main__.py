"""The front door: a verb goes to the terminal program, anything else opens the window."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.core.deferred import deferred

if TYPE_CHECKING:  # each face is loaded only when it is the one asked for
    from workbench.cli import app as terminal
    from workbench.gui import app as window
else:
    terminal = deferred("workbench.cli.app")
    window = deferred("workbench.gui.app")

VERBS = (
    *("info", "show", "convert", "evaluate", "compare", "run", "report", "import"),
    *("train", "predict", "nodes", "network", "runs", "export"),
)
INTERRUPTED = 130


def main() -> None:
    """Run the program and leave it with its exit code."""
    arguments = sys.argv[1:]
    try:
        if arguments and (arguments[0] in VERBS or arguments[0].startswith("-")):
            terminal.app(arguments, prog_name="workbench")  # leaves with its own exit code
        code = _open_window(arguments)
    except (KeyboardInterrupt, SystemExit) as end:  # Typer makes the second of the first
        if isinstance(end, SystemExit) and end.code != INTERRUPTED:
            raise
        print("interrupted", file=sys.stderr, flush=True)
        # Files have been tidied up on the way here; taking torch down would cost 0.6 s more.
        os._exit(INTERRUPTED)
    sys.exit(code)


def _open_window(arguments: list[str]) -> int:
    if len(arguments) > 1:
        return _complain(f"unknown command '{arguments[0]}'; see --help", 2)
    if arguments and not Path(arguments[0]).exists():
        if Path(arguments[0]).suffix:
            return _complain(f"{arguments[0]}: There is no such file.", 1)
        return _complain(f"'{arguments[0]}' is neither a file nor one of: {', '.join(VERBS)}", 2)
    if not _has_display():
        return _complain(
            "There is no display to open a window on; set DISPLAY, "
            "or use the terminal: see --help.",
            1,
        )
    return window.run_window(arguments[0] if arguments else None)


def _has_display() -> bool:
    """Whether Qt can open a window; without a display it would abort the process."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in names)


def _complain(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


if __name__ == "__main__":
    main()
