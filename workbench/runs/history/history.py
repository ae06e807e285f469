"""The history of runs: one SQLite file in the user's data folder, models beside it.

Any number of windows and terminals may use it at once (``WAL``); each statement is a short
transaction of its own. A run that was killed is told from one that is on its way by a lock file,
which ends with the process that holds it, however that ends.
"""

import json
import platform
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from workbench.core.errors import DataError, FlowError
from workbench.runs.history import reading, statements
from workbench.runs.history.database import WAIT_S, Database
from workbench.runs.history.errors import HistoryError
from workbench.runs.history.packing import PackingError, unpacked_curves, unpacked_text
from workbench.runs.history.records import Begun, Ended, Row
from workbench.runs.history.shelf import Shelf
from workbench.runs.lock import TakenError, locked
from workbench.training.curve import Curve

FILE = "runs.sqlite"
RUNNING = "running"
KILLED = "The program ended while it ran."
MOST_NOTE, MOST_TAG, MOST_TAGS = 20_000, 60, 40  # letters, letters, tags of a run


class History:
    """What was run.

    Args:
        folder: made when first written to.
        wait_s: how long another process that is writing is waited for.

    Attributes:
        shelf: the models that are kept.

    Every method may raise ``HistoryError``: the file cannot be used.
    """

    def __init__(self, folder: Path, wait_s: float = WAIT_S) -> None:
        self.folder = folder
        self.shelf = Shelf(folder)
        self._database = Database(folder / FILE, wait_s)

    # ---------------------------------------------------------------- what a run writes

    @contextmanager
    def held(self) -> Iterator[str]:
        """A lock for the time of a run; gives its name, which is empty where none can be had."""
        name = f"{uuid4().hex}.lock"
        path = self.folder / RUNNING / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with locked(path):
                yield name
        except (TakenError, DataError, OSError):
            yield ""
        finally:
            with suppress(OSError):
                path.unlink()

    def begin(self, begun: Begun) -> int:
        """Write down that a run has begun; gives its number."""
        with self._database.writing() as connection:
            return statements.insert_run(connection, begun)

    def end(self, run: int, ended: Ended) -> None:
        """Write down how a run ended and what came of it, whole or not at all."""
        with self._database.writing() as connection:
            unneeded = statements.end_run(connection, run, ended)
        self.shelf.remove(unneeded)

    # ---------------------------------------------------------------- what is read

    def rows(self, runs: Collection[int] | None = None) -> list[Row]:
        """A line for each learner of each run, the latest run first.

        Args:
            runs: their numbers; None = all.
        """
        self._settle()
        with self._database.reading() as connection:
            return reading.rows(connection, runs)

    def details(self, result: int) -> dict[str, Any]:
        """What is kept of a learner besides its line: scores of folds and classes, confusion."""
        with self._database.reading() as connection:
            return reading.details(connection, result)

    def curves(self, result: int) -> tuple[Curve, ...]:
        """The learning curves of a learner, one for each fold; none where they are damaged."""
        with self._database.reading() as connection:
            content = statements.one(connection, "SELECT curve FROM result WHERE id = ?", result)
        try:
            return () if content is None else unpacked_curves(content)
        except PackingError:
            return ()

    def flow(self, run: int) -> str:
        """The text of the flow as it was run.

        Raises:
            FlowError: there is no such run, or its flow is damaged.
        """
        query = "SELECT text FROM flow WHERE hash = (SELECT flow FROM run WHERE id = ?)"
        with self._database.reading() as connection:
            content = statements.one(connection, query, run)
        if content is None:
            raise FlowError(f"The history holds no run {run}.")
        try:
            return unpacked_text(content)
        except PackingError as error:
            raise FlowError(f"The flow of run {run} is damaged: {error}.") from error

    @property
    def exists(self) -> bool:
        """Whether anything was ever written; reading makes a file otherwise."""
        return (self.folder / FILE).exists()

    @property
    def data_version(self) -> int:
        """Another number when somebody else has written."""
        with self._database.reading() as connection:
            return int(connection.execute("PRAGMA data_version").fetchone()[0])

    @property
    def is_on(self) -> bool:
        """Whether runs are recorded."""
        query = "SELECT value FROM setting WHERE name = ?"
        with self._database.reading() as connection:
            return bool(statements.one(connection, query, "recording") != "off")

    # ---------------------------------------------------------------- what the user changes

    def switch(self, *, on: bool) -> None:
        """Record runs from now on, or none."""
        with self._database.writing() as connection:
            value = "on" if on else "off"
            connection.execute("REPLACE INTO setting VALUES ('recording', ?)", (value,))

    def set_note(self, runs: Collection[int], note: str) -> None:
        """Write a note at runs.

        Raises:
            DataError: it is too long.
        """
        if len(note) > MOST_NOTE:
            raise DataError(f"A note may have {MOST_NOTE:,} letters; this one has {len(note):,}.")
        with self._database.writing() as connection:
            statements.set_column(connection, "note", note, runs)

    def set_tags(self, runs: Collection[int], tags: Sequence[str]) -> None:
        """Give runs these tags and no others.

        Raises:
            DataError: one is too long, or there are too many.
        """
        text = json.dumps(tidy_tags(tags), ensure_ascii=False)
        with self._database.writing() as connection:
            statements.set_column(connection, "tags", text, runs)

    def hide(self, runs: Collection[int]) -> None:
        """Delete runs in such a way that they can be brought back until ``purge``."""
        with self._database.writing() as connection:
            statements.set_column(connection, "deleted", time.time(), runs)

    def bring_back(self, runs: Collection[int]) -> None:
        """The inverse of ``hide``."""
        with self._database.writing() as connection:
            statements.set_column(connection, "deleted", None, runs)

    def purge(self, runs: Collection[int] | None = None) -> None:
        """Delete runs for good, with their models and what no other run needs.

        Args:
            runs: those; None = all that are hidden.
        """
        with self._database.writing() as connection:
            models = statements.delete_runs(connection, runs)
        self.shelf.remove(models)

    def clear(self) -> None:
        """Delete every run that is not on its way."""
        with self._database.writing() as connection:
            every = statements.ended_runs(connection)
            models = statements.delete_runs(connection, every)
        self.shelf.remove(models)

    def set_aside(self) -> Path:
        """Rename the file, so that a new one is begun; gives its new name.

        Raises:
            DataError: it cannot be renamed.
        """
        self._database.close()
        file = self.folder / FILE
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        aside = file.with_name(f"{file.stem}.set-aside-{stamp}.sqlite")
        try:
            for end in ("-wal", "-shm"):
                with suppress(FileNotFoundError):
                    Path(f"{file}{end}").replace(f"{aside}{end}")
            file.replace(aside)
        except OSError as error:
            raise HistoryError("unusable", file, error.strerror or str(error)) from error
        return aside

    def close(self) -> None:
        """Let go of the file; a later use opens it again."""
        self._database.close()

    # ---------------------------------------------------------------- who was killed

    def _settle(self) -> None:
        """Write down of runs whose process is gone that they were interrupted."""
        with self._database.reading() as connection:
            open_ones = statements.running(connection, platform.node())
        dead = [run for run, lock in open_ones if not self._is_held(lock)]
        # Where it cannot be written just now, it is the next time; what there is is listed.
        with suppress(HistoryError):
            if dead:
                with self._database.writing() as connection:
                    statements.interrupt(connection, dead, KILLED)

    def _is_held(self, lock: str) -> bool:
        path = self.folder / RUNNING / Path(lock).name
        if not lock:
            return True  # where no lock can be had nothing is known
        if not path.is_file():
            return False
        try:
            with locked(path):
                pass
        except TakenError:
            return True
        except DataError:
            return True
        with suppress(OSError):
            path.unlink()
        return False


def tidy_tags(tags: Sequence[str]) -> list[str]:
    """Tags without blanks around them, each once, in order.

    Raises:
        DataError: one is too long, or there are too many.
    """
    kept = list(dict.fromkeys(" ".join(tag.split()) for tag in tags))
    kept = [tag for tag in kept if tag]
    long = next((tag for tag in kept if len(tag) > MOST_TAG or "," in tag), None)
    if long is not None:
        raise DataError(f"A tag has at most {MOST_TAG} letters and no comma: {long[:MOST_TAG]}…")
    if len(kept) > MOST_TAGS:
        raise DataError(f"A run has at most {MOST_TAGS} tags.")
    return kept
