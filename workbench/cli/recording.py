"""Runs that a terminal asks for are written into the history."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.runs.history.place import history_folder
from workbench.runs.history.recording import About, recorder_in
from workbench.runs.session import Around


@contextmanager
def recording(origin: str, name: str, flow: Path | None = None) -> Iterator[Around]:
    """What writes a run down; why it could not be comes on standard error.

    Args:
        origin: the verb.
        flow: the file that is run.
    """
    recorder = recorder_in(history_folder())
    about = About(origin, name, str(flow.resolve()) if flow else "")
    try:
        yield lambda run, graph: recorder.recorded(run, graph, about)
    finally:
        recorder.close()
        for message in recorder.messages():
            print(f"warning: {message}", file=sys.stderr)
