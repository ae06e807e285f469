"""Trained models beside the history: model files, each under a hash of what is in it."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from workbench.core.errors import ModelError, Where
from workbench.export.model_file import save_model
from workbench.export.provenance import provenance
from workbench.models.fits import Fits
from workbench.models.model import Model

FOLDER = "models"
ENDING = ".model"
LARGEST = 2**25  # bytes of one model
ALL = 2**30  # bytes of all models
_NAME = re.compile(r"[0-9a-f]{32}\.model")


class Shelf:
    """The folder of kept models.

    Args:
        folder: of the history.
        largest, limit: bytes that one model may have, and all together.
    """

    def __init__(self, folder: Path, largest: int = LARGEST, limit: int = ALL) -> None:
        self._folder = folder / FOLDER
        self._largest = largest
        self._limit = limit

    def put(self, fits: Fits) -> tuple[str, str]:
        """Keep the one model of a learner; its name, or an empty one and why it is not kept.

        Raises:
            DataError, OSError: the disk does not take it.
        """
        refusal = self._refusal(fits)
        if refusal:
            return "", refusal
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(prefix=".", suffix=ENDING, dir=self._folder)
        os.close(handle)
        beside = Path(name)
        try:
            save_model(beside, fits.models[0], _facts(fits))
            if self.size + beside.stat().st_size > self._limit:
                return "", f"All kept models together may have {_size(self._limit)}."
            digest = hashlib.sha256(beside.read_bytes()).hexdigest()
            path = self._folder / f"{digest[:32]}{ENDING}"
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
        return path.name, ""

    def path(self, name: str) -> Path:
        """The file of a kept model, or of one that a flow has saved.

        Raises:
            ModelError: it is gone, or its name is none of ours.
        """
        path = self._folder / name if _NAME.fullmatch(name) else Path(name)
        if not name or not path.is_absolute() or path.suffix != ENDING:
            raise ModelError("No model of this run is kept.")
        if not path.is_file():
            raise ModelError("The model of this run is gone.", where=Where(file=str(path)))
        return path

    def remove(self, names: Iterable[str]) -> None:
        """Remove kept models; what is no name of ours is left alone."""
        for name in names:
            if _NAME.fullmatch(name):
                with suppress(OSError):
                    (self._folder / name).unlink()

    @property
    def size(self) -> int:
        """The bytes that they take."""
        total = 0
        with suppress(OSError):
            for path in self._folder.glob(f"*{ENDING}"):
                with suppress(OSError):
                    total += path.stat().st_size
        return total

    def _refusal(self, fits: Fits) -> str:
        if len(fits.models) != 1:
            return f"It was trained {len(fits.models)} times, once for each fold; none is kept."
        n_bytes = _n_bytes(fits.models[0])
        if n_bytes > self._largest:
            return f"It takes {_size(n_bytes)}; up to {_size(self._largest)} are kept."
        return ""


def _n_bytes(model: Model) -> int:
    return sum(array.nbytes for array in model.state().arrays.values())


def _facts(fits: Fits) -> dict[str, Any]:
    """Where it came from, without when: the same model is to be the same file."""
    facts = provenance(fits)
    return {name: facts[name] for name in facts if name not in {"created", "seconds"}}


def _size(n_bytes: int) -> str:
    return f"{n_bytes / 2**20:,.0f} MiB"
