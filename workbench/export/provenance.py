"""Where a result came from: data, parameters, seed, versions."""

import platform
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from workbench import __version__
from workbench.models.fits import Fits

_LIBRARIES = ("torch", "numpy", "pandas", "scikit-learn")


def provenance(fits: Fits) -> dict[str, Any]:
    """JSON facts on a fitted learner: enough to fit it again."""
    dataset = fits.splits.dataset
    return {
        "learner": fits.learner.key,
        "parameters": fits.learner.parameters(),
        "test": fits.splits.test,
        "seed": fits.splits.seed,
        "relation": dataset.schema.relation,
        "instances": dataset.n_samples,
        "fingerprint": dataset.fingerprint,
        "seconds": fits.seconds,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": versions(),
    }


def versions() -> dict[str, str]:
    """The versions of the program, Python and what computes, without importing any of it."""
    libraries = {name: version(name) for name in _LIBRARIES}
    return {"workbench": __version__, "python": platform.python_version(), **libraries}
