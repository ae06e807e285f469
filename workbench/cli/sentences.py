"""Errors as the terminal tells them: one line each, and an exit code."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from workbench.core.errors import Defect, Where, WorkbenchError


@contextmanager
def sentences() -> Iterator[None]:
    """Errors that a user can act on as one line and exit code 1."""
    try:
        yield
    except WorkbenchError as error:
        complain(error)
        raise typer.Exit(1) from None
    except OSError as error:
        complain(WorkbenchError(f"{error.strerror or error}.", where=Where(file=error.filename)))
        raise typer.Exit(1) from None
    except typer.Exit:
        raise
    except Exception as error:  # noqa: BLE001  -- the last line of defence: no traceback, ever
        complain(Defect.of(error))
        raise typer.Exit(1) from None


def complain(error: WorkbenchError) -> None:
    """Print an error on standard error, in one line."""
    more = f" (and {len(error.others)} more)" if error.others else ""
    report = f" A report is in {_reported(error)}." if isinstance(error, Defect) else ""
    print(f"{' '.join(str(error).split())}{more}{report}", file=sys.stderr)


def _reported(defect: Defect) -> str:
    """The name of a new file that holds the traceback."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="workbench-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        file.write(defect.details)
    return file.name
