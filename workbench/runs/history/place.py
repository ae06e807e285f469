"""Where the history lies: in the user's data folder, or where a variable of the environment says.

``WORKBENCH_HISTORY=off`` keeps none; any other value is the folder to use.
"""

import os
from pathlib import Path

import platformdirs

VARIABLE = "WORKBENCH_HISTORY"
OFF = "off"
FOLDER = "history"


def is_off() -> bool:
    """Whether no run is to be recorded, whatever the history itself says."""
    return os.environ.get(VARIABLE, "").strip().lower() == OFF


def history_folder(beside: Path | None = None) -> Path:
    """The folder of the history.

    Args:
        beside: a data folder that is not the user's own.
    """
    if beside is not None:
        return beside / FOLDER
    asked = os.environ.get(VARIABLE, "").strip()
    return (
        Path(asked) if asked and not is_off() else platformdirs.user_data_path("workbench") / FOLDER
    )
